"""Everything a reader could know about a table, as one integer program.

Variables are the exact counts: those of the table, of its background and of every earlier publication that touches it;
and the number of people in one group and outside a smaller one (a gap). Rows are the relations between them. Bounds
are what was already shown. What the new table shows is added later, because the search changes it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from banyan.disclosure.results import Published
from banyan.disclosure.tables import Cell, Relation, Table

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, order=True)
class Gap:
    """The people counted in `whole` but not in `part`: two published numbers away from being known."""

    whole: Cell
    part: Cell


Variable = Cell | Gap


@dataclass(frozen=True)
class Row:
    """`low` <= sum of coefficient x variable <= `high`. `shared` rows hold for each organisation's part alone, too."""

    terms: tuple[tuple[Variable, int], ...]
    low: float
    high: float
    shared: bool = False


@dataclass(frozen=True)
class Program:
    """The integer program of a reader, without what the new table shows.

    variables  the names of the N columns.
    matrix     M x N whole coefficients, sparse; row_low and row_high (M) bound the rows, infinite where open.
    low, high  (N) what is known of each variable alone; low is at least 0.
    truth      (N) the real counts, where `is_known`; 0 elsewhere.
    shared     (M) rows that hold for every organisation's part alone, too.
    """

    variables: tuple[Variable, ...]
    index: Mapping[Variable, int]
    matrix: sparse.csr_array
    row_low: Floats
    row_high: Floats
    low: Floats
    high: Floats
    truth: Integers
    is_known: NDArray[np.bool_]
    shared: NDArray[np.bool_]

    @cached_property
    def entries(self) -> sparse.coo_array:
        """The matrix as (row, column, coefficient), to put larger ones together from."""
        return self.matrix.tocoo()

    @cached_property
    def blocks(self) -> tuple[Integers, ...]:
        """The positions of each set of variables that no row connects with any other: they tell nothing of each other.

        Whatever agrees in each block agrees as a whole, so a need in one is met or not whatever the others show.
        """
        rows, columns = self.matrix.shape
        links = sparse.coo_array(
            (np.ones(self.entries.nnz, np.int8), (self.entries.row, rows + self.entries.col)),
            shape=(rows + columns, rows + columns),
        )
        count, label = connected_components(links, directed=False)
        found = (np.flatnonzero(label[rows:] == one) for one in range(count))
        return tuple(sorted((at for at in found if len(at)), key=lambda at: int(at[0])))

    def part(self, columns: Integers) -> "Program":
        """The program of some whole blocks alone: their variables, and the rows that bind them."""
        matrix = self.matrix[:, columns]
        rows = np.flatnonzero(np.diff(matrix.indptr))
        variables = tuple(self.variables[at] for at in columns)
        return Program(
            variables=variables,
            index={variable: at for at, variable in enumerate(variables)},
            matrix=matrix[rows],
            row_low=self.row_low[rows],
            row_high=self.row_high[rows],
            low=self.low[columns],
            high=self.high[columns],
            truth=self.truth[columns],
            is_known=self.is_known[columns],
            shared=self.shared[rows],
        )


def build(table: Table, earlier: Sequence[Published] = ()) -> Program:
    """Lay the table and every earlier publication that touches it over one another. No errors for a valid Table.

    Earlier cells that nothing connects with this table, as those of other years, are left out: it says nothing of them.
    An earlier figure that the table's own count contradicts belongs to data that were revised since; it says nothing
    about today's count and is left out (`suppression.primary` sees to the difference between the two).
    """
    linked = _linked(table, earlier)
    given = [*table.relations, *(relation for publication in linked for relation in publication.relations)]
    relations = _plausible(given, table.known)
    cells = set(table.known).union(*(p.figures for p in linked), *(relation.cells for relation in relations))
    gaps = sorted({*_declared_gaps(relations), *_implied_gaps(cells, relations)})
    rows = [_relation_row(relation, table) for relation in relations]
    rows += [Row(((gap.whole, 1), (gap.part, -1), (gap, -1)), 0, 0) for gap in gaps]
    program = _assemble(table, linked, (*sorted(cells), *gaps), rows)
    touched = [at for at in program.blocks if any(program.variables[one] in table.known for one in at)]
    return program.part(np.sort(np.concatenate(touched))) if touched else program


def _linked(table: Table, earlier: Sequence[Published]) -> list[Published]:
    """Earlier publications that share a measure with the table or with another linked one, oldest first."""
    waiting, linked = list(earlier), list[Published]()
    cells = set(table.known).union(*(relation.cells for relation in table.relations))
    while True:
        measures = {cell.measure for cell in cells}
        found = [p for p in waiting if any(cell.measure in measures for cell in _mentioned(p))]
        if not found:
            return [publication for publication in earlier if publication in linked]
        waiting = [p for p in waiting if p not in found]
        linked += found
        cells.update(cell for publication in found for cell in _mentioned(publication))


def _mentioned(publication: Published) -> set[Cell]:
    return set(publication.figures).union(*(relation.cells for relation in publication.relations))


def _plausible(relations: Iterable[Relation], known: Mapping[Cell, int]) -> list[Relation]:
    """Each relation once; one that today's counts break was said of data that were revised since."""
    unique = dict.fromkeys(relations)
    return [relation for relation in unique if not relation.cells <= known.keys() or relation.holds(known)]


def _declared_gaps(relations: Iterable[Relation]) -> set[Gap]:
    return {Gap(*pair) for relation in relations if relation.kind == "within" for pair in relation.pairs}


def _implied_gaps(cells: set[Cell], relations: Iterable[Relation]) -> set[Gap]:
    """Each cell inside the next wider ones that no relation mentions: publications filtered differently.

    Whoever is counted under more categories is counted under fewer of them; no publication has to say so.
    """
    covered = {pair for relation in relations for pair in relation.pairs}
    gaps: set[Gap] = set()
    for part in cells:
        wider: list[Cell] = []
        for size in range(len(part.narrowed) - 1, -1, -1):
            found = [Cell(part.measure, chosen) for chosen in combinations(part.narrowed, size)]
            nearer = [set(cell.narrowed) for cell in wider]
            wider += [cell for cell in found if cell in cells and not any(set(cell.narrowed) < n for n in nearer)]
        gaps.update(Gap(whole, part) for whole in wider if (whole, part) not in covered)
    return gaps


def _relation_row(relation: Relation, table: Table) -> Row:
    """A relation between sums over organisations holds for each one's own part; one with a constant doesn't."""
    low = -np.inf if relation.low is None else float(relation.low)
    high = np.inf if relation.high is None else float(relation.high)
    joint = relation.cells <= table.contributions.keys() and not relation.cells & table.lower_bounds
    return Row(relation.terms, low, high, shared=joint and relation.kind != "fact" and {low, high} <= {0, -np.inf})


def _truth(variable: Variable, known: Mapping[Cell, int]) -> int | None:
    """The real value, when the counts at hand tell it."""
    if isinstance(variable, Gap):
        whole, part = known.get(variable.whole), known.get(variable.part)
        return None if whole is None or part is None else whole - part
    return known.get(variable)


def _assemble(table: Table, linked: Sequence[Published], variables: tuple[Variable, ...], rows: list[Row]) -> Program:
    index = {variable: i for i, variable in enumerate(variables)}
    truth = [_truth(variable, table.known) for variable in variables]
    low, high = np.zeros(len(variables)), np.full(len(variables), np.inf)
    for cell, interval in _shown_before(table, linked):
        at = index[cell]
        if interval[0] <= high[at] and interval[1] >= low[at]:  # Otherwise a newer figure has replaced it.
            low[at], high[at] = max(low[at], interval[0]), min(high[at], interval[1])
    entries = [(r, index[name], c) for r, row in enumerate(rows) for name, c in row.terms]
    at_row, at_column, coefficient = (
        (np.array(part, dtype=np.int64) for part in zip(*entries, strict=True))
        if (entries)
        else (np.zeros(0, np.int64),) * 3
    )
    matrix = sparse.csr_array((coefficient, (at_row, at_column)), shape=(len(rows), len(variables)))
    matrix.eliminate_zeros()  # Something within itself says nothing.
    return Program(
        variables=variables,
        index=index,
        matrix=matrix,
        row_low=np.array([row.low for row in rows], dtype=float),
        row_high=np.array([row.high for row in rows], dtype=float),
        low=low,
        high=high,
        truth=np.array([t or 0 for t in truth], dtype=np.int64),
        is_known=np.array([t is not None for t in truth], dtype=bool),
        shared=np.array([row.shared for row in rows], dtype=bool),
    )


def _shown_before(table: Table, linked: Sequence[Published]) -> Iterable[tuple[Cell, tuple[int, int]]]:
    """What was public before this table: official cells exactly, and earlier figures that still hold."""
    for cell in sorted(table.public):
        yield cell, (table.counts[cell], table.counts[cell])
    for publication in reversed(linked):
        for cell, figure in publication.figures.items():
            interval = figure.interval
            count = table.known.get(cell)
            if interval is not None and (count is None or interval[0] <= count <= interval[1]):
                yield cell, interval
