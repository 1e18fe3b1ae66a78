"""The columns every source is brought to, so that one query reads them all, and the files they are written to."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Final, Self

import pyarrow as pa
import pyarrow.parquet as pq

ROW_GROUP: Final = 50_000
"""Rows held in memory before they are written: about 20 MB."""

SCHEMA: Final = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("record_id", pa.string(), nullable=False),
        pa.field("series", pa.string()),  # The record number without its last digits, "CA00-"; numbers run within one.
        pa.field("number", pa.int64()),  # Those last digits. Near-consecutive ones may be one spree, see measures.
        pa.field("month", pa.date32(), nullable=False),  # First of the month; every source knows at least that.
        pa.field("day", pa.date32()),  # The exact date, where the source gives one.
        pa.field("year", pa.int16(), nullable=False),
        pa.field("place", pa.string()),  # The smallest place that this source counts whole.
        pa.field("region", pa.string()),  # The larger place, only where this source counts that whole too.
        pa.field("country", pa.string()),
        pa.field("bases", pa.string(), nullable=False),  # Our codes of bias bases between bars: "|asian|jewish|".
        pa.field("communities", pa.string(), nullable=False),  # The communities they are aimed at, likewise.
        pa.field("bias", pa.string(), nullable=False),  # The agency's own words, joined by "; ".
        pa.field("offence", pa.string(), nullable=False),  # Likewise.
        pa.field("location", pa.string()),
        pa.field("victim_type", pa.string()),
        pa.field("victims", pa.int32()),
        pa.field("is_demonstration", pa.bool_(), nullable=False),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialRecord:
    """One incident as an agency recorded it, in the columns of `SCHEMA`."""

    record_id: str
    month: date
    place: str | None
    bases: tuple[str, ...]
    communities: tuple[str, ...]
    bias: str
    offence: str
    day: date | None = None
    region: str | None = None
    country: str | None = None
    location: str | None = None
    victim_type: str | None = None
    victims: int | None = None


_NUMBERED = re.compile(r"^(.*?)0*(\d{1,18})$", re.ASCII)


def numbered(record_id: str) -> tuple[str | None, int | None]:
    """Split a record's number into what stays and what counts up: "CA00-0000036015" is ("CA00-", 36015).

    "230738356-2" is ("230738356-", 2): parts of one incident number count up too. None where there is no number.
    """
    found = _NUMBERED.match(record_id)
    return (found[1], int(found[2])) if found else (None, None)


def between_bars(codes: Iterable[str]) -> str:
    """Join codes so that one can be found by a plain substring: "|asian|jewish|". Nothing becomes "|"."""
    return "|" + "".join(f"{code}|" for code in codes)


class RecordWriter:
    """Writes normalised records to Parquet a row group at a time, so that memory doesn't grow with the file."""

    def __init__(self, path: Path, source: str, *, demonstration: bool = False) -> None:
        self._fixed: dict[str, Any] = {"source": source, "is_demonstration": demonstration}
        self._columns: dict[str, list[Any]] = {name: [] for name in SCHEMA.names}
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")
        self._names = tuple(field.name for field in fields(OfficialRecord))
        self.rows = 0
        self.first_month: date | None = None
        self.last_month: date | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._flush()
        self._writer.close()

    def write(self, record: OfficialRecord) -> None:
        """Add one record."""
        series, number = numbered(record.record_id)
        row = {name: getattr(record, name) for name in self._names} | self._fixed
        row |= {"series": series, "number": number, "year": record.month.year}
        row |= {"bases": between_bars(record.bases), "communities": between_bars(record.communities)}
        for name, column in self._columns.items():
            column.append(row[name])
        self.rows += 1
        self.first_month = min(self.first_month or record.month, record.month)
        self.last_month = max(self.last_month or record.month, record.month)
        if len(self._columns["source"]) >= ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        if self._columns["source"]:
            self._writer.write_table(pa.table(self._columns, schema=SCHEMA))
            self._columns = {name: [] for name in SCHEMA.names}


class RejectWriter:
    """Keeps every line that couldn't be read, and every cell, with its line number and the reason.

    JSON Lines: any editor opens it, the text is kept exactly, and a spreadsheet can't mistake a line for a formula.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w", encoding="utf-8")
        self.lines = 0
        self.cells = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._file.close()

    def reject(self, *, file: str, line: int, reason: str, raw: str) -> None:
        """Keep a line that isn't in the records."""
        self.lines += 1
        self._keep(file=file, line=line, reason=reason, raw=raw, row_kept=False)

    def note_cell(self, *, file: str, line: int, reason: str, raw: str) -> None:
        """Keep a line whose record was read but for one optional cell, which was left empty."""
        self.cells += 1
        self._keep(file=file, line=line, reason=reason, raw=raw, row_kept=True)

    def _keep(self, **entry: object) -> None:
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")


class SeenNumbers:
    """Which record numbers were seen and on which line, on disk, so that memory stays flat over millions of them."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "seen.sqlite3"
        self._database = sqlite3.connect(self._path)
        # It lives only as long as the import, so nothing needs to survive a crash.
        self._database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        self._database.execute("CREATE TABLE seen (number TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._database.close()
        self._path.unlink()

    def first_line(self, number: str, line: int) -> int | None:
        """The line that already had this number; None, and now remembered, when it is new."""
        found = self._database.execute("SELECT line FROM seen WHERE number = ?", (number,)).fetchone()
        if found is None:
            self._database.execute("INSERT INTO seen VALUES (?, ?)", (number, line))
            return None
        return int(found[0])

    def has(self, number: str) -> bool:
        """Whether the number was seen."""
        return self._database.execute("SELECT 1 FROM seen WHERE number = ?", (number,)).fetchone() is not None


def read_whole_number(cell: str) -> int | None:
    """A count of people in a cell; None where it isn't one."""
    digits = cell.removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None  # noqa: PLR2004 - int32


def pattern_of(record_id: str) -> str:
    """The form of a record's number, digits shown as 9: a change in it shows that the register changed."""
    return re.sub(r"9+", lambda run: f"9x{len(run[0])}", re.sub(r"[0-9]", "9", record_id))
