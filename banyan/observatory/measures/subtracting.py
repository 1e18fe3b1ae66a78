"""Whether groups shown side by side let a small one be worked out by adding and subtracting.

A group is a set of cells, written as the bits of a number. A reader can work out exactly those groups that are
a weighted sum of shown ones, which is linear algebra. It is checked for every single cell and for every way in which
two groups meet or differ. Whoever knows besides that no cell holds fewer than nobody can tell how many it holds at
most: what is left when groups are added and subtracted, as long as that counts no cell below zero. A cell that is left
twice holds half of it at most. So that mustn't be small either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from itertools import combinations, compress, product
from math import comb
from operator import or_
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from banyan.disclosure.results import SMALLEST_SHOWN

EXACTLY: Final = 1e-6
MOST_WAYS: Final = 60_000
"""How many ways of adding and subtracting are looked at: all of ten groups, and of more those of fewest groups."""
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
    empty = 0
    while True:
        left = [(cells & ~empty, count) for cells, count in shown if cells & ~empty]
        if not left:
            return True
        groups, weights = _worked_out(tuple(cells for cells, _ in left), frozenset(cells & ~empty for cells in among))
        people = np.array([count for _cells, count in left], float) @ weights
        if ((people > EXACTLY) & (people < SMALLEST_SHOWN - EXACTLY)).any():
            return False
        nobody = reduce(or_, compress(groups, people < EXACTLY), 0)
        if not nobody:
            return True
        empty |= nobody


def worked_out(shown: tuple[int, ...], among: frozenset[int]) -> Matrix:
    """What shown groups give away: for each guarded group that they determine, a column with the weight of each.

    Guarded are the groups `among` which they are, every single cell, every way in which two groups meet or differ, and
    whatever adding and subtracting leaves.
    """
    _groups, weights = _worked_out(shown, among)
    return weights


@lru_cache(maxsize=128)
def _worked_out(shown: tuple[int, ...], among: frozenset[int]) -> tuple[tuple[int, ...], Matrix]:
    """The guarded groups that shown ones determine, and those columns."""
    width = max(among, default=0).bit_length()
    groups = _guarded(among)
    guarded, known = bits(groups, width), bits(shown, width)
    weights, *_rest = np.linalg.lstsq(known.T, guarded.T, rcond=None)
    is_worked_out = np.abs(known.T @ weights - guarded.T).max(axis=0) < EXACTLY
    ways = _ways(len(shown))
    left = ways @ known
    is_left = (left >= 0).all(axis=1) & left.any(axis=1)
    remains = (left[is_left] > 0) @ (1 << np.arange(width))
    at_most = ways[is_left] / left[is_left].max(axis=1, keepdims=True)
    columns = np.hstack([weights[:, is_worked_out], at_most.T])
    return (*compress(groups, is_worked_out), *remains.tolist()), columns


@lru_cache(maxsize=8)
def _ways(count: int) -> Matrix:
    """Every way of adding and subtracting a few of so many groups: one row each, with the weight of each group."""
    found, size = [np.zeros((0, count))], 0
    while size < count and sum(map(len, found)) + (comb(count, size + 1) << size + 1) <= MOST_WAYS:
        size += 1
        which = np.array(list(combinations(range(count), size)))
        for signs in product((1.0, -1.0), repeat=size):
            weights = np.zeros((len(which), count))
            np.put_along_axis(weights, which, np.array([signs]), axis=1)
            found.append(weights)
    return np.vstack(found)


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
