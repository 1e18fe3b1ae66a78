"""From exact counts to a table that may be read by anyone, or to a refusal in a sentence.

`protect` is all that most callers need. `decide` also tells why each cell is hidden, which is as confidential as the
counts. `audit` looks at a finished publication afresh and believes nothing of how it came about.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from banyan.disclosure.attacker import READER, needs_of, reach_whole, view_of
from banyan.disclosure.choice import Breach, Choice, Problem, Unprotectable
from banyan.disclosure.program import Integers, Program, build, share_holds
from banyan.disclosure.results import Figure, Outcome, Published, Refused, earlier_interval, rounded
from banyan.disclosure.solver import INFEASIBLE, SLACK, Limits, Pull, agrees, pull
from banyan.disclosure.steps import Steps
from banyan.disclosure.suppression import Reason, is_already_shown, primary
from banyan.disclosure.tables import Cell, Relation, Statement, Table

_CONTRADICTION = Refused(
    "contradiction",
    "This table contradicts what is said beside it or an earlier publication, so it was not published.",
)
_NOTHING_LEFT = Refused(
    "nothing-left",
    "Too few people are counted here: no number of this table can be shown without singling someone out.",
)


@dataclass(frozen=True)
class Decision:
    """What `protect` decided and why. `reasons` (hidden cell -> reason) never leaves those who may see the counts."""

    outcome: Outcome
    reasons: Mapping[Cell, Reason]


def unheard(*_numbers: int) -> None:
    """Nobody waits."""


def protect(
    table: Table,
    *,
    earlier: Sequence[Published] = (),
    partners: Sequence[str] | None = None,
    statements: Sequence[Statement] = (),
    heard: Callable[[int], None] = unheard,
) -> Outcome:
    """The table with everything hidden that could single someone out, or the reason why it can't be published.

    earlier     every publication before this one, oldest first; those on other measures cost nothing.
    partners    organisations that may read it and know their own part; all contributors unless given.
    statements  whatever else is printed: percentages (`Share`), sentences and interval ends (`Relation.known`).
                What is worked out from the shown figures alone needs no mention: it adds nothing to them.
    heard       is told of so many numbers more that are decided, as the work goes on; it may raise to end it.

    Deterministic; raises nothing for a valid Table. Source: docs/adr/0005-disclosure-control.md.
    """
    return decide(table, earlier=earlier, partners=partners, statements=statements, heard=heard).outcome


def decide(
    table: Table,
    *,
    earlier: Sequence[Published] = (),
    partners: Sequence[str] | None = None,
    statements: Sequence[Statement] = (),
    heard: Callable[[int], None] = unheard,
) -> Decision:
    """As `protect`, with the reason for each hidden cell."""
    problem = _problem(table, earlier, partners, statements)
    if isinstance(problem, Refused):
        return Decision(problem, {})
    hidden = primary(table, earlier)
    if hidden.keys() == table.counts.keys():
        return Decision(_NOTHING_LEFT, hidden)
    reasons: dict[Cell, Reason] = {}
    for block in _blocks(problem):
        choice = Choice(block, {cell: hidden[cell] for cell in block.cells if cell in hidden})
        try:
            choice.settle()
        except Unprotectable as error:
            return Decision(_refusal(error.breach, problem, earlier, statements), {})
        reasons |= choice.second_look().hidden
        heard(len(block.cells))
    published = _published(table, reasons, statements)
    if all(figure.shown is None for figure in published.figures.values()):
        return Decision(_NOTHING_LEFT, dict(reasons))
    return Decision(published, dict(reasons))


def audit(
    published: Published,
    table: Table,
    *,
    earlier: Sequence[Published] = (),
    partners: Sequence[str] | None = None,
    statements: Sequence[Statement] = (),
) -> tuple[Breach, ...]:
    """What a reader or partner could work out from a finished publication; empty when it is safe.

    `table` holds the exact counts behind it. ValueError when the publication isn't of this table's cells or a figure
    isn't its rounded count.
    """
    _check_figures(published, table)
    problem = _problem(table, earlier, partners, (*published.statements, *statements))
    if isinstance(problem, Refused):
        raise ValueError(problem.sentence)  # noqa: TRY004 - the numbers are wrong, not the type.
    must_hide = primary(table, earlier)
    breaches = [_shown_outright(cell, problem) for cell in must_hide if cell not in published.hidden]
    for block in _blocks(problem):
        secret = sorted((published.hidden - problem.settled).intersection(block.cells))
        reasons = {cell: must_hide.get(cell, Reason.PROTECTS_ANOTHER) for cell in secret}
        choice = Choice(block, reasons, may_hide=False)
        choice.settle()
        breaches += choice.breaches
    return tuple(breaches)


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


def _shown_outright(cell: Cell, problem: Problem) -> Breach:
    need = needs_of(problem.views[0], problem.program.index[cell], problem.table.counts[cell])[0]
    return Breach(cell, READER, need, is_proven=True)


def _check_figures(published: Published, table: Table) -> None:
    if published.figures.keys() != table.counts.keys():
        raise ValueError("The publication and the table do not have the same cells.")
    for cell, figure in published.figures.items():
        count = table.counts[cell]
        expected = count if figure.exact else rounded(count)
        if figure.exact != (cell in table.public) or figure.shown not in {None, expected}:
            raise ValueError(f"A figure is not its rounded count: {cell.label}.")


def _published(table: Table, reasons: Mapping[Cell, Reason], statements: Sequence[Statement]) -> Published:
    figures: dict[Cell, Figure] = {}
    for cell, count in table.counts.items():
        if cell in table.public:
            figures[cell] = Figure(count, exact=True)
        else:
            figures[cell] = Figure(None if cell in reasons else rounded(count))
    return Published(table.title, figures, table.relations, tuple(statements))


def _problem(
    table: Table, earlier: Sequence[Published], partners: Sequence[str] | None, statements: Sequence[Statement]
) -> Problem | Refused:
    """Everything the search needs; a refusal when what is said contradicts the counts."""
    if not all(_is_true(statement, table) for statement in statements):
        return _CONTRADICTION
    completed = _completed(build(table, earlier, statements))
    if isinstance(completed, Refused):
        return completed
    program, truth = completed
    names = table.organisations if partners is None else sorted(set(partners))
    once_hidden = {cell for publication in earlier for cell in publication.hidden}
    kept = {cell for cell in table.background if cell not in table.counts and cell in once_hidden}
    return Problem(
        table=table,
        cells=tuple(table.counts),
        program=program,
        truth=truth,
        views=tuple(view_of(program, table, name) for name in (READER, *names)),
        kept=frozenset(cell for cell in kept if not _still_holds(cell, table, earlier)),
        settled=frozenset(cell for cell in table.counts if is_already_shown(table, cell, earlier)),
        excuses=lambda breach: _is_known_anyway(breach, table),
        steps=Steps(program),
    )


def _is_true(statement: Statement, table: Table) -> bool:
    if isinstance(statement, Relation):
        return not statement.cells <= table.known.keys() or statement.holds(table.known)
    return share_holds(statement, table.known)


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
            return _CONTRADICTION if answer.status == INFEASIBLE else _undecided()
        truth = np.rint(answer.values).astype(np.int64)
        moved = answer.missed > SLACK
        program = replace(program, low=np.where(moved, 0, program.low), high=np.where(moved, np.inf, program.high))
    everything = Limits(program.low, program.high, program.row_low, program.row_high)
    return (program, truth) if agrees(program, everything, truth) else _CONTRADICTION


def _is_known_anyway(breach: Breach, table: Table) -> bool:
    """Whether official counts, or a partner's own part, rule the value out even with nothing published."""
    return not _is_possible(breach, table, build(table))


def _is_possible(breach: Breach, table: Table, program: Program) -> bool:
    """Whether the need can be met with every number of this table hidden."""
    need = replace(breach.need, position=program.index[breach.variable])
    view = view_of(program, table, breach.partner)
    found = reach_whole(program, view.limits, need)
    return found.witness is not None or not found.is_proven


def _refusal(
    breach: Breach, problem: Problem, earlier: Sequence[Published], statements: Sequence[Statement]
) -> Refused:
    cell = breach.variable if isinstance(breach.variable, Cell) else None
    name = breach.variable.label
    if not breach.is_proven:
        return _undecided(cell, name)
    if _is_possible(breach, problem.table, build(problem.table, earlier)):
        return Refused("statement", f"A percentage or sentence beside this table would give away: {name}.", cell)
    alone = [
        publication.title
        for i, publication in enumerate(earlier)
        if _is_possible(breach, problem.table, build(problem.table, (*earlier[:i], *earlier[i + 1 :]), statements))
    ]
    titles = tuple(alone or [publication.title for publication in earlier])
    sentence = f"Together with an earlier publication ({', '.join(titles)}) this table would give away: {name}."
    return Refused("earlier", sentence, cell, titles)


def _undecided(cell: Cell | None = None, name: str = "its hidden numbers") -> Refused:
    sentence = f"It could not be proved in time that nobody can work out {name}, so this table was not published."
    return Refused("undecided", sentence, cell)
