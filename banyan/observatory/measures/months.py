"""The rings month by month, so that no month can be worked out from the year that is shown elsewhere.

Whoever sees a year and most of its months knows what the hidden months hold together. So hidden months are judged as if
they were one that is shown, and where they hold too few people another is hidden beside them. A month shows regions in
order of weight up to a point, so what hides a region hides all after it: then a reader's every way of adding and
subtracting leads to one month's shown regions, to the months hidden from one region on, or to the year.

All of this is asked for a reader, for each partner that takes its own people away, and, of a community, for the people
outside of it. A group with nobody counts as a small one: to know that it is empty helps to work out others. Readers are
taken to know which small cells are empty all year. A month shows no lower end: that is one partner's count, and the
year's less the months' would be what this partner counted in the hidden ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from banyan.disclosure.results import SMALLEST_SHOWN
from banyan.observatory.measures.joint import FigureRow, Range, View, hide_more, list_months, views_of
from banyan.observatory.measures.rings import (
    HIGHS,
    PROTECTED,
    REGIONS,
    SMALL_CELLS,
    WEIGHT,
    RegionCount,
    partner_regions,
    read_cell,
    withhold,
)
from banyan.observatory.measures.subtracting import EXACTLY, Matrix, bits, worked_out

Months: TypeAlias = npt.NDArray[np.bool_]
"""Of each month, whether something holds."""
_AT = {rings: at for at, rings in enumerate(SMALL_CELLS)}


def regions_by_month(
    rows: Sequence[FigureRow], year: str, *, rest: Sequence[FigureRow] = ()
) -> dict[str, tuple[RegionCount, ...]]:
    """What the desk may show of each month of a year. `rest` are, of a community, the reports outside of it.

    A month in which nobody reported is left out, as long as that tells no more than the others do.
    """
    months = list_months([*rows, *rest], year)
    if not list_months(rows, year):
        return {}
    joint, *_others = views_of(rows)
    cells = np.array([_cells(joint, month) for month in months])
    counts = {region: cells @ bits([mask], len(SMALL_CELLS))[0] for region, mask in HIGHS.items()}
    views = [_Seen(view, months) for part in (rows, rest) if part for view in views_of(part)]
    shows: dict[str, set[str]] = {month: set() for month in months}
    shown: list[str] = []
    hidden: frozenset[str] = frozenset()
    of_the_year = _of_the_year(rows, year, rest)
    for region in of_the_year:
        found = _hide(views, months, [*shown, region], hidden, counts[region])
        if len(found) < len(months):
            shown, hidden = [*shown, region], found
            for month in set(months) - found:
                shows[month].add(region)
    return {
        month: tuple(
            RegionCount(region, Range(0, round(counts[region][at])))
            if region in shows[month]
            else RegionCount(region, None, PROTECTED)
            for region in REGIONS
        )
        for at, month in enumerate(months)
        if month in joint or len(shows[month]) < len(of_the_year)
    }


def _of_the_year(rows: Sequence[FigureRow], year: str, rest: Sequence[FigureRow]) -> list[str]:
    """The regions that the year shows, in order of weight: what it hides, its months would give away."""
    found = withhold(partner_regions(rows, year), partner_regions(rest, year))
    shown = {one.region for one in found if one.range is not None}
    return [region for region in WEIGHT if region in shown]


def _hide(
    views: Sequence[_Seen],
    months: Sequence[str],
    regions: Sequence[str],
    hidden: frozenset[str],
    counts: Matrix,
) -> frozenset[str]:
    """The months that can't show the last of the regions beside the others."""
    able = np.all([view.which_are_safe(regions) for view in views], axis=0)
    smallest_first = [months[at] for at in np.argsort(counts, kind="stable")]
    return hide_more(
        hidden | set(compress(months, ~able)),
        smallest_first,
        lambda some: all(view.is_safe(some, regions) for view in views),
    )


class _Seen:
    """One view of a year's counts, as a table of months and small cells."""

    def __init__(self, view: View, months: Sequence[str]) -> None:
        self._at = {month: at for at, month in enumerate(months)}
        self._months = np.array([_cells(view, month) for month in months])
        present = sum(1 << int(at) for at in np.flatnonzero(self._months.any(axis=0)))
        self._groups = {region: mask & present for region, mask in HIGHS.items()}

    def which_are_safe(self, regions: Sequence[str]) -> Months:
        """Of each month, whether it may show these regions."""
        return self._safe(self._months, regions)

    def is_safe(self, months: Iterable[str], regions: Sequence[str]) -> bool:
        """Whether these months may, as if they were one."""
        together = self._months[[self._at[month] for month in months]].sum(axis=0, keepdims=True)
        return bool(self._safe(together, regions)[0])

    def _safe(self, people: Matrix, regions: Sequence[str]) -> Months:
        is_empty: Months = people.sum(axis=1) == 0
        if is_empty.all():
            return is_empty
        shown = tuple(self._groups[region] for region in regions)
        weights = worked_out(shown, frozenset(self._groups.values()))
        given_away = people @ bits(shown, len(SMALL_CELLS)).T @ weights
        is_enough: Months = given_away.min(axis=1, initial=np.inf) > SMALLEST_SHOWN - EXACTLY
        return is_empty | is_enough


def _cells(view: View, month: str) -> list[float]:
    """How many reports are in each small cell in a month."""
    found = [0.0] * len(SMALL_CELLS)
    for cell, count in view.get(month, {}).items():
        found[_AT[read_cell(cell)]] += count
    return found
