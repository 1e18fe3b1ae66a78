"""Joint counts over partner organisations whose clients may never be matched: at least the largest, at most the sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias
from uuid import UUID


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


@dataclass(frozen=True)
class Reported:
    """What the figures of partners' reports say to a question, exact: never to be shown as it is.

    `periods` are those asked about that have begun. `doors` say how open reporting was in each period.

    Only for the public: `months` are all the begun months of their years, `seen` the `rings` of reports that
    were kept from nobody, `open_months` those in which reporting was open at all. Only for the desk: `rest_rings` and
    `rest_told` are the reports outside of the community that was asked about, none for everybody.
    """

    periods: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    rings: Sequence[FigureRow] = ()
    seen: Sequence[FigureRow] = ()
    told: Sequence[FigureRow] = ()
    effort: Sequence[FigureRow] = ()
    doors: Sequence[FigureRow] = ()
    open_months: frozenset[str] = frozenset()
    rest_rings: Sequence[FigureRow] = ()
    rest_told: Sequence[FigureRow] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """A count made out of others'."""

    organisation: UUID
    period: str
    cell: str
    count: int


View: TypeAlias = Mapping[str, Counter[str]]
"""What somebody may work out at most, by period and cell: what all partners counted, or all but the reader's own."""


@dataclass(frozen=True, slots=True)
class Range:
    """A count that is known only to lie from `low` to `high`."""

    low: int
    high: int


def by_organisation(rows: Iterable[FigureRow], period: str) -> Mapping[UUID, Mapping[str, int]]:
    """The cells of each organisation in one period; rows of the same cell add up, and so do the months of a year."""
    found: dict[UUID, Counter[str]] = {}
    for row in rows:
        if row.period.startswith(period):
            found.setdefault(row.organisation, Counter())[row.cell] += row.count
    return found


def list_months(rows: Iterable[FigureRow], year: str) -> list[str]:
    """The periods of a year in which anything was counted, in order."""
    return sorted({row.period for row in rows if row.period.startswith(year)})


def less(everyone: Iterable[FigureRow], part: Iterable[FigureRow]) -> tuple[FigureRow, ...]:
    """Everybody's counts less those of a community: what a reader of both can work out."""
    counts: Counter[tuple[UUID, str, str]] = Counter()
    for rows, sign in ((everyone, 1), (part, -1)):
        for row in rows:
            counts[row.organisation, row.period, row.cell] += sign * row.count
    return tuple(Counted(*place, count) for place, count in counts.items() if count > 0)


def views_of(rows: Iterable[FigureRow]) -> tuple[View, ...]:
    """The counts as a reader sees them, and then as each partner does once it takes its own people away."""
    joint: dict[str, Counter[str]] = {}
    own: dict[UUID, dict[str, Counter[str]]] = {}
    for row in rows:
        for view in (joint, own.setdefault(row.organisation, {})):
            view.setdefault(row.period, Counter())[row.cell] += row.count
    others = ({period: cells - one.get(period, Counter()) for period, cells in joint.items()} for one in own.values())
    return (joint, *others)


def added(view: View, periods: Iterable[str]) -> Counter[str]:
    """Several periods' counts together."""
    found: Counter[str] = Counter()
    for period in periods:
        found.update(view.get(period, {}))
    return found


def hide_more(
    hidden: Collection[str], smallest_first: Sequence[str], is_safe: Callable[[frozenset[str]], bool]
) -> frozenset[str]:
    """The months to hide of a year that is shown: the year less its shown months is what the hidden ones hold together.

    So as long as that isn't safe, the next smallest is hidden too. All of them together are the year, which is.
    """
    found = frozenset(hidden)
    for month in smallest_first:
        if not found or is_safe(found):
            break
        found |= {month}
    return found


def bounds(each: Iterable[Range]) -> Range:
    """The joint range: one person may have told several partners, so at least the largest and at most the sum."""
    ranges = tuple(each)
    return Range(max((r.low for r in ranges), default=0), sum(r.high for r in ranges))
