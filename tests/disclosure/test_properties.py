"""Any table whatever: after disclosure control an onlooker who counts for itself can't pin a hidden number down."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from banyan.disclosure.publish import protect
from banyan.disclosure.results import Published, Refused
from banyan.disclosure.tables import Cell, Table
from tests.disclosure.auditing import audit
from tests.disclosure.crossing import crossed
from tests.disclosure.onlookers import Asker, enumerate_values, keys, own_parts

ORGANISATIONS = ("Cedar House", "Lantern", "Open Door", "Riverside")
AXES = {"harm": ["threats", "violence", "theft"], "year": ["2021", "2022"], "age": ["young", "older"]}
SHAPES = [("harm",), ("year", "age"), ("harm", "year"), ("harm", "year", "age")]
COUNTS = st.one_of(st.integers(0, 12), st.integers(0, 40))
CAREFUL = settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def plain_tables(draw: st.DrawFn, shapes: list[tuple[str, ...]], numbers: st.SearchStrategy[int] = COUNTS) -> Table:
    dimensions = {name: AXES[name] for name in draw(st.sampled_from(shapes))}
    counts = {key: draw(numbers) for key in keys(dimensions)}
    return crossed("any", "people", dimensions, counts)


@st.composite
def joint_tables(draw: st.DrawFn) -> Table:
    dimensions = {name: AXES[name] for name in draw(st.sampled_from(SHAPES[:3]))}
    part = st.one_of(st.integers(0, 3), st.integers(0, 30))
    counts = {key: {name: draw(part) for name in ORGANISATIONS} for key in keys(dimensions)}
    return crossed("any", "people", dimensions, counts)


def must_span(count: int) -> tuple[range, tuple[int, int]]:
    """The values a hidden count must be able to take (small), and how far down and up it must reach (others)."""
    if count <= 9:
        return range(10), (0, 9)
    step = max(3, (count + 9) // 10)
    return range(0), (count - step, count + step)


def check(outcome: Published | Refused, table: Table, own: Mapping[Cell, int] | None = None) -> None:
    if isinstance(outcome, Refused):
        assert outcome.code == "nothing-left"
        return
    asker = Asker([outcome], own)
    for cell in outcome.hidden:
        mine = sum(n for at, n in (own or {}).items() if at in asker.inner and set(cell.narrowed) <= set(at.narrowed))
        values, (down, up) = must_span(table.counts[cell] - mine)
        assert all(asker.may_be(cell, mine + value, mine + value) for value in values), cell
        assert asker.may_be(cell, 0, mine + down), cell
        assert asker.may_be(cell, mine + up, float("inf")), cell


@CAREFUL
@given(plain_tables([("harm",), ("year", "age")], st.integers(0, 18)))
def test_counting_every_possible_table_pins_no_hidden_number(table: Table) -> None:
    outcome = protect(table)
    if isinstance(outcome, Refused):
        assert outcome.code == "nothing-left"
        return
    possible = enumerate_values(outcome, most=36)
    for cell in outcome.hidden:
        values, (down, up) = must_span(table.counts[cell])
        assert set(values) <= possible[cell]
        assert min(possible[cell]) <= down
        assert max(possible[cell]) >= up


@CAREFUL
@given(plain_tables(SHAPES))
def test_a_reader_can_put_every_hidden_number_elsewhere(table: Table) -> None:
    check(protect(table), table)


@CAREFUL
@given(joint_tables(), st.sampled_from(ORGANISATIONS))
def test_so_can_a_partner_who_takes_its_own_part_away(table: Table, partner: str) -> None:
    check(protect(table), table, own_parts(table.contributions, partner))


@CAREFUL
@given(joint_tables())
def test_shown_numbers_are_rounded_counts_of_ten_and_more_from_three_organisations(table: Table) -> None:
    outcome = protect(table)
    if isinstance(outcome, Published):
        for cell, figure in outcome.figures.items():
            if figure.shown is not None:
                assert abs(figure.shown - table.counts[cell]) <= 2
                assert figure.shown % 5 == 0
                assert table.counts[cell] >= 10
                assert len(table.contributions[cell]) >= 3


@CAREFUL
@given(joint_tables())
def test_the_audit_of_a_protected_table_finds_nothing_and_deciding_again_changes_nothing(table: Table) -> None:
    outcome = protect(table)
    assert protect(table) == outcome
    if isinstance(outcome, Published):
        assert audit(outcome, table) == ()


@CAREFUL
@given(plain_tables([("year", "age")]), st.data())
def test_two_filters_of_the_same_people_laid_over_one_another_pin_nothing(table: Table, data: st.DataObject) -> None:
    """The whole first, then one community of it: those outside the community are a group too."""
    outcome = protect(table)
    assume(isinstance(outcome, Published))
    first = cast("Published", outcome)
    inner = [cell for cell in table.counts if len(cell.narrowed) == 2]
    chosen = {tuple(value for _, value in cell.narrowed): table.counts[cell] for cell in inner}
    part = {key: data.draw(st.integers(0, count)) for key, count in chosen.items()}
    dimensions = {name: AXES[name] for name, _ in inner[0].narrowed}
    asian = crossed("filtered", "people", dimensions, part, filters={"community": "asian"})
    if data.draw(st.booleans()):
        asian = replace(asian, background=table.counts)
    second = protect(asian, earlier=[first])
    if isinstance(second, Refused):
        assert second.code in {"nothing-left", "unprotectable"}
        return
    asker = Asker(
        [first, second], unseen=[Cell.of("people", **dict(cell.narrowed), community="other") for cell in inner]
    )
    known = {**table.counts, **asian.counts}
    between = data.draw(st.integers(1, 8))
    for cell in asian.counts:
        whole = Cell("people", tuple(pair for pair in cell.narrowed if pair[0] != "community"))
        outside = Cell.of("people", **dict(whole.narrowed), community="other")
        known[outside] = known[whole] - known[cell]
        for at in (cell, whole, outside):
            if known[at] < 10:
                assert all(asker.may_be(at, value, value) for value in (0, between, 9)), at
