"""Nobody claims it: duty, backup, and a mail that says nothing but that something waits."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.urls import reverse

from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.cli.waiting import Escalated, escalate, waiting
from banyan.people.models import Member
from banyan.reports.actions.claims import claim_report, let_go
from banyan.reports.actions.duties import NobodyToBackUp, Procedure, SamePersonTwice, set_duties, write_protocol
from banyan.reports.models import Duty
from tests.factories import NOW, Personas, admit, viewer_of
from tests.reports.desk.telling import CANARY, at_desk, tell

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


@pytest.fixture
def _on_duty(people: Personas) -> None:
    """Mei is on duty on Monday, Dana backs her up; both and Tomas want mail."""
    for member in (people.mei, people.dana, people.tomas):
        Member.objects.filter(pk=member.pk).update(wants_mail=True, email=f"{member.username}@example.org")
    by = viewer_of(people.dana)
    set_duties(by=by, days=[MONDAY], member=people.mei, backup=people.dana, now=NOW)


@pytest.mark.usefixtures("_on_duty")
def test_duty_is_told_at_once_and_the_backup_after_four_open_hours(people: Personas) -> None:
    report = tell(people.house)
    assert escalate(NOW) == Escalated(told=1, asked=0, mails=1)
    assert [one.to for one in mail.outbox] == [["mei@example.org"]]
    assert escalate(NOW + timedelta(hours=3, minutes=59)) == Escalated(0, 0, 0)
    assert escalate(NOW + timedelta(hours=4)) == Escalated(told=0, asked=1, mails=1)
    assert mail.outbox[-1].to == ["dana@example.org"]
    assert escalate(NOW + timedelta(hours=5)) == Escalated(0, 0, 0)
    report.refresh_from_db()
    assert report.answer_by == datetime.fromisoformat("2026-03-02T18:00:00-08:00")  # The promise stays honest.


@pytest.mark.usefixtures("_on_duty")
def test_the_mail_says_nothing_else(people: Personas) -> None:
    reports = [tell(people.house) for _ in range(3)]
    escalate(NOW)
    assert len(mail.outbox) == 1
    message = mail.outbox[0]
    assert message.subject == "Something is waiting"
    assert message.body == "Something is waiting at the desk."
    whole = message.message().as_string()
    assert not any(word in whole for word in [CANARY, people.house.name, "http", *map(str, reports)])


@pytest.mark.usefixtures("_on_duty")
def test_who_wants_no_mail_gets_none(people: Personas) -> None:
    Member.objects.filter(pk=people.mei.pk).update(wants_mail=False)
    tell(people.house)
    assert escalate(NOW).mails == 0
    assert mail.outbox == []


@pytest.mark.usefixtures("_on_duty")
def test_nobody_is_told_of_a_report_that_is_kept_from_them(people: Personas) -> None:
    tell(people.house, hidden_from=frozenset({people.mei.pk}))
    escalate(NOW)
    assert [one.to for one in mail.outbox] == [["dana@example.org"]]


@pytest.mark.usefixtures("_on_duty")
def test_nobody_is_asked_about_what_is_claimed_and_again_when_it_is_let_go(people: Personas) -> None:
    report = tell(people.house)
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    assert escalate(NOW + timedelta(hours=5)) == Escalated(0, 0, 0)
    let_go(by=viewer_of(people.mei), report=report, now=NOW + timedelta(hours=5))
    assert escalate(NOW + timedelta(hours=6)) == Escalated(0, 1, 1)


def test_the_clock_stands_still_while_the_office_is_closed(people: Personas) -> None:
    friday = datetime.fromisoformat("2026-02-27T16:00:00-08:00")
    tell(people.house, now=friday)
    assert escalate(friday + timedelta(days=2)).asked == 0
    assert escalate(datetime.fromisoformat("2026-03-02T10:59:00-08:00")).asked == 0
    assert escalate(datetime.fromisoformat("2026-03-02T11:00:00-08:00")).asked == 1


def test_without_a_duty_everybody_who_may_read_it_is_told(people: Personas) -> None:
    for member in (people.mei, people.dana, people.rosa, people.amira, people.tomas):
        Member.objects.filter(pk=member.pk).update(wants_mail=True, email=f"{member.username}@example.org")
    tell(people.house)
    escalate(NOW)
    assert {one.to[0] for one in mail.outbox} == {"mei@example.org", "dana@example.org"}


@pytest.mark.usefixtures("_on_duty")
def test_my_day_shows_duty_and_what_nobody_took(people: Personas, time_machine: Any) -> None:
    report = tell(people.house)
    time_machine.move_to(NOW + timedelta(hours=4))
    dana = at_desk(people.dana).get(reverse("reports:my_day")).content.decode()
    assert "On duty today: Mei." in dana
    assert "Backup: Dana." in dana
    assert "You are the backup" in dana
    assert dana.count(str(report)) >= 2
    assert "Nobody has taken these on" in at_desk(people.mei).get(reverse("reports:my_day")).content.decode()


def test_the_usual_backup_stands_in_when_the_day_names_none(people: Personas) -> None:
    by = viewer_of(people.dana)
    write_protocol(by=by, procedure=Procedure(danger_to_child="Tell Dana at once.", backup=people.dana), now=NOW)
    set_duties(by=by, days=[MONDAY], member=people.mei, backup=None, now=NOW)
    page = at_desk(people.mei).get(reverse("reports:my_day")).content.decode()
    assert "Backup: Dana." in page


def test_the_calendar_is_set_for_many_days_and_a_day_is_taken_out(people: Personas) -> None:
    dana = at_desk(people.dana)
    given = {"first": "2026-03-02", "last": "2026-03-08", "member": str(people.mei.pk), "backup": str(people.dana.pk)}
    assert dana.post(reverse("reports:duty"), given).status_code == 302
    assert Duty.objects.filter(organisation=people.house).count() == 7
    line = AuditLine.objects.get(action="reports.duty.set")  # One deed: no half of it is ever left.
    assert line.details == {"on": "2026-03-02", "until": "2026-03-08"}
    dana.post(reverse("reports:duty"), {**given, "last": "", "member": str(people.dana.pk), "backup": ""})
    assert [(one.member, one.backup) for one in Duty.objects.filter(on=MONDAY)] == [(people.dana, None)]
    dana.post(reverse("reports:duty"), {"first": "2026-03-08", "last": "", "member": "", "backup": ""})
    assert not Duty.objects.filter(on=date(2026, 3, 8)).exists()
    assert "Mei" in dana.get(reverse("reports:duty")).content.decode()


def test_a_day_that_is_past_is_not_planned_nor_the_last_day_of_all(people: Personas) -> None:
    dana = at_desk(people.dana)
    given = {"last": "", "member": str(people.mei.pk), "backup": ""}
    past = dana.post(reverse("reports:duty"), {**given, "first": "2026-03-01"})
    assert past.status_code == 422
    assert "Choose today or a later day" in past.content.decode()
    last = {"first": "9999-12-31", "last": "9999-12-31"}
    far = dana.post(reverse("reports:duty"), {**given, **last})
    assert far.status_code == 422
    assert "Choose a day within a year from now" in far.content.decode()
    assert not Duty.objects.exists()


def test_nobody_backs_themselves_up_and_nobody_from_elsewhere_is_on_duty(people: Personas) -> None:
    by = viewer_of(people.dana)
    with pytest.raises(SamePersonTwice):
        set_duties(by=by, days=[MONDAY], member=people.mei, backup=people.mei, now=NOW)
    with pytest.raises(Denied):
        set_duties(by=by, days=[MONDAY], member=people.tomas, backup=None, now=NOW)
    given = {"first": "2026-03-02", "last": "", "member": str(people.mei.pk), "backup": str(people.mei.pk)}
    assert at_desk(people.dana).post(reverse("reports:duty"), given).status_code == 422


@pytest.mark.parametrize(("who", "status"), [("mei", 403), ("sol", 403), ("nour", 403), ("dana", 200), ("amira", 200)])
@pytest.mark.parametrize("name", ["duty", "protocol"])
def test_only_who_may_set_duty_sees_its_pages(people: Personas, who: str, status: int, name: str) -> None:
    assert at_desk(getattr(people, who)).get(reverse(f"reports:{name}")).status_code == status


def test_what_is_written_down_for_danger_stands_beside_the_first_look(people: Personas) -> None:
    admit([people.rosa], by=people.amira)
    dana = at_desk(people.dana)
    given = {"danger_to_self": "Stay on the line.", "danger_from_others": "", "danger_to_child": "", "backup": ""}
    assert dana.post(reverse("reports:protocol"), given).status_code == 302
    report = tell(people.house)
    assert (
        "Stay on the line."
        in at_desk(people.rosa).get(reverse("reports:first_look", args=[report.pk])).content.decode()
    )
    assert "Stay on the line." in dana.get(reverse("reports:protocol")).content.decode()


def test_the_operator_runs_it_and_reads_only_counts(people: Personas) -> None:
    tell(people.house)
    done = CliRunner().invoke(waiting, ["--json"])
    assert json.loads(done.output) == {"told": 1, "asked": 0, "mails": 0, "failed": 0}
    assert CliRunner().invoke(waiting).output == "New: 0. Nobody saw to them in time: 0. Mails: 0.\n"


def refuse(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """A mail server that takes nothing for these, or is away altogether."""
    send = EmailBackend.send_messages

    def send_or_refuse(server: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        if not addresses or {*messages[0].to} & {*addresses}:
            raise ConnectionRefusedError
        return send(server, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_or_refuse)


@pytest.mark.usefixtures("_on_duty")
def test_who_heard_nothing_because_the_mail_server_was_away_is_told_by_the_next_run(people: Personas) -> None:
    tell(people.house)
    with pytest.MonkeyPatch.context() as monkeypatch:
        refuse(monkeypatch)
        done = CliRunner().invoke(waiting)
    assert (done.exit_code, done.output.split(". ")[2:]) == (1, ["Mails: 0", "Mails that failed: 1.\n"])
    assert CliRunner().invoke(waiting).exit_code == 0
    assert [one.to for one in mail.outbox] == [["mei@example.org"]]
    assert escalate(NOW) == Escalated(0, 0, 0)


@pytest.mark.usefixtures("_on_duty")
def test_that_one_address_bounces_keeps_nobody_from_hearing_and_nobody_hears_twice(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    Duty.objects.all().delete()  # So everybody who may read it is told.
    refuse(monkeypatch, "dana@example.org")
    tell(people.house)
    assert escalate(NOW) == Escalated(told=1, asked=0, mails=1, failed=1)
    assert escalate(NOW) == Escalated(0, 0, 0)
    assert [one.to for one in mail.outbox] == [["mei@example.org"]]


@pytest.mark.usefixtures("_on_duty")
def test_the_backup_is_asked_in_time_though_the_first_mail_never_went(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "mei@example.org")
    tell(people.house)
    assert escalate(NOW) == Escalated(told=0, asked=0, mails=0, failed=1)
    assert escalate(NOW + timedelta(hours=4)) == Escalated(told=0, asked=1, mails=1)


@pytest.mark.usefixtures("_on_duty")
def test_what_comes_while_the_mails_go_is_told_to_whoever_took_it_on_meanwhile(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tell(people.house)
    send = EmailBackend.send_messages

    def send_slowly(server: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        claim_report(by=viewer_of(people.dana), report=report, now=NOW)
        return send(server, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_slowly)
    escalate(NOW)
    report.refresh_from_db()
    assert report.duty_told_at is None


def test_a_mail_server_that_hangs_does_not_hold_the_timer_up() -> None:
    assert settings.EMAIL_TIMEOUT == 10


def test_a_backup_for_nobody_is_asked_about_and_never_dropped(people: Personas) -> None:
    given = {"first": "2026-03-02", "last": "2026-03-02", "member": "", "backup": str(people.mei.pk)}
    page = at_desk(people.dana).post(reverse("reports:duty"), given)
    assert page.status_code == 422
    assert "Choose who is on duty, or go back" in page.content.decode()
    with pytest.raises(NobodyToBackUp):
        set_duties(by=viewer_of(people.dana), days=[MONDAY], member=None, backup=people.mei, now=NOW)
