"""Tables of people who each fall in one category of each dimension, with all their margins, for the tests."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product
from typing import TypeVar

from banyan.disclosure.tables import Cell, Relation, Table

TOTAL = "*"
KeyT = TypeVar("KeyT", bound=tuple[str, ...])  # A mapping accepts no other type of key, even a narrower one.


def crossed(
    title: str,
    measure: str,
    dimensions: Mapping[str, Sequence[str]],
    counts: Mapping[KeyT, int | Mapping[str, int]],
    *,
    filters: Mapping[str, str] | None = None,
) -> Table:
    """`counts` maps one category per dimension to a count, or to organisation -> count; keys left out count nobody.

    `filters` narrow every cell. A dimension with one category gets no total: it would be the same people.
    """
    axes = [(*kinds, TOTAL) if len(kinds) > 1 else tuple(kinds) for kinds in dimensions.values()]
    totals: dict[tuple[str, ...], dict[str, int]] = {key: {} for key in sorted(product(*axes))}
    for key, value in counts.items():
        by = value if isinstance(value, Mapping) else {"": value}
        for target in product(*({category, axis[-1]} for category, axis in zip(key, axes, strict=True))):
            if target in totals:
                for name, n in by.items():
                    totals[target][name] = totals[target].get(name, 0) + n
    cells = {key: _cell(measure, tuple(dimensions), key, filters or {}) for key in totals}
    joint = any(isinstance(value, Mapping) for value in counts.values())
    return Table(
        title=title,
        counts={cells[key]: sum(by.values()) for key, by in totals.items()},
        relations=tuple(_margins(axes, cells)),
        contributions={cells[key]: by for key, by in totals.items()} if joint else {},
    )


def _cell(measure: str, names: Sequence[str], key: Sequence[str], filters: Mapping[str, str]) -> Cell:
    narrowed = {name: category for name, category in zip(names, key, strict=True) if category != TOTAL}
    return Cell.of(measure, **{**filters, **narrowed})


def _margins(axes: Sequence[Sequence[str]], cells: Mapping[tuple[str, ...], Cell]) -> Iterable[Relation]:
    """Each total is the sum of its parts."""
    for axis, kinds in enumerate(axes):
        for key in cells:
            if key[axis] == TOTAL:
                parts = [cells[*key[:axis], kind, *key[axis + 1 :]] for kind in kinds if kind != TOTAL]
                yield Relation.parts(cells[key], parts)
