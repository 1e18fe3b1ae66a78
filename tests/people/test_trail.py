"""The audit trail as an administrator reads it: sentences, narrowed, whole or not."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from banyan.base import audit
from banyan.base.actions import Denied, record_denial
from banyan.base.models import AuditChain, AuditLine
from banyan.people.actions.members import end_sessions, remove_member
from banyan.people.actions.roles import grant_role
from banyan.people.actions.sessions import refuse_second_factor, start_session
from banyan.people.queries.trail import list_trail
from banyan.people.rules.permissions import Role
from banyan.people.views import trail as views
from tests.factories import NOW, OPERATOR, Personas, sign_in, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def sentences(people: Personas, who: str = "", kind: str = "") -> list[str]:
    return [one.sentence for one in list_trail(viewer=viewer_of(people.amira), who=who, kind=kind).lines]


def page(client: Client, query: Mapping[str, Any] | None = None) -> str:
    return client.get("/desk/audit/", query).content.decode()


def test_lines_are_sentences_with_the_names_of_colleagues(people: Personas) -> None:
    by = viewer_of(people.amira)
    start_session(by=by, now=NOW)
    refuse_second_factor(by=viewer_of(people.mei), now=NOW)
    grant_role(by=by, member=people.rosa, role=Role.COORDINATOR, now=NOW)
    end_sessions(by=by, member=people.amira, now=NOW)
    remove_member(by=by, member=people.rosa, now=NOW)
    audit.record(by=audit.Person(), action="reports.report.submit", now=NOW, chain=people.house.pk)
    details = {"to": str(people.dana.pk)}
    audit.record(by=by, action="reports.report.hand", now=NOW, chain=people.house.pk, details=details)
    assert sentences(people)[:7] == [
        "Amira (amira) handed a report to Dana (dana).",
        "The person who reported sent or entered a report.",
        "Amira (amira) removed Rosa (rosa) from the team.",
        "Amira (amira) signed themselves out everywhere.",
        "Amira (amira) gave Rosa (rosa) a role: Coordinator.",
        "Somebody knew the password of Mei (mei) and failed at the second factor.",
        "Amira (amira) signed in.",
    ]


def test_a_failed_second_factor_reads_the_same_on_lines_from_before_it_had_a_code_of_its_own(people: Personas) -> None:
    by, denied = viewer_of(people.mei), AuditLine.Outcome.DENIED
    audit.record(by=by, action="people.session.start", now=NOW, chain=by.chain, outcome=denied)
    refuse_second_factor(by=by, now=NOW)
    told = "Somebody knew the password of Mei (mei) and failed at the second factor."
    for kind in ("refused", "sign_in"):
        assert sentences(people, kind=kind)[:2] == [told, told]


def test_what_was_refused_is_told_by_the_permission_it_needed(people: Personas) -> None:
    mei = sign_in(Client(), people.mei)
    mei.get("/desk/reports/export/")
    mei.get(f"/desk/team/{people.tomas.pk}/")
    first, second = sentences(people, kind="refused")[:2]
    assert first == "Mei (mei) asked for something that isn't there for them."
    assert second == (
        "Mei (mei) asked for something without its permission and was refused: "
        "Export the list of one's own organization's reports."
    )
    refused = Denied("no.such.permission", chain=people.house.pk)
    record_denial("reports.report.export", refused, by=viewer_of(people.mei), now=NOW)
    assert sentences(people)[0] == "Mei (mei) asked for something and was refused."


def test_the_trail_is_narrowed_by_person_and_kind(people: Personas) -> None:
    start_session(by=viewer_of(people.mei), now=NOW)
    start_session(by=viewer_of(people.dana), now=NOW)
    grant_role(by=viewer_of(people.amira), member=people.rosa, role=Role.COORDINATOR, now=NOW)
    audit.record(by=audit.Person(), action="reports.report.submit", now=NOW, chain=people.house.pk)
    mei = f"member:{people.mei.pk}"
    assert sentences(people, who=mei, kind="sign_in") == ["Mei (mei) signed in."]
    assert sentences(people, kind="reports") == ["The person who reported sent or entered a report."]
    assert sentences(people, who="person") == sentences(people, kind="reports")
    assert all(one.startswith("The operator") for one in sentences(people, who="operator"))
    assert sentences(people, who=f"member:{people.tomas.pk}") == []
    client = sign_in(Client(), people.amira)
    shown = page(client, {"who": mei, "kind": "sign_in"})
    assert "Mei (mei) signed in." in shown
    assert "Dana (dana) signed in." not in shown
    assert "Nothing like that" in page(client, {"who": mei, "kind": "picture"})
    assert "Dana (dana) signed in." in page(client, {"who": f"member:{people.tomas.pk}", "kind": "nonsense"})


def test_the_code_stays_beside_the_sentence_and_a_person_s_time_is_to_the_hour(people: Personas) -> None:
    audit.record(by=audit.Person(), action="reports.report.submit", now=NOW, chain=people.house.pk)
    shown = page(sign_in(Client(), people.amira))
    assert ">reports.report.submit</code>" in shown
    assert shown.count("to the hour") == 1


def test_it_is_read_in_the_reader_s_language(people: Personas) -> None:
    start_session(by=viewer_of(people.mei), now=NOW)
    with override("zh-hant"):
        assert sentences(people)[0] == "Mei (mei) 登入了。"


def test_an_administrator_checks_that_the_trail_is_whole(people: Personas) -> None:
    client = sign_in(Client(), people.amira)
    lines = AuditChain.objects.get(chain=str(people.house.pk)).sequence
    assert f"{lines} lines in all." in page(client)
    assert f"Whole, checked just now: {lines} lines." in client.post("/desk/audit/").content.decode()
    AuditLine.objects.create(
        chain=str(people.house.pk), sequence=lines + 1, at=NOW, actor="person", action="x", outcome="done", digest="0"
    )
    broken = client.post("/desk/audit/").content.decode()
    assert f"Line {lines + 1} was put behind the end." in broken
    assert "Keep a backup as it is now" in broken


def test_a_trail_too_long_for_a_page_is_left_to_the_nightly_command(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "WALKABLE", 3)
    client = sign_in(Client(), people.amira)
    for shown in (page(client), client.post("/desk/audit/").content.decode()):
        assert "It is too long to check while you wait." in shown
        assert "Check the whole trail now" not in shown
        assert "Whole, checked just now" not in shown


def test_only_who_may_read_the_trail_may_check_it(people: Personas) -> None:
    assert sign_in(Client(), people.mei).post("/desk/audit/").status_code == 403


def test_an_empty_chain_is_whole(people: Personas) -> None:
    assert audit.check_chain("nothing yet") == audit.Checked(0, ())
    audit.record(by=OPERATOR, action="people.coalition.found", now=NOW, chain="one line")
    assert audit.check_chain("one line") == audit.Checked(1, ())
