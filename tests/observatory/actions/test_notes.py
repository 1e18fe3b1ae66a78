"""Two analysts save the same note at once: one version more, and the other is told so in a sentence."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from banyan.observatory.actions.notes import ChangedMeanwhile, Written, change_note, enter_note
from banyan.observatory.models import NoteVersion
from tests.factories import NOW, Personas, viewer_of
from tests.reports.desk.test_race import only_where_they_meet, race

pytestmark = pytest.mark.django_db(databases=["default", "drafts"], transaction=True)
WRITTEN = Written(
    source="sf-hate-crimes", measure="official_incidents", community="", place="", period_from="2020-03", period_to="",
    kind="recording", text="The form changed.", citation="A letter", cited_on=date(2026, 1, 9), language="en",
)  # fmt: skip


@only_where_they_meet
def test_who_saves_a_note_in_the_very_moment_another_does_is_told_to_read_it_again(people: Personas) -> None:
    nour = viewer_of(people.nour)
    note = enter_note(by=nour, written=WRITTEN, now=NOW).note
    for seen in range(1, 6):
        change = partial(change_note, by=nour, note=note, seen=seen, now=NOW)
        (error,) = race([partial(change, written=replace(WRITTEN, text=text)) for text in ("One.", "Another.")])
        assert isinstance(error, ChangedMeanwhile)
    assert NoteVersion.objects.filter(note=note).count() == 6
