"""Many made-up official records, as an import would leave them, to measure how fast a picture is drawn from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from banyan.observatory.sources import vintages
from banyan.observatory.sources.catalogue import FBI_HATE_CRIMES
from banyan.observatory.sources.profiles import ProfileCounter
from banyan.observatory.sources.records import SCHEMA, between_bars
from banyan.observatory.sources.summaries import summarise
from banyan.observatory.sources.vintages import Manifest, Vintage

BLOCK = 500_000
FIRST_YEAR, YEARS = 2001, 25
_BASES = ("asian", "black", "jewish", "gay", "latine", "white", "muslim", "transgender")
_COMMUNITIES = ("asian", "black", "jewish", "lgbtq", "latine", "white", "muslim", "transgender")
_OFFENCES = ("Simple Assault", "Intimidation", "Destruction/Damage/Vandalism of Property", "Robbery")
_PLACES, _REGIONS = 400, 50
ONE_IN = 8
"""San Francisco's share of the records: a large city's, so that its filter has work to do."""


def write_synthetic(data: Path, rows: int) -> Vintage:
    """Write `rows` made-up records under the FBI's code into a data directory of the bench's own.

    About 30 bytes a row on disk; memory stays at one block of `BLOCK` rows. They are the same every time.
    """
    chance = np.random.default_rng(1)
    with vintages.staging(data) as folder:
        with pq.ParquetWriter(folder / vintages.RECORDS, SCHEMA, compression="zstd") as writer:
            for start in range(0, rows, BLOCK):
                writer.write_table(_block(chance, start, min(BLOCK, rows - start)))
        (folder / vintages.REJECTS).touch()
        summarise(folder)
        profile = ProfileCounter(())
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
            profile.add(year, {"bias": "Anti-Asian"})
        profile.write(folder / vintages.PROFILE)
        return vintages.put_in_place(data, folder, _manifest(rows))


def _block(chance: np.random.Generator, start: int, rows: int) -> pa.Table:
    months = np.datetime64(f"{FIRST_YEAR}-01", "M") + chance.integers(0, YEARS * 12, rows)
    numbers = np.arange(start, start + rows, dtype=np.int64) * 7
    base = chance.integers(0, len(_BASES), rows)
    place = chance.integers(0, _PLACES, rows)
    is_here = chance.integers(0, ONE_IN, rows) == 0
    region = np.where(is_here, 0, place % _REGIONS)
    columns = {
        "source": _same(FBI_HATE_CRIMES.code, rows),
        "record_id": pa.array(numbers).cast(pa.string()),
        "series": _same("", rows),
        "number": pa.array(numbers),
        "month": pa.array(months.astype("datetime64[D]")),
        "day": pa.nulls(rows, pa.date32()),
        "year": pa.array((months.astype("datetime64[Y]").astype(int) + 1970).astype(np.int16)),
        "place": _words(["San Francisco", *(f"Town {at}" for at in range(_PLACES))], np.where(is_here, 0, place + 1)),
        "region": _words(["California", *(f"State {at}" for at in range(1, _REGIONS))], region),
        "country": _same("United States", rows),
        "bases": _words([between_bars([code]) for code in _BASES], base),
        "communities": _words([between_bars([code]) for code in _COMMUNITIES], base),
        "bias": _words([f"Made up: {code}" for code in _BASES], base),
        "offence": _words(list(_OFFENCES), chance.integers(0, len(_OFFENCES), rows)),
        "location": _same("Highway/Road/Alley/Street/Sidewalk", rows),
        "victim_type": _same("Individual", rows),
        "victims": pa.array(np.ones(rows, np.int32)),
        "is_demonstration": pa.array(np.ones(rows, bool)),
    }
    return pa.table([columns[name].cast(SCHEMA.field(name).type) for name in SCHEMA.names], schema=SCHEMA)


def _words(words: list[str], at: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(at.astype(np.int32)), pa.array(words)).cast(pa.string())


def _same(word: str, rows: int) -> pa.Array:
    return pa.repeat(word, rows)


def _manifest(rows: int) -> Manifest:
    last = date(FIRST_YEAR + YEARS - 1, 12, 1)
    return Manifest(
        source=FBI_HATE_CRIMES.code,
        vintage=f"{FIRST_YEAR + YEARS}-02-01",
        as_of=f"{FIRST_YEAR + YEARS}-02-01",
        as_of_is_from_file=False,
        imported_at=f"{FIRST_YEAR + YEARS}-02-01T00:00:00+00:00",
        importer_version=vintages.IMPORTER_VERSION,
        sha256=f"synthetic {rows}",
        file_name="",
        rows=rows,
        rejects=0,
        cells_not_read=0,
        columns_missing=(),
        columns_unknown=(),
        labels_unmapped={},
        first_month=date(FIRST_YEAR, 1, 1).isoformat(),
        last_month=last.isoformat(),
        demonstration=True,
    )
