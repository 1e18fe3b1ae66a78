"""Cheap witnesses: from a table that agrees with all that is known, straight on in whole steps.

The difference of two tables that agree is a step: some people more here, fewer there, so that every sum still holds.
Taken from other tables, as often as the limits allow, the same step leads to tables that nobody had to solve a program
for. How a table was found proves nothing, so each is checked in exact integer arithmetic like any other witness.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from banyan.disclosure.attacker import Need
from banyan.disclosure.program import Floats, Integers, Program
from banyan.disclosure.solver import SLACK, Limits, agrees

MOST_STEPS = 96
"""Steps remembered; the newest push out the oldest, so that a walk never costs more than a linear program."""


class Steps:
    """The steps found so far in one program: the same whatever is hidden and whoever looks."""

    def __init__(self, program: Program) -> None:
        rows, columns = program.matrix.shape
        self._program = program
        self._columns = columns
        self._seen: set[bytes] = set()
        # K steps: what each does to the N variables, and to the M rows after them; and how often it goes into 1.
        self._steps: Integers = np.zeros((0, columns + rows), np.int64)
        self._shares: Floats = np.zeros((0, columns + rows))

    def learn(self, one: Integers, other: Integers) -> None:
        """Remember the way between two tables (N), in its smallest whole steps."""
        step = one - other
        size = int(np.gcd.reduce(step))
        if not size:
            return
        step //= size
        if step.tobytes() in self._seen or (-step).tobytes() in self._seen:
            return
        self._seen.add(step.tobytes())
        moved = np.concatenate([step, self._program.matrix @ step])
        with np.errstate(divide="ignore"):
            share = 1.0 / np.abs(moved)
        self._steps = np.vstack([moved, self._steps[: MOST_STEPS - 1]])
        self._shares = np.vstack([share, self._shares[: MOST_STEPS - 1]])

    def walk(self, limits: Limits, start: Integers, needs: Sequence[Need]) -> list[Integers]:
        """Tables that agree with `limits`, each so many equal steps from `start` (N), and each meeting a further need.

        Where several steps lead there, the least of them: what moves few people leaves the most room to walk on.
        """
        if not len(self._steps) or not needs:
            return []
        at = np.array([need.position for need in needs], dtype=np.int64)
        ends = np.array([need.interval for need in needs], dtype=float)
        times = self._times(limits, start, at, ends)
        nearest = np.argmin(np.abs(times), axis=0)
        found: list[Integers] = []
        unmet = np.isfinite(times[nearest, np.arange(len(needs))])
        for n in range(len(needs)):
            if not unmet[n]:
                continue
            table = start + int(times[nearest[n], n]) * self._steps[nearest[n], : self._columns]
            if agrees(self._program, limits, table):
                found.append(table)
                now = table[at]
                unmet &= (now < ends[:, 0]) | (now > ends[:, 1])
        return found

    def _times(self, limits: Limits, start: Integers, at: Integers, ends: Floats) -> Floats:
        """How often to take each step to meet each need (K x needs); infinite where it leads there at no limit."""
        back, ahead = self._how_far(limits, start)
        by = self._steps[:, at]
        with np.errstate(divide="ignore", invalid="ignore"):
            one, other = (ends[:, 0] - start[at]) / by, (ends[:, 1] - start[at]) / by
        first = np.maximum(np.ceil(np.fmin(one, other)), back[:, None])
        last = np.minimum(np.floor(np.fmax(one, other)), ahead[:, None])
        times = np.where(first > 0, first, np.where(last < 0, last, np.inf))
        reached: NDArray[np.bool_] = (by != 0) & (first <= last)
        return np.where(reached, times, np.inf)

    def _how_far(self, limits: Limits, start: Integers) -> tuple[Floats, Floats]:
        """How often each step can be taken back and ahead before a limit is in the way (K each, whole numbers)."""
        rows = self._program.matrix @ start
        below = np.concatenate([start - limits.low, rows - limits.row_low])
        above = np.concatenate([limits.high - start, limits.row_high - rows])
        more, moves = self._steps > 0, self._steps != 0
        with np.errstate(invalid="ignore"):  # What a step doesn't move stops it nowhere, even with no room left.
            ahead = np.where(moves, np.where(more, above, below) * self._shares, np.inf).min(axis=1)
            back = np.where(moves, np.where(more, below, above) * self._shares, np.inf).min(axis=1)
        return -np.floor(back + SLACK), np.floor(ahead + SLACK)
