"""Reports that only one member is left to open. Only that member is told: see docs/adr/0009."""

from django.db.models import Exists, OuterRef, QuerySet

from banyan.people.queries.team import reading_members
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_LIST
from banyan.reports.models import ReadKey, Report
from banyan.reports.queries.keys import OF_NOW
from banyan.reports.rules.states import State


def list_only_mine(*, viewer: Viewer) -> QuerySet[Report]:
    """Reports for named members that the viewer can open and nobody else can any more, whatever their state."""
    viewer.must(REPORT_LIST)
    wraps = _working_wraps().filter(report=OuterRef("pk"))
    found = Report.objects.filter(organisation=viewer.organisation_id, is_restricted=True).exclude(
        state=State.WITHDRAWN
    )
    mine, others = wraps.filter(member=viewer.member), wraps.exclude(member=viewer.member)
    return found.filter(Exists(mine), ~Exists(others)).order_by("answer_by", "pk")


def is_only_mine(*, viewer: Viewer, report: Report) -> bool:
    """Whether this report is one of those."""
    return report.is_restricted and list_only_mine(viewer=viewer).filter(pk=report.pk).exists()


def _working_wraps() -> QuerySet[ReadKey]:
    """Wraps for members who are here, in a role that reads, with the key pair that the report was sealed to."""
    return ReadKey.objects.filter(OF_NOW, member__in=reading_members())
