"""The committed notes on series, each with its source. Notes entered on the desk come beside them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from banyan.observatory.rules.picture import EVERYONE, SeriesNote

_FILE = Path(__file__).parent / "notes.toml"


@dataclass(frozen=True)
class _Entry:
    note: SeriesNote
    communities: tuple[str, ...]


@cache
def _entries() -> tuple[_Entry, ...]:
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        _Entry(
            SeriesNote(**{k: v for k, v in entry.items() if k != "communities"}), tuple(entry.get("communities", ()))
        )
        for entry in read["note"]
    )


def list_notes(*, source: str, community: str, since: int, until: int) -> tuple[SeriesNote, ...]:
    """The notes that touch these years of a source and matter to the community, in the reader's language."""
    return tuple(
        SeriesNote(**(entry.note.__dict__ | {"text": _(entry.note.text)}))
        for entry in _entries()
        if entry.note.source == source
        and (not entry.communities or community in entry.communities or community == EVERYONE)
        and int(entry.note.period_from[:4]) <= until
        and int(entry.note.period_to[:4]) >= since
    )


def extract(file: BinaryIO, keywords: Any, comments: Any, options: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """The notes' English text for the translators' catalogue, as Babel asks an extractor for it."""
    del keywords, comments, options
    for line, written in enumerate(file.read().decode().splitlines(), start=1):
        name, _equals, value = written.partition(" = ")
        if name == "text":
            yield line, "mark", tomllib.loads(f"text = {value}")["text"], []
