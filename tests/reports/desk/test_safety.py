"""What a person answered when they were asked whether they are safe, wherever staff decide whom to help first."""

from datetime import timedelta

import pytest
from django.urls import reverse

from banyan.people.actions.members import remove_member
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.claims import claim_report
from banyan.reports.actions.closures import close_report
from banyan.reports.actions.first_looks import record_first_look
from banyan.reports.models import Report
from banyan.reports.queries import desk
from banyan.reports.queries.desk import Filters, get_my_day, list_reports
from banyan.reports.queries.sealing import Reader
from banyan.reports.rules.promises import Promised
from banyan.reports.rules.states import CloseReason
from tests.factories import NOW, Personas, viewer_of
from tests.reports.desk.telling import at_desk, send, tell

pytestmark = pytest.mark.django_db


def said(people: Personas, answer: str, hours_ago: int = 0) -> Report:
    return tell(people.house, contact={"is_safe_now": answer}, now=NOW - timedelta(hours=hours_ago))


def page(people: Personas, report: Report, name: str = "report") -> str:
    return at_desk(people.mei).get(reverse(f"reports:{name}", args=[report.pk])).content.decode()


def test_who_is_not_safe_and_who_is_not_sure_come_before_the_clock(people: Personas) -> None:
    safe, silent = said(people, "yes", hours_ago=96), said(people, "", hours_ago=72)
    unsure, unsafe = said(people, "not_sure", hours_ago=24), said(people, "no")
    by = viewer_of(people.mei)
    day = [row.report for row in get_my_day(viewer=by, now=NOW).waiting]
    listed = [row.report for row in list_reports(viewer=by, filters=Filters(), page=1, now=NOW).rows]
    assert day == listed == [unsafe, unsure, safe, silent]


def test_somebody_in_danger_is_found_behind_a_long_queue(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "AT_MOST", 2)
    for days in (5, 4, 3):
        said(people, "yes", hours_ago=24 * days)
    unsafe = said(people, "no")
    assert get_my_day(viewer=viewer_of(people.mei), now=NOW).waiting[0].report == unsafe


def test_so_is_somebody_in_danger_whose_advocate_left(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "AT_MOST", 2)
    for days in (5, 4, 3):
        said(people, "yes", hours_ago=24 * days)
    unsafe = said(people, "no")
    claim_report(by=viewer_of(people.mei), report=unsafe, now=NOW)
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    by = viewer_of(people.dana)
    assert get_my_day(viewer=by, now=NOW).waiting[0].report == unsafe
    assert list_reports(viewer=by, filters=Filters(), page=1, now=NOW).rows[0].report == unsafe


@pytest.mark.parametrize(
    ("answer", "words"), [("no", "Said they aren't safe"), ("not_sure", "Said they aren't sure they are safe")]
)
def test_my_day_and_the_list_say_it_in_words(people: Personas, answer: str, words: str) -> None:
    report = said(people, answer)
    client = at_desk(people.mei)
    for name in ("my_day", "reports"):
        assert words in client.get(reverse(f"reports:{name}")).content.decode()
    close_report(by=viewer_of(people.mei), report=report, reason=CloseReason.HELPED, now=NOW)
    closed = client.get(reverse("reports:reports"), {"state": "closed"}).content.decode()
    assert str(report) in closed
    assert words not in closed


def test_it_stays_beside_what_i_look_after(people: Personas) -> None:
    report = said(people, "no")
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    mine = at_desk(people.mei).get(reverse("reports:my_day")).content.decode().partition(">Mine<")[2]
    assert "Said they aren't safe" in mine


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("yes", "Said they were safe when they wrote, March 2, 2026."),
        ("no", "Said they were not safe when they wrote, March 2, 2026."),
        ("not_sure", "Said they weren&#x27;t sure they were safe when they wrote, March 2, 2026."),
        ("", "Didn&#x27;t say whether they were safe, March 2, 2026."),
    ],
)
def test_the_report_and_the_first_look_show_what_was_said_and_when(people: Personas, answer: str, words: str) -> None:
    report = said(people, answer)
    assert words in page(people, report)
    assert words in page(people, report, "first_look")


def test_a_report_asks_for_a_first_look_until_somebody_took_one(people: Personas) -> None:
    report = said(people, "no")
    unseen = "Nobody has looked for danger yet."
    assert page(people, report).count(unseen) == 2, "above everything, and on the card"
    record_first_look(by=viewer_of(people.mei), report=report, dangers=[], conflict="none_found", now=NOW)
    looked = page(people, report)
    assert unseen not in looked
    assert "Said they were not safe when they wrote" in looked
    assert page(people, said(people, "yes")).count(unseen) == 1, "on the card alone"


def test_what_a_colleague_wrote_down_for_somebody_is_not_what_they_wrote(people: Personas) -> None:
    receipt = send(Reader(people.house), by=viewer_of(people.dana), channel="phone")
    shown = page(people, receipt.reports.get())
    assert "sure they were safe when a colleague wrote this down, March 2, 2026." in shown


def test_whoever_closes_it_reads_first_that_a_promise_stands_and_that_nobody_looked_for_danger(
    people: Personas,
) -> None:
    report, client = said(people, "not_sure"), at_desk(people.mei)
    page = reverse("reports:close", args=[report.pk])
    assert "Nobody has looked for danger yet." in client.get(page).content.decode()
    assert "promised to hear from you" not in client.get(page).content.decode()
    promised = Promised(NOW.date() + timedelta(days=1))
    write_answer(by=viewer_of(people.mei), report=report, text="Tomorrow.", promised=promised, now=NOW)
    record_first_look(by=viewer_of(people.mei), report=report, dangers=[], conflict="none_found", note="", now=NOW)
    shown = client.get(page).content.decode()
    assert "They were promised to hear from you on March 3, 2026." in shown
    assert "Nobody has looked for danger yet." not in shown
