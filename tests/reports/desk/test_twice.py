"""A button pressed twice, or again after an answer that got lost: what staff wrote stands there once."""

from datetime import timedelta

import pytest

from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.contacts import log_contact
from banyan.reports.actions.first_looks import record_first_look
from banyan.reports.models import Contact, FirstLook, Message, Report
from banyan.reports.rules.promises import Promised
from tests.factories import NOW, Personas, viewer_of

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=20)
LATER = NOW + timedelta(hours=2)


def test_an_answer_sent_twice_is_one_message(people: Personas, report: Report) -> None:
    mei = viewer_of(people.mei)
    first = write_answer(by=mei, report=report, text="I am here.", now=NOW)
    assert write_answer(by=mei, report=report, text="I am here.", now=SOON) == first
    assert Message.objects.count() == 1


@pytest.mark.parametrize("text", ["I am here.", "I am still here."])
def test_other_words_or_the_same_ones_later_are_another_message(people: Personas, report: Report, text: str) -> None:
    mei = viewer_of(people.mei)
    write_answer(by=mei, report=report, text="I am here.", now=NOW)
    write_answer(by=mei, report=report, text=text, now=SOON if text != "I am here." else LATER)
    assert Message.objects.count() == 2


def test_a_colleague_who_writes_the_same_words_is_heard(people: Personas, report: Report) -> None:
    for member in (people.mei, people.dana):
        write_answer(by=viewer_of(member), report=report, text="I am here.", now=NOW)
    assert Message.objects.count() == 2


def test_a_promise_given_with_the_same_words_is_kept(people: Personas, report: Report) -> None:
    mei, day = viewer_of(people.mei), NOW.date() + timedelta(days=3)
    write_answer(by=mei, report=report, text="I am here.", now=NOW)
    write_answer(by=mei, report=report, text="I am here.", promised=Promised(day), now=SOON)
    report.refresh_from_db()
    assert report.promised_on == day
    write_answer(by=mei, report=report, text="I am here.", promised=Promised(day), now=SOON)
    assert Message.objects.count() == 2


@pytest.mark.parametrize("note", ["", "Called, will call again."])
def test_a_contact_noted_twice_is_one(people: Personas, report: Report, note: str) -> None:
    mei = viewer_of(people.mei)
    for at in (NOW, SOON):
        log_contact(by=mei, report=report, outcome="attempted", how="phone", note=note, now=at)
    assert Contact.objects.count() == 1
    log_contact(by=mei, report=report, outcome="reached", how="phone", note=note, now=SOON)
    log_contact(by=mei, report=report, outcome="attempted", how="phone", note=note + ".", now=SOON)
    log_contact(by=mei, report=report, outcome="attempted", how="phone", note=note, now=LATER)
    assert Contact.objects.count() == 4


def test_a_look_noted_twice_is_one(people: Personas, report: Report) -> None:
    mei = viewer_of(people.mei)
    for at in (NOW, SOON, LATER):
        record_first_look(by=mei, report=report, dangers=["self"], conflict="none_found", note="Alone tonight.", now=at)
    record_first_look(by=mei, report=report, dangers=[], conflict="none_found", note="Alone tonight.", now=LATER)
    assert FirstLook.objects.count() == 3


def test_that_a_promise_no_longer_stands_is_said_once(people: Personas, report: Report) -> None:
    mei, day = viewer_of(people.mei), NOW.date() + timedelta(days=3)
    write_answer(by=mei, report=report, text="I will call.", promised=Promised(day), now=NOW)
    for at in (NOW, SOON):
        write_answer(by=mei, report=report, text="I can't call.", promised=Promised(is_dropped=True), now=at)
    assert Message.objects.count() == 2


def test_a_contact_that_drops_a_promise_is_noted_once(people: Personas, report: Report) -> None:
    mei, day = viewer_of(people.mei), NOW.date() + timedelta(days=3)
    log_contact(by=mei, report=report, outcome="reached", how="phone", promised=Promised(day), now=NOW)
    for at in (NOW, SOON):
        dropped = Promised(is_dropped=True)
        log_contact(by=mei, report=report, outcome="attempted", how="phone", promised=dropped, now=at)
    assert Contact.objects.count() == 2
