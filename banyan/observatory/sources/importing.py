"""What every import shares: stage, read, judge what was read, and put the vintage in place."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from django.utils.translation import gettext as _

from banyan.harms.rules.crosswalks.communities import communities_of_bases
from banyan.observatory.sources import vintages
from banyan.observatory.sources.catalogue import Source
from banyan.observatory.sources.labels import bases_of_label, is_unnamed
from banyan.observatory.sources.lines import (
    CsvFile,
    FileRefused,
    Progress,
    Record,
    Unreadable,
    check_kind,
    nothing_said,
)
from banyan.observatory.sources.profiles import ProfileCounter
from banyan.observatory.sources.records import RecordWriter, RejectWriter, SeenNumbers, read_whole_number
from banyan.observatory.sources.summaries import summarise
from banyan.observatory.sources.vintages import Manifest, Vintage

SHRUNK = 0.9
"""A file with fewer records than this share of the one before is kept, with a warning that it may be incomplete."""


class Unusable(Exception):  # noqa: N818 - reads as what happened
    """A record can't be taken. The message says why, for whoever looks through the rejects."""


@dataclass
class Bench:
    """Where one import works: its writers, and what it finds out on the way."""

    records: RecordWriter
    rejects: RejectWriter
    profile: ProfileCounter
    seen: SeenNumbers
    folder: Path
    unmapped: Counter[str] = field(default_factory=Counter)
    as_of: date | None = None
    columns_missing: tuple[str, ...] = ()
    columns_unknown: tuple[str, ...] = ()
    read_sha256: str = ""

    def read_file(self, file: CsvFile, take: Callable[[Record], None]) -> None:
        """Take every record of an import's only file."""
        self.take_each(self.records_in(file), take, file=file.path.name)
        self.read_sha256 = file.sha256

    def compare_columns(self, header: Sequence[str], *, required: Sequence[str], optional: Sequence[str]) -> None:
        """Note which columns a file lacks, and which it has that nobody here knows."""
        self.columns_missing = tuple(name for name in optional if name not in header)
        self.columns_unknown = tuple(name for name in header if name not in {*required, *optional})

    def records_in(self, file: CsvFile) -> Iterator[Record]:
        """The records of a file; lines that can't be read go to the rejects. Raises `FileRefused` for half a file."""
        for item in file:
            if isinstance(item, Unreadable):
                self.rejects.reject(file=file.path.name, line=item.line, reason=item.reason, raw=item.raw)
            else:
                yield item
        file.check_whole()

    def take_each(self, records: Iterable[Record], take: Callable[[Record], None], *, file: str) -> None:
        """Call `take` on each record; one for which it raises `Unusable` goes to the rejects."""
        for item in records:
            try:
                take(item)
            except Unusable as why:
                self.rejects.reject(file=file, line=item.line, reason=str(why), raw=item.raw)

    def must_be_new(self, item: Record, column: str) -> None:
        """Raise `Unusable` for a record whose number an earlier line has."""
        before = self.seen.first_line(item.cells[column], item.line)
        if before is not None:
            raise Unusable(f"its {column} is already on line {before}")

    def aimed_at(self, labels: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The bases and the communities of a record's bias labels; labels we have no code for are counted."""
        bases: dict[str, None] = {}
        for label in labels:
            found = bases_of_label(label)
            bases.update(dict.fromkeys(found))
            if not found and not is_unnamed(label):
                self.unmapped[label] += 1
        return tuple(bases), communities_of_bases(bases)

    def victims(self, item: Record, column: str, *, file: str) -> int | None:
        """How many victims a record names; a cell that says something else is noted, and the record taken without."""
        cell = item.cells.get(column, "")
        found = read_whole_number(cell)
        if cell and found is None:
            self.rejects.note_cell(file=file, line=item.line, reason=f"{column} isn't a number: {cell!r}", raw=item.raw)
        return found


@dataclass(frozen=True, kw_only=True)
class Staged:
    """An import that was read whole and waits to be put in place, or the vintage this very file made before."""

    manifest: Manifest
    data: Path
    folder: Path
    before: Vintage | None = None

    @property
    def is_new(self) -> bool:
        """False when this very file had been imported before: then nothing changes."""
        return self.before is None

    def put_in_place(self) -> Vintage:
        """Make the vintage visible in one step; give the earlier one when the file was known."""
        return self.before or vintages.put_in_place(self.data, self.folder, self.manifest)


@contextmanager
def stage(
    source: Source,
    files: Sequence[Path],
    *,
    data: Path,
    now: datetime,
    vocabularies: Iterable[str],
    read: Callable[[Bench], None],
    progress: Progress = nothing_said,
) -> Iterator[Staged]:
    """Read `files` as a new vintage of `source` by calling `read` on a fresh bench; it is staged while the block runs.

    Raises `FileRefused`, with nothing kept, when the files can't be this source.
    """
    name = files[0].name if len(files) == 1 else files[0].parent.name
    sha256 = hash_of(files, progress)
    with _stage(source, sha256, name, data=data, now=now, vocabularies=vocabularies, read=read) as staged:
        yield staged


@contextmanager
def stage_made_up(
    source: Source, sha256: str, *, data: Path, now: datetime, read: Callable[[Bench], None]
) -> Iterator[Staged]:
    """Stage records that come from no file; `sha256` stands for what they were made from."""
    with _stage(source, sha256, "", data=data, now=now, vocabularies=(), read=read) as staged:
        yield staged


@contextmanager
def _stage(
    source: Source,
    sha256: str,
    file_name: str,
    *,
    data: Path,
    now: datetime,
    vocabularies: Iterable[str],
    read: Callable[[Bench], None],
) -> Iterator[Staged]:
    with vintages.staging(data) as folder:
        before = vintages.already_imported(data, source.code, sha256)
        if before is not None:
            yield Staged(manifest=before.manifest, data=data, folder=folder, before=before)
            return
        bench = _read(source, folder, vocabularies, read)
        if bench.read_sha256 != sha256:
            raise FileRefused(_("The file changed while it was being read. Try again when it is complete."))
        manifest = _manifest(source, file_name, bench, data=data, now=now)
        yield Staged(manifest=manifest, data=data, folder=folder)


def _read(source: Source, folder: Path, vocabularies: Iterable[str], read: Callable[[Bench], None]) -> Bench:
    with ExitStack() as stack:
        bench = Bench(
            stack.enter_context(
                RecordWriter(folder / vintages.RECORDS, source.code, demonstration=source.is_demonstration)
            ),
            stack.enter_context(RejectWriter(folder / vintages.REJECTS)),
            ProfileCounter(vocabularies),
            stack.enter_context(SeenNumbers(folder)),
            folder,
        )
        read(bench)
    _check_sense(bench)
    bench.profile.write(folder / vintages.PROFILE)
    summarise(folder)
    return bench


def _check_sense(bench: Bench) -> None:
    rows, rejects = bench.records.rows, bench.rejects.lines
    if not rows and not rejects:
        raise FileRefused(_("The file has a header but no records."))
    if rejects > rows:
        raise FileRefused(
            _("%(bad)d of %(all)d lines can't be read, so this is probably another file. Nothing was imported.")
            % {"bad": rejects, "all": rows + rejects}
        )


def _manifest(source: Source, file_name: str, bench: Bench, *, data: Path, now: datetime) -> Manifest:
    as_of = bench.as_of or now.astimezone(now.tzinfo).date()  # By the clock of whoever imports.
    first, last = bench.records.first_month, bench.records.last_month
    return Manifest(
        source=source.code,
        vintage=vintages.next_name(data, source.code, as_of),
        as_of=as_of.isoformat(),
        as_of_is_from_file=bench.as_of is not None,
        imported_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        importer_version=vintages.IMPORTER_VERSION,
        sha256=bench.read_sha256,
        file_name=file_name,
        rows=bench.records.rows,
        rejects=bench.rejects.lines,
        cells_not_read=bench.rejects.cells,
        columns_missing=bench.columns_missing,
        columns_unknown=bench.columns_unknown,
        labels_unmapped=dict(bench.unmapped),
        first_month=first.isoformat() if first else "",
        last_month=last.isoformat() if last else "",
        warnings=tuple(_warnings(source, bench, data)),
        demonstration=source.is_demonstration,
    )


def _warnings(source: Source, bench: Bench, data: Path) -> Iterator[str]:
    before = vintages.newest_vintage(data, source.code)
    if before is not None and bench.records.rows < SHRUNK * before.manifest.rows:
        yield _("This file has %(now)d records; the one imported before has %(before)d. It may be incomplete.") % {
            "now": bench.records.rows,
            "before": before.manifest.rows,
        }
    if bench.unmapped:
        yield _("Some bias words have no code here, so they count for no community: %(labels)s.") % {
            "labels": ", ".join(sorted(bench.unmapped))
        }


def hash_of(files: Sequence[Path], progress: Progress = nothing_said) -> str:
    """The SHA-256 of one file; of several, that of their names and hashes. Reads 1 MiB at a time."""
    hashes = []
    for path in files:
        check_kind(path)
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
        hashes.append(digest.hexdigest())
    progress(0, sum(path.stat().st_size for path in files))
    return combined(list(zip((path.name for path in files), hashes, strict=True)))


def combined(named: Sequence[tuple[str, str]]) -> str:
    """One hash for several files, from each one's name and hash."""
    if len(named) == 1:
        return named[0][1]
    return hashlib.sha256("\n".join(f"{name} {digest}" for name, digest in sorted(named)).encode()).hexdigest()
