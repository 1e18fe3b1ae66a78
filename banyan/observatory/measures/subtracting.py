"""Whether groups shown side by side let a small one be worked out by adding and subtracting.

A group is a set of cells, written as the bits of a number. A reader can work out exactly those groups that are
a weighted sum of shown ones, which is linear algebra. It is checked for every single cell and for every way in which
two groups meet or differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import compress
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
    # Where nobody is in a group, nobody is in any of its cells; and what is worked out to be empty tells of more.
    empty = frozenset(cells for cells, count in shown if not count)
    while True:
        alone = {1 << at for cells in empty for at in range(cells.bit_length()) if cells >> at & 1}
        known = [*shown, *((cell, 0) for cell in sorted(alone))]
        groups, weights = _worked_out(tuple(cells for cells, _count in known), among)
        people = np.array([count for _cells, count in known], float) @ weights
        if ((people > EXACTLY) & (people < SMALLEST_SHOWN - EXACTLY)).any():
            return False
        nobody = frozenset(compress(groups, people < EXACTLY))
        if nobody <= empty:
            return True
        empty |= nobody


def worked_out(shown: tuple[int, ...], among: frozenset[int]) -> Matrix:
    """What shown groups give away: for each guarded group that they determine, a column with the weight of each.

    Guarded are the groups `among` which they are, every single cell, and every way in which two groups meet or differ.
    """
    _groups, weights = _worked_out(shown, among)
    return weights


@lru_cache(maxsize=512)
def _worked_out(shown: tuple[int, ...], among: frozenset[int]) -> tuple[tuple[int, ...], Matrix]:
    """The guarded groups that shown ones determine, and those columns."""
    width = max(among, default=0).bit_length()
    groups = _guarded(among)
    guarded, known = bits(groups, width), bits(shown, width)
    weights, *_rest = np.linalg.lstsq(known.T, guarded.T, rcond=None)
    is_worked_out = np.abs(known.T @ weights - guarded.T).max(axis=0) < EXACTLY
    return tuple(compress(groups, is_worked_out)), np.asarray(weights[:, is_worked_out], np.float64)


@lru_cache(maxsize=128)
def _guarded(groups: frozenset[int]) -> tuple[int, ...]:
    """The groups that nobody may work out when they are small."""
    width = max(groups, default=0).bit_length()
    found = {1 << at for at in range(width)} | groups
    for one in groups:
        for other in groups:
            found |= {one & other, one & ~other, one | other}
    return tuple(sorted(found - {0}))


def bits(groups: Iterable[int], width: int) -> Matrix:
    """Groups as rows of zeros and ones, one column for each cell."""
    return np.array([[cells >> at & 1 for at in range(width)] for cells in groups], float)
