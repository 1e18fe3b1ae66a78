"""The one question put to HiGHS: stay within what is known, and bring these counts as near to these ends as you can."""

import math
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from banyan.disclosure.program import Floats, Integers, Program

TIME_LIMIT = 10.0
"""Seconds for one question; far above what a table of 600 cells needs."""
SLACK = 1e-6
ROUNDS = 20
"""How often `closer` reads all rows: far more than relations lie over one another."""
SOLVED, INFEASIBLE = 0, 2


@dataclass(frozen=True)
class Limits:
    """What a view knows: bounds on the N variables and on the M rows, both ends included."""

    low: Floats
    high: Floats
    row_low: Floats
    row_high: Floats

    def narrowed(self, position: int, interval: tuple[float, float]) -> "Limits":
        """The same with one variable held within an interval."""
        low, high = self.low.copy(), self.high.copy()
        low[position], high[position] = max(low[position], interval[0]), min(high[position], interval[1])
        return Limits(low, high, self.row_low, self.row_high)


@dataclass(frozen=True)
class Pull:
    """K variables (`positions`) drawn towards an interval each (`ends`, K x 2); `weights` (K) is the price of one
    person outside of it.
    """

    positions: Integers
    ends: Floats
    weights: Floats


@dataclass(frozen=True)
class Answer:
    """`values` (N) and how far each pulled variable stayed outside (`missed`, K); None unless status is SOLVED."""

    status: int
    values: Floats | None = None
    missed: Floats | None = None


def agrees(program: Program, limits: Limits, table: Integers) -> bool:
    """Whether N whole numbers agree with everything known, in exact integer arithmetic."""
    if bool((table < limits.low).any() or (table > limits.high).any()):
        return False
    sums = program.matrix @ table
    return bool((sums >= limits.row_low).all() and (sums <= limits.row_high).all())


def closer(program: Program, limits: Limits) -> Limits:
    """The same tables, with the bounds on each variable that follow from one row at a time.

    Rows are read again until nothing moves, `ROUNDS` times at most. All numbers are whole, so what a bound rules out is
    ruled out for certain, and a search for it can be spared.
    """
    low, high = limits.low.copy(), limits.high.copy()
    at_row, at, by = program.entries.row, program.entries.col, program.entries.data.astype(float)
    is_more = by > 0
    rows = len(limits.row_low)
    for _ in range(ROUNDS):
        before = low.copy(), high.copy()
        least = by * np.where(is_more, low[at], high[at])
        most = by * np.where(is_more, high[at], low[at])
        above = limits.row_high[at_row] - _others(least, at_row, rows, endless=-math.inf)
        below = limits.row_low[at_row] - _others(most, at_row, rows, endless=math.inf)
        np.maximum.at(low, at, np.ceil(np.where(is_more, below, above) / by - SLACK))
        np.minimum.at(high, at, np.floor(np.where(is_more, above, below) / by + SLACK))
        if bool((low == before[0]).all() and (high == before[1]).all()):
            break
    return Limits(low, high, limits.row_low, limits.row_high)


def _others(parts: Floats, at_row: Integers, rows: int, *, endless: float) -> Floats:
    """For each part of a row, the sum of the row's other parts; `endless` where one of them is infinite."""
    is_endless = np.isinf(parts)
    finite = np.where(is_endless, 0.0, parts)
    others = np.bincount(at_row, is_endless, rows)[at_row] - is_endless
    return np.where(others > 0, endless, np.bincount(at_row, finite, rows)[at_row] - finite)


def pull(program: Program, limits: Limits, towards: Pull, *, whole: bool = False) -> Answer:
    """The values within `limits` that miss the pulled ends least; whole numbers on request. Never raises."""
    n, k = len(program.variables), len(towards.positions)
    if bool((limits.low > limits.high).any()):
        return Answer(INFEASIBLE)
    m = len(limits.row_low)
    known, each = program.entries, np.arange(k)
    # One row more for each pulled variable: it, plus and minus how far it misses. Put together by hand, because sparse
    # blocks take longer to build than small programs take to solve.
    coefficients = np.concatenate([known.data, np.ones(2 * k), -np.ones(k)])
    at_row = np.concatenate([known.row, m + each, m + each, m + each])
    at_column = np.concatenate([known.col, towards.positions, n + each, n + k + each])
    rows = sparse.csc_array((coefficients, (at_row, at_column)), shape=(m + k, n + 2 * k))
    status, found = _ask(
        np.concatenate([np.zeros(n), towards.weights, towards.weights]),
        LinearConstraint(
            rows,
            np.concatenate([limits.row_low, towards.ends[:, 0]]),
            np.concatenate([limits.row_high, towards.ends[:, 1]]),
        ),
        Bounds(np.concatenate([limits.low, np.zeros(2 * k)]), np.concatenate([limits.high, np.full(2 * k, math.inf)])),
        np.concatenate([np.full(n, float(whole)), np.zeros(2 * k)]),
    )
    if found is None:
        return Answer(status)
    return Answer(status, found[:n], found[n : n + k] + found[n + k :])


def _ask(cost: Floats, rows: LinearConstraint, bounds: Bounds, whole: Floats) -> tuple[int, Floats | None]:
    options = {"time_limit": TIME_LIMIT, "mip_rel_gap": 0.0}
    result = milp(cost, constraints=rows, bounds=bounds, integrality=whole, options=options)
    return int(result.status), None if result.status != SOLVED else np.asarray(result.x, dtype=float)
