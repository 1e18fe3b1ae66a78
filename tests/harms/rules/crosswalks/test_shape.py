"""A crosswalk is total, leads only to what exists, and leaves choices to a worker."""

import operator
from datetime import date
from typing import Any, cast

import pytest

from banyan.harms.rules.codes import Code, UnknownCodeError
from banyan.harms.rules.crosswalks.shape import (
    BrokenCrosswalkError,
    Certainty,
    Crosswalk,
    foreign,
    own,
    read_foreign,
    translate,
)


def make_crosswalk(**changes: Any) -> Crosswalk:
    facts: dict[str, Any] = {
        "name": "fruit_to_shelf",
        "version": "1",
        "source": "A fictional grocer",
        "certainty": Certainty.PUBLISHED,
        "origin": foreign(["Apple", "Pear", "Stone", "Tomato"]),
        "target": {"f": "Fruit", "v": "Vegetable"},
        "mapping": {"Apple": ("f",), "Pear": ("f",), "Stone": (), "Tomato": ("f", "v")},
        "valid_from": date(2020, 1, 1),
        "drawn_on": date(2026, 1, 1),
    }
    return Crosswalk(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"mapping": {"Apple": ("f",), "Pear": ("f",), "Stone": ()}}, "Tomato"),
        ({"origin": foreign(["Apple", "Pear", "Stone"])}, "Tomato"),
        ({"target": {"f": "Fruit"}}, "v"),
        ({"unsure": frozenset({"Plum"})}, "Plum"),
    ],
)
def test_a_crosswalk_with_a_hole_can_not_exist(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(BrokenCrosswalkError, match=named):
        make_crosswalk(**changes)


def test_nobody_can_change_a_crosswalk_afterwards() -> None:
    mapping: dict[str, tuple[str, ...]] = {"Apple": ("f",), "Pear": ("f",), "Stone": (), "Tomato": ("v",)}
    crosswalk = make_crosswalk(mapping=mapping)
    mapping["Apple"] = ()
    assert crosswalk.mapping["Apple"] == ("f",)
    with pytest.raises(TypeError):
        operator.setitem(cast("Any", crosswalk.mapping), "Apple", ())


def test_one_sure_target_is_settled_once_several_are_a_choice_and_none_is_said() -> None:
    carried = translate(make_crosswalk(), ["Apple", "Tomato", "Pear", "Stone", "Apple"])
    assert carried.settled == ("f",)
    assert carried.to_decide == {"Tomato": ("f", "v")}
    assert carried.without_home == ("Stone",)


def test_an_unsure_target_is_a_choice_too() -> None:
    carried = translate(make_crosswalk(unsure=frozenset({"Pear"})), ["Pear"])
    assert (carried.settled, dict(carried.to_decide)) == ((), {"Pear": ("f",)})


def test_a_code_from_elsewhere_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        translate(make_crosswalk(), ["Plum"])


def test_a_published_string_is_read_in_any_case_and_spacing() -> None:
    assert read_foreign(make_crosswalk(), " TOMATO ") == ("f", "v")
    assert read_foreign(make_crosswalk(), "Stone") == ()
    assert read_foreign(make_crosswalk(), "Plum") is None


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "day", "expected"),
    [
        (date(2020, 1, 1), None, date(2019, 12, 31), False),
        (date(2020, 1, 1), None, date(2020, 1, 1), True),
        (None, None, date(1999, 1, 1), True),
        (None, date(2020, 6, 30), date(2020, 6, 30), True),
        (None, date(2020, 6, 30), date(2020, 7, 1), False),
    ],
)
def test_a_crosswalk_knows_its_days(
    valid_from: date | None, valid_to: date | None, day: date, *, expected: bool
) -> None:
    assert make_crosswalk(valid_from=valid_from, valid_to=valid_to).is_valid_on(day) is expected


def test_our_side_speaks_the_fields_own_terms() -> None:
    assert own([Code("a", "Hit or hurt", staff_label="Assault"), Code("b", "Else")]) == {"a": "Assault", "b": "Else"}
