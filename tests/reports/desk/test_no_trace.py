"""A report kept from the administrator leaves nothing on the trail that they read, whatever others do with it."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from banyan.base.models import AuditLine
from banyan.cli.waiting import escalate
from banyan.people.models import Member
from banyan.reports.actions.exports import export_reports
from banyan.reports.models import Report
from banyan.reports.queries.desk import Filters
from tests.factories import NOW, Personas, admit, viewer_of
from tests.reports.desk.telling import at_desk, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(people: Personas) -> Report:
    """Kept from Amira, who reads the trail, and from Rosa, who reads reports."""
    admit([people.rosa], by=people.amira)
    return tell(people.house, hidden_from=frozenset({people.amira.pk, people.rosa.pk}))


def on_the_trail(people: Personas) -> list[dict[str, Any]]:
    """What Amira's page is made of."""
    lines = AuditLine.objects.filter(chain=str(people.house.pk))
    return [dict(line) for line in lines.values("action", "actor", "subject", "details")]


def addresses(report: UUID) -> list[str]:
    file = uuid4()
    return [
        reverse("reports:report", args=[report]),
        reverse("reports:file", args=[report, file]),
        reverse("reports:original", args=[report, file]),
    ]


def test_attack_a_reader_s_address_below_it_that_leads_nowhere(people: Personas, kept: Report) -> None:
    client, before = at_desk(people.mei), len(on_the_trail(people))
    for address in addresses(kept.pk)[1:]:
        assert client.get(address).status_code == 404
    assert len(on_the_trail(people)) == before
    assert str(kept.pk) not in str(on_the_trail(people))
    assert AuditLine.objects.filter(chain=kept.chain, action="desk.not_found", subject=str(kept.pk)).count() == 2


@pytest.mark.parametrize("who", ["rosa", "amira"])
def test_attack_whoever_it_is_kept_from_learns_nothing_by_asking(people: Personas, kept: Report, who: str) -> None:
    """If no line came of it, she would know that it is there: it is noted as any address that leads nowhere."""
    client, nowhere = at_desk(getattr(people, who)), uuid4()
    for pk in (nowhere, kept.pk):
        for address in addresses(pk):
            assert client.get(address).status_code == 404
        client.post(reverse("reports:claim", args=[pk]))
    lines = [line for line in on_the_trail(people) if line["subject"] in {str(nowhere), str(kept.pk)}]
    asked = [{**line, "subject": ""} for line in lines]
    assert asked[: len(asked) // 2] == asked[len(asked) // 2 :]
    assert not AuditLine.objects.filter(chain=kept.chain).exclude(action="reports.report.submit").exists()


def test_a_report_of_another_organisation_is_noted_where_whoever_asked_belongs(people: Personas) -> None:
    theirs = tell(people.elsewhere, hidden_from=frozenset({uuid4()}))
    at_desk(people.mei).get(addresses(theirs.pk)[0])
    line = AuditLine.objects.get(action="desk.not_found")
    assert (line.chain, line.subject) == (str(people.house.pk), str(theirs.pk))


def test_attack_how_many_somebody_was_told_of(people: Personas, kept: Report) -> None:
    Member.objects.filter(pk=people.mei.pk).update(wants_mail=True, email="mei@example.org")
    tell(people.house)
    assert escalate(NOW).told == 2
    told = {line.chain: line.details for line in AuditLine.objects.filter(action="reports.report.escalate")}
    assert told == {str(people.house.pk): {"told": 1, "asked": 0}, kept.chain: {"told": 1, "asked": 0}}


def test_attack_how_many_a_colleague_took_out_as_a_table(people: Personas, kept: Report) -> None:
    tell(people.house)
    export_reports(by=viewer_of(people.dana), filters=Filters(), now=NOW)
    counted = {line.chain: line.details for line in AuditLine.objects.filter(action="reports.report.export")}
    assert counted == {str(people.house.pk): {"reports": 1}, kept.chain: {"reports": 1}}
