"""Percentages and intervals that may stand beside a publication, because they come from what it shows.

Whatever is a function of shown figures tells nothing new, so nothing here can leak: the functions take the publication,
never the table. They answer None where a figure is hidden, and where rounding would print 0 % or 100 %, which says
something of everyone in the group. Callers print only these; a percentage from anywhere else is a `Share` to audit.
"""

import math
from dataclasses import dataclass

from scipy.stats import binomtest

from banyan.disclosure.results import Published
from banyan.disclosure.tables import Cell


@dataclass(frozen=True)
class Proportion:
    """Whole per cents: the share, and a Wilson interval widened to whole per cents that contains it.

    `part` and `n` are the shown (rounded) counts it was worked out from. The interval is chance error only.
    """

    percent: int
    low: int
    high: int
    part: int
    n: int


def proportion(published: Published, part: Cell, whole: Cell, *, confidence: float = 0.95) -> Proportion | None:
    """The share of `part` in `whole` with its Wilson score interval, from shown counts only.

    None where either is hidden, where nobody is counted, or where a rounded share would be 0 % or 100 %; shares of two
    official counts, exact already, may be either. KeyError when a cell is not in the publication; ValueError when
    `confidence` is not between 0 and 1. Source: E. B. Wilson (1927); scipy.stats.
    """
    inner, outer = published.figures[part], published.figures[whole]
    if inner.shown is None or outer.shown is None or outer.shown == 0 or inner.shown > outer.shown:
        return None
    is_exact = inner.exact and outer.exact
    if not is_exact and inner.shown in {0, outer.shown}:
        return None
    interval = binomtest(inner.shown, outer.shown).proportion_ci(confidence, method="wilson")
    nearest = (200 * inner.shown + outer.shown) // (2 * outer.shown)
    percent = nearest if is_exact else min(99, max(1, nearest))
    low, high = math.floor(100 * interval.low), math.ceil(100 * interval.high)
    return Proportion(percent, min(low, percent), max(high, percent), inner.shown, outer.shown)
