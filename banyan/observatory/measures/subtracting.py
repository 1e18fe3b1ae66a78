"""Whether groups shown side by side let a small one be worked out by adding and subtracting.

A group is a set of cells, written as the bits of a number. What a reader can work out from several
is what taking one from another that holds it, and putting together two that share nothing, comes to in the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from banyan.observatory.measures.joint import SMALLEST_SHOWN

MOST_GROUPS: Final = 2_000
"""Past this many, the groups are taken to tell too much: no figure of ours comes near it."""

Groups: TypeAlias = Mapping[str, tuple[int, int]]
"""By name, the cells of a group as bits, and how many people it counts."""


def largest_safe(groups: Groups, order: Iterable[str]) -> frozenset[str]:
    """Those of the groups that may be shown together, taken in this order while nothing small can be worked out."""
    known: dict[int, int] = {}
    safe = set()
    for name in order:
        cells, count = groups[name]
        wider = _worked_out(known, cells, count)
        if wider is not None:
            known = wider
            safe.add(name)
    return frozenset(safe)


def _worked_out(known: Mapping[int, int], cells: int, count: int) -> dict[int, int] | None:
    """All groups that can be worked out with one more; None as soon as one of them is small."""
    found = dict(known)
    waiting = {cells: count}
    while waiting:
        new, n = waiting.popitem()
        if new in found or not new:
            continue
        if 0 < n < SMALLEST_SHOWN or len(found) > MOST_GROUPS:
            return None
        for other, m in found.items():
            if not new & other:
                waiting[new | other] = n + m
            elif new & other == other:
                waiting[new & ~other] = n - m
            elif new & other == new:
                waiting[other & ~new] = m - n
        found[new] = n
    return found
