"""Entering a report for somebody: quick, once, with a receipt that works."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from banyan.people.models import Member
from banyan.people.rules.permissions import Role
from banyan.reports.models import Report
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.reports.rules.steps import STEPS
from banyan.reports.views.desk.entry import TITLES
from tests.factories import MemberFactory, Personas, admit
from tests.reports.desk.telling import CANARY, at_desk

pytestmark = pytest.mark.django_db
ENTER = "reports:enter"


@pytest.fixture
def walker(people: Personas) -> Member:
    """An outreach worker, who enters reports and reads none."""
    made: Member = MemberFactory.create(name="Wei", organisation=people.house, roles=(Role.OUTREACH,))
    admit([made], by=people.amira)
    return made


def filled(client: Client, address: str = "", **changes: Any) -> dict[str, Any]:
    """The page's hidden receipt, and a few answers."""
    page = client.get(reverse(ENTER) + address).content.decode()
    found = re.search(r'name="receipt" value="([^"]+)"', page)
    assert found is not None
    return {
        "receipt": found[1],
        "channel": "phone",
        "written_in": "zh-hant",
        "words": CANARY,
        "wants": ["urgent_money"],
        "kinds": ["robbery"],
        "channels": ["phone"],
        "address": "555-0150",
        "speaks": ["yue-x-hoisan"],
        **changes,
    }


def test_mei_enters_a_report_and_its_receipt_opens_it(people: Personas) -> None:
    mei = at_desk(people.mei)
    given = filled(mei)
    page = mei.post(reverse(ENTER), given).content.decode()
    report = Report.objects.get()
    assert (report.channel, report.entered_by, report.written_in) == ("phone", people.mei, "zh-hant")
    assert (report.wants, report.speaks, report.may_contact) == (["urgent_money"], ["yue-x-hoisan"], True)
    assert "answers by Monday, March 2, 6:00 PM" in page
    assert reverse("reports:report", args=[report.pk]) in page
    visit = open_visit(receipt_code=given["receipt"])
    assert visit is not None
    assert list_told(visit=visit)[0].content["words"] == CANARY


def test_a_page_sent_twice_makes_one_report_with_the_same_receipt(people: Personas) -> None:
    mei = at_desk(people.mei)
    given = filled(mei)
    first, second = (mei.post(reverse(ENTER), given).content.decode() for _ in range(2))
    assert Report.objects.count() == 1
    shown = re.compile(r"<output[^>]*>(.*?)</output>", re.DOTALL)
    assert shown.findall(first) == shown.findall(second) != []


def test_every_question_may_be_left_out(people: Personas) -> None:
    mei = at_desk(people.mei)
    receipt = filled(mei)["receipt"]
    given = {"receipt": receipt, "channel": "walk_in", "written_in": "en"}
    assert mei.post(reverse(ENTER), given).status_code == 200
    assert Report.objects.get().wants == []


def test_what_is_to_be_mended_loses_nothing(people: Personas) -> None:
    mei = at_desk(people.mei)
    response = mei.post(reverse(ENTER), filled(mei, date_month="03"))
    assert response.status_code == 422
    assert CANARY in response.content.decode()
    assert not Report.objects.exists()


def test_an_outreach_worker_enters_and_cannot_read(people: Personas, walker: Member) -> None:
    wei = at_desk(walker)
    page = wei.post(reverse(ENTER), filled(wei, channel="outreach")).content.decode()
    report = Report.objects.get()
    assert report.entered_by == walker
    assert reverse("reports:report", args=[report.pk]) not in page
    assert wei.get(reverse("reports:report", args=[report.pk])).status_code == 404
    assert CANARY in at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()


def test_it_can_be_kept_from_a_colleague_and_never_from_everybody(people: Personas) -> None:
    dana = at_desk(people.dana)
    dana.post(reverse(ENTER), filled(dana, hidden_from=[str(people.mei.pk)]))
    report = Report.objects.get()
    assert report.is_restricted
    assert at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).status_code == 404
    response = dana.post(reverse(ENTER), filled(dana, hidden_from=[str(people.mei.pk), str(people.dana.pk)]))
    assert response.status_code == 422
    assert "Nobody would be left" in response.content.decode()


def test_a_code_of_digits_for_who_reads_no_latin_letters(people: Personas) -> None:
    assert filled(at_desk(people.mei), "?code=digits")["receipt"].isdecimal()


def test_staff_write_any_language_down_and_the_browser_offers_them(people: Personas) -> None:
    mei = at_desk(people.mei)
    page = mei.get(reverse(ENTER)).content.decode()
    assert '<option value="Croatian">' in page
    assert 'list="world"' in page
    mei.post(reverse(ENTER), filled(mei, also_speaks="Croatian and Toishanese"))
    assert Report.objects.get().speaks == ["yue-x-hoisan", "hr"]


def parts_of(page: str) -> list[tuple[str, str]]:
    return re.findall(r"<details class=\"entry-part\"( open)?><summary>([^<]+)</summary>", page)


def test_a_paper_form_is_typed_in_in_its_own_order_with_everything_unfolded(people: Personas) -> None:
    mei = at_desk(people.mei)
    page = mei.get(reverse(ENTER) + "?paper").content.decode()
    assert [title for _open, title in parts_of(page)] == [TITLES[step.code]() for step in STEPS if step.code in TITLES]
    assert all(is_open for is_open, _title in parts_of(page))
    assert re.search(r'name="channel" value="paper"[^>]* checked', page)
    called = mei.get(reverse(ENTER)).content.decode()
    assert [title for _open, title in parts_of(called)] == [title() for title in TITLES.values()]
    assert 'href="?paper"' in called
    assert 'href="/en/paper/"' in called


@pytest.mark.parametrize("who", ["sol", "nour", "amira"])
def test_others_enter_nothing(people: Personas, who: str) -> None:
    assert at_desk(getattr(people, who)).get(reverse(ENTER)).status_code == 403
