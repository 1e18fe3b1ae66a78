"""What spares the solver work: it may find nothing, but never anything untrue."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.disclosure import choice
from banyan.disclosure.attacker import Need, view_of, with_shown
from banyan.disclosure.program import Integers, Program, build
from banyan.disclosure.publish import protect
from banyan.disclosure.results import Figure, Published
from banyan.disclosure.solver import Limits, agrees, closer
from banyan.disclosure.steps import Steps
from banyan.disclosure.tables import Cell, Relation, Table
from tests.disclosure.crossing import crossed

KINDS, YEARS = ["threats", "theft", "violence"], ["2021", "2022"]
INNER = st.lists(st.integers(0, 40), min_size=6, max_size=6)


def table_of(numbers: Sequence[int]) -> Table:
    counts: Mapping[tuple[str, str], int] = dict(
        zip([(kind, year) for kind in KINDS for year in YEARS], numbers, strict=True)
    )
    return crossed("any", "people", {"kind": KINDS, "year": YEARS}, counts)


def filled(numbers: Sequence[int]) -> Integers:
    """The whole table that these inner numbers make."""
    return build(table_of(numbers)).truth


def known_of(table: Table, shown: Sequence[Cell]) -> tuple[Program, Limits]:
    program = build(table)
    ends = {cell: (max(0, table.counts[cell] - 4), table.counts[cell] + 4) for cell in shown}
    return program, with_shown(program, view_of(program, table), ends)


@settings(max_examples=60, deadline=None)
@given(INNER, INNER, st.data())
def test_closer_bounds_rule_out_no_table(numbers: list[int], others: list[int], data: st.DataObject) -> None:
    table = table_of(numbers)
    shown = data.draw(st.lists(st.sampled_from(sorted(table.counts)), unique=True))
    program, limits = known_of(table, shown)
    narrow = closer(program, limits)
    assert (narrow.low >= limits.low).all()
    assert (narrow.high <= limits.high).all()
    for one in (program.truth, filled(others)):
        assert agrees(program, narrow, one) == agrees(program, limits, one)


@settings(max_examples=60, deadline=None)
@given(INNER, st.lists(INNER, min_size=1, max_size=4), st.data())
def test_a_walk_leads_only_to_tables_that_agree_and_meet_a_need(
    numbers: list[int], others: list[list[int]], data: st.DataObject
) -> None:
    table = table_of(numbers)
    shown = data.draw(st.lists(st.sampled_from(sorted(table.counts)), unique=True, max_size=4))
    program, limits = known_of(table, shown)
    steps = Steps(program)
    for other in others:
        steps.learn(filled(other), program.truth)
    needs = [Need(at, "is", value) for at in range(len(program.variables)) for value in range(10)]
    needs += [Need(0, "at_least", 30), Need(1, "at_most", 3)]
    for found in steps.walk(limits, program.truth, needs):
        assert agrees(program, limits, found)
        assert any(need.interval[0] <= found[need.position] <= need.interval[1] for need in needs)


def test_a_step_of_one_leads_to_every_small_number() -> None:
    table = table_of([5, 0, 0, 0, 0, 0])
    program, limits = known_of(table, [])
    steps = Steps(program)
    steps.learn(filled([8, 0, 0, 0, 0, 0]), program.truth)
    at = program.index[Cell.of("people", kind="threats", year="2021")]
    found = steps.walk(limits, program.truth, [Need(at, "is", value) for value in (*range(5), *range(6, 10))])
    assert sorted(int(one[at]) for one in found) == [0, 1, 2, 3, 4, 6, 7, 8, 9]


def test_a_step_already_known_and_one_that_goes_nowhere_teach_nothing() -> None:
    table = table_of([5, 0, 0, 0, 0, 0])
    program, limits = known_of(table, [])
    steps = Steps(program)
    steps.learn(program.truth, program.truth)
    assert steps.walk(limits, program.truth, [Need(0, "at_least", 30)]) == []
    for number in (8, 6, 2):
        steps.learn(filled([number, 0, 0, 0, 0, 0]), program.truth)
    assert len(steps.walk(limits, program.truth, [Need(0, "at_least", 30)])) == 1


def test_numbers_that_nothing_connects_are_separate_programs() -> None:
    left, right = Cell.of("people", year="2021"), Cell.of("people", year="2022")
    part = Cell.of("people", year="2021", kind="theft")
    program = build(Table("a", {left: 40, part: 12, right: 30}, (Relation.within(part, left),)))
    parts = [program.part(columns) for columns in program.blocks]
    assert sorted(len(one.variables) for one in parts) == [1, 3]
    assert sum(one.matrix.shape[0] for one in parts) == program.matrix.shape[0]
    assert all(agrees(one, Limits(one.low, one.high, one.row_low, one.row_high), one.truth) for one in parts)


def test_years_that_were_published_before_and_touch_nothing_here_are_left_out() -> None:
    old, new = Cell.of("people", year="2021"), Cell.of("people", year="2022")
    before = Published("Spring", {old: Figure(20), Cell.of("people", year="2021", kind="theft"): Figure(None)})
    assert build(Table("b", {new: 30}), [before]).variables == (new,)


def test_whoever_waits_hears_of_every_number() -> None:
    table = table_of([40, 3, 25, 31, 8, 17])
    heard: list[int] = []
    protect(table, heard=heard.append)
    assert sum(heard) == len(table.counts)


def test_whoever_waits_may_end_the_search_among_numbers_that_hang_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """A year's months beside the year hang together, all of them: nobody could end that before it was done."""

    def give_up(_numbers: int) -> None:
        raise TimeoutError

    monkeypatch.setattr(choice, "reach", lambda *_: pytest.fail("It searched."))
    with pytest.raises(TimeoutError):
        protect(table_of([40, 3, 25, 31, 8, 17]), heard=give_up)
