"""Percentages that may stand beside a publication."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.disclosure.derived import Proportion, proportion
from banyan.disclosure.results import HIDDEN_NOTE, ROUNDED_NOTE, Figure, Published
from banyan.disclosure.tables import Cell

PART, WHOLE = Cell.of("people", told="yes"), Cell.of("people")


def beside(part: Figure, whole: Figure) -> Proportion | None:
    return proportion(Published("a", {PART: part, WHOLE: whole}), PART, WHOLE)


def test_a_share_with_its_wilson_interval() -> None:
    """20 of 80: (0.25 + z^2/160) / (1 + z^2/80) -+ z sqrt(0.1875/80 + z^2/25600) / (1 + z^2/80), z = 1.96."""
    assert beside(Figure(20), Figure(80)) == Proportion(percent=25, low=16, high=36, part=20, n=80)


@pytest.mark.parametrize(
    ("part", "whole"),
    [
        (Figure(None), Figure(80)),
        (Figure(20), Figure(None)),
        (Figure(20), Figure(20)),
        (Figure(25), Figure(20)),
        (Figure(0, exact=True), Figure(20)),
        (Figure(0, exact=True), Figure(0, exact=True)),
    ],
)
def test_nothing_is_said_of_hidden_numbers_nor_of_everyone_or_no_one(part: Figure, whole: Figure) -> None:
    assert beside(part, whole) is None


def test_official_numbers_may_say_none_or_all() -> None:
    none, everyone = beside(Figure(0, exact=True), Figure(7, exact=True)), beside(Figure(7, True), Figure(7, True))
    assert none is not None
    assert everyone is not None
    assert (none.percent, none.low) == (0, 0)
    assert (everyone.percent, everyone.high) == (100, 100)


@given(st.integers(2, 400), st.data())
def test_the_interval_holds_the_share_and_never_says_all_or_none(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(1, whole - 1))
    found = beside(Figure(5 * part), Figure(5 * whole))
    assert found is not None
    assert 1 <= found.percent <= 99
    assert 0 <= found.low <= found.percent <= found.high <= 100


def test_notes_say_what_was_done_to_the_numbers() -> None:
    assert Published("a", {PART: Figure(None), WHOLE: Figure(80)}).notes == (HIDDEN_NOTE, ROUNDED_NOTE)
    assert Published("a", {WHOLE: Figure(80)}).notes == (ROUNDED_NOTE,)
    assert Published("a", {PART: Figure(None), WHOLE: Figure(8, exact=True)}).notes == (HIDDEN_NOTE,)
