"""Official counts of one place and community, month by month, and which periods the source covers.

A recorded count is a fact, so it carries no interval. No report isn't zero: a period that the source doesn't cover for
that place has no count at all. Sources are never added together: a city's police and the FBI hold the same incidents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import exp
from typing import Final

import narwhals as nw

from banyan.observatory.measures.comparison import dispersion_of
from banyan.observatory.rules.picture import EVERYONE, Period
from banyan.observatory.sources.engine import Engine, Frame

MONTHS_OF_YEAR: Final = 12
FEWEST_HOLLOW: Final = 2
HOLLOW_CHANCE: Final = 0.001


@dataclass(frozen=True, kw_only=True)
class Series:
    """One source's monthly counts for one place and community.

    `counts` has only months in which the source has any record of the place, of whatever bias (`totals`). `as_of` is
    the date of the file. Build periods with `count` and `is_covered`, which know that no report isn't zero.
    """

    source: str
    counts: Mapping[tuple[int, int], int]
    totals: Mapping[tuple[int, int], int]
    first_month: date
    last_month: date
    as_of: date

    def is_covered(self, year: int, month: int | None = None) -> bool:
        """Whether the source says anything about this place then: it has a record of it in that year, of any bias."""
        if not any(at == year for at, _month in self.totals):
            return False
        if month is None:
            return True
        return self.first_month <= date(year, month, 1) <= self.last_month

    def is_partial(self, year: int) -> bool:
        """Whether the file was made before the year was over, or ends within it."""
        ends_within = year == self.last_month.year and self.last_month.month < MONTHS_OF_YEAR
        begins_within = year == self.first_month.year and self.first_month.month > 1
        return self.as_of <= date(year, 12, 31) or ends_within or begins_within

    def count(self, year: int, month: int | None = None) -> int | None:
        """The count of a year or month; None where the source doesn't cover it."""
        if not self.is_covered(year, month):
            return None
        if month is not None:
            return self.counts.get((year, month), 0)
        return sum(n for (at, _month), n in self.counts.items() if at == year)

    def total(self, year: int) -> int:
        """All records of the place in a year, of any bias."""
        return sum(n for (at, _month), n in self.totals.items() if at == year)

    def hollow(self, year: int) -> tuple[int, ...]:
        """The first and last of the longest run of months without any record at all, where chance can't explain it.

        Empty where there is none such. By the other years' rate, thinned by how unevenly months vary, so many months
        in a row are empty by chance with a probability of e to the minus rate times months.
        """
        others = [self._monthly_totals(at) for at in self.years() if at != year and not self.is_partial(at)]
        if not others or self.is_partial(year):
            return ()
        rate = sum(map(sum, others)) / (MONTHS_OF_YEAR * len(others)) / dispersion_of(others)[0]
        months = self._monthly_totals(year)
        runs = [list(run) for empty, run in groupby(range(MONTHS_OF_YEAR), key=lambda at: not months[at]) if empty]
        longest: list[int] = max(runs, key=len, default=[])
        if len(longest) < FEWEST_HOLLOW or MONTHS_OF_YEAR * exp(-rate * len(longest)) >= HOLLOW_CHANCE:
            return ()
        return longest[0] + 1, longest[-1] + 1

    def _monthly_totals(self, year: int) -> list[int]:
        return [self.totals.get((year, month), 0) for month in range(1, MONTHS_OF_YEAR + 1)]

    def years(self) -> tuple[int, ...]:
        """The years covered, in order."""
        return tuple(sorted({year for year, _month in self.totals}))

    def monthly(self, year: int) -> tuple[int, ...]:
        """The counts of the year's covered months, in order."""
        found = (self.count(year, month) for month in range(1, MONTHS_OF_YEAR + 1))
        return tuple(n for n in found if n is not None)


@dataclass(frozen=True)
class Span:
    """What a vintage's manifest says of its time: its first and last month, and the date of the file."""

    first_month: date
    last_month: date
    as_of: date


def aimed_at(community: str) -> nw.Expr:
    """What is aimed at a community, or all of it. A record of many biases counts once for each community."""
    if community == EVERYONE:
        return ~nw.col("communities").is_null()  # A literal may not stand alone in a filter.
    return nw.col("communities").str.contains(f"|{community}|", literal=True)


def within(place: str) -> nw.Expr:
    """What is about a place in any letter case: a city, "Springfield, Illinois", a state or a country."""
    wanted = place.strip().lower()
    name, _comma, region = (part.strip() for part in wanted.rpartition(","))
    city, state, country = (nw.col(column).str.to_lowercase() for column in ("place", "region", "country"))
    found = (city == wanted) | (state == wanted) | (country == wanted)
    return found | ((city == name) & (state == region)) if name else found


def list_namesakes(engine: Engine, counts: Frame, place: str) -> tuple[str, ...]:
    """The places of this name with their regions. More than one means that the name alone doesn't say which."""
    found = (
        counts.filter(nw.col("place").str.to_lowercase() == place.strip().lower()).select("place", "region").unique()
    )
    return tuple(sorted(f"{name}, {region}" for name, region in engine.rows(found) if region))


def count_official(
    engine: Engine, counts: Frame, *, place: str, community: str, spans: Mapping[str, Span]
) -> tuple[Series, ...]:
    """The series of every source that knows the place, ordered by source, from the vintages' monthly counts.

    `spans` gives each source's time from its manifest. Counts are incidents. Several cities and states count as one
    place when `place` is larger than they are.
    """
    hit = nw.when(aimed_at(community)).then(nw.col("n")).otherwise(nw.lit(0))
    counted = (
        counts.filter(within(place))
        .with_columns(hit=hit)
        .group_by("source", "month")
        .agg(nw.col("n").sum().alias("total"), nw.col("hit").sum().alias("aimed"))
    )
    by_source: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
    for source, month, total, n in engine.rows(counted.select("source", "month", "total", "aimed")):
        by_source.setdefault(source, {})[month.year, month.month] = (int(total), int(n))
    return tuple(
        Series(
            source=source,
            counts={at: n for at, (_total, n) in months.items()},
            totals={at: total for at, (total, _n) in months.items()},
            first_month=spans[source].first_month,
            last_month=spans[source].last_month,
            as_of=spans[source].as_of,
        )
        for source, months in sorted(by_source.items())
    )


def count_places(engine: Engine, counts: Frame, place: str) -> Mapping[tuple[str, int], int]:
    """How many smaller places have any record, by source and year: a rough measure of how many agencies reported."""
    wanted = place.strip().lower()
    state, country = (nw.col(column).str.to_lowercase() for column in ("region", "country"))
    smaller = nw.when(nw.col("place").is_null()).then(nw.col("region")).otherwise(nw.col("place"))
    found = (
        counts.filter((state == wanted) | (country == wanted))
        .with_columns(smaller=smaller)
        .group_by("source", "year")
        .agg(nw.col("smaller").n_unique().alias("places"))
    )
    return {(source, int(year)): int(n) for source, year, n in engine.rows(found.select("source", "year", "places"))}


def periods_of(since: int, until: int, by: Period) -> tuple[tuple[str, int, int | None], ...]:
    """Every period asked for: its name, its year, and its month when counting by month."""
    if by == "year":
        return tuple((str(year), year, None) for year in range(since, until + 1))
    return tuple(
        (f"{year}-{month:02d}", year, month)
        for year in range(since, until + 1)
        for month in range(1, MONTHS_OF_YEAR + 1)
    )
