"""An analyst enters what the numbers don't tell; it stands before them in every picture it touches, and stays."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client

from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.observatory.actions.notes import ChangedMeanwhile, Written, change_note, enter_note, retire_note
from banyan.observatory.charts import render
from banyan.observatory.models import NoteVersion, Publication
from banyan.observatory.queries.notes import get_note, list_notes, notes_touching
from banyan.observatory.queries.pictures import draw_picture
from banyan.observatory.rules.picture import Picture, Question
from banyan.observatory.sources.sf_hate_crimes import stage_sf_hate_crimes
from banyan.people.models import Coalition
from banyan.people.queries.coalition import get_coalition
from tests.factories import NOW, OPERATOR, Personas, make_personas, sign_in, viewer_of
from tests.observatory.measures.planted import COLUMNS, lines_of
from tests.observatory.sources.files import NOW as FILE_NOW
from tests.observatory.sources.files import put, write_sf

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
LATER = NOW + timedelta(days=1)
QUESTION = Question(place="San Francisco", community="asian", since=2018, until=2022)
WRITTEN = Written(
    source="sf-hate-crimes",
    measure="official_incidents",
    community="",
    place="",
    period_from="2020-03",
    period_to="",
    kind="recording",
    text="El formulario cambió.",
    citation="Letter of the records unit",
    cited_on=date(2026, 1, 9),
    language="es",
)


@pytest.fixture
def people(settings: Any, tmp_path: Path) -> Personas:
    settings.BANYAN_DATA = tmp_path
    return make_personas()


def draw(data: Path, question: Question = QUESTION) -> Picture:
    if not (data / "observatory").exists():
        lines = lines_of({2018: 30, 2019: 32, 2020: 31, 2021: 90, 2022: 92})
        put(stage_sf_hate_crimes(write_sf(data / "planted.csv", lines, columns=COLUMNS), data=data, now=FILE_NOW))
    return draw_picture(viewer=OPERATOR, question=question, data=data, engine="duckdb", today=NOW.date())


def test_a_note_is_said_before_the_number_everywhere(people: Personas, tmp_path: Path) -> None:
    enter_note(by=viewer_of(people.nour), written=WRITTEN, now=NOW)
    picture = draw(tmp_path)

    (note,) = [one for one in picture.notes if one.language]
    assert (note.text, note.period_to, note.cited_on) == (WRITTEN.text, "2022-12", "2026-01-09")
    assert picture.findings[0].text.startswith("The way these records are kept changed in March 2020.")
    svg = str(render(picture, format="svg", figure="over-time-sf-hate-crimes", language="en", standalone=True))
    assert "El formulario cambió. (written in Spanish)" in svg.replace("\n", " ")
    assert "Letter of the records unit, January 9, 2026." in svg


def test_notes_reach_only_what_they_are_about(people: Personas) -> None:
    nour = viewer_of(people.nour)
    enter_note(by=nour, written=replace(WRITTEN, community="asian", place="San Francisco", period_to="2021"), now=NOW)
    assert notes_touching(QUESTION)
    assert notes_touching(replace(QUESTION, community="all"))
    assert not notes_touching(replace(QUESTION, community="jewish"))
    assert not notes_touching(replace(QUESTION, place="Oakland"))
    assert not notes_touching(replace(QUESTION, since=2022))
    assert not notes_touching(replace(QUESTION, until=2019))


def test_versions_are_kept_and_a_retired_note_leaves_new_pictures(people: Personas) -> None:
    nour = viewer_of(people.nour)
    made = enter_note(by=nour, written=WRITTEN, now=NOW)
    change_note(by=nour, note=made.note, seen=1, written=replace(WRITTEN, text="Otro."), now=LATER)
    assert [one.text for one in notes_touching(QUESTION)] == ["Otro."]
    retire_note(by=nour, note=made.note, seen=2, now=LATER)
    assert notes_touching(QUESTION) == ()
    history = get_note(viewer=nour, note=made.note)
    assert [(one.version, one.text, one.is_retired) for one in history] == [
        (3, "Otro.", True),
        (2, "Otro.", False),
        (1, WRITTEN.text, False),
    ]
    change_note(by=nour, note=made.note, seen=3, written=WRITTEN, now=LATER)
    assert [one.text for one in notes_touching(QUESTION)] == [WRITTEN.text]
    done = AuditLine.objects.filter(action__startswith="observatory.note").order_by("sequence")
    assert [line.action.rpartition(".")[2] for line in done] == ["enter", "change", "retire", "change"]
    assert not any(WRITTEN.text in json.dumps(line.details) for line in done)


def test_nobody_writes_over_a_version_they_have_not_read(people: Personas) -> None:
    nour = viewer_of(people.nour)
    made = enter_note(by=nour, written=WRITTEN, now=NOW)
    change_note(by=nour, note=made.note, seen=1, written=replace(WRITTEN, text="Otro."), now=NOW)
    with pytest.raises(ChangedMeanwhile):
        change_note(by=nour, note=made.note, seen=1, written=WRITTEN, now=LATER)
    with pytest.raises(ChangedMeanwhile):
        retire_note(by=nour, note=made.note, seen=1, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoteVersion.objects.create(
            note=made.note, version=2, written_by=people.nour, written_at=NOW, source="x", kind="other",
            text="a", citation="b", cited_on=date(2026, 1, 1), language="en", period_from="2020",
        )  # fmt: skip


def test_only_an_analyst_keeps_notes_and_a_denial_is_on_the_trail(people: Personas) -> None:
    for member in (people.mei, people.tomas, people.sol):
        with pytest.raises(Denied):
            enter_note(by=viewer_of(member), written=WRITTEN, now=NOW)
    assert AuditLine.objects.filter(action="observatory.note.enter", outcome="denied").count() == 3
    assert list_notes(viewer=viewer_of(people.mei)) == []
    with pytest.raises(Http404):
        get_note(viewer=viewer_of(people.mei), note=uuid4())


def test_a_note_of_a_demonstration_marks_a_picture_of_real_counts(people: Personas, tmp_path: Path) -> None:
    assert not draw(tmp_path).demonstration
    Coalition.objects.update(is_demonstration=True)
    get_coalition.forget()
    enter_note(by=viewer_of(people.nour), written=WRITTEN, now=NOW)
    picture = draw(tmp_path)
    assert picture.demonstration
    svg = str(render(picture, format="svg", figure="over-time-sf-hate-crimes", language="en", standalone=True))
    said = " ".join(re.sub(r"<[^>]+>", " ", svg).split())
    assert "Partly demonstration data. Made up: Reports to partner organizations; notes that staff entered" in said


def test_a_published_picture_keeps_the_note_it_was_published_with(people: Personas, tmp_path: Path) -> None:
    nour = viewer_of(people.nour)
    made = enter_note(by=nour, written=WRITTEN, now=NOW)
    shown = draw(tmp_path).to_json_dict()
    published = Publication.objects.create(
        state="published", question=shown["question"], pictures={"en": shown}, proposed_by=people.nour,
        proposed_at=NOW, decided_by=people.sol, decided_at=NOW,
    )  # fmt: skip
    retire_note(by=nour, note=made.note, seen=1, now=LATER)
    page = Client().get(f"/en/picture/{published.pk}/").content.decode()
    assert '<span lang="es" dir="ltr">El formulario cambió.</span>' in page
    assert "Written in Spanish." in page
    assert page.index('class="noted"') < page.index('class="chart"')


def test_the_desk_enters_changes_and_retires(people: Personas) -> None:
    desk = sign_in(Client(), people.nour)
    given = {
        "series": "sf-hate-crimes official_incidents", "community": "", "place": "", "period_from": "2021-06",
        "period_to": "2021-06", "kind": "cluster", "text": "One <b>suspect</b>.", "language": "en",
        "citation": "A report", "cited_on": "2026-01-09",
    }  # fmt: skip
    refused = desk.post("/desk/picture/notes/new/", given | {"period_to": "2020", "citation": ""})
    assert refused.status_code == 422
    assert "It ends before it begins" in refused.content.decode()
    assert "One &lt;b&gt;suspect&lt;/b&gt;." in refused.content.decode(), "nothing typed is lost"
    assert desk.post("/desk/picture/notes/new/", given).status_code == 302
    made = NoteVersion.objects.get()
    address = f"/desk/picture/notes/{made.note}/"
    assert "One &lt;b&gt;suspect&lt;/b&gt;." in desk.get(address).content.decode()
    assert desk.post(address, given | {"text": "Two.", "go": "save", "seen": "1"}).status_code == 302
    late = desk.post(address, given | {"text": "Three.", "go": "save", "seen": "1"})
    assert "Somebody else changed this note meanwhile." in late.content.decode()
    assert "Three." in late.content.decode(), "nothing typed is lost"
    assert desk.post(address, {"go": "retire", "seen": "9" * 5000}).status_code == 422
    assert desk.post(address, {"go": "retire", "seen": "2"}).status_code == 302
    assert "retired" in desk.get("/desk/picture/notes/").content.decode()
    mei = sign_in(Client(), people.mei)
    assert mei.get(address).status_code == 200
    assert mei.get("/desk/picture/notes/new/").status_code == 403
    assert mei.post(address, {"go": "retire", "seen": "3"}).status_code == 403
    assert mei.get(f"/desk/picture/notes/{uuid4()}/").status_code == 404


def test_pasted_signs_that_break_or_turn_a_drawing_are_left_out(people: Personas) -> None:
    desk = sign_in(Client(), people.nour)
    given = {
        "series": "sf-hate-crimes official_incidents", "period_from": "2021", "kind": "other", "language": "en",
        "text": "One\r\n\x0ctwo\x01 \u202ethree", "citation": "A\u2066 page\x07", "cited_on": "2026-01-09",
    }  # fmt: skip
    assert desk.post("/desk/picture/notes/new/", given).status_code == 302
    made = NoteVersion.objects.get()
    assert (made.text, made.citation) == ("One two three", "A page")
    assert desk.post("/desk/picture/notes/new/", given | {"text": "\u202e\x01"}).status_code == 422
