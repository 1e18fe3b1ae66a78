"""The attacker: what a reader, or a partner who knows its own part, can work out about each hidden number.

A hidden number is safe only if tables of whole people exist that agree with everything readable and put the number
elsewhere. Each such table found here is a witness and is checked in exact integer arithmetic, so no verdict of "safe"
rests on a solver's tolerance. Linear programs are tried first, because their corners are mostly whole; where they
aren't, the integer program decides. A search that runs out of time proves nothing and counts as unsafe.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from banyan.disclosure.program import Floats, Gap, Integers, Program, Variable
from banyan.disclosure.results import SMALLEST_SHOWN
from banyan.disclosure.solver import INFEASIBLE, SLACK, Limits, Pull, agrees, pull
from banyan.disclosure.tables import Cell, Table

FIRST = 1000.0
"""Weight of the one need that a search must settle, over those it meets on the way."""

READER = ""
"""The name of the view of someone who contributed nothing."""


@dataclass(frozen=True)
class View:
    """A reader (`name` is empty) or a partner: `own` (N) is its exact part of each variable, 0 where unknown.

    `limits` are the program's, narrowed by what a partner knows: nobody's part is below zero, and the others' parts
    obey the shared relations by themselves. What the new table shows is not in them yet.
    """

    name: str
    own: Integers
    limits: Limits


@dataclass(frozen=True, order=True)
class Need:
    """The variable at `position` must be able to be `value`, or at most or at least that."""

    position: int
    sense: Literal["is", "at_most", "at_least"]
    value: int

    @property
    def interval(self) -> tuple[float, float]:
        """The values that meet it, both ends included."""
        return (
            0 if self.sense == "at_most" else self.value,
            math.inf if self.sense == "at_least" else self.value,
        )


@dataclass(frozen=True)
class Search:
    """What a search found: a witness (N whole numbers), or none; `is_proven` tells whether none can exist."""

    witness: Integers | None
    is_proven: bool


def view_of(program: Program, table: Table, name: str = READER) -> View:
    """How the program looks to the organisation `name`; READER for everyone else. No errors."""
    own = np.array([_own_part(variable, table, name) for variable in program.variables], dtype=np.int64)
    mine = program.matrix @ own
    rest = program.matrix @ program.truth - mine
    tight = program.shared & (mine <= 0) & (rest <= 0)
    row_high = np.where(tight, np.minimum(program.row_high, mine), program.row_high)
    return View(name, own, Limits(np.maximum(program.low, own), program.high, program.row_low, row_high))


def _own_part(variable: Variable, table: Table, name: str) -> int:
    if isinstance(variable, Gap):
        pair = {variable.whole, variable.part}
        if not pair <= table.contributions.keys() or pair & table.lower_bounds:
            return 0
        return _own_part(variable.whole, table, name) - _own_part(variable.part, table, name)
    return table.contributions.get(variable, {}).get(name, 0)


def with_shown(program: Program, view: View, shown: Mapping[Cell, tuple[int, int]]) -> Limits:
    """The limits of a view once the table shows these intervals too."""
    low, high = view.limits.low.copy(), view.limits.high.copy()
    for cell, (least, most) in shown.items():
        at = program.index[cell]
        low[at], high[at] = max(low[at], least), min(high[at], most)
    return Limits(low, high, view.limits.row_low, view.limits.row_high)


def reach(program: Program, limits: Limits, needs: Sequence[Need], near: Integers) -> Search:
    """Look for one table that meets the first need and, on the way, as many of the others as comes easily.

    `needs` name different positions; `near` (N) is any table that agrees. If a linear program can't meet the first
    need, no table can. Where its answer has broken numbers, the one that moves fewest people away from `near` seldom
    has; only after both is the integer program asked.
    """
    first = needs[0]
    narrowed = limits.narrowed(first.position, first.interval)
    if narrowed.low[first.position] > narrowed.high[first.position]:
        return Search(None, is_proven=True)
    weights = np.array([FIRST, *(1.0 for _ in needs[1:])])
    at = np.array([need.position for need in needs], dtype=np.int64)
    answer = pull(program, limits, Pull(at, np.array([need.interval for need in needs], dtype=float), weights))
    if answer.values is None or answer.missed is None:
        return Search(None, is_proven=answer.status == INFEASIBLE)
    if answer.missed[0] > SLACK:
        return Search(None, is_proven=True)
    return _as_whole(program, narrowed, answer.values) or _reach_nearest(program, narrowed, near)


def reach_whole(program: Program, limits: Limits, need: Need) -> Search:
    """Look for a table of whole people that meets one need, by the integer program alone."""
    return _reach_by_integers(program, limits.narrowed(need.position, need.interval))


def _reach_nearest(program: Program, limits: Limits, near: Integers) -> Search:
    ends = np.stack([near, near], axis=1).astype(float)
    answer = pull(program, limits, Pull(np.arange(len(near)), ends, np.ones(len(near))))
    found = None if answer.values is None else _as_whole(program, limits, answer.values)
    return found or _reach_by_integers(program, limits)


def _reach_by_integers(program: Program, limits: Limits) -> Search:
    answer = pull(program, limits, Pull(np.zeros(0, np.int64), np.zeros((0, 2)), np.zeros(0)), whole=True)
    if answer.values is None:
        return Search(None, is_proven=answer.status == INFEASIBLE)
    return _as_whole(program, limits, answer.values) or Search(None, is_proven=False)


def _as_whole(program: Program, limits: Limits, values: Floats) -> Search | None:
    """The rounded values as a witness, if they agree with everything exactly."""
    witness = np.rint(values).astype(np.int64)
    return Search(witness, is_proven=False) if agrees(program, limits, witness) else None


def tolerance(count: int) -> int:
    """How far, each way, a hidden count that isn't small must stay uncertain: 3 people, or 10 % rounded up."""
    return max(3, -(-count // 10))


def needs_of(view: View, position: int, count: int, *, is_lower_bound: bool = False) -> list[Need]:
    """What must stay possible for a hidden count, as this view sees it.

    A partner takes its own part away first, so what needs protecting is the others' part. Of a bound that isn't a sum
    (`is_lower_bound`) it only knows that the bound isn't below its own part.
    """
    own = int(view.own[position])
    others = count if is_lower_bound else count - own
    if others >= SMALLEST_SHOWN:
        reach_down = max(own, count - tolerance(others))
        return [Need(position, "at_least", count + tolerance(others)), Need(position, "at_most", reach_down)]
    values = range(own, SMALLEST_SHOWN if is_lower_bound else own + SMALLEST_SHOWN)
    return [Need(position, "is", value) for value in (values[-1], *values[:-1])]
