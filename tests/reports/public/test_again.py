"""A person who has more to say after their report was closed is told what becomes of it."""

import pytest

from banyan.base.clock import now
from banyan.reports.actions.answers import write_answer
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
    assert "It is open again" not in fatima.see("back/all/")
    fatima.press(f"back/{report.pk}/write/", **{"text": "He came back.", f"{report.pk}-text": "He came back."})
    page = fatima.see("back/all/")
    assert "They had closed this report. It is open again, because you sent something." in page
    assert "They have no set hours, so it may take longer than a week." in page
    log_contact(by=mei, report=report, outcome="attempted", how="phone", now=now())
    assert "It is open again" not in fatima.see("back/all/")
