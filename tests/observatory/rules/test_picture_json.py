"""The picture's JSON keeps the shape that readers outside were promised."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # ships no types
import pytest

from banyan.observatory.rules import picture as pictures
from banyan.observatory.rules.picture import Finding, Picture, Question, Row, SeriesNote, SourceNote

SCHEMA = json.loads((Path(pictures.__file__).parent / "picture.schema.json").read_text(encoding="utf-8"))


def a_picture(*, demonstration: bool = False) -> Picture:
    row = Row(
        source="sf-hate-crimes",
        measure="official_incidents",
        community="asian",
        place="San Francisco",
        period="2021",
        n=60,
        vintage="2026-02-15",
    )
    return Picture(
        question=Question(place="San Francisco", community="asian", since=2021, until=2022),
        rows=(row, Row(**(row.__dict__ | {"period": "2022", "n": None}))),
        findings=(Finding(text="Police recorded 60.", confidence="recorded", caveats=("One caveat.",)),),
        notes=(
            SeriesNote(
                source="sf-hate-crimes",
                measure="official_incidents",
                period_from="2021",
                period_to="2021",
                text="A note.",
                citation="The file.",
            ),
        ),
        sources=(
            SourceNote(
                name="sf-hate-crimes",
                title="Hate crimes",
                publisher="Police",
                licence="PDDL",
                vintage="2026-02-15",
                rows=1804,
            ),
        ),
        demonstration=demonstration,
        drawn_on=date(2026, 3, 1),
    )


def test_the_json_form_obeys_the_published_schema() -> None:
    written = json.loads(json.dumps(a_picture().to_json_dict()))
    jsonschema.validate(written, SCHEMA)


def test_the_schema_names_exactly_the_fields_a_row_has() -> None:
    assert SCHEMA["properties"]["rows"]["items"]["required"] == [field.name for field in fields(Row)]


def test_a_demonstration_says_so_in_its_json() -> None:
    assert a_picture(demonstration=True).to_json_dict()["demonstration"] is True


def test_a_month_nobody_reported_for_is_missing_and_a_zero_is_not() -> None:
    reported, missing = a_picture().rows
    assert missing.is_missing
    assert not reported.is_missing
    assert not Row(**(missing.__dict__ | {"n": 0})).is_missing
    assert not Row(**(missing.__dict__ | {"suppressed": "small_cell"})).is_missing


def test_rows_can_be_asked_for_by_measure_and_source() -> None:
    picture = a_picture()
    assert len(picture.of("official_incidents")) == 2
    assert picture.of("official_incidents", "fbi-hate-crimes") == ()
    assert picture.of("community_violence") == ()


def test_a_schema_that_misses_a_field_would_be_noticed() -> None:
    broken = a_picture().to_json_dict()
    del broken["rows"][0]["vintage"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, SCHEMA)
