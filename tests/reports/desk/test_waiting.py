"""Nobody claims it: duty, backup, and a mail that says nothing but that something waits."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.urls import reverse

from banyan.base.actions import Denied
from banyan.base.audit import Operator
from banyan.cli.waiting import waiting
from banyan.people.models import Member
from banyan.reports.actions.claims import claim_report, let_go
from banyan.reports.actions.duties import Procedure, SamePersonTwice, set_duty, write_protocol
from banyan.reports.actions.escalations import Escalated, escalate_waiting
from banyan.reports.models import Duty
from tests.factories import NOW, Personas, admit, viewer_of
from tests.reports.desk.telling import CANARY, at_desk, tell

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)


def run(capture: Any, now: datetime) -> Escalated:
    with capture(execute=True):
        return escalate_waiting(by=Operator("waiting"), now=now)


@pytest.fixture
def _on_duty(people: Personas) -> None:
    """Mei is on duty on Monday, Dana backs her up; both and Tomas want mail."""
    for member in (people.mei, people.dana, people.tomas):
        Member.objects.filter(pk=member.pk).update(wants_mail=True, email=f"{member.username}@example.org")
    by = viewer_of(people.dana)
    set_duty(by=by, on=MONDAY, member=people.mei, backup=people.dana, now=NOW)


@pytest.mark.usefixtures("_on_duty")
def test_duty_is_told_at_once_and_the_backup_after_four_open_hours(
    people: Personas, django_capture_on_commit_callbacks: Any
) -> None:
    capture = django_capture_on_commit_callbacks
    report = tell(people.house)
    assert run(capture, NOW) == Escalated(told=1, asked=0, mails=1)
    assert [one.to for one in mail.outbox] == [["mei@example.org"]]
    assert run(capture, NOW + timedelta(hours=3, minutes=59)) == Escalated(0, 0, 0)
    assert run(capture, NOW + timedelta(hours=4)) == Escalated(told=0, asked=1, mails=1)
    assert mail.outbox[-1].to == ["dana@example.org"]
    assert run(capture, NOW + timedelta(hours=5)) == Escalated(0, 0, 0)
    report.refresh_from_db()
    assert report.answer_by == datetime.fromisoformat("2026-03-02T18:00:00-08:00")  # The promise stays honest.


@pytest.mark.usefixtures("_on_duty")
def test_the_mail_says_nothing_else(people: Personas, django_capture_on_commit_callbacks: Any) -> None:
    reports = [tell(people.house) for _ in range(3)]
    run(django_capture_on_commit_callbacks, NOW)
    assert len(mail.outbox) == 1
    message = mail.outbox[0]
    assert message.subject == "Something is waiting"
    assert message.body == "Something is waiting at the desk."
    whole = message.message().as_string()
    assert not any(word in whole for word in [CANARY, people.house.name, "http", *map(str, reports)])


@pytest.mark.usefixtures("_on_duty")
def test_who_wants_no_mail_gets_none(people: Personas, django_capture_on_commit_callbacks: Any) -> None:
    Member.objects.filter(pk=people.mei.pk).update(wants_mail=False)
    tell(people.house)
    assert run(django_capture_on_commit_callbacks, NOW).mails == 0
    assert mail.outbox == []


@pytest.mark.usefixtures("_on_duty")
def test_nobody_is_told_of_a_report_that_is_kept_from_them(
    people: Personas, django_capture_on_commit_callbacks: Any
) -> None:
    tell(people.house, hidden_from=frozenset({people.mei.pk}))
    run(django_capture_on_commit_callbacks, NOW)
    assert [one.to for one in mail.outbox] == [["dana@example.org"]]


@pytest.mark.usefixtures("_on_duty")
def test_nobody_is_asked_about_what_is_claimed_and_again_when_it_is_let_go(
    people: Personas, django_capture_on_commit_callbacks: Any
) -> None:
    report = tell(people.house)
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    assert run(django_capture_on_commit_callbacks, NOW + timedelta(hours=5)) == Escalated(0, 0, 0)
    let_go(by=viewer_of(people.mei), report=report, now=NOW + timedelta(hours=5))
    assert run(django_capture_on_commit_callbacks, NOW + timedelta(hours=6)) == Escalated(0, 1, 1)


def test_the_clock_stands_still_while_the_office_is_closed(
    people: Personas, django_capture_on_commit_callbacks: Any
) -> None:
    friday = datetime.fromisoformat("2026-02-27T16:00:00-08:00")
    tell(people.house, now=friday)
    capture = django_capture_on_commit_callbacks
    assert run(capture, friday + timedelta(days=2)).asked == 0
    assert run(capture, datetime.fromisoformat("2026-03-02T10:59:00-08:00")).asked == 0
    assert run(capture, datetime.fromisoformat("2026-03-02T11:00:00-08:00")).asked == 1


def test_without_a_duty_everybody_who_may_read_it_is_told(
    people: Personas, django_capture_on_commit_callbacks: Any
) -> None:
    for member in (people.mei, people.dana, people.rosa, people.amira, people.tomas):
        Member.objects.filter(pk=member.pk).update(wants_mail=True, email=f"{member.username}@example.org")
    tell(people.house)
    run(django_capture_on_commit_callbacks, NOW)
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
    set_duty(by=by, on=MONDAY, member=people.mei, backup=None, now=NOW)
    page = at_desk(people.mei).get(reverse("reports:my_day")).content.decode()
    assert "Backup: Dana." in page


def test_the_calendar_is_set_for_many_days_and_a_day_is_taken_out(people: Personas) -> None:
    dana = at_desk(people.dana)
    given = {"first": "2026-03-02", "last": "2026-03-08", "member": str(people.mei.pk), "backup": str(people.dana.pk)}
    assert dana.post(reverse("reports:duty"), given).status_code == 302
    assert Duty.objects.filter(organisation=people.house).count() == 7
    dana.post(reverse("reports:duty"), {"first": "2026-03-08", "last": "", "member": "", "backup": ""})
    assert not Duty.objects.filter(on=date(2026, 3, 8)).exists()
    assert "Mei" in dana.get(reverse("reports:duty")).content.decode()


def test_nobody_backs_themselves_up_and_nobody_from_elsewhere_is_on_duty(people: Personas) -> None:
    by = viewer_of(people.dana)
    with pytest.raises(SamePersonTwice):
        set_duty(by=by, on=MONDAY, member=people.mei, backup=people.mei, now=NOW)
    with pytest.raises(Denied):
        set_duty(by=by, on=MONDAY, member=people.tomas, backup=None, now=NOW)
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
    assert json.loads(done.output) == {"told": 1, "asked": 0, "mails": 0}
    assert CliRunner().invoke(waiting).output == "New: 0. Nobody saw to them in time: 0. Mails: 0.\n"
