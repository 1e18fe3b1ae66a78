"""Pictures of a year and of its months, laid over one another by a reader who adds up: no hidden number is narrowed."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from uuid import UUID

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from banyan.disclosure.publish import protect
from banyan.disclosure.results import Published
from banyan.disclosure.tables import Relation
from banyan.harms.rules.rings import Standing
from banyan.observatory.measures.community import rows_of
from banyan.observatory.measures.joint import Reported
from banyan.observatory.measures.public import cell_of, lasting, read_published, table_of
from banyan.observatory.measures.rings import CELL_NAMES, read_cell, standing_of
from banyan.observatory.measures.told import CELLS
from banyan.observatory.rules.picture import Period, Question
from banyan.reports.figures import FigureRow

HOUSES = tuple(UUID(int=at) for at in range(1, 5))
SAID = ("yes|yes|yes", "yes|yes|no", "yes|no|no", "no|no|yes", "no|no|no")
MONTHS = ("2025-01", "2025-02", "2025-03")
ASKED = Question(place="San Francisco", community="all", since=2025, until=2025, as_public=True)
Told = Mapping[tuple[UUID, str, str], int]
CAREFUL = settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))


def reported(told: Told, by: Period) -> Reported:
    """As `get_reported` tells it at the end of March, with two of three answering whom else they told."""

    def rows(cells: Mapping[str, Mapping[tuple[UUID, str], int]]) -> tuple[FigureRow, ...]:
        return tuple(
            FigureRow(house, month, cell, n)
            for cell, counts in cells.items()
            for (house, month), n in counts.items()
            if n
        )

    def each(cell: str) -> dict[tuple[UUID, str], int]:
        return {(house, month): told[house, month, cell] for house, month in product(HOUSES, MONTHS)}

    rings = rows({cell: each(cell) for cell in SAID})
    whole = {place: sum(each(cell)[place] for cell in SAID) for place in product(HOUSES, MONTHS)}
    silent = {place: n // 3 for place, n in whole.items()}
    answered = {place: n - silent[place] for place, n in whole.items()}
    return Reported(
        periods=("2025",) if by == "year" else MONTHS,
        months=MONTHS,
        rings=rings,
        seen=rings,
        told=rows({"answered": answered, "unanswered": silent, "friend": {at: n // 2 for at, n in answered.items()}}),
        effort=rows({"reports_by_web": answered, "reports_by_staff": silent}),
        open_months=frozenset(MONTHS),
    )


def publish(told: Told, by: Period, earlier: Sequence[Published]) -> Published | None:
    spoken = {cell for one in earlier for cell in (*one.figures, *(c for said in one.relations for c in said.cells))}
    found = reported(told, by)
    outcome = protect(table_of(replace(ASKED, by=by), found.periods, found, published=spoken), earlier=earlier)
    return outcome if isinstance(outcome, Published) else None


class Reader:
    """Adds up by hand, over the small cells of each month, what several publications show: shares no code with them."""

    def __init__(self, publications: Sequence[Published]) -> None:
        self.at = {name: i for i, name in enumerate(product((*CELL_NAMES, *CELLS), MONTHS))}
        self.rows: list[np.ndarray[tuple[int], np.dtype[np.float64]]] = []
        self.ends: list[tuple[float, float]] = []
        for month in MONTHS:
            everybody = self.parts("community_all_harm_high", (month,))
            self.know(everybody - self.parts("told_answered", (month,)) - self.parts("told_unanswered", (month,)), 0, 0)
            for cell in set(CELLS) - {"answered", "unanswered"}:
                self.know(self.parts("told_answered", (month,)) - self.parts(f"told_{cell}", (month,)), 0, np.inf)
        for measure, period, shown in (one for published in publications for one in figures(published)):
            if shown is not None:
                self.know(self.parts(measure, months_of(period)), max(10, shown - 2), shown + 2)

    def parts(self, measure: str, months: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        row = np.zeros(len(self.at))
        for month in months:
            if measure.startswith("told_"):
                row[self.at[measure.removeprefix("told_"), month]] = 1
                continue
            region = measure.removeprefix("community_").removesuffix("_high")
            for cell in CELL_NAMES:
                row[self.at[cell, month]] = standing_of(read_cell(cell), region) is not Standing.NO
        return row

    def know(self, row: np.ndarray[tuple[int], np.dtype[np.float64]], low: float, high: float) -> None:
        self.rows.append(row)
        self.ends.append((low, high))

    def holds_possible(self, measure: str, period: str, value: int) -> bool:
        rows = np.array([*self.rows, self.parts(measure, months_of(period))])
        ends = np.array([*self.ends, (value, value)], dtype=float)
        size = len(self.at)
        found = milp(
            np.zeros(size),
            constraints=LinearConstraint(rows, ends[:, 0], ends[:, 1]),
            bounds=Bounds(np.zeros(size), np.full(size, np.inf)),
            integrality=np.ones(size),
        )
        return bool(found.status == 0)


def figures(published: Published) -> Iterator[tuple[str, str, int | None]]:
    for cell, figure in published.figures.items():
        narrowed = dict(cell.narrowed)
        if cell.measure.startswith("told_") or cell.measure.endswith("_high"):
            yield (
                cell.measure,
                "-".join((narrowed["year"], *([narrowed["month"]] if "month" in narrowed else []))),
                figure.shown,
            )


def months_of(period: str) -> tuple[str, ...]:
    return tuple(month for month in MONTHS if month.startswith(period))


@st.composite
def tellings(draw: st.DrawFn) -> Told:
    """Months in which many told, in which a few did, and in which nobody did."""
    amounts = (st.just(0), st.integers(0, 2), st.integers(8, 30))
    told: dict[tuple[UUID, str, str], int] = {}
    for month in MONTHS:
        amount = draw(st.sampled_from(amounts))
        told |= {(house, month, cell): draw(amount) for house, cell in product(HOUSES, SAID)}
    return told


@CAREFUL
@given(told=tellings(), order=st.sampled_from([("year", "month"), ("month", "year"), ("month",)]))
def test_attack_adding_up_months_leaves_every_hidden_number_from_zero_to_nine(
    told: Told, order: Sequence[Period]
) -> None:
    made: list[Published] = []
    for by in order:
        published = publish(told, by, made)
        made += [published] if published else []
    reader = Reader(made)
    shown = {(measure, period) for one in made for measure, period, n in figures(one) if n is not None}
    truth = {
        (measure, period): sum(table.counts[cell_of(measure, ASKED, month)] for month in months_of(period))
        for table in [table_of(replace(ASKED, by="month"), MONTHS, reported(told, "month"))]
        for one in made
        for measure, period, _n in figures(one)
    }
    for (measure, period), n in truth.items():
        if (measure, period) in shown or n > 9:
            continue
        for value in (0, 9):
            assert reader.holds_possible(measure, period, value), (measure, period, n, value)


def test_attack_a_hidden_march_isn_t_what_january_and_february_leave_of_the_year() -> None:
    """Before, the year, January and February were shown, and March was at most six."""
    chance = random.Random(0)  # noqa: S311 - the same numbers every time
    told = {
        (house, month, cell): int(chance.random() < 0.25) if month == MONTHS[2] else chance.randint(18, 34)
        for month, house, cell in product(MONTHS, HOUSES, SAID)
    }
    year = publish(told, "year", ())
    assert year is not None
    by_month = publish(told, "month", [year])
    assert by_month is not None
    shown = {(measure, period): n for one in (year, by_month) for measure, period, n in figures(one)}
    narrowed = []
    for measure in {measure for measure, _period in shown}:
        whole, january, february, march = (shown.get((measure, period)) for period in ("2025", *MONTHS))
        if whole is not None and january is not None and february is not None and march is None:
            left, rounding = whole - january - february, 6
            narrowed += [measure] if left - rounding > 0 or left + rounding < 9 else []
    assert narrowed == []


def test_attack_a_month_without_reports_has_the_rows_of_one_with_a_few() -> None:
    many = dict.fromkeys(product(HOUSES, MONTHS[:2], SAID), 12)
    shapes = []
    for few in (0, 1):
        told = {
            **many,
            **{(house, "2025-03", cell): few * (house == HOUSES[0]) for house, cell in product(HOUSES, SAID)},
        }
        published = publish(told, "month", ())
        assert published is not None
        counts = read_published(published, replace(ASKED, by="month"), reported(told, "month"))
        shapes.append(
            [(row.measure, row.period, row.n, row.suppressed) for one in counts for row in rows_of(one, ASKED)]
        )
    assert shapes[0] == shapes[1]
    assert {period for _measure, period, _n, is_hidden in shapes[0] if is_hidden} >= {"2025-03"}


def test_of_a_year_that_goes_on_nothing_is_kept_of_how_its_months_add_up() -> None:
    year, months = cell_of("told_police", ASKED, "2025"), [cell_of("told_police", ASKED, month) for month in MONTHS]
    said = [Relation.parts(year, months), Relation.within(months[0], cell_of("told_answered", ASKED, MONTHS[0]))]
    assert list(lasting(said, unfinished="2025")) == said[1:]
    assert list(lasting(said, unfinished="2026")) == said


@pytest.mark.parametrize(("before", "asked"), [("all", "asian"), ("asian", "all"), ("all", "all")])
@pytest.mark.parametrize(("first", "then"), [("year", "month"), ("month", "year")])
def test_attack_a_community_s_months_beside_everybody_s_year(
    before: str, asked: str, first: Period, then: Period
) -> None:
    """What January and February of one community are leaves little of everybody's year for its March."""
    told = dict.fromkeys(product(HOUSES, MONTHS, SAID), 12)
    of_before, of_asked = (replace(ASKED, community=community) for community in (before, asked))
    spoken = frozenset(table_of(of_before, reported(told, first).periods, reported(told, first)).counts)
    found = reported(told, then)
    whole = cell_of("told_friend", of_asked, "2025")
    adding_up = Relation.parts(whole, [cell_of("told_friend", of_asked, month) for month in MONTHS])
    assert adding_up in table_of(of_asked, found.periods, found, published=spoken).relations
    assert adding_up not in table_of(of_asked, found.periods, found).relations
