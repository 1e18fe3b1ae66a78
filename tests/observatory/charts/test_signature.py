"""The signature figure can be read in every language at any numbers, and says what is hidden."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.observatory.charts import signature
from banyan.observatory.charts.frame import Frame, Width
from banyan.observatory.charts.rings import Amount, Name
from tests.observatory.charts.drawn import SVG, never_meet
from tests.observatory.charts.kinds import LANGUAGES, rings


def frame(**given_: object) -> Frame:
    """A frame for the figure on an English page unless told otherwise."""
    return Frame(**{"ident": "s", "title": "Harm is wider than crime", "language": "en"} | given_)  # type: ignore[arg-type] # One helper for every field.


@settings(max_examples=30, deadline=None)
@given(amounts=rings(), width=st.sampled_from(["wide", "narrow", "brief"]), language=st.sampled_from(LANGUAGES))
def test_labels_never_meet_nor_leave_the_drawing(amounts: dict[Name, Amount], width: Width, language: str) -> None:
    drawing = signature.compose(amounts, frame=frame(width=width, language=language))

    assert never_meet(drawing.labels)
    for box in drawing.labels:
        assert box.x >= 0
        assert box.y >= -0.1
        assert box.x + box.width <= drawing.width + 0.1
        assert box.y + box.height <= drawing.height + 0.1


@given(tops=st.lists(st.floats(0, 300), min_size=1, max_size=6), heights=st.data())
def test_spread_keeps_order_and_gaps(tops: list[float], heights: st.DataObject) -> None:
    tall = [heights.draw(st.floats(20, 60)) for _ in tops]
    bottom = sum(tall) + 13 * len(tall) + 50

    placed = signature.spread(sorted(tops), tall, bottom)

    assert placed[0] >= 0
    assert placed[-1] + tall[-1] <= bottom + 1e-6
    for index in range(len(placed) - 1):
        assert placed[index + 1] >= placed[index] + tall[index] + 13 - 1e-6


def test_what_is_hidden_is_hatched_and_said() -> None:
    drawn = signature.draw(
        {"all_harm": Amount(low=20, high=25), "hate_crimes": Amount(hidden=True)}, frame=frame(medium="page")
    )

    root = ET.fromstring(drawn)  # noqa: S314 -- our own drawing
    words = [text.text for text in root.iter(f"{SVG}text")]
    assert "hidden for safety" in words
    hatched = [shape for shape in root.iter(f"{SVG}ellipse") if shape.get("fill", "").startswith("url(#s-h-")]
    assert len(hatched) == 1
    assert "Hate crimes: hidden for safety." in (root.findtext(f"{SVG}desc") or "")


def test_officials_and_the_estimate_stand_below_the_number() -> None:
    drawn = signature.draw(
        {"all_harm": Amount(low=100, high=100), "hate_crimes": Amount(low=40, high=60, official=6, estimate=(90, 140))},
        frame=frame(),
    )

    assert "6 recorded by officials" in drawn
    assert "90–140 estimated in all" in drawn
    assert "40–60" in drawn


def test_the_drawing_obeys_the_page_policy() -> None:
    drawn = signature.draw({"all_harm": Amount(low=100, high=100)}, frame=frame())

    assert "<style" not in drawn
    assert "style=" not in drawn
    assert not re.search(r"\son\w+=", drawn)
    root = ET.fromstring(drawn)  # noqa: S314 -- our own drawing
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "s-t s-d"
    assert [element.get("id") for element in root if element.get("id")] == ["s-t", "s-d"]


def test_right_to_left_mirrors_the_figure() -> None:
    amounts: dict[Name, Amount] = {"all_harm": Amount(low=100, high=100), "hate_acts": Amount(low=50, high=60)}

    english = ET.fromstring(signature.draw(amounts, frame=frame()))  # noqa: S314 -- our own drawing
    arabic = ET.fromstring(signature.draw(amounts, frame=frame(language="ar")))  # noqa: S314 -- our own drawing

    left = [float(e.get("cx", "0")) for e in english.iter(f"{SVG}ellipse")][:4]
    right = [640 - float(e.get("cx", "0")) for e in arabic.iter(f"{SVG}ellipse")][:4]
    assert left == pytest.approx(right, abs=0.11)
    assert {e.get("text-anchor") for e in arabic.iter(f"{SVG}text")} == {"end"}
