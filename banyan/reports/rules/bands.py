"""What somebody outside an organisation may see of its counts: nothing about fewer than ten people."""

from datetime import timedelta
from enum import StrEnum

from banyan.disclosure.results import SMALLEST_SHOWN

STEP = 5


class Late(StrEnum):
    """Whether anything is past its promise, and by how much."""

    NO = "no"
    UNDER_A_DAY = "under_a_day"
    DAYS = "days"
    WEEK = "week"
    TOO_FEW = "too_few"


class Share(StrEnum):
    """How many of the reports that were due were answered in time, in bands too wide to count back from."""

    TOO_FEW = "too_few"
    UNDER_HALF = "under_half"
    OVER_HALF = "over_half"
    MOST = "most"


def shown_count(count: int) -> int | None:
    """The count to the nearest five, or None below ten.

    Exact counts, looked at twice, would tell when one person came; rounded ones seldom do, and never which it was.
    """
    return STEP * round(count / STEP) if count >= SMALLEST_SHOWN else None


def shown_share(part: int, whole: int) -> Share:
    """The band of a share, when it is of ten or more."""
    if whole < SMALLEST_SHOWN:
        return Share.TOO_FEW
    if part * 10 >= whole * 9:
        return Share.MOST
    return Share.OVER_HALF if part * 2 >= whole else Share.UNDER_HALF


def late_band(overdue: timedelta | None, *, among: int) -> Late:
    """The band of how long the oldest broken promise has been broken.

    For a day or more it is told wherever it was broken: somebody waits, and where few tell, nobody else may notice. Any
    less, or that nothing is, only when it may be that of ten or more.
    """
    if overdue is not None and overdue >= timedelta(days=1):
        return Late.DAYS if overdue < timedelta(days=7) else Late.WEEK
    if among < SMALLEST_SHOWN:
        return Late.TOO_FEW
    return Late.NO if overdue is None else Late.UNDER_A_DAY
