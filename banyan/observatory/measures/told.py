"""Whom else people told, and the share who had told the police: chance error only, unanswered counted both ways.

It describes those who told a partner organisation, not all who were harmed. Being on someone else's list too is never
used to guess at those on none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from banyan.disclosure.results import SMALLEST_SHOWN, rounded
from banyan.harms.rules.codes import codes_of
from banyan.harms.rules.told import TOLD
from banyan.observatory.measures.comparison import wilson
from banyan.observatory.measures.joint import FigureRow, View, added, by_organisation, hide_more, list_months, views_of
from banyan.observatory.measures.rings import PROTECTED

POLICE, NOBODY, ANSWERED, UNANSWERED = "police", "nobody", "answered", "unanswered"
ANSWERS: tuple[str, ...] = tuple(codes_of(TOLD))
CELLS: tuple[str, ...] = (*ANSWERS, ANSWERED, UNANSWERED)
EFFORT: tuple[str, ...] = ("organisations_open", "languages_open", "reports_by_staff", "reports_by_web")
_WAYS = ("reports_by_staff", "reports_by_web")


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1 as an interval, and the number it is a share of."""

    low: float
    high: float
    of: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a period's answers say, to the nearest 5. A withheld count isn't in `counts`: its reason is in `withheld`.

    `police_share` is a 95 % Wilson interval among those who answered. `both_ways` is the share if all who didn't answer
    had not told the police (low) or had (high). Both are None when a count they rest on is withheld.
    """

    counts: Mapping[str, int]
    withheld: Mapping[str, str]
    police_share: Share | None
    both_ways: Share | None


NOTHING: Final = Told({}, {}, None, None)


def count_told_answers(rows: Iterable[FigureRow], period: str, *, rest: Iterable[FigureRow] = ()) -> Told:
    """Whom people told in a period, over all partners, with small counts withheld.

    `rest` are, of a community, the answers outside of it: whoever subtracts it from everybody sees them.
    """
    views = _views(rows, rest)
    return _told(views[0], period, _withheld(views, [one for one in _periods(views) if one.startswith(period)]))


def count_told_by_month(
    rows: Sequence[FigureRow], year: str, *, rest: Sequence[FigureRow] = (), within: Collection[str]
) -> Mapping[str, Told]:
    """Whom people told in each month of a year, so that nothing small can be worked out from the year beside it.

    What a month withholds is judged together with the other months that withhold it. `within` are the months whose
    total is shown: it is the sum of those who answered and who didn't.
    """
    views, months = _views(rows, rest), list_months(chain(rows, rest), year)
    of_the_year = _withheld(views, months)
    of_each = {month: _withheld(views, [month]) for month in months}

    def hide(cell: str, hidden: Collection[str]) -> frozenset[str]:
        if cell in of_the_year:
            return frozenset(months)
        unable = {month for month in months if cell in of_each[month]}.union(hidden)
        smallest_first = sorted(months, key=lambda month: added(views[0], [month])[cell])
        return hide_more(unable, smallest_first, lambda some: cell not in _withheld(views, some))

    without_total = hide(ANSWERED, set(months) - set(within))
    hidden = {cell: without_total if cell in {ANSWERED, UNANSWERED} else hide(cell, without_total) for cell in CELLS}
    return {month: _told(views[0], month, {cell for cell in CELLS if month in hidden[cell]}) for month in months}


def _views(rows: Iterable[FigureRow], rest: Iterable[FigureRow]) -> tuple[View, ...]:
    """What a reader and each partner may work out, of those asked about and of the others."""
    return (*views_of(rows), *views_of(rest))


def _periods(views: Iterable[View]) -> set[str]:
    return {period for view in views for period in view}


def _told(joint: View, period: str, withheld: Collection[str]) -> Told:
    """What may be shown of a period, or of a year by the months that make it up."""
    counts = added(joint, (one for one in joint if one.startswith(period)))
    shown = {cell: rounded(counts[cell]) for cell in CELLS if cell not in withheld}
    return Told(shown, dict.fromkeys(withheld, PROTECTED), *shares_of(shown))


def shares_of(counts: Mapping[str, int]) -> tuple[Share | None, Share | None]:
    """`Told.police_share` and `Told.both_ways` from the counts that may be shown; never that everyone did."""
    police, answered = counts.get(POLICE), counts.get(ANSWERED, 0)
    if police is None or police >= answered:
        return None, None
    share = Share(*wilson(police, answered), of=answered)
    if UNANSWERED not in counts:
        return share, None
    unanswered = counts[UNANSWERED]
    everyone = answered + unanswered
    return share, Share(police / everyone, (police + unanswered) / everyone, of=everyone)


def _withheld(views: Iterable[View], periods: Collection[str]) -> set[str]:
    """What has to be withheld of some periods together: for a reader, and for each partner."""
    return {cell for view in views for cell in _few(added(view, periods))}


def _few(counts: Mapping[str, int]) -> set[str]:
    """Small counts, and those from which one could be worked out.

    Answered and unanswered add up to all reports, which stand beside them in the rings, so a small one hides both. A
    count close to all who answered tells of the few who didn't give it.
    """
    found = {cell for cell in CELLS if 0 < counts[cell] < SMALLEST_SHOWN}
    found |= {cell for cell in ANSWERS if 0 < counts[ANSWERED] - counts[cell] < SMALLEST_SHOWN}
    hidden = found & set(ANSWERS)
    if found & {ANSWERED, UNANSWERED} or (hidden and not _is_left_open(counts, hidden)):
        found |= {ANSWERED, UNANSWERED}
    return found


def _is_left_open(counts: Mapping[str, int], hidden: Collection[str]) -> bool:
    """Whether a hidden answer could still be any small number, or any that is close to all who answered.

    Everybody knows that whoever answered gave at least one answer, and that "nobody" stands alone.
    """
    answered, shown = counts[ANSWERED], [counts[cell] for cell in ANSWERS if cell not in hidden]
    least = answered - sum(shown)  # Of the hidden ones together.
    most = answered - (counts[NOBODY] if NOBODY not in hidden else max(shown, default=0))
    is_small_open = least - (SMALLEST_SHOWN - 1) * (len(hidden) - 1) <= 1 and most >= SMALLEST_SHOWN - 1
    is_large_open = least <= answered - SMALLEST_SHOWN + 1 and most >= answered - 1
    return is_small_open or is_large_open


def count_effort(rows: Iterable[FigureRow], period: str) -> Mapping[str, int]:
    """How much was done to make reporting possible in a period. Reports are to the nearest 5, and few are left out.

    Organisations and languages are no people, so they are shown however few. Languages are those of all partners, not
    their sum: the largest is given, since partners' lists may overlap.
    """
    within = [row for row in rows if row.period.startswith(period)]
    each = by_organisation(within, period).values()
    found: dict[str, int] = {}
    for cell in EFFORT:
        counts = [one[cell] for one in each if cell in one]
        if counts:
            found[cell] = max(counts) if cell == "languages_open" else sum(counts)
            if cell in _WAYS:
                found[cell] = rounded(found[cell])
    # Reports come in one way or the other: with the total beside it, either would give the other away.
    if not _may_show_ways(views_of(within), [period]):
        found = {cell: n for cell, n in found.items() if cell not in _WAYS}
    return found


def count_effort_by_month(rows: Sequence[FigureRow], year: str) -> Mapping[str, Mapping[str, int]]:
    """The same for each month of a year, so that nothing small can be worked out from the year beside it."""
    months, views = list_months(rows, year), views_of(rows)
    found = {month: count_effort(rows, month) for month in months}
    if _may_show_ways(views, months):
        unable = {month for month in months if not found[month].keys() & set(_WAYS)}
        smallest_first = sorted(months, key=lambda month: sum(views[0][month][way] for way in _WAYS))
        hidden = hide_more(unable, smallest_first, lambda some: not _tells_of_few(views, some))
    else:
        hidden = frozenset(months)
    return {
        month: {cell: n for cell, n in found[month].items() if cell not in _WAYS or month not in hidden}
        for month in months
    }


def _may_show_ways(views: Sequence[View], periods: Collection[str]) -> bool:
    """Whether it may be shown in which way reports came in: both were used, and neither by few."""
    joint = added(views[0], periods)
    return all(joint[way] for way in _WAYS) and not _tells_of_few(views, periods)


def _tells_of_few(views: Iterable[View], periods: Collection[str]) -> bool:
    """Whether few reports came in one way in these periods together, for a reader or for a partner."""
    together = [added(view, periods) for view in views]
    return any(0 < counts[way] < SMALLEST_SHOWN for counts in together for way in _WAYS)
