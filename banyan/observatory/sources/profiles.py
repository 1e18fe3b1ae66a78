"""What each column of a file held, year by year: kept with the vintage so that breaks in recording can be found."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MOST_VALUES = 10_000
"""A column with more distinct (year, value) pairs than this holds free text, not a vocabulary worth comparing."""


@dataclass(frozen=True, slots=True)
class YearProfile:
    """One column in one year: records, how many had something in it, and how often each value stood there.

    `values` is empty for columns that hold numbers or free text rather than a vocabulary.
    """

    records: int
    filled: int
    values: Mapping[str, int]


Profile = Mapping[str, Mapping[int, YearProfile]]
"""Column, then year."""


class ProfileCounter:
    """Counts a file's cells as it is read. Memory is bounded by columns x `MOST_VALUES`."""

    def __init__(self, vocabularies: Iterable[str]) -> None:
        self._vocabularies = frozenset(vocabularies)
        self._records: Counter[int] = Counter()
        self._filled: Counter[tuple[str, int]] = Counter()
        self._values: defaultdict[str, Counter[tuple[int, str]]] = defaultdict(Counter)
        self._too_many: set[str] = set()
        self._columns: dict[str, None] = {}

    def add(self, year: int, cells: Mapping[str, str | tuple[str, ...]]) -> None:
        """Count one record's cells; a cell of many values counts each of them."""
        self._records[year] += 1
        for column, cell in cells.items():
            self._columns.setdefault(column)
            if not cell:
                continue
            self._filled[column, year] += 1
            if column in self._vocabularies:
                for value in (cell,) if isinstance(cell, str) else cell:
                    self._count_value(column, year, value)

    def _count_value(self, column: str, year: int, cell: str) -> None:
        if column in self._too_many:
            return
        values = self._values[column]
        values[year, cell] += 1
        if len(values) > MOST_VALUES:
            self._too_many.add(column)
            del self._values[column]

    def write(self, path: Path) -> None:
        """Write the profile as JSON: column -> year -> records, filled, values."""
        body: dict[str, dict[str, Any]] = {}
        for column in self._columns:
            body[column] = {}
            for year in sorted(self._records):
                values = {cell: n for (at, cell), n in self._values[column].items() if at == year}
                body[column][str(year)] = {
                    "records": self._records[year],
                    "filled": self._filled[column, year],
                    "values": values,
                }
        path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


def read_profile(body: Mapping[str, Any]) -> Profile:
    """Bring a profile back from its JSON."""
    return {
        column: {int(year): YearProfile(of["records"], of["filled"], of["values"]) for year, of in years.items()}
        for column, years in body.items()
    }
