"""Attacks by name. Each is first shown to work on a naive publication, then to fail on a protected one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from banyan.disclosure.publish import protect
from banyan.disclosure.results import Figure, Published, Refused, rounded
from banyan.disclosure.suppression import Reason, primary
from banyan.disclosure.tables import Cell, Relation, Table, TooLarge
from tests.disclosure.auditing import audit
from tests.disclosure.crossing import crossed
from tests.disclosure.onlookers import Asker, own_parts

PEOPLE = "people"
THREE = ("Cedar House", "Lantern", "Open Door")


def cell(**narrowed: str) -> Cell:
    return Cell.of(PEOPLE, **narrowed)


def by_harm(counts: Mapping[str, int | Mapping[str, int]], **filters: str) -> Table:
    inner = {(harm,): count for harm, count in counts.items()}
    return crossed("Harm", PEOPLE, {"harm": sorted(counts)}, inner, filters=filters)


def naively(table: Table, earlier: Sequence[Published] = ()) -> Published:
    """What an office would print that only hides small cells and rounds the rest."""
    hidden = primary(table, earlier)
    figures = {
        at: Figure(n, exact=True) if at in table.public else Figure(None if at in hidden else rounded(n))
        for at, n in table.counts.items()
    }
    return Published(table.title, figures, table.relations)


def published(table: Table, earlier: Sequence[Published] = ()) -> Published:
    outcome = protect(table, earlier=earlier)
    assert isinstance(outcome, Published)
    return outcome


def may_be_any_small_number(asker: Asker, at: Cell, own: int = 0) -> bool:
    return all(asker.may_be(at, own + value, own + value) for value in range(10))


def test_subtraction_from_a_margin() -> None:
    table = by_harm({"threats": 40, "violence": 30, "theft": 9})
    naive = naively(table)
    assert naive.hidden == {cell(harm="theft")}
    assert not Asker([naive]).may_be(cell(harm="theft"), 0, 3)
    assert {breach.variable for breach in audit(naive, table)} == {cell(harm="theft")}
    safe = published(table)
    assert may_be_any_small_number(Asker([safe]), cell(harm="theft"))
    assert len(safe.hidden) == 2


def halves(first: int, second: int) -> Table:
    """A year by half, with the relation that ties the halves to the year printed before."""
    counts = {("first",): first, ("second",): second}
    table = crossed("Halves", PEOPLE, {"half": ["first", "second"]}, counts)
    inner = {at: n for at, n in table.counts.items() if at != cell()}
    whole = Relation.parts(cell(year="2021"), sorted(inner))
    return Table("Halves", inner, (whole,), background={cell(year="2021"): first + second})


def test_differencing_a_year_against_its_halves() -> None:
    year = Published("The year 2021", {cell(year="2021"): Figure(35)})
    table = halves(30, 4)
    naive = naively(table, [year])
    assert naive.figures[cell(half="first")].shown == 30
    assert audit(naive, table) == ()
    assert {breach.variable for breach in audit(naive, table, earlier=[year])} == {cell(half="second")}
    outcome = protect(table, earlier=[year])
    assert isinstance(outcome, Refused)
    assert outcome.code == "nothing-left"


def test_a_half_large_enough_may_be_shown_beside_its_year() -> None:
    year = Published("The year 2021", {cell(year="2021"): Figure(65)})
    assert published(halves(30, 34), earlier=[year]).hidden == frozenset()


def test_differencing_one_community_against_the_whole() -> None:
    """Nine of the people threatened are not in the community: the two tables say so only together."""
    whole = published(by_harm({"threats": 49, "violence": 60, "theft": 70}))
    table = by_harm({"threats": 40, "violence": 30, "theft": 31}, community="asian")
    naive = naively(table, [whole])
    assert naive.hidden == frozenset()
    assert audit(naive, table) == ()
    assert audit(naive, table, earlier=[whole]) != ()
    safe = published(table, earlier=[whole])
    assert cell(harm="threats", community="asian") in safe.hidden
    assert audit(safe, table, earlier=[whole]) == ()


def test_a_hidden_number_of_an_earlier_table_stays_hidden() -> None:
    """The first table hides theft and, to protect it, violence; showing violence later would undo both."""
    first = by_harm({"threats": 40, "violence": 30, "theft": 9})
    before = published(first)
    [other] = before.hidden - {cell(harm="theft")}
    later = Table("Later", {other: first.counts[other]})
    assert published(later).hidden == frozenset()
    for table in (later, replace(later, background=first.counts)):
        assert audit(published(later), table, earlier=[before]) != ()
        outcome = protect(table, earlier=[before])
        assert isinstance(outcome, Refused)
        assert outcome.code == "nothing-left"


def test_a_partner_subtracts_its_own_people() -> None:
    """Cedar House has all nine of the one and all five of the other, and can tell that there are hardly any more."""
    alone, shared = ({"Cedar House": 9}, {"Cedar House": 5}), dict.fromkeys(THREE, 16)
    table = by_harm({"threats": alone[0], "theft": alone[1], "violence": shared, "wages": shared})
    for_readers = published(replace(table, contributions={}))
    own = own_parts(table.contributions, "Cedar House")
    assert may_be_any_small_number(Asker([for_readers]), cell(harm="threats"))
    assert not Asker([for_readers], own).may_be(cell(harm="threats"), 12, 99)
    assert {breach.partner for breach in audit(for_readers, table)} == {"Cedar House"}
    safe = published(table)
    assert safe.hidden > for_readers.hidden
    assert may_be_any_small_number(Asker([safe], own), cell(harm="threats"), own=9)


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"Cedar House": 40, "Lantern": 40}, Reason.FEW_ORGANISATIONS),
        ({"Cedar House": 40, "Lantern": 5, "Open Door": 3}, Reason.DOMINATED),
        ({"Cedar House": 80, "Lantern": 20, "Open Door": 1}, Reason.DOMINATED),
        ({"Cedar House": 20, "Lantern": 15, "Open Door": 12}, None),
    ],
)
def test_a_joint_number_that_a_partner_can_take_apart(parts: Mapping[str, int], reason: Reason | None) -> None:
    table = Table("Joint", {cell(): sum(parts.values())}, contributions={cell(): parts})
    assert primary(table).get(cell()) == reason


def test_joint_bounds_are_shown_and_hidden_together() -> None:
    """Clients of partners are never matched: at least the largest partner's people, at most the sum."""
    low, high = cell(bound="at least"), cell(bound="at most")
    for parts, is_shown in (((30, 25, 20), True), ((80, 20, 1), False)):
        by = dict(zip(THREE, parts, strict=True))
        table = Table(
            "Bounds",
            {low: max(parts), high: sum(parts), Cell.of("visits"): 50},
            (Relation.order(low, high),),
            {low: by, high: by},
            lower_bounds=frozenset({low}),
        )
        outcome = published(table)
        assert outcome.hidden == (frozenset() if is_shown else {low, high})
        assert audit(outcome, table) == ()


def grid(rows: Mapping[str, Sequence[int]]) -> Table:
    years = ["2020", "2021", "2022"]
    counts = {(harm, year): n for harm, row in rows.items() for year, n in zip(years, row, strict=True)}
    return crossed("Grid", PEOPLE, {"harm": sorted(rows), "year": years}, counts)


def test_something_within_itself_says_nothing() -> None:
    table = by_harm({"theft": 4, "threats": 40, "violence": 35})
    itself = Relation.within(cell(harm="theft"), cell(harm="theft"))
    told = replace(table, relations=(*table.relations, itself))
    assert published(told).figures == published(table).figures


def test_a_row_of_zeros() -> None:
    table = grid({"threats": [0, 0, 0], "theft": [20, 30, 41], "violence": [50, 60, 70]})
    safe, reasons = published(table), primary(table)
    asker = Asker([safe])
    for at in (cell(harm="threats"), *(cell(harm="threats", year=year) for year in ("2020", "2021", "2022"))):
        assert reasons[at] is Reason.ZERO
        assert safe.figures[at] == Figure(None)
        assert may_be_any_small_number(asker, at)


def test_a_row_where_everyone_is_in_one_column() -> None:
    table = grid({"threats": [30, 0, 0], "theft": [20, 30, 41], "violence": [50, 60, 70]})
    assert primary(table)[cell(harm="threats", year="2020")] is Reason.ALL
    assert audit(naively(table), table) != ()
    asker = Asker([published(table)])
    assert may_be_any_small_number(asker, cell(harm="threats", year="2021"))
    assert asker.may_be(cell(harm="threats", year="2020"), 0, 27)


def test_600_cells_and_no_more() -> None:
    areas = [f"area {n:03}" for n in range(600)]
    assert len(crossed("All", PEOPLE, {"area": areas[:599]}, {}).counts) == 600
    with pytest.raises(TooLarge, match="601 cells"):
        crossed("All", PEOPLE, {"area": areas}, {})


def test_a_number_that_is_public_already_is_shown_and_used() -> None:
    """The police printed 44 in all and 4 thefts: shown as they are; what follows from them is nobody's secret."""
    table = by_harm({"threats": 15, "violence": 25, "theft": 4})
    official = replace(table, public=frozenset({cell(), cell(harm="theft")}))
    outcome = published(official)
    assert outcome.figures[cell(harm="theft")] == Figure(4, exact=True)
    assert outcome.figures[cell()] == Figure(44, exact=True)
    assert audit(outcome, official) == ()
    pair = Table(
        "Pair",
        {cell(): 4, cell(told="yes"): 3, cell(told="no"): 1},
        (Relation.parts(cell(), [cell(told="yes"), cell(told="no")]),),
        public=frozenset({cell()}),
    )
    bounded = published(pair)
    assert bounded.hidden == {cell(told="yes"), cell(told="no")}
    assert audit(bounded, pair) == ()


def test_a_table_that_can_only_be_refused_because_of_what_was_printed_before() -> None:
    before = Published("Spring report", {cell(): Figure(25)})
    also = Published("Summer report", {cell(told="yes"): Figure(20)})
    parts = Relation.parts(cell(), [cell(told="yes"), cell(told="no")])
    table = Table("Autumn report", {cell(told="no"): 5, Cell.of("visits"): 30}, (parts,))
    outcome = protect(table, earlier=[before, also])
    assert isinstance(outcome, Refused)
    assert outcome.code == "unprotectable"
    assert isinstance(protect(table, earlier=[before]), Published)


def test_too_few_people_anywhere() -> None:
    outcome = protect(by_harm({"threats": 3, "violence": 2, "theft": 1}))
    assert isinstance(outcome, Refused)
    assert outcome.code == "nothing-left"
    assert isinstance(protect(Table("Empty", {})), Refused)


def test_growth_between_two_printings_is_a_small_group_too() -> None:
    """26 last spring, 31 now: between one and nine people came since. The new number waits."""
    before = Published("Spring", {cell(): Figure(25), Cell.of("visits"): Figure(20)})
    table = Table("Summer", {cell(): 31, Cell.of("visits"): 35})
    assert primary(table, [before]) == {cell(): Reason.REVISED}
    assert published(table, [before]).figures == {cell(): Figure(None), Cell.of("visits"): Figure(35)}


def test_rings_one_inside_the_other_keep_small_differences_unsaid() -> None:
    """Of 60 hate acts 57 were crimes: three were not."""
    crimes, acts, harms = cell(ring="hate crime"), cell(ring="hate act"), cell(ring="harm")
    rings = (Relation.within(crimes, acts), Relation.within(acts, harms))
    table = Table("Rings", {crimes: 57, acts: 60, harms: 200}, rings)
    assert audit(naively(table), table) != ()
    safe = published(table)
    assert len(safe.hidden & {crimes, acts}) == 1
    far = Table("Rings", {crimes: 30, acts: 60, harms: 200}, rings)
    assert published(far).hidden == frozenset()
