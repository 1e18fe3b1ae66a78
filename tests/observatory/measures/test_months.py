"""Nobody works out a few people by laying a year over its months, or everybody over a community."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.observatory.measures.community import Counts, count_community
from banyan.observatory.measures.joint import Reported, less
from banyan.observatory.measures.rings import REGIONS, read_cell, standing_of
from tests.observatory.measures.test_joint import CELLS, HOUSES, Counted, few

MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04")
UNHURRIED = settings(deadline=None, max_examples=30)
in_any_cell = st.builds(
    Counted, st.sampled_from(HOUSES), st.sampled_from(MONTHS), st.sampled_from(CELLS), st.integers(1, 60)
)
in_few_cells = st.builds(
    Counted,
    st.sampled_from(HOUSES[:2]),
    st.sampled_from(MONTHS),
    st.sampled_from(["no|no|no", "yes|no|no", "yes|yes|yes", "no|no|yes"]),
    st.integers(1, 60),
)
tables = st.one_of(st.lists(in_any_cell, max_size=30), st.lists(in_few_cells, min_size=6, max_size=24))
Shown = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Told:
    """Each report once: which community its person is of, and its row."""

    is_of: bool
    row: Counted


def ask(
    periods: Sequence[str], everyone: Sequence[Counted], community: Sequence[Counted] | None = None
) -> list[Counts]:
    """The pictures' own numbers: of everybody, or of a community."""
    if community is None:
        return list(count_community(Reported(tuple(periods), rings=tuple(everyone))))
    return list(count_community(Reported(tuple(periods), rings=tuple(community), rest_rings=less(everyone, community))))


def by_year(rows: Iterable[Counted]) -> list[Counted]:
    return [replace(row, period="2025") for row in rows]


def highs(counts: Iterable[Counts]) -> Shown:
    """What is shown of each period and region; a period that isn't there is told to have nobody."""
    return {(at.period, region.region): region.range.high for at in counts for region in at.regions if region.range}


def absent(counts: Iterable[Counts], periods: Iterable[str]) -> set[str]:
    return set(periods) - {at.period for at in counts if at.regions}


def vector(region: str) -> np.ndarray:
    return np.array([float(standing_of(read_cell(cell), region).value != "no") for cell in CELLS])


def told_of(shown: Shown, months: Sequence[str], gone: Iterable[str]) -> list[np.ndarray]:
    """What is shown as sums over months and cells: one row for each number."""
    found = []
    for period, region in shown:
        row = np.zeros((len(months), len(CELLS)))
        row[[period in {month, month[:4]} for month in months]] = vector(region)
        found.append(row.ravel())
    for month in gone:
        for at in range(len(CELLS)):
            row = np.zeros((len(months), len(CELLS)))
            row[months.index(month), at] = 1
            found.append(row.ravel())
    return found


def worked_out(known: list[np.ndarray], groups: np.ndarray) -> np.ndarray:
    """Of each group, whether it is a weighted sum of what is known."""
    if not known or not len(groups):
        return np.zeros(len(groups), bool)
    basis = np.array(known)
    weights, *_rest = np.linalg.lstsq(basis.T, groups.T, rcond=None)
    is_found: np.ndarray = np.abs(basis.T @ weights - groups.T).max(axis=0) < 1e-6
    return is_found


def each_group() -> list[np.ndarray]:
    """Regions, single cells, and what two regions share or don't."""
    regions = [vector(region) for region in REGIONS]
    found = [*regions, *np.eye(len(CELLS))]
    found += [one * (1 - other) for one, other in product(regions, repeat=2)]
    return [group for group in found if group.any()]


def each_span() -> list[np.ndarray]:
    at = range(len(MONTHS))
    return [np.isin(at, some).astype(float) for size in (1, 2, 3, 4) for some in combinations(at, size)]


GROUPS = np.unique([np.outer(span, group).ravel() for span in each_span() for group in each_group()], axis=0)


def table_of(rows: Iterable[Counted]) -> np.ndarray:
    counts = np.zeros((len(MONTHS), len(CELLS)))
    for row in rows:
        counts[MONTHS.index(row.period), CELLS.index(row.cell)] += row.count
    return counts.ravel()


def small_groups(counts: np.ndarray) -> np.ndarray:
    people = GROUPS @ counts
    found: np.ndarray = GROUPS[(people > 0) & (people < 10)]
    return found


def small_ones(known: list[np.ndarray], counts: np.ndarray) -> bool:
    """Whether a few people can be worked out."""
    return bool(worked_out(known, small_groups(counts)).any())


def shown_of_everybody(rows: Sequence[Counted]) -> list[np.ndarray]:
    year, months = ask(["2025"], by_year(rows)), ask(MONTHS, rows)
    return told_of({**highs(year), **highs(months)}, MONTHS, absent(months, MONTHS))


def test_attack_the_year_less_its_other_months() -> None:
    """Only February is small: hidden alone, it was the year's number less eleven others."""
    rows = [
        Counted(HOUSES[at], f"2025-{month:02d}", "no|no|no", month + 12 - at) for month in range(1, 13) for at in (0, 1)
    ]
    rows = [replace(row, count=4 - (row.organisation == HOUSES[1])) if row.period == "2025-02" else row for row in rows]
    shown = highs(ask([f"2025-{month:02d}" for month in range(1, 13)], rows))
    year = highs(ask(["2025"], by_year(rows)))["2025", "all_harm"]
    hidden = [f"2025-{month:02d}" for month in range(1, 13) if (f"2025-{month:02d}", "all_harm") not in shown]
    assert "2025-02" in hidden
    assert hidden == ["2025-01", "2025-02"], "and the next smallest beside it, but no more"
    assert year - sum(n for (_month, region), n in shown.items() if region == "all_harm") >= 10


def test_months_with_plenty_are_all_shown() -> None:
    rows = [Counted(HOUSES[at], month, cell, 20) for at in (0, 1) for month in MONTHS for cell in CELLS]
    assert set(highs(ask(MONTHS, rows))) == set(product(MONTHS, REGIONS))


def test_a_group_too_small_in_one_month_is_hidden_there_and_in_one_more() -> None:
    cells = {"no|no|no": 60, "yes|no|no": 40, "yes|yes|yes": 25}
    rows = [Counted(HOUSES[0], month, cell, n) for month in MONTHS for cell, n in cells.items()]
    rows = [replace(row, count=3) if row.cell == "yes|yes|yes" and row.period == MONTHS[1] else row for row in rows]
    shown = highs(ask(MONTHS, rows))
    assert {month for month, region in shown if region == "all_harm"} == set(MONTHS)
    assert len({month for month, region in shown if region == "hate_crimes"} - {MONTHS[1]}) == 2


def test_why_a_month_is_hidden_is_the_same_for_the_small_one_and_the_one_beside_it() -> None:
    rows = [Counted(HOUSES[0], month, "no|no|no", n) for month, n in zip(MONTHS, (7, 12, 40, 50), strict=True)]
    counts = ask(MONTHS, rows)
    assert {region.suppressed for at in counts[:2] for region in at.regions} == {"protected"}
    assert [at.range_of("all_harm") is None for at in counts] == [True, True, False, False]


def test_a_month_tells_no_lower_end() -> None:
    """It is one partner's count; the year's less the months' would be what that partner counted in the hidden ones."""
    rows = [Counted(HOUSES[0], month, "no|no|no", 30) for month in MONTHS]
    assert {at.range_of("all_harm").low for at in ask(MONTHS, rows)} == {0}  # type: ignore[union-attr]  # all are shown


@UNHURRIED
@given(rows=tables)
def test_attack_no_reader_works_out_a_few_people_from_a_year_and_its_months(rows: Sequence[Counted]) -> None:
    assert not small_ones(shown_of_everybody(rows), table_of(rows))


@UNHURRIED
@given(rows=tables)
def test_attack_no_partner_works_out_a_few_of_others_from_a_year_and_its_months(rows: Sequence[Counted]) -> None:
    known = shown_of_everybody(rows)
    for house in {row.organisation for row in rows}:
        assert not small_ones(known, table_of(row for row in rows if row.organisation != house))


def split(told: Sequence[Told]) -> tuple[list[Counted], list[Counted]]:
    return [one.row for one in told], [one.row for one in told if one.is_of]


def test_attack_everybody_less_a_community() -> None:
    everyone = [Counted(HOUSES[0], "2025", "no|no|no", 47), Counted(HOUSES[1], "2025", "no|no|no", 30)]
    community = [replace(everyone[0], count=40), everyone[1]]
    assert highs(ask(["2025"], everyone))["2025", "all_harm"] == 75
    assert ("2025", "all_harm") not in highs(ask(["2025"], everyone, community)), "77 less 70 would be seven people"


def test_a_community_is_shown_beside_plenty_of_others_and_when_it_is_everybody() -> None:
    everyone = [Counted(HOUSES[at], "2025", cell, 40) for at in (0, 1) for cell in CELLS]
    half = [replace(row, count=20) for row in everyone]
    for community in (half, everyone):
        assert {region for _year, region in highs(ask(["2025"], everyone, community))} == set(REGIONS)


def test_attack_the_lower_end_of_everybody_less_that_of_a_community() -> None:
    """Both are the same partner's count."""
    everyone = [Counted(HOUSES[0], "2025", "no|no|no", 90), Counted(HOUSES[1], "2025", "no|no|no", 60)]
    community = [replace(everyone[0], count=85), replace(everyone[1], count=20)]
    (shown,) = ask(["2025"], everyone, community)
    found = shown.range_of("all_harm")
    assert found is None or found.low == 0, "90 less 85 would be five people"


@UNHURRIED
@given(told=st.lists(st.builds(Told, st.booleans(), st.one_of(in_any_cell, in_few_cells)), max_size=24))
def test_attack_no_reader_or_partner_works_out_a_few_people_outside_of_a_community(told: Sequence[Told]) -> None:
    everyone, community = split(told)
    others = [one.row for one in told if not one.is_of]
    whole = shown_of_everybody(everyone)
    year, months = ask(["2025"], by_year(everyone), by_year(community)), ask(MONTHS, everyone, community)
    part = told_of({**highs(year), **highs(months)}, MONTHS, absent(months, MONTHS))
    known = [np.concatenate([row, row]) for row in whole] + [np.concatenate([row, row * 0]) for row in part]
    for house in (None, *{row.organisation for row in everyone}):
        ours, theirs = (table_of(r for r in rows if r.organisation != house) for rows in (community, others))
        inside, outside = small_groups(ours), small_groups(theirs)
        suspects = [np.hstack([inside, inside * 0]), np.hstack([outside * 0, outside])]
        assert not worked_out(known, np.vstack(suspects)).any()


def told_rows(month: str, police: int, answered: int, unanswered: int = 20, house: int = 0) -> list[Counted]:
    cells = {"police": police, "answered": answered, "unanswered": unanswered}
    return [Counted(HOUSES[house], month, cell, n) for cell, n in cells.items()]


def rings_rows(told: Iterable[Counted]) -> list[Counted]:
    """The reports behind answers: all of one kind."""
    return [replace(row, cell="no|no|no") for row in told if row.cell in {"answered", "unanswered"}]


def answers(
    periods: Sequence[str], told: Sequence[Counted], rest: Sequence[Counted] = ()
) -> dict[tuple[str, str], int]:
    found = Reported(tuple(periods), rings=rings_rows(told), told=told, rest_rings=rings_rows(rest), rest_told=rest)
    return {(at.period, cell): n for at in count_community(found) for cell, n in at.told.counts.items()}


def test_attack_the_years_answer_less_its_other_months() -> None:
    told = [row for at, month in enumerate(MONTHS) for row in told_rows(month, (4, 31, 33, 35)[at], 80)]
    shown, year = answers(MONTHS, told), answers(["2025"], by_year(told))
    hidden = {month for month in MONTHS if (month, "police") not in shown}
    assert hidden == set(MONTHS[:2]), "the small one, and the next smallest beside it"
    assert year["2025", "police"] == 105


def test_attack_everybodys_answers_less_a_communitys() -> None:
    told, rest = told_rows("2025", 40, 80), told_rows("2025", 7, 30)
    assert ("2025", "police") in answers(["2025"], told)
    assert ("2025", "police") not in answers(["2025"], told, rest)


@UNHURRIED
@given(
    n=st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40), st.booleans()), min_size=8, max_size=8
    )
)
def test_attack_nobody_works_out_a_few_answers(n: Sequence[tuple[int, int, int, bool]]) -> None:
    """Whatever two partners were told: what a year less its shown months leaves is no few people, nor a part of it."""
    told = [
        row
        for at, (police, more, unanswered, _is_of) in enumerate(n)
        for row in told_rows(MONTHS[at // 2], police, police + more, unanswered, house=at % 2)
    ]
    shown, year = answers(MONTHS, told), answers(["2025"], by_year(told))
    for gone in (None, HOUSES[0], HOUSES[1]):
        counts = {
            (month, cell): sum(r.count for r in told if (r.period, r.cell) == (month, cell) and r.organisation != gone)
            for month in MONTHS
            for cell in ("police", "answered", "unanswered")
        }
        for cell in ("police", "answered", "unanswered"):
            assert not any(few(counts[at]) for at in shown if at[1] == cell)
            if ("2025", cell) in year:
                left = [at for at in counts if at[1] == cell and at not in shown]
                assert not few(sum(counts[at] for at in left))
                if cell == "police" and all((month, "answered") not in shown for month, _cell in left):
                    assert not few(sum(counts[month, "answered"] - counts[month, cell] for month, _cell in left))


def ways(periods: Sequence[str], effort: Sequence[Counted]) -> dict[tuple[str, str], int]:
    counts = count_community(Reported(tuple(periods), effort=effort))
    return {(at.period, cell): n for at in counts for cell, n in at.effort.items() if cell.startswith("reports_")}


def test_attack_the_years_ways_of_reporting_less_its_other_months() -> None:
    effort = [
        Counted(HOUSES[0], month, cell, n)
        for month, by_staff in zip(MONTHS, (4, 31, 33, 35), strict=True)
        for cell, n in {"reports_by_staff": by_staff, "reports_by_web": 60, "organisations_open": 1}.items()
    ]
    shown = ways(MONTHS, effort)
    assert {month for month, _cell in shown} == set(MONTHS[2:])
    assert ways(["2025"], by_year(effort))["2025", "reports_by_staff"] == 105
    counts = count_community(Reported(MONTHS, effort=effort))
    assert all(at.effort["organisations_open"] == 1 for at in counts), "organizations are no people"
