"""The committed notes on series, each with its source. Notes entered on the desk come beside them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

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


def list_texts() -> tuple[str, ...]:
    """Every note's English text, for the translators' catalogue."""
    return tuple(entry.note.text for entry in _entries())
