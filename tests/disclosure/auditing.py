"""The attacker let loose on a publication that is finished, however it came about."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from banyan.disclosure import publish
from banyan.disclosure.choice import Breach, Choice, Unprotectable
from banyan.disclosure.results import Published, Refused
from banyan.disclosure.suppression import Reason, primary
from banyan.disclosure.tables import Table


@dataclass
class Audit(Choice):
    """What is hidden stays as it is: whatever the choice would hide to mend is a breach, and is written down."""

    breaches: list[Breach] = field(default_factory=list)

    def _give_way(self, i: int, breach: Breach) -> None:
        as_printed = dict(self.hidden)
        try:
            super()._give_way(i, breach)
            is_breach = self.hidden != as_printed
        except Unprotectable:
            is_breach = True
        self.hidden = as_printed
        if is_breach:
            self.breaches.append(breach)
            self.excused.add((breach.partner, breach.need))


def audit(published: Published, table: Table, *, earlier: Sequence[Published] = ()) -> tuple[Breach, ...]:
    """What a reader or partner could work out; empty when it is safe. `table` holds the exact counts behind it."""
    problem, must_hide = publish._problem(table, earlier), primary(table, earlier)
    assert not isinstance(problem, Refused)
    assert must_hide.keys() <= published.hidden
    breaches: list[Breach] = []
    for block in publish._blocks(problem):
        secret = sorted((published.hidden - problem.settled).intersection(block.cells))
        choice = Audit(block, {cell: must_hide.get(cell, Reason.PROTECTS_ANOTHER) for cell in secret})
        choice.settle()
        breaches += choice.breaches
    return tuple(breaches)
