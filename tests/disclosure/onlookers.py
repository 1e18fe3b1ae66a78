"""Attackers that share no code with the package: they see figures and categories, and count for themselves."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from banyan.disclosure.results import Published
from banyan.disclosure.tables import Cell

Part = Mapping[Cell, int]


def inner_cells(published: Published) -> list[Cell]:
    """The most detailed cells, of which all the others are sums."""
    deepest = max(len(cell.narrowed) for cell in published.figures)
    return sorted(cell for cell in published.figures if len(cell.narrowed) == deepest)


def belongs(inner: Cell, cell: Cell) -> bool:
    return set(cell.narrowed) <= set(inner.narrowed)


def seen(published: Published) -> Iterator[tuple[Cell, int, int]]:
    """Each shown figure as the counts it can stand for; written out by hand, not taken from the package."""
    for cell, figure in published.figures.items():
        if figure.shown is not None:
            counts = [n for n in range(10, figure.shown + 5) if figure.shown - 2.5 < n < figure.shown + 2.5]
            yield (cell, figure.shown, figure.shown) if figure.exact else (cell, counts[0], counts[-1])


def enumerate_values(published: Published, most: int, own: Part | None = None) -> dict[Cell, set[int]]:
    """Every value that each cell takes in any table of counts up to `most` that agrees with what is shown."""
    inner, own = inner_cells(published), own or {}
    ends = {cell: (low, high) for cell, low, high in seen(published)}
    axes = []
    for cell in inner:
        low, high = ends.get(cell, (0, most))
        axes.append(np.arange(max(low, own.get(cell, 0)), high + 1, dtype=np.int32))
    tables = [grid.ravel() for grid in np.meshgrid(*axes, indexing="ij")]
    fits = np.ones(len(tables[0]), dtype=bool)
    sums: dict[Cell, NDArray[np.int32]] = {}
    for cell in published.figures:
        members = [t for at, t in zip(inner, tables, strict=True) if belongs(at, cell)]
        sums[cell] = np.sum(members, axis=0, dtype=np.int32)
        low, high = ends.get(cell, (0, 10**9))
        fits &= (sums[cell] >= low) & (sums[cell] <= high)
    return {cell: set(np.unique(values[fits]).tolist()) for cell, values in sums.items()}


class Asker:
    """For larger tables: asks, value by value, whether any table of whole people agrees; unknowns are inner cells."""

    def __init__(self, publications: Sequence[Published], own: Part | None = None, unseen: Sequence[Cell] = ()) -> None:
        """`unseen` names inner cells that no publication lists, but that everyone knows to exist."""
        self.inner = sorted({*unseen, *inner_cells(publications[-1])})
        shown = [item for published in publications for item in seen(published)]
        self.rows = [[float(belongs(at, cell)) for at in self.inner] for cell, _, _ in shown]
        self.ends = [(low, high) for _, low, high in shown]
        self.least = [float((own or {}).get(cell, 0)) for cell in self.inner]

    def may_be(self, cell: Cell, low: float, high: float) -> bool:
        """Whether the count of `cell` can lie from `low` to `high`."""
        row = [float(belongs(at, cell)) for at in self.inner]
        rows = np.array([*self.rows, row])
        ends = np.array([*self.ends, (low, high)], dtype=float)
        n = len(self.inner)
        found = milp(
            np.zeros(n),
            constraints=LinearConstraint(rows, ends[:, 0], ends[:, 1]),
            bounds=Bounds(np.array(self.least), np.full(n, np.inf)),
            integrality=np.ones(n),
        )
        return bool(found.status == 0)


def own_parts(contributions: Mapping[Cell, Mapping[str, int]], name: str) -> dict[Cell, int]:
    return {cell: by.get(name, 0) for cell, by in contributions.items()}


def keys(dimensions: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    return list(product(*dimensions.values()))
