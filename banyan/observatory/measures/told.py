"""Whom else people told, and the share who had told the police: chance error only, unanswered counted both ways.

It describes those who told a partner organisation, not all who were harmed. Being on someone else's list too is never
used to guess at those on none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from banyan.harms.rules.codes import codes_of
from banyan.harms.rules.told import TOLD
from banyan.observatory.measures.comparison import wilson
from banyan.observatory.measures.joint import SMALLEST_SHOWN, FigureRow, by_organisation
from banyan.observatory.measures.rings import PROTECTED

POLICE, ANSWERED, UNANSWERED = "police", "answered", "unanswered"
CELLS: tuple[str, ...] = (*codes_of(TOLD), ANSWERED, UNANSWERED)
EFFORT: tuple[str, ...] = ("organisations_open", "languages_open", "reports_by_staff", "reports_by_web")


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1 as an interval, and the number it is a share of."""

    low: float
    high: float
    of: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a period's answers say. A withheld count isn't in `counts` but has its reason in `withheld`.

    `police_share` is a 95 % Wilson interval among those who answered. `both_ways` is the share if all who didn't answer
    had not told the police (low) or had (high). Both are None when a count they rest on is withheld.
    """

    counts: Mapping[str, int]
    withheld: Mapping[str, str]
    police_share: Share | None
    both_ways: Share | None


def count_told_answers(rows: Iterable[FigureRow], period: str) -> Told:
    """Whom people told in a period, over all partners, with small counts withheld."""
    each = by_organisation(rows, period).values()
    counts = {cell: sum(one.get(cell, 0) for one in each) for cell in CELLS}
    withheld = _withheld(counts)
    for one in each:  # A partner can take its own people away.
        withheld |= _withheld({cell: n - one.get(cell, 0) for cell, n in counts.items()})
    shown = {cell: n for cell, n in counts.items() if cell not in withheld}
    return Told(shown, withheld, *shares_of(shown))


def shares_of(counts: Mapping[str, int]) -> tuple[Share | None, Share | None]:
    """`Told.police_share` and `Told.both_ways` from the counts that may be shown."""
    if POLICE not in counts or not counts.get(ANSWERED):
        return None, None
    police, answered = counts[POLICE], counts[ANSWERED]
    share = Share(*wilson(police, answered), of=answered)
    if UNANSWERED not in counts:
        return share, None
    unanswered = counts[UNANSWERED]
    everyone = answered + unanswered
    return share, Share(police / everyone, (police + unanswered) / everyone, of=everyone)


def _withheld(counts: Mapping[str, int]) -> dict[str, str]:
    """Small counts, and those from which one could be worked out.

    Answered and unanswered add up to all reports, which stand beside them in the rings, so a small one hides both. A
    count close to all who answered tells of the few who didn't give it.
    """
    found = {cell: PROTECTED for cell, n in counts.items() if 0 < n < SMALLEST_SHOWN}
    if found.keys() & {ANSWERED, UNANSWERED}:
        found |= dict.fromkeys((ANSWERED, UNANSWERED), PROTECTED)
    for cell, n in counts.items():
        if cell not in {ANSWERED, UNANSWERED} and 0 < counts[ANSWERED] - n < SMALLEST_SHOWN:
            found[cell] = PROTECTED
    return found


def count_effort(rows: Iterable[FigureRow], period: str) -> Mapping[str, int]:
    """How much was done to make reporting possible in a period. Small counts of reports are left out.

    Organisations and languages are no people, so they are shown however few. Languages are those of all partners, not
    their sum: the largest is given, since partners' lists may overlap.
    """
    each = by_organisation(rows, period).values()
    found: dict[str, int] = {}
    for cell in EFFORT:
        counts = [one[cell] for one in each if cell in one]
        n = max(counts, default=0) if cell == "languages_open" else sum(counts)
        left = {n, *(n - one for one in counts)}  # A partner can take its own people away.
        is_of_people = cell.startswith("reports_")
        if counts and not (is_of_people and any(0 < few < SMALLEST_SHOWN for few in left)):
            found[cell] = n
    reports = [cell for cell in found if cell.startswith("reports_")]
    if len(reports) == 1:  # The other was small; with the total beside it, this one would give it away.
        del found[reports[0]]
    return found
