"""The file that holds every drawing."""

from xml.etree import ElementTree as ET

from banyan.base.pictograms import PICTOGRAMS, sprite
from scripts.pictograms import FILE


def test_the_file_is_made_from_the_drawings_as_they_are() -> None:
    assert FILE.read_text() == sprite()


def test_every_drawing_stands_in_it_once() -> None:
    names = [symbol.get("id") for symbol in ET.fromstring(sprite()) if symbol.get("id")]  # noqa: S314 - our own file
    assert sorted(map(str, names)) == sorted([*PICTOGRAMS, "banyan"])
