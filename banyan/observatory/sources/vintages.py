"""Where imported files live: one folder per source and vintage, staged apart and put in place in one step.

    <data>/observatory/<source>/<vintage>/records.parquet    the normalised records
                                         /counts.parquet     how many of each place, month and community
                                         /runs.parquet       near-consecutive records of one kind
                                         /rejects.jsonl      lines kept aside, with their number and reason
                                         /profile.json       what each column held, year by year
                                         /manifest.json      what was read, when, and the file's SHA-256
    <data>/observatory/.staging/...                          an import under way; whatever a crash leaves is cleared

A folder appears under its vintage only by an atomic rename after every file in it was flushed to disk, so a kill at any
moment leaves the state from before. Agencies revise their files, so an older vintage is never overwritten.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.utils.translation import gettext as _

from banyan.observatory.sources.lines import FileRefused

RECORDS, COUNTS, RUNS = "records.parquet", "counts.parquet", "runs.parquet"
REJECTS, PROFILE, MANIFEST = "rejects.jsonl", "profile.json", "manifest.json"
IMPORTER_VERSION = 1


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What one import read. Dates are ISO strings; the months are those of the earliest and the latest record."""

    source: str
    vintage: str
    as_of: str
    as_of_is_from_file: bool
    imported_at: str
    importer_version: int
    sha256: str
    file_name: str
    rows: int
    rejects: int
    cells_not_read: int
    columns_missing: tuple[str, ...]
    columns_unknown: tuple[str, ...]
    labels_unmapped: Mapping[str, int]
    first_month: str
    last_month: str
    warnings: tuple[str, ...] = ()
    demonstration: bool = False


@dataclass(frozen=True)
class Vintage:
    """One imported vintage and where it lies."""

    folder: Path
    manifest: Manifest

    @property
    def records(self) -> Path:
        return self.folder / RECORDS

    @property
    def counts(self) -> Path:
        return self.folder / COUNTS

    @property
    def runs(self) -> Path:
        return self.folder / RUNS

    @property
    def order(self) -> tuple[str, int]:
        """Vintages sort by the date of the data, then by the order of import on the same date."""
        return self.manifest.as_of, _sequence(self.manifest.vintage)

    def profile(self) -> dict[str, object]:
        """What each column held year by year, as `sources.profile` wrote it."""
        read: dict[str, object] = json.loads((self.folder / PROFILE).read_text(encoding="utf-8"))
        return read


def _sequence(vintage: str) -> int:
    _date, _dot, number = vintage.partition(".")
    return int(number or 1)


def home(data: Path) -> Path:
    """The observatory's folder within the data directory."""
    return data / "observatory"


def list_vintages(data: Path, source: str) -> tuple[Vintage, ...]:
    """Every vintage of a source, oldest first."""
    found = []
    for path in (home(data) / source).glob(f"*/{MANIFEST}"):
        fields = json.loads(path.read_text(encoding="utf-8"))
        lists = {name: tuple(fields[name]) for name in ("columns_missing", "columns_unknown", "warnings")}
        found.append(Vintage(path.parent, Manifest(**(fields | lists))))
    return tuple(sorted(found, key=lambda vintage: vintage.order))


def newest_vintage(data: Path, source: str) -> Vintage | None:
    """The vintage that pictures are drawn from unless another is asked for."""
    return next(reversed(list_vintages(data, source)), None)


def list_sources(data: Path) -> tuple[str, ...]:
    """The codes of the sources that have at least one vintage."""
    folders = home(data).glob("[!.]*") if home(data).is_dir() else ()
    return tuple(sorted(folder.name for folder in folders if any(folder.glob(f"*/{MANIFEST}"))))


def already_imported(data: Path, source: str, sha256: str) -> Vintage | None:
    """The vintage that came from this very file, if there is one."""
    return next((v for v in list_vintages(data, source) if v.manifest.sha256 == sha256), None)


@contextmanager
def staging(data: Path) -> Iterator[Path]:
    """A folder to import into, cleared whatever happens. One import runs at a time; a second is refused.

    The lock is the kernel's, so it ends with the process however that dies, and what a dead one left can be cleared.
    """
    room = home(data) / ".staging"
    room.mkdir(parents=True, exist_ok=True)
    with (room / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise FileRefused(_("Another import is running. Try again when it has ended.")) from None
        for left_behind in room.iterdir():
            if left_behind.is_dir():
                shutil.rmtree(left_behind)
        folder = room / str(uuid4())
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def next_name(data: Path, source: str, as_of: date) -> str:
    """The name of a new vintage: its date, numbered from the second of the same date on."""
    taken = {vintage.manifest.vintage for vintage in list_vintages(data, source)}
    name, number = as_of.isoformat(), 1
    while name in taken:
        number += 1
        name = f"{as_of.isoformat()}.{number}"
    return name


def put_in_place(data: Path, folder: Path, manifest: Manifest) -> Vintage:
    """Flush a staged folder to disk and give it its name in one step. Call inside `staging`."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    for path in folder.iterdir():
        _flush(path)
    _flush(folder)
    place = home(data) / manifest.source / manifest.vintage
    place.parent.mkdir(parents=True, exist_ok=True)
    folder.rename(place)
    _flush(place.parent)
    _flush(home(data))
    return Vintage(place, manifest)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
