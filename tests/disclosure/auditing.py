"""The attacker let loose on a publication that is finished, however it came about."""

from collections.abc import Sequence

from banyan.disclosure import publish
from banyan.disclosure.choice import Breach, Choice
from banyan.disclosure.results import Published, Refused
from banyan.disclosure.suppression import Reason, primary
from banyan.disclosure.tables import Table


def audit(published: Published, table: Table, *, earlier: Sequence[Published] = ()) -> tuple[Breach, ...]:
    """What a reader or partner could work out; empty when it is safe. `table` holds the exact counts behind it."""
    problem, must_hide = publish._problem(table, earlier), primary(table, earlier)
    assert not isinstance(problem, Refused)
    assert must_hide.keys() <= published.hidden
    breaches: list[Breach] = []
    for block in publish._blocks(problem):
        secret = sorted((published.hidden - problem.settled).intersection(block.cells))
        reasons = {cell: must_hide.get(cell, Reason.PROTECTS_ANOTHER) for cell in secret}
        choice = Choice(block, reasons, may_hide=False)
        choice.settle()
        breaches += choice.breaches
    return tuple(breaches)
