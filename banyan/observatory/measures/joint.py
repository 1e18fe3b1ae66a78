"""Joint counts over partner organisations whose clients may never be matched: at least the largest, at most the sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

SMALLEST_SHOWN: Final = 10
"""Nobody outside an organisation sees a count of fewer people than this before disclosure control."""


class FigureRow(Protocol):
    """One count that an area's figures let out: an organisation's, for a period and a cell of a fixed table."""

    @property
    def organisation(self) -> UUID: ...
    @property
    def period(self) -> str: ...
    @property
    def cell(self) -> str: ...
    @property
    def count(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Range:
    """A count that is known only to lie from `low` to `high`."""

    low: int
    high: int


def by_organisation(rows: Iterable[FigureRow], period: str) -> Mapping[UUID, Mapping[str, int]]:
    """The cells of each organisation in one period; rows of the same cell add up."""
    found: dict[UUID, dict[str, int]] = {}
    for row in rows:
        if row.period == period:
            cells = found.setdefault(row.organisation, {})
            cells[row.cell] = cells.get(row.cell, 0) + row.count
    return found


def bounds(each: Iterable[Range]) -> Range:
    """The joint range: one person may have told several partners, so at least the largest and at most the sum."""
    ranges = tuple(each)
    return Range(max((r.low for r in ranges), default=0), sum(r.high for r in ranges))
