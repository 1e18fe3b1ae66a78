"""Who did what to one report, for those who may open it."""

from banyan.base.models import AuditLine
from banyan.people.queries.trail import TrailPage, page_of
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_OPEN
from banyan.reports.models import Report


def list_report_trail(*, viewer: Viewer, report: Report, before: int | None) -> TrailPage:
    """The lines of a report's own chain that are about it. The caller got the report from `get_report`, so it is there
    for the viewer; the chain of reports that were kept from somebody is read nowhere else.
    """
    viewer.must(REPORT_OPEN, subject=report.pk)
    found = AuditLine.objects.filter(chain=report.chain, subject=str(report.pk))
    return page_of(viewer=viewer, found=found, before=before)
