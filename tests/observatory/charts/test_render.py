"""The one door to figures: SVG for pages and files, PDF, and a cache that never serves yesterday's numbers."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from banyan.observatory import charts
from banyan.observatory.charts import inline, render
from banyan.observatory.rules.picture import Picture
from tests.observatory.charts.drawn import SVG
from tests.observatory.charts.kinds import LANGUAGES
from tests.observatory.charts.sample import picture, row, rows


def names() -> list[str]:
    """The figures of the sample."""
    return [figure.name for figure in charts.figures_of(picture(), language="en")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("standalone", [False, True])
def test_every_figure_is_drawn_in_every_language(language: str, standalone: bool) -> None:
    for figure in names():
        drawn = render(picture(), format="svg", figure=figure, language=language, standalone=standalone)

        assert isinstance(drawn, str)
        root = ET.fromstring(drawn)  # noqa: S314 -- our own drawing
        assert root.get("lang") == language
        assert root.findtext(f"{SVG}title")
        assert ("<style>" in drawn) is standalone


def test_a_file_alone_carries_its_sources_and_its_mark() -> None:
    drawn = render(picture(), format="svg", figure="rings", language="en", standalone=True)

    assert "Demonstration data: these numbers are made up" in str(drawn)
    assert "Reports to partner organizations (Demonstration coalition), as of February 15, 2026" in str(drawn)
    assert "not legal findings" in str(drawn)
    real = render(picture(demonstration=False), format="svg", figure="rings", language="en", standalone=True)
    assert "Demonstration data" not in str(real)


def test_ids_are_unique_on_a_page_with_every_figure() -> None:
    page = "".join(inline(picture(), figure, language="en") for figure in names())

    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert page.count('class="drawing narrow"') == page.count('class="drawing wide"') == 3


def test_descriptions_say_the_numbers() -> None:
    assert "Hate crimes: 40–60." in charts.describe(picture(), "rings", language="en")
    assert "2021 60" in charts.describe(picture(), "over-time-demo-police", language="en")
    assert "The police: 17%, 13%–22%." in charts.describe(picture(), "told", language="en")


def test_an_svg_needs_a_figure_the_picture_has() -> None:
    with pytest.raises(ValueError, match="name it"):
        render(picture(), format="svg", language="en")
    with pytest.raises(KeyError):
        render(picture(), format="svg", figure="pie", language="en")


def test_what_was_drawn_is_kept_by_what_went_in(tmp_path: Path) -> None:
    def draw(whole: Picture) -> str:
        return str(render(whole, format="svg", figure="rings", language="en", cache=tmp_path))

    first = draw(picture())
    assert draw(picture()) == first
    assert len(list(tmp_path.iterdir())) == 1

    others = tuple(one for one in rows() if one.measure != "community_all_harm")
    changed = draw(picture(rows=(*others, row("community_all_harm", 2025, low=500, high=600))))
    assert changed != first
    assert len(list(tmp_path.iterdir())) == 2
    (kept,) = [path for path in tmp_path.iterdir() if path.read_text() == first]
    kept.write_text("from the cache")
    assert draw(picture()) == "from the cache"


def test_a_pdf_is_made_where_it_is_told_and_kept(tmp_path: Path) -> None:
    asked: list[str] = []

    def make(_picture: object, language: str) -> bytes:
        asked.append(language)
        return b"%PDF"

    for _ in range(2):
        made = render(picture(), format="pdf", language="ar", cache=tmp_path, make_pdf=make)
        assert made == b"%PDF"

    assert asked == ["ar"]


def test_a_partly_made_up_picture_says_which_numbers_are() -> None:
    police, reports = picture().sources
    mixed = picture(sources=(replace(police, demonstration=False), reports))

    drawn = render(mixed, format="svg", figure="rings", language="en", standalone=True)

    assert "Made up: Reports to partner organizations" in str(drawn)
    assert "these numbers are made up" not in str(drawn)
