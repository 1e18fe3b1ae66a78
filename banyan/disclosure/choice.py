"""The search for what else to hide so that no hidden number can be worked out.

Nothing is hidden on a hunch. For each hidden number the attacker looks for tables in which it is elsewhere; where there
is none, a linear program finds the least information to give up so that there is, those cells are hidden, and the
looking goes on until every need is met in every view. Then cells that turn out not to be needed are shown again.
Witnesses stay valid while more is hidden, so each need is looked for once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from banyan.disclosure.attacker import (
    Need,
    View,
    needs_of,
    reach,
    with_shown,
)
from banyan.disclosure.program import Gap, Integers, Program, Variable
from banyan.disclosure.results import SMALLEST_SHOWN
from banyan.disclosure.solver import INFEASIBLE, SLACK, Limits, Pull, agrees, closer, pull
from banyan.disclosure.steps import Steps
from banyan.disclosure.suppression import Reason, information, shown_interval
from banyan.disclosure.tables import Cell, Table

MOST_SECOND_LOOKS = 30
"""Cells hidden to protect others that are tried again at the end; a fixed number, so that the result never depends on
how fast the machine is."""

MOST_WALKS = 8
"""Tables that are walked from after each search; a search costs about as much as these."""

ROUNDS = 3
"""A linear program likes to move many cells a little. Asked again with moved cells made cheaper, it moves fewer."""


@dataclass(frozen=True)
class Breach:
    """A number that the view `partner` (empty: any reader) can work out too closely; `is_proven` is False when the
    search merely ran out of time.
    """

    variable: Variable
    partner: str
    need: Need
    is_proven: bool


class Unprotectable(Exception):  # noqa: N818 - it is an answer, not a fault; publish.py turns it into a refusal.
    """Hiding everything there is would not be enough."""

    def __init__(self, breach: Breach) -> None:
        super().__init__(breach)
        self.breach = breach


@dataclass(frozen=True)
class Problem:
    """What stays the same during a search.

    cells     the cells of the table that the program is about; the others are another problem.
    truth     N whole numbers that agree with everything: the real counts, completed where an old count isn't at hand.
    views     the reader first, then each partner.
    kept      hidden cells of earlier publications that must stay hidden, and that this table doesn't show.
    settled   cells of the table that are public already; hiding them would help nobody.
    excuses   tells whether a need fails even when nothing is published: then it is public, or the partner's own
              knowledge, already.
    steps     ways from one table to the next that were found on the way.
    heard     is called before each search, with no numbers: it may raise to end the work.
    hard      (view, need) for which something had to be hidden, or couldn't be shown again: tried first the next time.
    """

    table: Table
    cells: tuple[Cell, ...]
    program: Program
    truth: Integers
    views: tuple[View, ...]
    kept: frozenset[Cell]
    settled: frozenset[Cell]
    excuses: Callable[[Breach], bool]
    steps: Steps
    heard: Callable[[int], None]
    hard: list[tuple[int, Need]] = field(default_factory=list)


@dataclass(frozen=True)
class Repair:
    """Cells to hide so that a need can be met; none where no hiding helps or none is needed."""

    cells: tuple[Cell, ...]
    is_possible: bool = False
    is_proven: bool = True


@dataclass
class Choice:
    """A set of hidden cells on its way to being safe. A trial hides no more: it fails at the first breach.

    hidden           cell of the table -> why.
    pools            one for each view: tables (N whole numbers) that agree with all it knows.
    excused          (partner, need) that fail even when nothing is published.
    cannot_be_small  positions of old, unknown counts that nothing allows to be below 10 as things stand.
    """

    problem: Problem
    hidden: dict[Cell, Reason]
    is_trial: bool = False
    has_failed: bool = False
    pools: list[list[Integers]] = field(default_factory=list)
    excused: set[tuple[str, Need]] = field(default_factory=set)
    cannot_be_small: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not self.pools:
            self.pools = [[self.problem.truth] for _ in self.problem.views]

    def settle(self) -> None:
        """Hide until every need is met in every view. Raises Unprotectable where no hiding helps."""
        before = -1
        while before != len(self.hidden):
            before = len(self.hidden)
            for i in range(len(self.problem.views)):
                self._settle_view(i)
                if self.has_failed:
                    return

    def settle_hard(self) -> None:
        """Look first for what failed before: most trials end here."""
        for i in dict.fromkeys(i for i, _ in self.problem.hard):
            needs = [need for need in self._unmet(i) if (i, need) in self.problem.hard]
            if needs:
                self._meet(i, needs)
            if self.has_failed:
                return

    def second_look(self) -> frozenset[Cell]:
        """What stays hidden when all is shown again that need not be, most informative first."""
        best = self
        spare = [cell for cell, reason in self.hidden.items() if reason is Reason.PROTECTS_ANOTHER]
        for cell in sorted(spare, key=lambda c: (-self._cost(c), c))[:MOST_SECOND_LOOKS]:
            trial = best._without(cell)
            trial.settle_hard()
            if not trial.has_failed:
                trial.settle()
            if not trial.has_failed:
                best = trial
        return frozenset(best.hidden)

    def _without(self, cell: Cell) -> "Choice":
        hidden = {other: reason for other, reason in self.hidden.items() if other != cell}
        at = self.problem.program.index[cell]
        low, high = shown_interval(self.problem.table.counts[cell])
        pools = [[witness for witness in pool if low <= witness[at] <= high] for pool in self.pools]
        return Choice(
            self.problem,
            hidden,
            is_trial=True,
            pools=pools,
            excused=set(self.excused),
            cannot_be_small=set(self.cannot_be_small),
        )

    def limits(self, view: View) -> Limits:
        """What a view knows, with what is shown under this choice."""
        return closer(self.problem.program, with_shown(self.problem.program, view, self._shown()))

    def _shown(self) -> Mapping[Cell, tuple[int, int]]:
        table = self.problem.table
        open_cells = (cell for cell in self.problem.cells if cell not in self.hidden and cell not in table.public)
        return {cell: shown_interval(table.counts[cell]) for cell in open_cells}

    def _cost(self, cell: Cell) -> float:
        return information(cell, self.problem.table.counts[cell], self.problem.table.depth)

    def _settle_view(self, i: int) -> None:
        """Meet every need of one view, beginning with the tables that other views have found already."""
        view, program = self.problem.views[i], self.problem.program
        limits = self.limits(view)
        self.pools[i] += [witness for witness in self.pools[0] if i and agrees(program, limits, witness)]
        while not self.has_failed and (needs := self._unmet(i)):
            self._meet(i, needs)

    def _meet(self, i: int, needs: list[Need]) -> None:
        """Settle these needs one search after another, or hide something; then the caller asks again what is unmet."""
        view = self.problem.views[i]
        limits = self.limits(view)
        size = len(self.hidden)
        needs = self._walk(i, limits, needs, self.pools[i])
        while needs and len(self.hidden) == size and not self.has_failed:
            first = needs[0]
            nearest = {need.position: need for need in reversed(needs)}
            group = [first, *(need for at, need in nearest.items() if at != first.position)]
            near = self.pools[i][0]
            self.problem.heard(0)
            found = reach(self.problem.program, limits, group, near)
            if found.witness is None:
                variable = self.problem.program.variables[first.position]
                self._give_way(i, Breach(variable, view.name, first, found.is_proven))
                needs = needs[1:]
            else:
                for other in (near, *self.pools[i][-2:]):
                    self.problem.steps.learn(found.witness, other)
                self._add_witness(i, found.witness)
                needs = self._walk(i, limits, _still_unmet(needs, [found.witness]), [near, found.witness])

    def _walk(self, i: int, limits: Limits, needs: list[Need], starts: Sequence[Integers]) -> list[Need]:
        """Meet what can be met in known steps from these tables, and from those found so; what is left is returned."""
        waiting = list(starts)
        for _ in range(MOST_WALKS):
            if not waiting or not needs:
                break
            found = self.problem.steps.walk(limits, waiting.pop(0), needs)
            for witness in found:
                self._add_witness(i, witness)
            waiting += found
            needs = _still_unmet(needs, found)
        return needs

    def _add_witness(self, i: int, witness: Integers) -> None:
        """Keep it, for the reader's view too: whatever a partner holds possible, a reader does."""
        for at in {0, i}:
            self.pools[at].append(witness)

    def _unmet(self, i: int) -> list[Need]:
        problem, view, pool = self.problem, self.problem.views[i], self.pools[i]
        needs: list[Need] = []
        for cell in (*self.hidden, *problem.kept):
            bound = cell in problem.table.lower_bounds
            needs += needs_of(view, problem.program.index[cell], problem.table.known[cell], is_lower_bound=bound)
        needs += self._needs_of_gaps(view)
        if i == 0:
            needs += self._needs_of_unknown()
        needs = [need for need in needs if (view.name, need) not in self.excused]
        return _still_unmet(needs, pool)

    def _needs_of_gaps(self, view: View) -> list[Need]:
        """A gap is never shown, so a large one needs nothing; a small one is a small cell."""
        program = self.problem.program
        small = (
            (at, int(program.truth[at]))
            for at, variable in enumerate(program.variables)
            if isinstance(variable, Gap) and program.is_known[at] and program.truth[at] - view.own[at] < SMALLEST_SHOWN
        )
        return [need for at, count in small for need in needs_of(view, at, count)]

    def _needs_of_unknown(self) -> list[Need]:
        """Old counts that are no longer at hand: if one could be small, it must be able to be any small number."""
        program = self.problem.program
        needs: list[Need] = []
        for at in range(len(program.variables)):
            if program.is_known[at] or program.low[at] >= SMALLEST_SHOWN:
                continue
            if any(witness[at] < SMALLEST_SHOWN for witness in self.pools[0]):
                needs += [Need(at, "is", value) for value in range(SMALLEST_SHOWN)]
            elif at not in self.cannot_be_small:
                needs.append(Need(at, "at_most", SMALLEST_SHOWN - 1))
        return needs

    def _give_way(self, i: int, breach: Breach) -> None:
        """Hide what makes the need possible; else excuse it, when it was public before, or fail."""
        at = breach.need.position
        is_unknown = not self.problem.program.is_known[at]
        if is_unknown and breach.need.sense == "at_most" and breach.is_proven:
            self.cannot_be_small.add(at)
            return
        if (i, breach.need) not in self.problem.hard:
            self.problem.hard.append((i, breach.need))
        if self.is_trial:
            self.has_failed = True
            return
        repair = self._repair(self.problem.views[i], breach.need)
        if repair.cells:
            self.hidden |= dict.fromkeys(repair.cells, Reason.PROTECTS_ANOTHER)
            self.cannot_be_small.clear()
        elif repair.is_proven and (is_unknown or self.problem.excuses(breach)):
            self.excused.add((breach.partner, breach.need))
        else:
            raise Unprotectable(replace(breach, is_proven=repair.is_proven))

    def _repair(self, view: View, need: Need) -> Repair:
        """The least information whose hiding lets the need be met: first over fractions, then over whole people."""
        for whole in (False, True):
            repair = self._give_up_least(view, need, whole=whole)
            if repair.cells or not repair.is_possible:
                return repair
        return repair

    def _give_up_least(self, view: View, need: Need, *, whole: bool) -> Repair:
        program, shown = self.problem.program, self._shown()
        free = [cell for cell in shown if cell not in self.problem.settled]
        limits = with_shown(program, view, {cell: shown[cell] for cell in shown.keys() - set(free)})
        at = np.array([program.index[cell] for cell in free], dtype=np.int64)
        ends = np.array([shown[cell] for cell in free], dtype=float).reshape(len(free), 2)
        price = np.array([self._cost(cell) for cell in free])
        cells: tuple[Cell, ...] = ()
        weights = price
        for _ in range(ROUNDS):
            answer = pull(program, limits.narrowed(need.position, need.interval), Pull(at, ends, weights), whole=whole)
            if answer.missed is None:
                return Repair(cells, is_possible=bool(cells), is_proven=answer.status == INFEASIBLE)
            cells = tuple(cell for cell, missed in zip(free, answer.missed, strict=True) if missed > SLACK)
            weights = price / (1 + answer.missed)
        return Repair(cells, is_possible=True, is_proven=bool(cells))


def _still_unmet(needs: list[Need], witnesses: Sequence[Integers]) -> list[Need]:
    """The needs that none of these tables (each N whole numbers) meets."""
    at = np.array([need.position for need in needs], dtype=np.int64)
    ends = np.array([need.interval for need in needs], dtype=float).reshape(len(needs), 2)
    unmet = np.ones(len(needs), dtype=bool)
    for witness in witnesses:
        value = witness[at]
        unmet &= (value < ends[:, 0]) | (value > ends[:, 1])
    return [need for need, is_unmet in zip(needs, unmet, strict=True) if is_unmet]
