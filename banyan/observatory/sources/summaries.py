"""What a vintage's records come to, worked out once when they are imported: monthly counts, and runs of numbers.

A picture then reads a few thousand rows instead of millions. Both are kept with the vintage, which never changes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import narwhals as nw
import pyarrow.parquet as pq

from banyan.observatory.sources.engine import Frame, open_engine
from banyan.observatory.sources.runs import find_runs
from banyan.observatory.sources.vintages import COUNTS, RECORDS, RUNS

PLACES: Final = ("place", "region", "country")


def summarise(folder: Path) -> None:
    """Write the monthly counts and the runs of a staged folder's records. Counting spills to disk."""
    engine = open_engine(spill=folder)
    count_months(engine.read([folder / RECORDS])).sink_parquet(folder / COUNTS)
    engine.close()
    pq.write_table(find_runs(folder / RECORDS), folder / RUNS, compression="zstd")


def count_months(records: Frame) -> Frame:
    """How many records of each place, month and set of communities: source, places, year, month, communities, n."""
    kept = ("source", *PLACES, "year", "month", "communities")
    return records.group_by(*kept).agg(nw.len().alias("n")).sort("source", *PLACES, "month", "communities")
