"""What is to be published: counts of people or reports, who contributed them, and how they hang together.

A cell is named by what it counts and the categories that narrow it down, never by its position in one table. A margin
is the same cell with a category left out. So the year's total in a table of harms and the year's total in a table of
communities are one and the same cell, and the attacker of `attacker.py` may lay all tables over one another.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, Self

MOST_CELLS = 600
MOST_DIMENSIONS = 3

Kind = Literal["parts", "within", "order", "fact"]


class TableError(ValueError):
    """The caller's numbers contradict each other: they are not a table."""


class TooLarge(TableError):  # noqa: N818 - it reads as the sentence it stands for.
    """More than 600 cells or more than three dimensions: the attacker could not be answered for."""


@dataclass(frozen=True, order=True)
class Cell:
    """One count: `measure` says of what, `narrowed` lists (dimension, category), sorted by dimension."""

    measure: str
    narrowed: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, measure: str, **narrowed: str) -> Self:
        """The cell of `measure` narrowed to these categories; none at all means the grand total."""
        return cls(measure, tuple(sorted(narrowed.items())))

    @property
    def label(self) -> str:
        """Words that name the cell in an error, without its count."""
        inside = ", ".join(f"{dimension}: {category}" for dimension, category in self.narrowed)
        return f"{self.measure} ({inside or 'total'})"


@dataclass(frozen=True)
class Relation:
    """`low` <= sum of coefficient x count <= `high`, known to every reader; None leaves a side open.

    `kind` says what the relation means for people: the cells of "parts" make up a whole; "within" means that one group
    is inside another, so that those outside it are a group too; "order" compares two bounds on one number; "fact" is
    anything else that everyone knows.
    """

    terms: tuple[tuple[Cell, int], ...]
    low: int | None
    high: int | None
    kind: Kind = "fact"

    @classmethod
    def parts(cls, whole: Cell, parts: Iterable[Cell]) -> Self:
        """The whole is exactly the sum of its parts."""
        return cls(((whole, -1), *((part, 1) for part in parts)), 0, 0, "parts")

    @classmethod
    def within(cls, part: Cell, whole: Cell) -> Self:
        """Everyone in `part` is in `whole` too, as hate crimes are among hate acts."""
        return cls(((whole, -1), (part, 1)), None, 0, "within")

    @classmethod
    def order(cls, low: Cell, high: Cell) -> Self:
        """Two bounds on one number; their difference is not a group of people."""
        return cls(((high, -1), (low, 1)), None, 0, "order")

    @cached_property
    def cells(self) -> frozenset[Cell]:
        return frozenset(cell for cell, _ in self.terms)

    @cached_property
    def pairs(self) -> tuple[tuple[Cell, Cell], ...]:
        """(whole, part) for each part that lies inside a whole; empty where nothing lies inside anything."""
        if self.kind not in {"parts", "within"}:
            return ()
        (whole, _), *parts = self.terms
        return tuple((whole, part) for part, _ in parts)

    def value(self, counts: Mapping[Cell, int]) -> int:
        """The weighted sum; KeyError when a count is missing."""
        return sum(coefficient * counts[cell] for cell, coefficient in self.terms)

    def holds(self, counts: Mapping[Cell, int]) -> bool:
        """Whether these counts obey it; KeyError when a count is missing."""
        value = self.value(counts)
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True)
class Table:
    """Exact counts of people or reports, before disclosure control; as confidential as the records behind it.

    counts         cell -> whole number >= 0; what may be shown, margins included; at most 600.
    relations      what every reader knows about how cells hang together.
    contributions  cell -> organisation -> its part. A cell without any is not a joint one (one source alone).
    public         cells that are already public elsewhere to the last digit, such as official counts.
    lower_bounds   joint cells that are no sum over organisations, such as "at least the largest partner's count".
    background     cells of earlier publications that can still be counted: never shown by this table, but their
                   exact counts (and contributions) make the audit sharper. Without them it is only more cautious.
    """

    title: str
    counts: Mapping[Cell, int]
    relations: tuple[Relation, ...] = ()
    contributions: Mapping[Cell, Mapping[str, int]] = field(default_factory=dict)
    public: frozenset[Cell] = frozenset()
    lower_bounds: frozenset[Cell] = frozenset()
    background: Mapping[Cell, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Copies, so that nobody changes a table after it was checked; plain ones, so that a child process can have it.
        own = {cell: {name: n for name, n in by.items() if n} for cell, by in self.contributions.items()}
        object.__setattr__(self, "counts", dict(self.counts))
        object.__setattr__(self, "background", dict(self.background))
        object.__setattr__(self, "contributions", own)
        if len(self.counts) > MOST_CELLS:
            raise TooLarge(f"This table has {len(self.counts)} cells; at most {MOST_CELLS} can be checked.")
        if self.depth > MOST_DIMENSIONS:
            raise TooLarge(f"This table has {self.depth} dimensions; at most {MOST_DIMENSIONS} can be checked.")
        self._check_counts()
        self._check_contributions()

    @cached_property
    def known(self) -> Mapping[Cell, int]:
        """Every exact count at hand, shown or in the background."""
        return {**self.background, **self.counts}

    @cached_property
    def organisations(self) -> tuple[str, ...]:
        """Everyone who contributed to any cell, sorted."""
        return tuple(sorted({name for by in self.contributions.values() for name in by}))

    @cached_property
    def depth(self) -> int:
        """The number of categories that narrow down the most detailed cell."""
        return max((len(cell.narrowed) for cell in self.counts), default=0)

    def _check_counts(self) -> None:
        negative = [cell.label for cell, count in self.known.items() if count < 0]
        if negative:
            raise TableError(f"A count is below zero: {negative[0]}.")
        if not self.public <= self.counts.keys():
            raise TableError("A cell said to be public is not in the table.")
        for relation in self.relations:
            if relation.cells <= self.known.keys() and not relation.holds(self.known):
                raise TableError(f"The counts do not add up as said: {relation.terms[0][0].label}.")

    def _check_contributions(self) -> None:
        for cell, by in self.contributions.items():
            if cell not in self.known:
                raise TableError(f"Organisations contribute to a cell without a count: {cell.label}.")
            total, largest, count = sum(by.values()), max(by.values(), default=0), self.known[cell]
            fits = largest <= count <= total if cell in self.lower_bounds else count == total
            if not fits or min(by.values(), default=0) < 0:
                raise TableError(f"What organisations contribute does not make up the count: {cell.label}.")
