"""A publication as plain lists and dictionaries, to store beside the page and to read again for the next audit.

The next publication is checked together with this one, so nothing of it may be lost, nor of the relations that readers
know.
"""

from typing import Any

from banyan.disclosure.results import Figure, Published
from banyan.disclosure.tables import Cell, Relation

VERSION = 1

Plain = dict[str, Any]


def to_plain(published: Published) -> Plain:
    """Only dictionaries, lists, strings, whole numbers, booleans and None; safe for `json.dumps`."""
    return {
        "version": VERSION,
        "title": published.title,
        "figures": [
            {"cell": _cell(cell), "shown": figure.shown, "exact": figure.exact}
            for cell, figure in published.figures.items()
        ],
        "relations": [_relation(relation) for relation in published.relations],
    }


def from_plain(plain: Plain) -> Published:
    """The publication again. ValueError for another version; KeyError or TypeError where something is missing."""
    if plain["version"] != VERSION:
        raise ValueError(f"This publication was stored in a form not known here: {plain['version']}.")
    return Published(
        title=plain["title"],
        figures={_read_cell(item["cell"]): Figure(item["shown"], exact=item["exact"]) for item in plain["figures"]},
        relations=tuple(_read_relation(item) for item in plain["relations"]),
    )


def _cell(cell: Cell) -> list[Any]:
    return [cell.measure, [list(pair) for pair in cell.narrowed]]


def _read_cell(plain: list[Any]) -> Cell:
    measure, narrowed = plain
    return Cell(measure, tuple((dimension, category) for dimension, category in narrowed))


def _relation(relation: Relation) -> Plain:
    terms = [[_cell(cell), coefficient] for cell, coefficient in relation.terms]
    return {"terms": terms, "low": relation.low, "high": relation.high, "kind": relation.kind}


def _read_relation(plain: Plain) -> Relation:
    terms = tuple((_read_cell(cell), coefficient) for cell, coefficient in plain["terms"])
    return Relation(terms, plain["low"], plain["high"], plain["kind"])
