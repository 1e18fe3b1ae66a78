"""With the receipt: reading again what one wrote, what was promised, and that a message arrived."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils.formats import date_format

from banyan.base.clock import now
from banyan.harms.queries import get_label
from banyan.people.actions.members import remove_member
from banyan.people.rules.permissions import Role
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.codings import correct_coding
from banyan.reports.actions.contacts import log_contact
from banyan.reports.models import Coding, Message, Report
from banyan.reports.queries.facts import corrected_of
from banyan.reports.rules.promises import Promised
from tests.factories import MemberFactory, Personas, admit, call_in_public, viewer_of
from tests.reports.public.person import WORDS, Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
LISTED = re.compile(r'name="listed_only" value="([^"]+)"')


def reading(person: Person) -> str:
    answer = person.press("back/read/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


def test_words_and_answers_are_read_again_only_when_asked_for(people: Personas) -> None:
    fatima = Person()
    fatima.answers["contact"] |= {"channels": ["phone"], "address": "555-0188", "code_name": "Lily"}
    code = fatima.tell(people.house)
    assert WORDS not in fatima.see("tell/kept/")
    fatima.come_back(code)
    for shown in (fatima.see("back/all/"), fatima.see("tell/kept/")):
        assert WORDS not in shown
        assert "555-0188" not in shown
    page = reading(fatima)
    for said in (
        WORDS,
        "555-0188",
        "Lily",
        get_label("kinds", "threats"),
        "25 to 59",
        "March 2025",
        "English",
        people.house.name,
    ):
        assert said in page, said
    assert "Not asked" not in page
    assert fatima.browser.get("/en/back/read/").status_code == 405


def test_it_is_as_it_was_told_whatever_staff_corrected_since(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    coding = Coding.objects.get()
    corrected = replace(corrected_of(coding), kinds=("stalking",))
    correct_coding(by=viewer_of(people.mei), report=Report.objects.get(), corrected=corrected, why="mistake", now=now())
    page = reading(fatima)
    assert get_label("kinds", "threats") in page
    assert get_label("kinds", "stalking") not in page


def test_in_the_language_it_is_read_in(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    fatima.language = "es"
    page = reading(fatima)
    assert WORDS in page
    assert "marzo de 2025" in page


def test_a_report_to_two_is_read_once_and_names_both(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house, people.elsewhere, hidden_from=(str(people.mei.pk),)))
    page = reading(fatima)
    assert page.count(WORDS) == 1
    assert people.house.name in page
    assert people.elsewhere.name in page
    assert "Mei (fictional)" in page


def test_whom_it_is_kept_from_is_said_by_the_name_shown_then(people: Personas) -> None:
    """Mei takes her name from the list afterwards: the person still reads that she can't open it."""
    fatima = Person()
    fatima.come_back(fatima.tell(people.house, hidden_from=(str(people.mei.pk),)))
    call_in_public([people.mei], "")
    page = reading(fatima)
    assert "Who should not see it" in page
    assert "Mei (fictional)" in page


def test_that_only_those_who_were_named_may_read_it_is_said_with_their_names(people: Personas) -> None:
    nina = MemberFactory.create(name="Nina", organisation=people.house, roles=(Role.ADVOCATE,))
    admit([nina], by=people.amira)
    fatima = Person()
    fatima.fill_in(people.house)
    listing = LISTED.search(fatima.see("tell/readers/"))
    assert listing
    fatima.answer(
        "readers",
        organisations=[str(people.house.pk)],
        hidden_from=[str(people.mei.pk)],
        listed_only=[listing[1]],
    )
    fatima.send()
    fatima.come_back(fatima.receipt())
    call_in_public([people.mei, people.dana], "")
    page = reading(fatima)
    label = "Only the people who were named may read it"
    assert re.search(rf"<dt>{label}</dt><dd><bdi>Dana \(fictional\)</bdi>", page)
    assert re.search(r"<dt>Who should not see it</dt><dd><bdi>Mei \(fictional\)</bdi>", page)


def test_taken_back_from_one_it_is_read_from_the_other(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house, people.elsewhere))
    fatima.press(f"back/{Report.objects.get(organisation=people.house).pk}/take-back/")
    page = reading(fatima)
    assert WORDS in page
    assert people.house.name not in page
    fatima.press(f"back/{Report.objects.get(organisation=people.elsewhere).pk}/take-back/")
    assert WORDS not in fatima.press("back/read/").content.decode()


def test_when_nobody_there_can_open_it_any_more_its_writer_still_can(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house, hidden_from=(str(people.mei.pk),)))
    remove_member(by=viewer_of(people.amira), member=people.dana, now=now())
    assert WORDS in reading(fatima)


def test_attack_nothing_is_read_without_the_code_or_of_another_person(people: Personas) -> None:
    fatima, thief = Person(), Person()
    fatima.tell(people.house)
    refused = thief.press("back/read/")
    assert refused.status_code == 422
    assert WORDS not in refused.content.decode()
    thief.answers["words"] = {"words": "Another story."}
    thief.come_back(thief.tell(people.house))
    assert WORDS not in reading(thief)


def test_a_message_that_is_half_written_stays_while_one_reads(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    pk = Report.objects.get().pk
    fatima.press("back/read/", **{f"{pk}-text": "Half a message"})
    assert "Half a message</textarea>" in fatima.see("back/all/")


def test_what_was_promised_is_said_and_when_the_day_has_passed_what_to_do(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    fatima.come_back(code)
    people.house.phone = "(415) 555-0107"
    people.house.save()
    report = Report.objects.get()
    mei = viewer_of(people.mei)
    day = now().date() + timedelta(days=3)
    write_answer(by=mei, report=report, text="I am here.", promised=Promised(day), now=now())
    page = fatima.see("back/all/")
    assert f"They promised to be in touch again by {date_format(day)}." in page
    assert "passed" not in page
    later = now() + timedelta(days=5)
    monkeypatch.setattr("banyan.reports.views.public.visits.now", lambda: later)
    fatima.come_back(code)
    page = fatima.see("back/all/")
    assert "That day has passed." in page
    assert 'href="tel:4155550107"' in page
    log_contact(by=mei, report=report, outcome="reached", how="phone", now=later)
    assert "promised to be in touch" not in fatima.see("back/all/"), "kept, and nothing new promised"


def test_whoever_was_called_is_not_told_that_nobody_answered(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    assert "No answer yet" in fatima.see("back/all/")
    fatima.write(Report.objects.get().pk, "Are you there?")
    assert "No answer yet" in fatima.see("back/all/"), "one's own message is no answer"
    log_contact(by=viewer_of(people.mei), report=Report.objects.get(), outcome="reached", how="phone", now=now())
    assert "No answer yet" not in fatima.see("back/all/")


def test_after_sending_a_message_the_page_says_once_that_it_arrived_and_who_reads_it(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house, people.elsewhere, hidden_from=(str(people.mei.pk),)))
    assert 'role="status" tabindex' not in fatima.see("back/all/")
    fatima.write(Report.objects.get(organisation=people.house).pk, "One more thing.")
    page = fatima.see("back/all/")
    assert page.count("Your message has arrived.") == 1
    assert "It can be read by: Dana (fictional)." in page
    assert "Nobody reads this page day and night." in page
    assert "Your message has arrived." not in fatima.see("back/all/")
    assert Message.objects.count() == 1
