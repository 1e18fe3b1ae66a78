"""How small and how large each number of a program can be, asked of the solver one end at a time."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from banyan.disclosure.program import Program, Variable
from banyan.disclosure.solver import Limits

Range = tuple[int, float]
UNBOUNDED = {3, 4}  # HiGHS may not tell which it is: unbounded, or that or impossible.


def work_out(program: Program, limits: Limits, variables: Sequence[Variable]) -> Mapping[Variable, Range]:
    """The least and the most of each; the most is infinite where nothing bounds it."""
    return {
        variable: (int(_extreme(program, limits, variable, 1.0)), _extreme(program, limits, variable, -1.0))
        for variable in variables
    }


def _extreme(program: Program, limits: Limits, variable: Variable, direction: float) -> float:
    cost, at = np.zeros(len(program.variables)), program.index[variable]
    cost[at] = direction
    found = milp(
        cost,
        constraints=LinearConstraint(program.matrix, limits.row_low, limits.row_high),
        bounds=Bounds(limits.low, limits.high),
        integrality=np.ones(len(cost)),
    )
    if found.status in UNBOUNDED:
        return np.inf
    assert found.x is not None, found.message
    return float(np.rint(found.x[at]))
