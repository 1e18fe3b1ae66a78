"""A person who has more to say after their report was closed is told what becomes of it."""

import pytest
from django.utils.formats import date_format

from banyan.base.clock import now
from banyan.people.queries.coalition import day_here
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.claims import claim_report
from banyan.reports.actions.closures import close_report
from banyan.reports.actions.contacts import log_contact
from banyan.reports.models import Report
from banyan.reports.rules.states import CloseReason
from tests.factories import Personas, viewer_of
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def test_who_writes_to_a_closed_report_is_told_that_it_is_open_again(people: Personas) -> None:
    fatima, mei = Person(), viewer_of(people.mei)
    code = fatima.tell(people.house)
    report = Report.objects.get()
    write_answer(by=mei, report=report, text="We are here.", now=now())
    close_report(by=mei, report=report, reason=CloseReason.HELPED, now=now())
    fatima.come_back(code)
    page = fatima.see("back/all/")
    assert "It is open again" not in page
    assert f"They closed this on {date_format(day_here(now()))}. If you write here, it opens again." in page
    fatima.press(f"back/{report.pk}/write/", **{"text": "He came back.", f"{report.pk}-text": "He came back."})
    page = fatima.see("back/all/")
    assert "They had closed this report. It is open again, because you sent something." in page
    assert "They have no set hours, so it may take longer than a week." in page
    assert "They closed this" not in page
    log_contact(by=mei, report=report, outcome="attempted", how="phone", now=now())
    assert "It is open again" not in fatima.see("back/all/")


def test_nothing_is_promised_by_a_report_that_was_closed_before_anybody_answered(people: Personas) -> None:
    fatima, mei = Person(), viewer_of(people.mei)
    code = fatima.tell(people.house)
    report = Report.objects.get()
    claim_report(by=mei, report=report, now=now())
    log_contact(by=mei, report=report, outcome="attempted", how="phone", now=now())
    close_report(by=mei, report=report, reason=CloseReason.HELPED, now=now())
    Report.objects.update(first_attempt_at=None)
    fatima.come_back(code)
    page = fatima.see("back/all/")
    for says in ("No answer yet", "is looking after it now", "They promised"):
        assert says not in page
    assert "If you write here, it opens again." in page


def test_whoever_has_just_written_can_touch_the_number_for_an_emergency(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    report = Report.objects.get()
    assert 'href="tel:911"' not in fatima.see("back/all/")
    fatima.press(f"back/{report.pk}/write/", **{f"{report.pk}-text": "He is at the door."})
    arrived = fatima.see("back/all/").partition("Your message has arrived.")[2].partition("</section>")[0]
    assert 'href="tel:911"' in arrived
    assert 'href="sms:911"' in arrived
