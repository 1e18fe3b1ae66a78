"""What a note on a series is about, and which statements it touches. Periods are "2021" or "2021-06"."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

PERIOD: Final = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
_MONTHS: Final = 12


class Kind(StrEnum):
    DEFINITION = "definition"
    RECORDING = "recording"
    CLUSTER = "cluster"
    COVERAGE = "coverage"
    OTHER = "other"


CHANGES: Final = frozenset({Kind.DEFINITION, Kind.RECORDING})
"""What changes when the stretch begins, and again when it ends: counts on the two sides may not compare."""

DOUBTS: Final = frozenset({Kind.CLUSTER, Kind.COVERAGE})
"""What holds of every count within the stretch."""


def begins(period: str) -> int:
    """The first month of a period, counted from year 0."""
    year, _dash, month = period.partition("-")
    return int(year) * _MONTHS + (int(month) - 1 if month else 0)


def ends(period: str) -> int:
    """The month after a period, counted from year 0."""
    return begins(period) + (1 if "-" in period else _MONTHS)


def touches(since: str, until: str, period: str) -> bool:
    """Whether a stretch and a period share a month. An `until` left empty hasn't come yet."""
    return begins(since) < ends(period) and (not until or begins(period) < ends(until))


def crosses(since: str, until: str, first: str, last: str) -> bool:
    """Whether a stretch begins or ends between the start of one period and the end of another, or within one."""
    turns = [begins(since), *([ends(until)] if until else [])]
    return any(begins(first) < turn < ends(last) for turn in turns)
