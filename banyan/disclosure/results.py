"""What disclosure control hands out: a table that may be read by anyone, or a refusal.

Nothing here tells why a cell is hidden. To say "hidden because it is small" would tell that it is small, and beside a
cell hidden only to protect it, one subtraction would be left to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from banyan.disclosure.tables import Cell, Relation

SMALLEST_SHOWN = 10
"""Counts of fewer people are never shown (docs/adr/0005-disclosure-control.md)."""
BASE = 5
"""Shown counts are rounded to the nearest multiple of this."""
REACH = BASE // 2
"""How far rounding to an odd base moves a count at most; there are no ties to break."""

RefusalCode = Literal["nothing-left", "unprotectable", "undecided", "contradiction"]


@dataclass(frozen=True)
class Figure:
    """One cell as a reader sees it: a number, or None where it is hidden. `exact` numbers were public before."""

    shown: int | None
    exact: bool = False

    @property
    def interval(self) -> tuple[int, int] | None:
        """The counts that a reader who knows the rule can infer from this figure alone, both ends included."""
        if self.shown is None:
            return None
        if self.exact:
            return self.shown, self.shown
        return max(SMALLEST_SHOWN, self.shown - REACH), self.shown + REACH


@dataclass(frozen=True)
class Published:
    """A table as everyone may read it. Safe to store, send and print: it holds nothing that isn't shown.

    figures     cell -> figure; one for every cell of the table.
    relations   how the cells hang together; readers know it anyway and later audits need it.
    """

    title: str
    figures: Mapping[Cell, Figure]
    relations: tuple[Relation, ...] = ()

    @cached_property
    def hidden(self) -> frozenset[Cell]:
        return frozenset(cell for cell, figure in self.figures.items() if figure.shown is None)


@dataclass(frozen=True)
class Refused:
    """The table may not be published. `code` says in which case, and nothing of the numbers."""

    code: RefusalCode


Outcome = Published | Refused


def rounded(count: int) -> int:
    """The nearest multiple of 5; 5 is odd, so there are no ties."""
    return (count + REACH) // BASE * BASE


def earlier_interval(cell: Cell, earlier: Sequence[Published]) -> list[tuple[int, int]]:
    """The intervals that earlier publications show for this cell, in their order."""
    figures = (publication.figures[cell] for publication in earlier if cell in publication.figures)
    return [figure.interval for figure in figures if figure.interval is not None]
