"""The door itself: what goes in wrong, what comes out, and how long it takes."""

import time
from dataclasses import replace

import pytest

from banyan.disclosure import choice
from banyan.disclosure.attacker import Search
from banyan.disclosure.publish import protect
from banyan.disclosure.results import Figure, Published, Refused, rounded
from banyan.disclosure.suppression import Reason, primary
from banyan.disclosure.tables import Cell, Relation, Table
from tests.disclosure.auditing import audit
from tests.disclosure.crossing import crossed
from tests.disclosure.onlookers import Asker

PEOPLE = "people"


def cell(**narrowed: str) -> Cell:
    return Cell.of(PEOPLE, **narrowed)


HARMS = crossed(
    "Harm", PEOPLE, {"harm": ["threats", "theft", "violence"]}, {("threats",): 40, ("violence",): 30, ("theft",): 9}
)


def refused(outcome: Published | Refused) -> Refused:
    assert isinstance(outcome, Refused)
    return outcome


@pytest.mark.parametrize(("count", "shown"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (1002, 1000)])
def test_counts_are_rounded_to_the_nearest_five(count: int, shown: int) -> None:
    assert rounded(count) == shown
    interval = Figure(shown).interval
    assert interval is not None
    assert interval[0] <= count <= interval[1]
    assert interval[0] >= 10


def test_a_hidden_number_looks_the_same_whatever_the_reason() -> None:
    outcome = protect(HARMS)
    assert isinstance(outcome, Published)
    assert primary(HARMS) == {cell(harm="theft"): Reason.SMALL}
    assert len(outcome.hidden) == 2
    assert {outcome.figures[at] for at in outcome.hidden} == {Figure(None)}
    assert Figure(None).interval is None
    words = [reason.value for reason in Reason]
    assert not any(word in repr(outcome) for word in words)


def test_large_numbers_far_apart_are_all_shown() -> None:
    table = replace(HARMS, counts={at: n * 100 for at, n in HARMS.counts.items()})
    outcome = protect(table)
    assert isinstance(outcome, Published)
    assert outcome.hidden == frozenset()
    assert outcome.figures[cell(harm="theft")].shown == 900


def test_where_hardly_a_number_could_be_shown_all_are_hidden_unsearched(monkeypatch: pytest.MonkeyPatch) -> None:
    """A year's months beside the year took minutes to show two numbers of hundreds."""
    monkeypatch.setattr(choice, "reach", lambda *_: pytest.fail("It searched."))
    harms = {cell(harm=f"{at:02}"): 3 for at in range(60)}
    visits = Cell.of("visits")
    few = Table("Few", {cell(): 180, visits: 30, **harms}, (Relation.parts(cell(), harms),))
    assert primary(few).keys() == harms.keys()
    outcome = protect(few)
    assert isinstance(outcome, Published)
    assert outcome.hidden == {cell(), *harms}


def test_more_people_inside_than_outside_is_a_contradiction() -> None:
    table = Table("a", {cell(): 20, cell(harm="theft"): 30})
    assert refused(protect(table)).code == "contradiction"


def test_what_cannot_be_proved_in_time_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choice, "reach", lambda *_: Search(None, is_proven=False))
    assert refused(protect(HARMS)).code == "undecided"


def test_old_numbers_that_cannot_be_pieced_together_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("banyan.disclosure.solver.TIME_LIMIT", 0.0)
    monkeypatch.setattr("banyan.disclosure.solver._ask", lambda *_: (1, None))
    before = Published("Spring", {cell(year="2021"): Figure(20)})
    assert refused(protect(HARMS, earlier=[before])).code == "undecided"


def test_a_small_gap_between_two_earlier_numbers_is_not_told_again() -> None:
    whole, part = Published("Spring", {cell(): Figure(25)}), Published("Summer", {cell(told="yes"): Figure(20)})
    rest = Relation.parts(cell(told="either"), [cell(told="yes"), cell(told="no")])
    table = Table("Autumn", {cell(told="no"): 30}, (rest,), background={cell(): 25, cell(told="yes"): 20})
    later = replace(table, counts={Cell.of("visits"): 30})
    assert refused(protect(later, earlier=[whole, part])).code == "unprotectable"


def test_a_number_printed_before_and_still_true_is_printed_again() -> None:
    """Hiding theft later would help nobody; what was hidden stays hidden."""
    first = protect(HARMS)
    assert isinstance(first, Published)
    again = protect(HARMS, earlier=[first])
    assert isinstance(again, Published)
    assert again.figures == first.figures


def test_an_official_count_printed_before_is_known_to_the_last_digit() -> None:
    """The police printed 34 in all; we show the 25 who told nobody else, so from 7 to 11 did: that is too close."""
    police = Published("Police", {cell(): Figure(34, exact=True)})
    parts = Relation.parts(cell(), [cell(told="yes"), cell(told="no")])
    table = Table("Told", {cell(told="yes"): 9, cell(told="no"): 25, Cell.of("visits"): 50}, (parts,))
    outcome = protect(table, earlier=[police])
    assert isinstance(outcome, Published)
    assert outcome.hidden == {cell(told="yes"), cell(told="no")}


def test_a_table_after_many_others_is_still_safe_with_each() -> None:
    """Year by year a table is printed, with the grand total beside it."""
    earlier: list[Published] = []
    for year in ("2020", "2021", "2022", "2023"):
        counts = {("threats",): 22, ("violence",): 31, ("theft",): int(year) - 2018}
        table = crossed(year, PEOPLE, {"harm": ["threats", "theft", "violence"]}, counts, filters={"year": year})
        outcome = protect(table, earlier=earlier)
        assert isinstance(outcome, Published)
        assert audit(outcome, table, earlier=earlier) == ()
        small = cell(harm="theft", year=year)
        assert all(Asker([outcome]).may_be(small, value, value) for value in range(10))
        earlier.append(outcome)


def test_sixty_cells_and_five_partners_take_under_two_seconds() -> None:
    """Processor time, because other work on the machine is not ours; the counts are spread as harms are."""
    partners = ("Cedar House", "Lantern", "Open Door", "Riverside", "Stone Bridge")
    places, harms = [f"place {n}" for n in range(9)], [f"harm {n}" for n in range(5)]
    counts = {
        (place, harm): {name: (7 * p + 5 * h + 3 * i) ** 2 % 23 for i, name in enumerate(partners)}
        for p, place in enumerate(places)
        for h, harm in enumerate(harms)
    }
    table = crossed("Typical", PEOPLE, {"place": places, "harm": harms}, counts)
    assert len(table.counts) == 60
    start = time.process_time()
    outcome = protect(table)
    assert time.process_time() - start < 2
    assert isinstance(outcome, Published)
