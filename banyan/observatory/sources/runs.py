"""Runs of numbers: near-consecutive records of one place, month, offence and bias, found once when a file is imported.

Records are read a batch at a time and kept as a few integers each, so ten million take seconds and about 60 bytes each.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from banyan.observatory.rules.runs import DENSE, SMALLEST_RUN, WIDEST_GAP

BATCH: Final = 200_000
_SHOWN = ("source", "place", "region", "country", "year", "month", "offence", "bias", "communities")
_REGISTER = ("source", "place", "region", "country", "series", "year")
_KIND = ("month", "offence", "bias", "communities")
_PRIME: Final = np.uint64(0x9E3779B97F4A7C15)

Integers: TypeAlias = npt.NDArray[np.int64]
Hashes: TypeAlias = npt.NDArray[np.uint64]
Words: TypeAlias = dict[str, dict[Any, int]]


def find_runs(path: Path) -> pa.Table:
    """The runs of at least `SMALLEST_RUN` records in a Parquet file of records.

    One row each: what they share, `size`, and the record numbers of the first and the last.
    """
    register, kind, number, row = _read(path)
    widest = _widest_gaps(register, number)
    order = np.lexsort((number, kind))
    kind, number, row, widest = kind[order], number[order], row[order], widest[order]
    starts = np.ones(len(kind), bool)
    starts[1:] = (kind[1:] != kind[:-1]) | (np.diff(number) > widest[1:])
    first = np.flatnonzero(starts)
    size = np.diff(np.append(first, len(kind)))
    first, size = first[size >= SMALLEST_RUN], size[size >= SMALLEST_RUN]
    shared = _rows_at(path, row[first], [*_SHOWN, "record_id"])
    ends = _rows_at(path, row[first + size - 1], ["record_id"])
    found = shared.append_column("size", pa.array(size)).rename_columns([*_SHOWN, "first_record", "size"])
    return found.append_column("last_record", ends.column("record_id"))


def _read(path: Path) -> tuple[Hashes, Hashes, Integers, Integers]:
    """Every numbered record as four integers: hashes of its register and kind, its number, its row."""
    words: Words = {}
    parts: list[tuple[Any, ...]] = [(np.zeros(0, np.uint64), np.zeros(0, np.uint64), *([np.zeros(0, np.int64)] * 2))]
    at = 0
    for batch in pq.ParquetFile(path).iter_batches(batch_size=BATCH, columns=[*_REGISTER, *_KIND, "number"]):
        register = _hashed(batch, _REGISTER, words, np.zeros(batch.num_rows, np.uint64))
        kind = _hashed(batch, _KIND, words, register)
        rows = np.flatnonzero(np.asarray(batch.column("number").is_valid()))
        numbers = np.asarray(batch.column("number").drop_null(), np.int64)
        parts.append((register[rows], kind[rows], numbers, rows + at))
        at += batch.num_rows
    register, kind, number, row = (np.concatenate(part) for part in zip(*parts, strict=True))
    return register, kind, number, row


def _hashed(batch: pa.RecordBatch, columns: tuple[str, ...], words: Words, code: Hashes) -> Hashes:
    """A 64-bit hash of several columns, continuing from `code`; two of ten million collide once in 400,000 files."""
    for name in columns:
        known = words.setdefault(name, {})
        encoded = batch.column(name).dictionary_encode(null_encoding="encode")
        ids = [known.setdefault(word, len(known) + 1) for word in encoded.dictionary.to_pylist()]
        with np.errstate(over="ignore"):  # Wrapping round is how such a hash mixes.
            code = (code ^ np.asarray(ids, np.uint64)[np.asarray(encoded.indices)]) * _PRIME
            code ^= code >> np.uint64(29)
    return code


def _widest_gaps(register: Hashes, number: Integers) -> npt.NDArray[np.float64]:
    """How far apart neighbours of one run may be, record by record."""
    registers, index = np.unique(register, return_inverse=True)
    low = np.full(len(registers), np.iinfo(np.int64).max)
    high = np.zeros(len(registers), np.int64)
    np.minimum.at(low, index, number)
    np.maximum.at(high, index, number)
    spacing = (high - low) / np.bincount(index, minlength=len(registers))
    widest: npt.NDArray[np.float64] = np.clip(spacing * DENSE, 1.0, WIDEST_GAP)
    return widest[index]


def _rows_at(path: Path, rows: Integers, columns: list[str]) -> pa.Table:
    """These columns of these rows, in the order asked for."""
    wanted, back = np.unique(rows, return_inverse=True)
    file, at = pq.ParquetFile(path), 0
    found = []
    for batch in file.iter_batches(batch_size=BATCH, columns=columns):
        here = wanted[(wanted >= at) & (wanted < at + batch.num_rows)] - at
        if len(here):
            found.append(batch.take(pa.array(here)))
        at += batch.num_rows
    schema = pa.schema([file.schema_arrow.field(name) for name in columns])
    return pa.Table.from_batches(found, schema).select(columns).take(pa.array(back.reshape(-1)))
