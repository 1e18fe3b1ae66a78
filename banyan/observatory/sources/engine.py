"""Where queries run: in-process DuckDB over Parquet, or Spark. Queries themselves are narwhals and know neither.

Only narwhals' lazy expressions may be used above this module. DuckDB's extensions can't be fetched offline and a
.duckdb file admits one process, so the connection is in memory and reads Parquet, which DuckDB does by itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

import duckdb
import narwhals as nw

EngineName = Literal["duckdb", "spark"]
Frame = nw.LazyFrame[Any]
MEMORY = "600MB"


@dataclass(frozen=True)
class Engine:
    """One open engine. `connection` is DuckDB's in-memory connection or a Spark session."""

    name: EngineName
    connection: Any

    def read(self, paths: Iterable[Path]) -> Frame:
        """The records of several Parquet files as one lazy frame."""
        names = [str(path) for path in paths]
        if self.name == "duckdb":
            frame: Frame = nw.from_native(self.connection.read_parquet(names, union_by_name=True))
        else:
            frame = nw.from_native(self.connection.read.parquet(*names))
        return frame

    def rows(self, frame: Frame) -> list[tuple[Any, ...]]:
        """Run a query and fetch its rows; keep this to small results. Spares loading pyarrow for a table of counts."""
        native = frame.to_native()
        if self.name == "duckdb":
            found: list[tuple[Any, ...]] = native.fetchall()
            return found
        return [tuple(row) for row in native.collect()]

    def close(self) -> None:
        """Let go of memory and files. A Spark session is shared and stays."""
        if self.name == "duckdb":
            self.connection.close()


def open_engine(name: str = "duckdb", *, spill: Path | None = None) -> Engine:
    """Open the engine of this name (`BANYAN_ENGINE`). Spark needs the `spark` extra; ValueError for another name.

    With `spill`, DuckDB keeps to `MEMORY` and puts the rest into that folder: for imports, not for pictures.
    """
    if name == "duckdb":
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        if spill is not None:
            config |= {
                "memory_limit": MEMORY,
                "temp_directory": str(spill / "spill"),
                "preserve_insertion_order": "false",
            }
        connection = duckdb.connect(":memory:", config=config)
        return Engine("duckdb", connection)
    if name == "spark":
        # Spark listens on every interface and draws its progress over what is printed, unless it is told not to.
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = import_module("pyspark.sql").SparkSession.builder.appName("banyan")
        for what in ("spark.ui.enabled", "spark.ui.showConsoleProgress"):
            builder = builder.config(what, "false")
        return Engine("spark", builder.getOrCreate())
    raise ValueError(f"BANYAN_ENGINE is {name!r}; set it to duckdb or spark.")
