"""The attacker against answers worked out by hand, and what it says when it doesn't know."""

import math
from dataclasses import replace
from types import SimpleNamespace

import pytest

from banyan.disclosure import solver
from banyan.disclosure.attacker import (
    Need,
    needs_of,
    reach,
    reach_whole,
    tolerance,
    view_of,
    with_shown,
)
from banyan.disclosure.program import Gap, build
from banyan.disclosure.results import Figure, Published
from banyan.disclosure.tables import Cell, Relation, Table
from tests.disclosure.crossing import crossed
from tests.disclosure.ranges import work_out

PEOPLE = "people"


def cell(**narrowed: str) -> Cell:
    return Cell.of(PEOPLE, **narrowed)


def test_the_example_that_opens_the_literature_on_cell_suppression() -> None:
    """After Fischetti and Salazar-González: activities I-III by regions A-C, printed exactly but for four cells.

         A    B    C   sum
    I   20   50   10    80      By hand, with x for (II, C): row II leaves (II, A) = 30 - x, column A then leaves
    II   *   19    *    49      (III, A) = x - 5 and column C leaves (III, C) = 34 - x. None is below zero, so x is
    III  *   32    *    61      from 5 to 30, and the others follow.
    sum 45  101   44   190
    """
    rows = {"I": (20, 50, 10), "II": (8, 19, 22), "III": (17, 32, 12)}
    counts = {(row, column): n for row, values in rows.items() for column, n in zip("ABC", values, strict=True)}
    table = crossed("Investment", PEOPLE, {"activity": list(rows), "region": list("ABC")}, counts)
    hidden = {(row, column): cell(activity=row, region=column) for row in ("II", "III") for column in "AC"}
    table = replace(table, public=frozenset(table.counts.keys() - set(hidden.values())))
    program = build(table)
    ranges = work_out(program, view_of(program, table).limits, sorted(hidden.values()))
    assert ranges[hidden["II", "C"]] == (5, 30)
    assert ranges[hidden["II", "A"]] == (0, 25)
    assert ranges[hidden["III", "A"]] == (0, 25)
    assert ranges[hidden["III", "C"]] == (4, 29)


def test_nothing_bounds_a_number_alone() -> None:
    table = Table("a", {cell(): 40})
    program = build(table)
    assert work_out(program, view_of(program, table).limits, [cell()]) == {cell(): (0, math.inf)}


def test_shown_numbers_bound_each_other() -> None:
    """40 of 60: whoever is not among them are from 16 to 24 people."""
    table = crossed("a", PEOPLE, {"told": ["yes", "no"]}, {("yes",): 40, ("no",): 20})
    program = build(table)
    limits = with_shown(program, view_of(program, table), {cell(): (58, 62), cell(told="yes"): (38, 42)})
    assert work_out(program, limits, [cell(told="no")]) == {cell(told="no"): (16, 24)}


def test_a_partner_knows_that_no_one_else_is_below_zero_nor_outside_a_wider_group() -> None:
    part, whole = cell(ring="hate act"), cell(ring="harm")
    by = {part: {"Lantern": 10, "Open Door": 20}, whole: {"Lantern": 12, "Open Door": 70}}
    table = Table("a", {part: 30, whole: 82}, (Relation.within(part, whole),), by)
    program = build(table)
    partner = view_of(program, table, "Lantern")
    assert partner.own[program.index[Gap(whole, part)]] == 2
    limits = with_shown(program, partner, {whole: (80, 82)})
    assert work_out(program, limits, [part]) == {part: (10, 80)}


def test_a_lower_bound_is_no_sum_so_a_partner_takes_nothing_away() -> None:
    low, high = cell(bound="low"), cell(bound="high")
    by = {"Lantern": 20, "Open Door": 20, "Cedar House": 15}
    table = Table(
        "a", {low: 20, high: 55}, (Relation.order(low, high),), {low: by, high: by}, lower_bounds=frozenset({low})
    )
    program = build(table)
    partner = view_of(program, table, "Lantern")
    assert not program.shared.any()
    assert needs_of(partner, program.index[low], 20, is_lower_bound=True) == [
        Need(program.index[low], "at_least", 23),
        Need(program.index[low], "at_most", 20),
    ]
    small = Table("c", {low: 7}, contributions={low: {"Lantern": 7, "Open Door": 2}}, lower_bounds=frozenset({low}))
    seen = needs_of(view_of(build(small), small, "Lantern"), 0, 7, is_lower_bound=True)
    assert sorted(need.value for need in seen) == [7, 8, 9]
    gap = Table(
        "b", {low: 20, high: 55}, (Relation.within(low, high),), {low: by, high: by}, lower_bounds=frozenset({low})
    )
    assert view_of(build(gap), gap, "Lantern").own.tolist()[-1] == 0


@pytest.mark.parametrize(("count", "expected"), [(10, 3), (30, 3), (31, 4), (100, 10), (101, 11)])
def test_three_people_or_ten_per_cent(count: int, expected: int) -> None:
    assert tolerance(count) == expected


def test_what_must_stay_possible_for_a_reader_and_for_a_partner() -> None:
    table = Table("a", {cell(): 40}, contributions={cell(): {"Lantern": 33, "Open Door": 7}})
    program = build(table)
    assert needs_of(view_of(program, table), 0, 40) == [Need(0, "at_least", 44), Need(0, "at_most", 36)]
    partner = needs_of(view_of(program, table, "Lantern"), 0, 40)
    assert sorted(need.value for need in partner) == list(range(33, 43))


def test_an_earlier_figure_that_today_contradicts_was_revised_and_says_nothing() -> None:
    table = Table("a", {cell(): 41})
    still, revised = Published("b", {cell(): Figure(40)}), Published("c", {cell(): Figure(30)})
    other = Published("d", {Cell.of("visits"): Figure(20)})
    program = build(table, [still, revised, other])
    assert (program.low.tolist(), program.high.tolist()) == ([38], [42])


def test_the_newest_of_two_old_figures_counts() -> None:
    table = Table("a", {cell(told="yes"): 12})
    program = build(table, [Published("b", {cell(): Figure(30)}), Published("c", {cell(): Figure(60)})])
    at = program.index[cell()]
    assert (program.low[at], program.high[at]) == (58, 62)


def test_broken_numbers_are_not_people() -> None:
    """Twice a number is the other one, which is odd: half a person would do, no person will."""
    half, odd = cell(told="yes"), cell()
    table = Table("a", {half: 1, odd: 2}, (Relation(((half, 2), (odd, -1)), 0, 0),))
    program = build(table)
    limits = view_of(program, table).limits
    position = program.index[odd]
    assert reach(program, limits, [Need(position, "is", 4)], program.truth).witness is not None
    found = reach(program, limits, [Need(position, "is", 5)], program.truth)
    assert (found.witness, found.is_proven) == (None, True)
    impossible = limits.narrowed(position, (7, 7))
    assert reach_whole(program, impossible, Need(position, "is", 5)).is_proven


def test_the_integer_program_finds_what_the_linear_ones_break() -> None:
    """Three numbers, each pair of which sums to the same even total: corners like to be halves."""
    names = [cell(kind=kind) for kind in "abc"]
    pairs = [(names[0], names[1]), (names[1], names[2]), (names[0], names[2])]
    relations = tuple(Relation(((one, 1), (other, 1)), 1, 3) for one, other in pairs)
    table = Table("a", dict.fromkeys(names, 1), relations)
    program = build(table)
    found = reach(program, view_of(program, table).limits, [Need(0, "is", 2)], program.truth)
    assert found.witness is not None
    assert found.witness[0] == 2


def test_a_search_that_runs_out_of_time_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table("a", {cell(): 12})
    program = build(table)
    limits = view_of(program, table).limits
    monkeypatch.setattr(solver, "milp", lambda *_args, **_rest: SimpleNamespace(status=1, x=None))
    for found in (
        reach(program, limits, [Need(0, "is", 4)], program.truth),
        reach_whole(program, limits, Need(0, "is", 4)),
    ):
        assert (found.witness, found.is_proven) == (None, False)


def test_a_solver_that_answers_nonsense_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Table("a", {cell(): 12})
    program = build(table)
    limits = view_of(program, table).limits.narrowed(0, (0, 9))
    monkeypatch.setattr(
        solver, "milp", lambda cost, **_rest: SimpleNamespace(status=0, x=cost * 0 + [11.0, *cost[1:] * 0])
    )
    found = reach_whole(program, limits, Need(0, "is", 4))
    assert (found.witness, found.is_proven) == (None, False)
