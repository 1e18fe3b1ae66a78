"""What an entry of the vocabulary is, and how it is found."""

import pytest

from banyan.harms.rules import needs, told
from banyan.harms.rules.codes import Code, UnknownCodeError, codes_of, contradictions, find, unknown_codes


def test_an_entry_is_found_by_its_code() -> None:
    assert find(told.TOLD, "police").staff_label == "Police"


def test_a_code_that_is_not_there_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        find(told.TOLD, "newspaper")


def test_codes_keep_the_order_of_the_vocabulary() -> None:
    assert codes_of((Code("b", "B"), Code("a", "A"))) == ("b", "a")


def test_unknown_codes_are_named() -> None:
    assert unknown_codes(told.TOLD, ["police", "newspaper"]) == {"newspaper"}


def test_nobody_beside_the_police_is_a_contradiction_to_ask_about() -> None:
    assert contradictions(told.TOLD, ["nobody", "police"]) == {"nobody"}
    assert contradictions(told.TOLD, ["nobody"]) == frozenset()
    assert contradictions(told.TOLD, ["police", "friend"]) == frozenset()
    assert contradictions(told.TOLD, []) == frozenset()


def test_wanting_only_to_be_counted_stands_alone_but_not_being_sure_may_stand_beside_a_wish() -> None:
    assert contradictions(needs.NEEDS, ["only_counted", "interpreter"]) == {"only_counted"}
    assert contradictions(needs.NEEDS, ["not_sure", "interpreter"]) == frozenset()


def test_the_same_answer_twice_is_one_answer() -> None:
    assert contradictions(told.TOLD, ["nobody", "nobody"]) == frozenset()
