"""Reading a CSV that somebody brought: what it must not be, its records one by one, and whether it was cut short."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

Progress = Callable[[int, int], None]
"""Called now and then with the bytes read so far and the bytes there are."""

LONGEST_RECORD_LINES = 20
"""A quoted cell may hold line breaks, but one stray quote must not swallow the rest of the file."""

LONGEST_LINE = 1_000_000
PROGRESS_EVERY = 1 << 20
_NOT_TEXT = (
    (b"PK\x03\x04", "spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "spreadsheet"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "compressed"),
    (b"\xff\xfe", "utf16"),
    (b"\xfe\xff", "utf16"),
    (b"PAR1", "binary"),
)


class FileRefused(Exception):  # noqa: N818 - reads as what happened
    """The file can't be imported. The message is a sentence fit to show; nothing of the file was kept."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the file: the line it begins on, its cells by column, and the text it was read from."""

    line: int
    cells: dict[str, str]
    raw: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that isn't a record: why, and its text."""

    line: int
    reason: str
    raw: str


def nothing_said(_done: int, _total: int) -> None:
    """Progress for callers who show none."""


def check_kind(path: Path) -> None:
    """Refuse what plainly isn't a CSV file, saying what it is instead. Raises `FileRefused`."""
    name = path.name
    if path.is_dir():
        raise FileRefused(_("%(name)s is a folder; this import reads one CSV file.") % {"name": name})
    if not path.is_file():
        raise FileRefused(_("There is no file at %(path)s.") % {"path": str(path)})
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise FileRefused(_("%(name)s can't be opened; check who may read it.") % {"name": name}) from error
    if not start.strip():
        raise FileRefused(_("%(name)s is empty.") % {"name": name})
    _refuse_other_formats(name, start)


def _refuse_other_formats(name: str, start: bytes) -> None:
    kind = next((kind for magic, kind in _NOT_TEXT if start.startswith(magic)), "")
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not kind and (text.startswith((b"<!doctype", b"<html", b"<?xml", b"<head", b"<body"))):
        kind = "html"
    if not kind and text.startswith((b"{", b"[")):
        kind = "json"
    if not kind and b"\x00" in start:
        kind = "binary"
    if kind:
        raise FileRefused(
            {
                "spreadsheet": _("%(name)s is a spreadsheet or a zip file. Save it as CSV (UTF-8), then import that."),
                "pdf": _("%(name)s is a PDF. Bring the table as a CSV file."),
                "compressed": _("%(name)s is compressed. Unpack it, then import the CSV file inside."),
                "utf16": _("%(name)s is saved as UTF-16. Save it as CSV (UTF-8), then import that."),
                "html": _("%(name)s is a web page, not a CSV file. Use the site's own export or download button."),
                "json": _("%(name)s is JSON, not CSV. Choose CSV where you downloaded it."),
                "binary": _("%(name)s isn't text, so it can't be a CSV file."),
            }[kind]
            % {"name": name}
        )


class CsvFile:
    """A CSV file read once from its beginning, a record at a time, while its SHA-256 is taken.

    Memory stays at one record however long the file is. `sha256` is complete only after the last record.
    Raises `FileRefused` for a wrong or truncated file; a single unreadable line is yielded as `Unreadable`.
    """

    def __init__(self, path: Path, *, required: Sequence[str], progress: Progress = nothing_said) -> None:
        check_kind(path)
        self.path = path
        self.progress = progress
        self.size = path.stat().st_size
        self.done = 0
        self.line = 0
        self.ends_with_newline = True
        self.last_cells: list[str] = []
        self.previous_end = ""
        self._hash = hashlib.sha256()
        self._pushed_back: deque[bytes] = deque()
        self.required = tuple(required)
        self.header: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def __iter__(self) -> Iterator[Record | Unreadable]:
        with self.path.open("rb") as file:
            self._read_header(file)
            while (raw := self._next(file)) is not None:
                if raw.strip():
                    yield self._record(file, raw)
        self.progress(self.size, self.size)

    def _next(self, file: BinaryIO) -> bytes | None:
        if self._pushed_back:
            self.line += 1
            return self._pushed_back.popleft()
        raw = file.readline(LONGEST_LINE)
        if not raw:
            return None
        self._hash.update(raw)
        before, self.done = self.done, self.done + len(raw)
        if before // PROGRESS_EVERY != self.done // PROGRESS_EVERY:
            self.progress(self.done, self.size)
        self.ends_with_newline = raw.endswith(b"\n")
        self.line += 1
        return raw

    def _read_header(self, file: BinaryIO) -> None:
        raw = self._next(file) or b""
        names = _cells(raw.removeprefix(b"\xef\xbb\xbf"))
        self.header = tuple("_".join(name.lower().split()) for name in names or ())
        missing = [name for name in self.required if name not in self.header]
        if missing:
            raise FileRefused(
                _("%(name)s isn't the file this import reads: it has no column named %(columns)s.")
                % {"name": self.path.name, "columns": ", ".join(missing)}
            )
        twice = sorted({name for name in self.header if self.header.count(name) > 1})
        if twice:
            raise FileRefused(
                _("%(name)s names a column twice: %(columns)s.") % {"name": self.path.name, "columns": ", ".join(twice)}
            )

    def _record(self, file: BinaryIO, raw: bytes) -> Record | Unreadable:
        first = self.line
        more: list[bytes] = []
        quotes = raw.count(b'"')
        while quotes % 2 and len(more) < LONGEST_RECORD_LINES:
            following = self._next(file)
            if following is None:
                break
            more.append(following)
            quotes += following.count(b'"')
        if quotes % 2:
            return self._stray_quote(first, raw, more)
        return self._parsed(first, b"".join([raw, *more]))

    def _stray_quote(self, first: int, raw: bytes, more: list[bytes]) -> Unreadable:
        self._pushed_back.extendleft(reversed(more))
        self.line = first
        self.last_cells = []
        return Unreadable(first, "a quotation mark is never closed", _shown(raw))

    def _parsed(self, first: int, raw: bytes) -> Record | Unreadable:
        cells = _cells(raw)
        if cells is None:
            self.last_cells = []
            return Unreadable(first, "the line isn't one record of UTF-8 text", _shown(raw))
        if len(cells) != len(self.header):
            self.last_cells = []
            reason = f"it has {len(cells)} cells where the header has {len(self.header)}"
            return Unreadable(first, reason, _shown(raw))
        self.previous_end = self.last_cells[-1] if self.last_cells else ""
        self.last_cells = cells
        named = {name: cell.strip() for name, cell in zip(self.header, cells, strict=True)}
        return Record(first, named, raw.decode().rstrip("\r\n"))

    def check_whole(self) -> None:
        """Refuse a file that was cut short: call after the last record. Raises `FileRefused`.

        A file may lack its last line break. But when its last line also lacks cells, leaves a quotation open, or breaks
        off inside its last cell (which the line before shows whole), the download stopped early and more is missing.
        """
        if self.ends_with_newline:
            return
        end = self.last_cells[-1] if self.last_cells else ""
        if not self.last_cells or (self.previous_end != end and self.previous_end.startswith(end)):
            raise FileRefused(
                _("%(name)s breaks off in the middle of its last line, so part of it is missing. Download it again.")
                % {"name": self.path.name}
            )


def _cells(raw: bytes) -> list[str] | None:
    """The cells of one record; None where the bytes aren't text or hold more than one record."""
    try:
        records = list(csv.reader(io.StringIO(raw.decode(), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return None
    return records[0] if len(records) == 1 else None


def _shown(raw: bytes) -> str:
    return raw.decode(errors="backslashreplace").rstrip("\r\n")
