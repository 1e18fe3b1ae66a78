"""The walk of a day: my day, claim, open, answer, contact, close. By whoever may, and nobody else."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from banyan.base import audit
from banyan.base.audit import Person
from banyan.base.models import AuditLine
from banyan.cli.waiting import escalate
from banyan.people.actions.roles import grant_role
from banyan.people.models import Member
from banyan.people.rules.permissions import Role
from banyan.reports.actions.contacts import log_contact
from banyan.reports.actions.first_looks import record_first_look
from banyan.reports.actions.visits import post_message, withdraw_report
from banyan.reports.models import Contact, FirstLook, Message, Report
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, OPERATOR, Personas, viewer_of
from tests.reports.desk.telling import CANARY, at_desk, tell

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"reports:{name}", args=args))
    assert response.status_code == 200, response
    return str(response.content.decode())


def test_mei_claims_opens_answers_notes_a_contact_and_closes(people: Personas) -> None:
    code = new_receipt("letters")
    report = tell(people.house, receipt_code=code)
    mei = at_desk(people.mei)
    day = page(mei, "my_day")
    assert str(report) in day
    assert "廣東話" in day
    assert "9 h left" in day
    assert CANARY not in day

    assert mei.post(reverse("reports:claim", args=[report.pk])).status_code == 302
    opened = page(mei, "report", report.pk)
    assert CANARY in opened
    assert "Orchid" in opened
    assert "555-0199" in opened

    mei.post(reverse("reports:answer", args=[report.pk]), {"text": "We are here for you."})
    mei.post(reverse("reports:contact", args=[report.pk]), {"outcome": "reached", "how": "phone", "note": "Called."})
    written = page(mei, "report", report.pk)
    assert "Called." in written
    assert re.search(r"\d/\d+/\d{4}", written) is None, "One style of dates on one page."
    report.refresh_from_db()
    assert report.first_attempt_at is not None
    assert report.first_reached_at is not None

    visit = open_visit(receipt_code=code)
    assert visit is not None
    assert [one.text for one in list_told(visit=visit)[0].messages] == ["We are here for you."]

    mei.post(reverse("reports:close", args=[report.pk]), {"reason": "helped"})
    report.refresh_from_db()
    assert report.state == "closed"
    assert report.closed_reason == "helped"
    assert str(report) not in page(mei, "my_day")
    done = list(AuditLine.objects.filter(subject=str(report.pk)).values_list("action", flat=True))
    assert {
        "reports.report.claim", "reports.report.open", "reports.message.answer", "reports.contact.log",
        "reports.report.close",
    } <= set(done)  # fmt: skip


def test_answering_a_waiting_report_takes_it_on(people: Personas, report: Report) -> None:
    at_desk(people.mei).post(reverse("reports:answer", args=[report.pk]), {"text": "Good morning."})
    report.refresh_from_db()
    assert report.claimed_by == people.mei
    assert Message.objects.get(report=report).written_by == people.mei


def test_an_empty_answer_loses_nothing_and_sends_nothing(people: Personas, report: Report) -> None:
    response = at_desk(people.mei).post(
        reverse("reports:answer", args=[report.pk]), {"text": "", "promised_on": "2026-03-04"}
    )
    assert response.status_code == 422
    assert "2026-03-04" in response.content.decode()
    assert not Message.objects.exists()


def test_a_claimed_report_is_let_go_and_waits_again(people: Personas, report: Report) -> None:
    mei = at_desk(people.mei)
    mei.post(reverse("reports:claim", args=[report.pk]))
    mei.post(reverse("reports:let_go", args=[report.pk]))
    report.refresh_from_db()
    assert (report.state, report.claimed_by) == ("waiting", None)


def test_a_closed_report_is_opened_again_by_whoever_wants_it(people: Personas, report: Report) -> None:
    mei = at_desk(people.mei)
    mei.post(reverse("reports:close", args=[report.pk]), {"reason": "not_reached"})
    at_desk(people.dana).post(reverse("reports:reopen", args=[report.pk]))
    report.refresh_from_db()
    assert (report.state, report.claimed_by, report.closed_reason) == ("claimed", people.dana, "")


ROUTES = (
    ("report", "get"), ("claim", "post"), ("let_go", "post"), ("answer", "post"), ("contact", "post"),
    ("first_look", "get"), ("first_look", "post"), ("coding", "get"), ("coding", "post"), ("hand", "get"),
    ("hand", "post"), ("close", "get"), ("close", "post"), ("reopen", "post"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "method"), ROUTES)
@pytest.mark.parametrize("who", ["tomas", "sol", "nour", "amira"])
def test_for_everybody_else_the_report_is_not_there(
    people: Personas, report: Report, name: str, method: str, who: str
) -> None:
    member: Member = getattr(people, who)
    response = getattr(at_desk(member), method)(reverse(f"reports:{name}", args=[report.pk]))
    assert response.status_code == 404
    report.refresh_from_db()
    assert report.state == "waiting"


def test_somebody_whom_nobody_admitted_sees_that_it_waits_and_who_can_help(people: Personas, report: Report) -> None:
    rosa = at_desk(people.rosa)
    assert str(report) in page(rosa, "my_day")
    response = rosa.get(reverse("reports:report", args=[report.pk]))
    assert response.status_code == 403
    assert "Mei" in response.content.decode()
    assert CANARY not in response.content.decode()
    rosa.post(reverse("reports:claim", args=[report.pk]))
    report.refresh_from_db()
    assert report.claimed_by is None
    assert AuditLine.objects.filter(action="reports.report.open", outcome="denied", subject=str(report.pk)).exists()


def test_a_report_kept_from_mei_is_not_there_for_her(people: Personas) -> None:
    kept = tell(people.house, hidden_from=frozenset({people.mei.pk}))
    assert kept.is_restricted
    mei, dana = at_desk(people.mei), at_desk(people.dana)
    assert str(kept) not in page(mei, "my_day")
    assert str(kept) not in page(mei, "reports")
    assert mei.get(reverse("reports:report", args=[kept.pk])).status_code == 404
    assert mei.post(reverse("reports:claim", args=[kept.pk])).status_code == 404
    assert str(kept) in page(dana, "my_day")
    assert CANARY in page(dana, "report", kept.pk)


def test_attack_an_administrator_finds_no_trail_of_a_report_kept_from_them(people: Personas) -> None:
    grant_role(by=OPERATOR, member=people.mei, role=Role.ADMINISTRATOR, now=NOW)
    code = new_receipt("letters")
    kept = tell(people.house, hidden_from=frozenset({people.mei.pk}), receipt_code=code)
    escalate(NOW)
    dana = at_desk(people.dana)
    page(dana, "report", kept.pk)
    for name, given in (
        ("claim", {}),
        ("answer", {"text": "Fictional"}),
        ("contact", {"outcome": "reached", "how": "phone"}),
        ("first_look", {"dangers": ["none"], "conflict": "not_checked"}),
        ("close", {"reason": "helped"}),
        ("reopen", {}),
        ("let_go", {}),
    ):
        assert dana.post(reverse(f"reports:{name}", args=[kept.pk]), given).status_code == 302, name
    visit = open_visit(receipt_code=code)
    assert visit is not None
    told = list_told(visit=visit)[0]
    post_message(by=Person(), visit=visit, told=told, text="Fictional", now=NOW)
    withdraw_report(by=Person(), visit=visit, told=told, now=NOW)
    assert not AuditLine.objects.filter(chain=people.house.pk, action__startswith="reports.").exists()
    assert AuditLine.objects.filter(chain=kept.chain, subject=str(kept.pk)).count() >= 10
    assert str(kept.pk) not in at_desk(people.mei).get(reverse("people:trail")).content.decode()
    assert not list(audit.verify())
    assert tell(people.house).chain == str(people.house.pk)


def test_a_report_kept_from_mei_is_never_handed_to_her(people: Personas) -> None:
    kept = tell(people.house, hidden_from=frozenset({people.mei.pk}))
    dana = at_desk(people.dana)
    assert "Mei" not in page(dana, "hand", kept.pk).split("</header>")[1]
    dana.post(reverse("reports:hand", args=[kept.pk]), {"to": str(people.mei.pk)})
    kept.refresh_from_db()
    assert kept.claimed_by is None
    assert not kept.read_keys.filter(member=people.mei).exists()


@pytest.mark.parametrize("who", ["sol", "nour", "amira"])
def test_who_reads_no_reports_is_shown_a_way_on(people: Personas, report: Report, who: str) -> None:
    client = at_desk(getattr(people, who))
    assert str(report) not in page(client, "my_day")
    assert client.get(reverse("reports:reports")).status_code == 403


def test_another_organisation_sees_its_own_day_only(people: Personas, report: Report) -> None:
    assert str(report) not in page(at_desk(people.tomas), "my_day")
    assert str(report) not in page(at_desk(people.tomas), "reports")


def test_a_report_for_named_readers_is_not_sealed_to_somebody_whom_nobody_admitted(people: Personas) -> None:
    kept = tell(people.house, hidden_from=frozenset({people.mei.pk}))
    assert set(kept.read_keys.values_list("member", flat=True)) == {people.dana.pk}
    assert str(kept) not in page(at_desk(people.rosa), "my_day")


def test_what_remains_of_a_report_that_was_taken_back(people: Personas) -> None:
    code = new_receipt("letters")
    report = tell(people.house, receipt_code=code)
    visit = open_visit(receipt_code=code)
    assert visit is not None
    by = viewer_of(people.mei)
    log_contact(by=by, report=report, outcome="reached", how="in_person", now=NOW)
    record_first_look(by=by, report=report, dangers=["self"], conflict="possible", now=NOW)
    withdraw_report(by=Person(), visit=visit, told=list_told(visit=visit)[0], now=NOW)
    assert not Contact.objects.exists()
    assert not FirstLook.objects.exists()
    report.refresh_from_db()
    assert report.is_safe_now == "not_asked"
    mei = at_desk(people.mei)
    opened = page(mei, "report", report.pk)
    assert "The person took this report back" in opened
    assert "Verbal harassment" in opened
    assert CANARY not in opened
    assert str(report) not in page(mei, "my_day")
    claimed = mei.post(reverse("reports:claim", args=[report.pk]), follow=True)
    assert "closed or was taken back" in claimed.content.decode()
    for name, given in (("answer", {"text": "Hello"}), ("contact", {"outcome": "reached", "how": "phone"})):
        assert mei.post(reverse(f"reports:{name}", args=[report.pk]), given).status_code == 200
    assert not Message.objects.exists()


def test_being_asked_for_keeps_a_session_awake(people: Personas) -> None:
    assert at_desk(people.mei).get(reverse("reports:alive")).status_code == 204
    assert Client().get(reverse("reports:alive")).status_code == 302
