"""From exact counts to a table that may be read by anyone, or to a refusal."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

import numpy as np

from banyan.disclosure.attacker import READER, reach_whole, view_of
from banyan.disclosure.choice import Breach, Choice, Problem, Unprotectable
from banyan.disclosure.program import Integers, Program, build
from banyan.disclosure.results import Figure, Outcome, Published, Refused, earlier_interval, rounded
from banyan.disclosure.solver import INFEASIBLE, SLACK, Limits, Pull, agrees, pull
from banyan.disclosure.steps import Steps
from banyan.disclosure.suppression import is_already_shown, primary
from banyan.disclosure.tables import Cell, Table

WORTH_A_SEARCH = 50
"""One in so many of the numbers that hang together has to be fit to show by itself. Where fewer are, all are hidden:
nothing can be worked out from what isn't shown, and to find out whether two of hundreds may be takes minutes.
"""


def unheard(*_numbers: int) -> None:
    """Nobody waits."""


def protect(table: Table, *, earlier: Sequence[Published] = (), heard: Callable[[int], None] = unheard) -> Outcome:
    """The table with everything hidden that could single someone out, or the reason why it can't be published.

    earlier  every publication before this one, oldest first; those on other measures cost nothing.
    heard    is told of so many numbers more that are decided, or of none before each search; it may raise to end it.

    Whatever else is printed must be worked out from the shown figures alone: then it adds nothing to them.
    Deterministic; raises nothing for a valid Table. Source: docs/adr/0005-disclosure-control.md.
    """
    problem = _problem(table, earlier, heard)
    if isinstance(problem, Refused):
        return problem
    must_hide = primary(table, earlier)
    if must_hide.keys() == table.counts.keys():
        return Refused("nothing-left")
    hidden: set[Cell] = set()
    for block in _blocks(problem):
        choice = Choice(block, {cell: must_hide[cell] for cell in block.cells if cell in must_hide})
        if max(1, len(block.cells) - len(choice.hidden)) * WORTH_A_SEARCH < len(block.cells):
            hidden.update(block.cells)
            heard(len(block.cells))
            continue
        try:
            choice.settle()
        except Unprotectable as error:
            return Refused("unprotectable" if error.breach.is_proven else "undecided")
        hidden |= choice.second_look()
        heard(len(block.cells))
    published = _published(table, hidden)
    return Refused("nothing-left") if published.hidden == published.figures.keys() else published


def _blocks(problem: Problem) -> Iterator[Problem]:
    """The problem cut into those that have nothing to do with one another."""
    for columns in problem.program.blocks:
        program = problem.program.part(columns)
        yield replace(
            problem,
            cells=tuple(cell for cell in problem.cells if cell in program.index),
            program=program,
            truth=problem.truth[columns],
            views=tuple(view_of(program, problem.table, view.name) for view in problem.views),
            kept=problem.kept & program.index.keys(),
            steps=Steps(program),
            hard=[],
        )


def _published(table: Table, hidden: AbstractSet[Cell]) -> Published:
    figures: dict[Cell, Figure] = {}
    for cell, count in table.counts.items():
        if cell in table.public:
            figures[cell] = Figure(count, exact=True)
        else:
            figures[cell] = Figure(None if cell in hidden else rounded(count))
    return Published(table.title, figures, table.relations)


def _problem(table: Table, earlier: Sequence[Published], heard: Callable[[int], None] = unheard) -> Problem | Refused:
    """Everything the search needs; a refusal when the counts contradict what is known of them."""
    completed = _completed(build(table, earlier))
    if isinstance(completed, Refused):
        return completed
    program, truth = completed
    once_hidden = {cell for publication in earlier for cell in publication.hidden}
    kept = {cell for cell in table.background if cell not in table.counts and cell in once_hidden}
    return Problem(
        table=table,
        cells=tuple(table.counts),
        program=program,
        truth=truth,
        views=tuple(view_of(program, table, name) for name in (READER, *table.organisations)),
        kept=frozenset(cell for cell in kept if not _still_holds(cell, table, earlier)),
        settled=frozenset(cell for cell in table.counts if is_already_shown(table, cell, earlier)),
        excuses=lambda breach: _is_known_anyway(breach, table),
        steps=Steps(program),
        heard=heard,
    )


def _still_holds(cell: Cell, table: Table, earlier: Sequence[Published]) -> bool:
    return any(low <= table.known[cell] <= high for low, high in earlier_interval(cell, earlier))


def _completed(program: Program) -> tuple[Program, Integers] | Refused:
    """The program with a full table that agrees with it: the real counts, and old ones made up where not at hand.

    Old figures that no longer fit beside today's counts were revised; as few people's worth of them as possible is set
    aside.
    """
    known, truth = program.is_known, program.truth
    if not known.all():
        limits = Limits(np.where(known, truth, 0), np.where(known, truth, np.inf), program.row_low, program.row_high)
        ends = np.stack([program.low, program.high], axis=1)
        answer = pull(program, limits, Pull(np.arange(len(truth)), ends, np.ones(len(truth))), whole=True)
        if answer.values is None or answer.missed is None:
            return Refused("contradiction" if answer.status == INFEASIBLE else "undecided")
        truth = np.rint(answer.values).astype(np.int64)
        moved = answer.missed > SLACK
        program = replace(program, low=np.where(moved, 0, program.low), high=np.where(moved, np.inf, program.high))
    everything = Limits(program.low, program.high, program.row_low, program.row_high)
    return (program, truth) if agrees(program, everything, truth) else Refused("contradiction")


def _is_known_anyway(breach: Breach, table: Table) -> bool:
    """Whether official counts, or a partner's own part, rule the value out even with nothing published."""
    program = build(table)
    need = replace(breach.need, position=program.index[breach.variable])
    found = reach_whole(program, view_of(program, table, breach.partner).limits, need)
    return found.witness is None and found.is_proven
