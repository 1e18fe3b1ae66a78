"""Whether groups shown side by side let a small one be worked out by adding and subtracting.

A group is a set of cells, written as the bits of a number. A reader can work out exactly those groups that are
a weighted sum of shown ones, which is linear algebra. It is checked for every single cell and for every way in which
two groups meet or differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from banyan.observatory.measures.joint import SMALLEST_SHOWN

EXACTLY: Final = 1e-6
Matrix: TypeAlias = npt.NDArray[np.float64]
Groups: TypeAlias = Mapping[str, tuple[int, int]]
"""By name, the cells of a group as bits, and how many people it counts."""


def largest_safe(groups: Groups, order: Iterable[str]) -> list[str]:
    """Those of the groups that may be shown together, taken in this order while nothing small can be worked out."""
    everything = _guarded(frozenset(cells for cells, _count in groups.values()))
    wanted, safe = list(order), list[str]()
    if not wanted or _is_safe([groups[one] for one in wanted], everything):
        return wanted
    for name in wanted:
        if _is_safe([groups[one] for one in (*safe, name)], everything):
            safe.append(name)
    return safe


def _is_safe(shown: list[tuple[int, int]], guarded: Matrix) -> bool:
    width = guarded.shape[1]
    # Where nobody is in a group, nobody is in any of its cells.
    shown = shown + [(1 << at, 0) for cells, count in shown if not count for at in range(width) if cells >> at & 1]
    known = np.array([_bits(cells, width) for cells, _count in shown])
    weights, *_rest = np.linalg.lstsq(known.T, guarded.T, rcond=None)
    is_worked_out = np.abs(known.T @ weights - guarded.T).max(axis=0) < EXACTLY
    people = np.array([count for _cells, count in shown], float) @ weights[:, is_worked_out]
    return not bool(((people > EXACTLY) & (people < SMALLEST_SHOWN - EXACTLY)).any())


@cache
def _guarded(groups: frozenset[int]) -> Matrix:
    """The groups that nobody may work out when they are small, one a row."""
    width = max(groups, default=0).bit_length()
    found = {1 << at for at in range(width)} | groups
    for one in groups:
        for other in groups:
            found |= {one & other, one & ~other, one | other}
    return np.array([_bits(cells, width) for cells in sorted(found - {0})])


def _bits(cells: int, width: int) -> Matrix:
    return np.array([cells >> at & 1 for at in range(width)], float)
