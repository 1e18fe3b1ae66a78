"""Notes on series are shown where they matter, with a source, and reach the translators."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from banyan.cli.translations import extract_sentences
from banyan.observatory.forms.desk_notes import series_words
from banyan.observatory.sources import notes
from banyan.observatory.sources.notes import list_notes

WRITTEN = tomllib.loads((Path(notes.__file__).parent / "notes.toml").read_text(encoding="utf-8"))["note"]


def test_a_note_is_listed_for_its_community_and_years_only() -> None:
    def listed(community: str, since: int, until: int) -> list[str]:
        found = list_notes(source="sf-hate-crimes", community=community, since=since, until=until)
        return [note.period_from for note in found]

    assert listed("asian", 2019, 2025) == ["2021-06", "2022-01"]
    assert listed("jewish", 2019, 2025) == ["2022-01"]
    assert listed("all", 2021, 2021) == ["2021-06"]
    assert listed("asian", 2010, 2020) == []


@pytest.mark.parametrize("note", WRITTEN)
def test_every_note_cites_its_source_and_names_known_things(note: dict[str, str]) -> None:
    assert note["citation"]
    assert f"{note['source']} {note['measure']}" in series_words()
    assert note["period_from"] <= note["period_to"]


def test_every_note_reaches_the_translators() -> None:
    public, _desk = extract_sentences()
    assert all(public.get(note["text"]) is not None for note in WRITTEN)
