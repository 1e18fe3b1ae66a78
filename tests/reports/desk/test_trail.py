"""Who did what to one report: for those who may open it, and nobody it is kept from."""

import pytest
from django.urls import reverse

from banyan.base.models import AuditLine
from banyan.people.rules.permissions import Role
from banyan.reports.actions.claims import claim_report, hand_report
from banyan.reports.models import Report
from tests.factories import NOW, MemberFactory, Personas, admit, viewer_of
from tests.reports.desk.telling import at_desk, tell

pytestmark = pytest.mark.django_db


def address(report: Report) -> str:
    return reverse("reports:trail", args=[report.pk])


def test_a_report_leads_to_its_own_trail(people: Personas, report: Report) -> None:
    other = tell(people.house)
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    hand_report(by=viewer_of(people.mei), report=report, to=people.dana, now=NOW)
    mei = at_desk(people.mei)
    assert address(report) in mei.get(reverse("reports:report", args=[report.pk])).content.decode()
    page = mei.get(address(report)).content.decode()
    for sentence in (
        "Mei (mei) handed a report to Dana (dana).",
        "Mei (mei) took a report on.",
        "Mei (mei) opened a report.",
        "The person who reported sent or entered a report.",
    ):
        assert sentence in page
    assert str(other.pk) not in page
    assert mei.get(address(report), {"before": "1"}).status_code == 200


def test_the_trail_of_a_restricted_report_is_for_its_readers_only(people: Personas) -> None:
    keeper = MemberFactory.create(name="Ines", organisation=people.house, roles=(Role.ADMINISTRATOR, Role.ADVOCATE))
    admit([keeper], by=people.amira)
    report = tell(people.house, hidden_from=frozenset({keeper.pk}))
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    page = at_desk(people.mei).get(address(report)).content.decode()
    assert "Mei (mei) took a report on." in page
    assert "even as administrator" in page
    ines = at_desk(keeper)
    assert ines.get(address(report)).status_code == 404
    whole = ines.get(reverse("people:trail")).content.decode()
    assert "took a report on" not in whole
    # What Ines tried is a line of her own organisation's chain, which would be there for any number she made up.
    assert AuditLine.objects.filter(action="desk.not_found", subject=str(report.pk)).exists()


def test_another_organisation_s_trail_is_not_there(people: Personas, report: Report) -> None:
    assert at_desk(people.tomas).get(address(report)).status_code == 404
    assert at_desk(people.amira).get(address(report)).status_code == 404
