"""A first sending whose end the person never saw: what they change before they press again isn't lost unsaid."""

from html import unescape

import pytest
from django.db import OperationalError

from banyan.people.models import Organisation
from banyan.reports.models import Receipt, Report
from banyan.reports.queries.keys import open_data_key
from banyan.reports.queries.opening import unseal_content, unseal_report
from tests.factories import Personas, viewer_of
from tests.reports.public.person import WORDS, Person
from tests.reports.public.test_files import add, upload

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
MORE = f"{WORDS} He is outside NOW."
NOT_IN_IT = "What you changed since is not in it."
UNCHANGED = "Who can read it there has not changed."


@pytest.fixture
def lost(people: Personas, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Fatima, whose report is on the disk, and whose draft doesn't know."""
    fatima = Person()
    fatima.fill_in(people.house)
    lose_the_answer(fatima, monkeypatch)
    return fatima


def lose_the_answer(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.browser.raise_request_exception = False

    def full(*_: object, **__: object) -> None:
        raise OperationalError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("banyan.reports.views.public.drafts.save_draft", full)
        assert person.send().status_code == 503


def choose(person: Person, *organisations: Organisation, **given: list[str]) -> None:
    chosen = [str(one.pk) for one in organisations]
    went_on = person.press("tell/readers/?to=check", go="next", organisations=chosen, **given)
    assert went_on["Location"] == "/en/tell/check/"


def kept(person: Person) -> str:
    assert person.send()["Location"] == "/en/tell/kept/"
    return unescape(person.see("tell/kept/"))


def test_new_words_are_said_not_to_have_arrived_and_stand_ready_in_a_message(people: Personas, lost: Person) -> None:
    lost.press("tell/words/?to=check", go="next", words=MORE)
    page = kept(lost)
    assert f"{people.house.name} already had your report, as you wrote it before. {NOT_IN_IT}" in page
    assert ">Thank you. It has arrived.</h1>" not in page
    assert UNCHANGED not in page
    assert MORE not in page
    report = Report.objects.get()
    assert unseal_report(viewer=viewer_of(people.mei), report=report).words == WORDS
    assert lost.press("tell/late/")["Location"] == "/en/back/all/"
    assert MORE in lost.see("back/all/")
    assert not report.messages.exists(), "nothing goes out unless it is sent"
    lost.write(report.pk, MORE)
    assert [one.text for one in unseal_report(viewer=viewer_of(people.mei), report=report).messages] == [MORE]


def test_sent_again_as_it_was_it_is_the_same_receipt_and_nothing_more(people: Personas, lost: Person) -> None:
    page = kept(lost)
    assert ">Thank you. It has arrived.</h1>" in page
    assert NOT_IN_IT not in page
    assert Report.objects.count() == Receipt.objects.count() == 1


def test_looked_at_again_and_left_as_it_was_it_is_the_same(people: Personas, lost: Person) -> None:
    for code in ("start", "who", "what", "words", "when", "why", "contact"):
        lost.press(f"tell/{code}/?to=check", go="next", **lost.answers[code])
    choose(lost, people.house)
    assert NOT_IN_IT not in kept(lost)


def test_a_name_ticked_meanwhile_is_said_to_hold_nothing_back_and_is_not_carried(
    people: Personas, lost: Person
) -> None:
    choose(lost, people.house, hidden_from=[str(people.mei.pk)])
    page = kept(lost)
    assert NOT_IN_IT in page
    assert UNCHANGED in page
    assert not Report.objects.get().is_restricted
    lost.press("tell/late/")
    assert "Mei (fictional)" not in lost.see("back/all/"), "a message to her would name her"


def test_only_those_it_went_to_before_are_named_and_who_was_added_gets_all_of_it(
    people: Personas, lost: Person
) -> None:
    lost.press("tell/words/?to=check", go="next", words=MORE)
    choose(lost, people.house, people.elsewhere)
    page = kept(lost)
    assert f"{people.house.name} already had your report" in page
    assert UNCHANGED not in page
    theirs = Report.objects.get(organisation=people.elsewhere)
    assert unseal_report(viewer=viewer_of(people.tomas), report=theirs).words == MORE


def test_one_that_is_not_chosen_any_more_has_it_all_the_same_and_that_is_said(people: Personas, lost: Person) -> None:
    choose(lost, people.elsewhere)
    page = kept(lost)
    assert f"{people.house.name} already had your report" in page
    assert UNCHANGED in page


def test_sent_again_in_another_language_it_is_the_same(lost: Person) -> None:
    lost.language = "es"
    assert lost.send().status_code == 303
    assert "tell/late/" not in lost.see("tell/kept/")


def test_a_coded_answer_goes_into_the_message_under_its_question(lost: Person) -> None:
    lost.press("tell/contact/?to=check", go="next", channels=["receipt"], speaks=["en"], is_safe_now="no")
    assert NOT_IN_IT in kept(lost)
    lost.press("tell/late/")
    page = lost.see("back/all/")
    assert "Safe right now\nNo</textarea>" in page.replace("\r", "")
    assert WORDS not in page


def test_a_file_added_meanwhile_is_said_to_be_missing(lost: Person) -> None:
    add(lost, upload())
    lost.press("tell/words/?to=check", go="next", **lost.answers["words"])
    assert "If you added a file since, add it there again." in kept(lost)


def test_a_report_that_was_damaged_meanwhile_is_not_compared(lost: Person) -> None:
    Report.objects.update(content=b"damaged")
    lost.press("tell/words/?to=check", go="next", words=MORE)
    assert NOT_IN_IT not in kept(lost)


def test_attack_nothing_opens_without_a_report_that_was_sent(people: Personas) -> None:
    thief = Person()
    assert thief.press("tell/late/")["Location"] == "/en/tell/start/"
    thief.fill_in(people.house)
    assert thief.press("tell/late/")["Location"] == "/en/tell/start/"
    assert "visit" not in thief.browser.cookies


def test_attack_what_was_sent_cannot_be_tried_out_by_whoever_opens_the_report(people: Personas) -> None:
    """The marks are keyed by the code: of two people who tell the same, no two are alike."""
    marks = []
    for person in (Person(), Person()):
        person.tell(people.house)
    for report in Report.objects.all():
        key = open_data_key(report=report, viewer=viewer_of(people.mei))
        marks.extend(unseal_content(report=report, data_key=key)["sent_as"].values())
    assert len(marks) == len(set(marks)) == 6
