"""What somebody took on and can't or doesn't see to goes to the others, with its promise and its clock."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from banyan.base.actions import Denied
from banyan.base.audit import Person
from banyan.base.models import AuditLine
from banyan.cli.waiting import Escalated
from banyan.people.actions.members import remove_member
from banyan.people.actions.roles import end_role
from banyan.people.models import Member
from banyan.people.rules.permissions import Role
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.claims import TakenAlready, claim_report
from banyan.reports.actions.contacts import log_contact
from banyan.reports.actions.visits import post_message
from banyan.reports.models import Report
from banyan.reports.queries import desk
from banyan.reports.queries.desk import Filters, get_my_day, list_reports
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.reports.rules.states import State
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, Personas, admit, viewer_of
from tests.reports.desk.telling import at_desk, escalate, tell

pytestmark = pytest.mark.django_db
CLOSE = datetime.fromisoformat("2026-03-02T18:00:00-08:00")
TUESDAY = datetime.fromisoformat("2026-03-03T10:00:00-08:00")


def remove(people: Personas, member: Member) -> None:
    remove_member(by=viewer_of(people.amira), member=Member.objects.get(pk=member.pk), now=NOW)


def day(member: Member, now: datetime = NOW) -> Any:
    return get_my_day(viewer=viewer_of(member), now=now)


def wants_mail(*members: Member) -> None:
    for member in members:
        Member.objects.filter(pk=member.pk).update(wants_mail=True, email=f"{member.username}@example.org")


def test_what_a_removed_member_looked_after_waits_for_everybody(people: Personas, report: Report) -> None:
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    promised = report.answer_by
    remove(people, people.mei)
    found = day(people.dana)
    assert [row.report for row in found.waiting] == [report]
    assert (found.waiting_count, found.waiting[0].clock, found.waiting[0].claimed_by) == (1, "9 h left", "")
    dana = viewer_of(people.dana)
    for state, expected in (("waiting", [report]), ("claimed", []), ("open", [report])):
        listed = list_reports(viewer=dana, filters=Filters(state=state), page=1, now=NOW)
        assert [row.report for row in listed.rows] == expected
    page = at_desk(people.dana).get(reverse("reports:my_day")).content.decode()
    assert "Whoever looked after it can't open it now" in page
    page = at_desk(people.dana).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert "Mei looked after it and can't open it now. Anybody can take it on." in page
    claim_report(by=dana, report=report, now=NOW)
    report.refresh_from_db()
    assert (report.state, report.claimed_by, report.answer_by) == (State.CLAIMED, people.dana, promised)
    line = AuditLine.objects.filter(action="reports.report.claim").last()
    assert line is not None
    assert line.details == {"from": str(people.mei.pk)}


def test_so_does_what_somebody_looked_after_whose_role_reads_no_reports_now(people: Personas, report: Report) -> None:
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    end_role(by=viewer_of(people.amira), member=people.mei, role=Role.ADVOCATE, now=NOW)
    assert [row.report for row in day(people.dana).waiting] == [report]


def test_whoever_answers_what_was_left_takes_it_on(people: Personas, report: Report) -> None:
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    remove(people, people.mei)
    page = at_desk(people.dana).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert "Claim and send" in page
    write_answer(by=viewer_of(people.dana), report=report, text="I am Dana.", now=NOW)
    report.refresh_from_db()
    assert report.claimed_by == people.dana


def test_the_backup_is_asked_about_what_was_left(people: Personas, report: Report) -> None:
    wants_mail(people.dana)
    escalate(NOW)
    assert escalate(NOW + timedelta(hours=4)).asked == 1
    claim_report(by=viewer_of(people.mei), report=report, now=NOW + timedelta(hours=5))
    assert escalate(NOW + timedelta(hours=5)) == Escalated(0, 0, 0)
    remove(people, people.mei)
    assert escalate(NOW + timedelta(hours=6)) == Escalated(told=0, asked=1, mails=1)
    assert escalate(NOW + timedelta(hours=7)) == Escalated(0, 0, 0)


def test_what_is_kept_from_a_colleague_stays_so_when_its_keeper_leaves(people: Personas) -> None:
    admit([people.rosa], by=people.amira)
    wants_mail(people.dana, people.rosa)
    kept = tell(people.house, hidden_from=frozenset({people.dana.pk}))
    claim_report(by=viewer_of(people.mei), report=kept, now=NOW)
    remove(people, people.mei)
    assert day(people.dana).waiting == ()
    assert [row.report for row in day(people.rosa).waiting] == [kept]
    assert escalate(CLOSE).asked == 1
    assert [one.to for one in mail.outbox] == [["rosa@example.org"]]
    with pytest.raises(Denied):
        claim_report(by=viewer_of(people.dana), report=kept, now=NOW)


def test_what_was_taken_on_and_never_tried_is_for_others_to_take_after_its_promise(
    people: Personas, report: Report, time_machine: Any
) -> None:
    wants_mail(people.mei, people.dana)
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    assert escalate(CLOSE) == Escalated(0, 0, 0)
    assert day(people.dana, CLOSE).overdue == ()
    with pytest.raises(TakenAlready):
        claim_report(by=viewer_of(people.dana), report=report, now=CLOSE)
    assert escalate(TUESDAY) == Escalated(told=0, asked=1, mails=1)
    assert mail.outbox[0].to == ["dana@example.org"]  # Not Mei, who has it.
    assert escalate(TUESDAY) == Escalated(0, 0, 0)
    time_machine.move_to(TUESDAY)
    page = at_desk(people.dana).get(reverse("reports:my_day")).content.decode()
    assert "Taken on, and not seen to in time" in page
    assert str(report) in page
    assert claim_report(by=viewer_of(people.mei), report=report, now=TUESDAY).claimed_at == NOW  # A double click.
    claim_report(by=viewer_of(people.dana), report=report, now=TUESDAY)
    report.refresh_from_db()
    assert report.claimed_by == people.dana
    with pytest.raises(TakenAlready):  # Who took it on late has as long as anybody.
        claim_report(by=viewer_of(people.mei), report=report, now=TUESDAY + timedelta(hours=1))


def test_what_was_tried_in_time_stays_with_whoever_has_it(people: Personas, report: Report) -> None:
    log_contact(by=viewer_of(people.mei), report=report, outcome="attempted", how="phone", now=NOW)
    assert day(people.dana, TUESDAY).overdue == ()
    with pytest.raises(TakenAlready):
        claim_report(by=viewer_of(people.dana), report=report, now=TUESDAY)


def test_nobody_of_elsewhere_takes_on_what_was_left(people: Personas, report: Report) -> None:
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    remove(people, people.mei)
    with pytest.raises(Denied):
        claim_report(by=viewer_of(people.tomas), report=report, now=NOW)
    assert day(people.tomas).waiting == ()


def test_a_report_that_nobody_can_open_any_more_says_so_to_its_person_alone(people: Personas) -> None:
    wants_mail(people.dana)
    code = new_receipt("letters")
    kept = tell(people.house, hidden_from=frozenset({people.dana.pk}), receipt_code=code)
    claim_report(by=viewer_of(people.mei), report=kept, now=NOW)
    remove(people, people.mei)
    visit = open_visit(receipt_code=code)
    assert visit is not None
    assert list_told(visit=visit)[0].readers == ()  # Their page says that nobody there can read it now.
    assert escalate(TUESDAY).mails == 0
    assert day(people.dana, TUESDAY).waiting == ()


def test_what_nobody_tried_is_shown_however_many_others_have_news_that_is_not_late(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "AT_MOST", 2)
    mei, tomorrow = viewer_of(people.mei), NOW + timedelta(days=1)
    for _ in range(3):
        code = new_receipt("letters")
        log_contact(by=mei, report=tell(people.house, receipt_code=code), outcome="attempted", how="phone", now=NOW)
        visit = open_visit(receipt_code=code)
        assert visit is not None
        told = list_told(visit=visit)[0]
        post_message(by=Person(), visit=visit, told=told, text="Thank you.", now=tomorrow + timedelta(hours=8))
    untried = [tell(people.house, now=NOW + timedelta(hours=11)) for _ in range(3)]
    for report in untried:
        claim_report(by=mei, report=report, now=tomorrow)
    seen = day(people.dana, tomorrow + timedelta(hours=9, minutes=30)).overdue
    assert [row.report for row in seen] == sorted(untried, key=lambda one: one.pk)[:2]
