"""What disclosure control hands out: a table that may be read by anyone, or a refusal in a sentence.

Nothing here tells why a cell is hidden. To say "hidden because it is small" would tell that it is small, and beside a
cell hidden only to protect it, one subtraction would be left to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from banyan.disclosure.tables import Cell, Relation, Statement

SMALLEST_SHOWN = 10
"""Counts of fewer people are never shown (docs/adr/0005-disclosure-control.md)."""
BASE = 5
"""Shown counts are rounded to the nearest multiple of this."""
REACH = BASE // 2
"""How far rounding to an odd base moves a count at most; there are no ties to break."""

HIDDEN_NOTE = "Some numbers are hidden so that nobody can be singled out."
ROUNDED_NOTE = "Numbers are rounded to the nearest 5, so parts may not add up to their total."

RefusalCode = Literal["nothing-left", "statement", "earlier", "undecided", "contradiction"]


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
    statements  percentages and sentences that are printed with it.
    """

    title: str
    figures: Mapping[Cell, Figure]
    relations: tuple[Relation, ...] = ()
    statements: tuple[Statement, ...] = ()

    @cached_property
    def hidden(self) -> frozenset[Cell]:
        return frozenset(cell for cell, figure in self.figures.items() if figure.shown is None)

    @property
    def notes(self) -> tuple[str, ...]:
        """Whole sentences to print under the table."""
        hidden = (HIDDEN_NOTE,) if self.hidden else ()
        rounded = any(figure.shown is not None and not figure.exact for figure in self.figures.values())
        return (*hidden, ROUNDED_NOTE) if rounded else hidden

    def value(self, cell: Cell) -> int | None:
        """The number to print, None where it is hidden. KeyError when the cell is not in the table."""
        return self.figures[cell].shown


@dataclass(frozen=True)
class Refused:
    """The table may not be published. `sentence` says so to staff, without any count.

    `code` lets a page say it in its own language; `cell` and `publications` are what the sentence names.
    """

    code: RefusalCode
    sentence: str
    cell: Cell | None = None
    publications: tuple[str, ...] = ()


Outcome = Published | Refused


def rounded(count: int) -> int:
    """The nearest multiple of 5; 5 is odd, so there are no ties."""
    return (count + REACH) // BASE * BASE


def earlier_interval(cell: Cell, earlier: Sequence[Published]) -> list[tuple[int, int]]:
    """The intervals that earlier publications show for this cell, in their order."""
    figures = (publication.figures[cell] for publication in earlier if cell in publication.figures)
    return [figure.interval for figure in figures if figure.interval is not None]
