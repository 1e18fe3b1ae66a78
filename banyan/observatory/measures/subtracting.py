"""Whether groups shown side by side let a small one be worked out by adding and subtracting.

A group is a set of cells, written as the bits of a number. A reader can work out exactly those groups that are
a weighted sum of shown ones, which is linear algebra. It is checked for every single cell and for every way in which
two groups meet or differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from banyan.disclosure.results import SMALLEST_SHOWN

EXACTLY: Final = 1e-6
Matrix: TypeAlias = npt.NDArray[np.float64]
Groups: TypeAlias = Mapping[str, tuple[int, int]]
"""By name, the cells of a group as bits, and how many people it counts."""


def largest_safe(groups: Groups, order: Iterable[str]) -> list[str]:
    """Those of the groups that may be shown together, taken in this order while nothing small can be worked out."""
    everything = frozenset(cells for cells, _count in groups.values())
    wanted, safe = list(order), list[str]()
    if not wanted or _is_safe([groups[one] for one in wanted], everything):
        return wanted
    for name in wanted:
        if _is_safe([groups[one] for one in (*safe, name)], everything):
            safe.append(name)
    return safe


def _is_safe(shown: list[tuple[int, int]], among: frozenset[int]) -> bool:
    width = max(among).bit_length()
    # Where nobody is in a group, nobody is in any of its cells.
    shown = shown + [(1 << at, 0) for cells, count in shown if not count for at in range(width) if cells >> at & 1]
    counts = np.array([count for _cells, count in shown], float)
    people = counts @ worked_out(tuple(cells for cells, _count in shown), among)
    return not bool(((people > EXACTLY) & (people < SMALLEST_SHOWN - EXACTLY)).any())


@lru_cache(maxsize=512)
def worked_out(shown: tuple[int, ...], among: frozenset[int]) -> Matrix:
    """What shown groups give away: for each guarded group that they determine, a column with the weight of each.

    Guarded are the groups `among` which they are, every single cell, and every way in which two groups meet or differ.
    """
    guarded = _guarded(among)
    known = bits(shown, guarded.shape[1])
    weights, *_rest = np.linalg.lstsq(known.T, guarded.T, rcond=None)
    is_worked_out = np.abs(known.T @ weights - guarded.T).max(axis=0) < EXACTLY
    return np.asarray(weights[:, is_worked_out], np.float64)


@lru_cache(maxsize=128)
def _guarded(groups: frozenset[int]) -> Matrix:
    """The groups that nobody may work out when they are small, one a row."""
    width = max(groups, default=0).bit_length()
    found = {1 << at for at in range(width)} | groups
    for one in groups:
        for other in groups:
            found |= {one & other, one & ~other, one | other}
    return bits(sorted(found - {0}), width)


def bits(groups: Iterable[int], width: int) -> Matrix:
    """Groups as rows of zeros and ones, one column for each cell."""
    return np.array([[cells >> at & 1 for at in range(width)] for cells in groups], float)
