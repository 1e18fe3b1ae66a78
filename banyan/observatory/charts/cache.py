"""Drawings kept on disk, named by a hash of everything that went in.

They hold what some reader was shown, the desk's own pictures among them, and nothing more; so the folder is closed to
other accounts of the machine, and nothing in it lasts longer than `KEPT`. Many processes and threads share it without
a lock. It only spares work: whatever is wrong with it, a page is drawn all the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

KEPT: Final = timedelta(days=7)
_MOST_KEPT: Final = 2000
_DRAFT: Final = ".draft"


def read(path: Path) -> bytes | None:
    """A drawing that was kept, if it is there."""
    with suppress(OSError):
        return path.read_bytes()
    return None


def keep(path: Path, content: bytes) -> None:
    """Writes beside and renames, so that no reader sees half a file; drops the oldest when there are many."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{uuid.uuid4().hex}{_DRAFT}")
        draft.write_bytes(content)
        draft.replace(path)
        drawings = sorted((at, found) for at, found in _list(path.parent) if found.suffix != _DRAFT)
        for _at, old in drawings[:-_MOST_KEPT]:
            old.unlink(missing_ok=True)


def prune(folder: Path, *, now: datetime) -> int:
    """Remove what was kept too long, and drafts whose process ended before it was done. Returns how many."""
    old = [path for at, path in _list(folder) if at < (now - KEPT).timestamp()]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _list(folder: Path) -> Iterator[tuple[float, Path]]:
    """What is in the folder, with when it was written. Others write and drop there at the same time."""
    if folder.is_dir():
        for path in folder.iterdir():
            with suppress(FileNotFoundError):
                yield path.stat().st_mtime, path
