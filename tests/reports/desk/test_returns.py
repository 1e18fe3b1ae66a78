"""What the person sends later reaches somebody: a closed report waits again, a claimed one tells its keeper."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from banyan.base.audit import Operator, Person
from banyan.base.cleaning import Cleaned, Kind
from banyan.base.models import AuditLine
from banyan.cli.waiting import Escalated
from banyan.people.models import Member
from banyan.people.queries.viewers import Viewer
from banyan.reports.actions import openings
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.attachments import Given, attach_file
from banyan.reports.actions.claims import claim_report, hand_report
from banyan.reports.actions.closures import NewWords, close_report, reopen_report
from banyan.reports.actions.contacts import log_contact
from banyan.reports.actions.duties import set_duties
from banyan.reports.actions.openings import open_report
from banyan.reports.actions.visits import post_message
from banyan.reports.figures import count_rings
from banyan.reports.models import Report
from banyan.reports.queries.desk import Filters, get_my_day, list_reports
from banyan.reports.queries.opening import OpenReport, unseal_report
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.reports.rules.states import CloseReason, State
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, Personas, viewer_of
from tests.reports.desk.telling import at_desk, escalate, tell

pytestmark = pytest.mark.django_db
LATER = datetime.fromisoformat("2026-03-04T10:20:00-08:00")  # Wednesday morning.


@dataclass
class Walk:
    """Somebody who told the house, with their code; Mei looks after it, wrote, and may have closed it."""

    report: Report
    code: str

    def write(self, text: str, now: datetime) -> None:
        visit = open_visit(receipt_code=self.code)
        assert visit is not None
        post_message(by=Person(), visit=visit, told=list_told(visit=visit)[0], text=text, now=now)
        self.report.refresh_from_db()

    def send_photo(self, now: datetime) -> None:
        visit = open_visit(receipt_code=self.code)
        assert visit is not None
        cleaned = Cleaned(Kind.PHOTO, "image/jpeg", "jpg", b"a picture", "photo.jpg", "0" * 64, ())
        given = Given(cleaned, "IMG_1.jpg", b"the original")
        attach_file(by=Person(), visit=visit, told=list_told(visit=visit)[0], given=given, now=now)
        self.report.refresh_from_db()


@pytest.fixture
def claimed(people: Personas) -> Walk:
    for member in (people.mei, people.dana):
        Member.objects.filter(pk=member.pk).update(wants_mail=True, email=f"{member.username}@example.org")
    code = new_receipt("letters")
    report = tell(people.house, receipt_code=code)
    write_answer(by=viewer_of(people.mei), report=report, text="We are here.", now=NOW)
    report.refresh_from_db()
    return Walk(report, code)


@pytest.fixture
def closed(people: Personas, claimed: Walk) -> Walk:
    close_report(by=viewer_of(people.mei), report=claimed.report, reason=CloseReason.HELPED, now=NOW)
    claimed.report.refresh_from_db()
    return claimed


def day(member: Member, now: datetime = LATER) -> Any:
    return get_my_day(viewer=viewer_of(member), now=now)


@pytest.mark.parametrize("what", ["message", "file"])
def test_what_arrives_while_the_report_is_being_opened_counts_as_new(
    claimed: Walk, people: Personas, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL commits others' writes meanwhile: what wasn't there yet when it was read was seen by nobody."""

    def unseal_and_receive(*, viewer: Viewer, report: Report) -> OpenReport:
        opened = unseal_report(viewer=viewer, report=report)
        if what == "message":
            claimed.write("He came back.", LATER)
        else:
            claimed.send_photo(LATER)
        return opened

    monkeypatch.setattr(openings, "unseal_report", unseal_and_receive)
    open_report(by=viewer_of(people.mei), report=claimed.report, now=LATER)
    new = claimed.report.messages.filter(written_by=None, is_read=False).count()
    assert new + claimed.report.attachments.filter(is_seen=False).count() == 1


@pytest.mark.parametrize("what", ["message", "file"])
def test_what_comes_after_a_report_was_closed_opens_it_again_for_everybody(
    people: Personas, closed: Walk, what: str
) -> None:
    if what == "message":
        closed.write("He came back.", LATER)
    else:
        closed.send_photo(LATER)
    report = closed.report
    assert (report.state, report.claimed_by, report.claimed_at) == (State.WAITING, None, None)
    assert report.answer_by == datetime.fromisoformat("2026-03-04T18:00:00-08:00")
    assert report.written_again_at == LATER.replace(minute=0)
    assert report.closed_reason == CloseReason.HELPED  # Why it was closed stays.
    line = AuditLine.objects.get(action="reports.report.reopen_by_person")
    assert (line.actor, line.subject, line.at) == ("person", str(report.pk), LATER.replace(minute=0))
    for member in (people.mei, people.dana):
        found = day(member)
        assert [row.report for row in found.waiting] == [report]
        assert found.waiting[0].clock == "7 h left"
        assert (found.waiting[0].standing.messages, found.waiting[0].standing.files) == (
            (1, 0) if what == "message" else (0, 1)
        )


def test_lists_and_the_report_say_that_it_was_written_to_again_and_why_it_was_closed(
    people: Personas, closed: Walk, time_machine: Any
) -> None:
    closed.write("He came back.", LATER)
    time_machine.move_to(LATER)
    dana = at_desk(people.dana)
    for address in (reverse("reports:my_day"), reverse("reports:reports")):
        page = dana.get(address).content.decode()
        assert "Written to again after it was closed" in page
        assert "1 new message" in page
    page = dana.get(reverse("reports:report", args=[closed.report.pk])).content.decode()
    assert "Written to again after it was closed" in page
    assert "They got the help they wanted" in page
    claim_report(by=viewer_of(people.dana), report=closed.report, now=LATER)
    log_contact(by=viewer_of(people.dana), report=closed.report, outcome="attempted", how="phone", now=LATER)
    closed.report.refresh_from_db()
    assert (closed.report.first_attempt_at, closed.report.tried_again_at) == (NOW, LATER)
    assert "Written to again" not in dana.get(reverse("reports:my_day")).content.decode()


def test_duty_and_backup_are_told_of_a_report_that_waits_again(people: Personas, closed: Walk) -> None:
    set_duties(by=viewer_of(people.dana), days=[date(2026, 3, 4)], member=people.mei, backup=people.dana, now=NOW)
    escalate(NOW + timedelta(hours=8))
    closed.write("He came back.", LATER)
    assert escalate(LATER) == Escalated(told=1, asked=0, mails=1)
    assert mail.outbox[0].to == ["mei@example.org"]
    assert escalate(LATER + timedelta(hours=1)) == Escalated(0, 0, 0)
    assert escalate(LATER + timedelta(hours=4)) == Escalated(told=0, asked=1, mails=1)
    assert mail.outbox[0].to == ["dana@example.org"]


@pytest.mark.parametrize("what", ["message", "file"])
def test_whoever_looks_after_it_is_told_of_what_came_later(people: Personas, claimed: Walk, what: str) -> None:
    assert escalate(NOW).mails == 0
    send = (lambda now: claimed.write("Are you there?", now)) if what == "message" else claimed.send_photo
    send(LATER)
    assert claimed.report.state == State.CLAIMED
    [row] = day(people.mei).mine
    assert (row.report, row.standing.messages + row.standing.files, row.clock) == (claimed.report, 1, "7 h left")
    assert escalate(LATER) == Escalated(told=1, asked=0, mails=1)
    assert (mail.outbox[0].to, mail.outbox[0].body) == (["mei@example.org"], "Something is waiting at the desk.")
    send(LATER + timedelta(hours=3))
    assert escalate(LATER + timedelta(hours=3)) == Escalated(0, 0, 0)  # One mail until it is read.
    open_report(by=viewer_of(people.dana), report=claimed.report, now=LATER)
    assert day(people.mei).mine[0].standing.has_news
    open_report(by=viewer_of(people.mei), report=claimed.report, now=LATER)
    assert not day(people.mei).mine[0].standing.has_news
    send(LATER + timedelta(hours=4))
    assert escalate(LATER + timedelta(hours=4)).told == 1


def test_words_that_nobody_read_in_time_go_to_the_backup(people: Personas, claimed: Walk, time_machine: Any) -> None:
    set_duties(by=viewer_of(people.dana), days=[date(2026, 3, 5)], member=people.mei, backup=people.dana, now=NOW)
    claimed.write("Are you there?", LATER)
    escalate(LATER)
    close_of_day = datetime.fromisoformat("2026-03-04T18:00:00-08:00")
    assert escalate(close_of_day) == Escalated(0, 0, 0)
    assert not day(people.dana, close_of_day).overdue
    thursday = close_of_day + timedelta(hours=16)
    assert escalate(thursday) == Escalated(told=0, asked=1, mails=1)
    assert mail.outbox[0].to == ["dana@example.org"]
    assert [row.report for row in day(people.dana, thursday).overdue] == [claimed.report]
    assert not day(people.mei, thursday).overdue  # It stands among her own.
    assert escalate(thursday) == Escalated(0, 0, 0)
    time_machine.move_to(thursday)
    page = at_desk(people.dana).get(reverse("reports:my_day")).content.decode()
    assert "You are the backup, and these were not seen to in time" in page


def test_the_same_words_are_one_message_within_the_hour_and_new_ones_later(people: Personas, claimed: Walk) -> None:
    for minutes in (0, 5, 39):
        claimed.write("Are you there?", LATER + timedelta(minutes=minutes))
    assert claimed.report.messages.filter(written_by=None).count() == 1
    claimed.write("Are you there?", LATER + timedelta(hours=2))
    assert claimed.report.messages.filter(written_by=None).count() == 2
    open_report(by=viewer_of(people.mei), report=claimed.report, now=LATER)
    claimed.write("Are you there?", LATER + timedelta(hours=2))  # Asked again after it was read.
    assert claimed.report.messages.filter(written_by=None).count() == 3
    open_report(by=viewer_of(people.mei), report=claimed.report, now=LATER)
    close_report(by=viewer_of(people.mei), report=claimed.report, reason=CloseReason.HELPED, now=LATER)
    claimed.write("Are you there?", LATER + timedelta(hours=2))
    assert (claimed.report.state, claimed.report.messages.filter(written_by=None).count()) == (State.WAITING, 4)


def test_a_report_is_not_closed_over_words_that_nobody_read(people: Personas, claimed: Walk) -> None:
    claimed.write("One more thing.", LATER)
    for member in (people.mei, people.dana):
        with pytest.raises(NewWords):
            close_report(by=viewer_of(member), report=claimed.report, reason=CloseReason.HELPED, now=LATER)
    open_report(by=viewer_of(people.mei), report=claimed.report, now=LATER)
    close_report(by=viewer_of(people.mei), report=claimed.report, reason=CloseReason.HELPED, now=LATER)


def test_what_was_counted_out_counts_again_when_its_person_writes(people: Personas, claimed: Walk) -> None:
    def counted() -> int:
        rows = count_rings(
            viewer=Operator("tests"),
            since=date(2026, 1, 1),
            until=date(2026, 12, 31),
            by="year",
            community=None,
            with_kept=False,
        )
        return sum(row.count for row in rows)

    close_report(by=viewer_of(people.mei), report=claimed.report, reason=CloseReason.NOT_A_REPORT, now=NOW)
    assert counted() == 0
    claimed.write("This was no test.", LATER)
    assert counted() == 1


def test_a_report_that_waits_again_is_listed_as_waiting(people: Personas, closed: Walk) -> None:
    closed.write("He came back.", LATER)
    listed = list_reports(viewer=viewer_of(people.mei), filters=Filters(state="waiting"), page=1, now=LATER)
    assert [(row.report, row.standing.messages) for row in listed.rows] == [(closed.report, 1)]


def test_whoever_is_handed_a_report_with_news_is_told_of_it(people: Personas, claimed: Walk) -> None:
    claimed.write("He came back.", LATER)
    escalate(LATER)
    assert [one.to for one in mail.outbox] == [["mei@example.org"]]
    hand_report(by=viewer_of(people.mei), report=claimed.report, to=people.dana, now=LATER)
    escalate(LATER)
    assert [one.to for one in mail.outbox] == [["dana@example.org"]]


@pytest.mark.parametrize(
    ("closed_at", "reopened_at", "answer_by"),
    [
        ("2026-03-02T12:00:00-08:00", "2026-04-01T10:20:00-07:00", "2026-04-01T18:00:00-07:00"),  # Long since closed.
        ("2026-03-02T12:00:00-08:00", "2026-03-02T17:00:00-08:00", "2026-03-02T18:00:00-08:00"),  # It can be kept yet.
        ("2026-03-03T12:00:00-08:00", "2026-04-01T10:20:00-07:00", "2026-03-02T18:00:00-08:00"),  # Broken before.
    ],
)
def test_what_could_be_kept_when_it_was_closed_is_promised_anew_by_whoever_reopens_it(
    people: Personas, report: Report, closed_at: str, reopened_at: str, answer_by: str
) -> None:
    dana = viewer_of(people.dana)
    at = datetime.fromisoformat(closed_at)
    close_report(by=dana, report=report, reason=CloseReason.ONLY_COUNTED, now=at)
    opened = reopen_report(by=dana, report=report, now=datetime.fromisoformat(reopened_at))
    assert opened.answer_by == datetime.fromisoformat(answer_by)


def test_what_was_answered_is_promised_nothing_anew_when_staff_reopen_it(people: Personas, closed: Walk) -> None:
    promised = closed.report.answer_by
    assert reopen_report(by=viewer_of(people.mei), report=closed.report, now=LATER).answer_by == promised
