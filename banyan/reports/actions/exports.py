"""Somebody takes the coded list out of the system, and the trail says so."""

from datetime import datetime

from banyan.base import audit
from banyan.base.actions import action
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_EXPORT
from banyan.reports.queries.desk import Filters
from banyan.reports.queries.export import count_export, get_export


@action("reports.report.export")
def export_reports(*, by: Viewer, filters: Filters, now: datetime) -> str:
    """The coded list as CSV; how many reports it holds is noted."""
    by.must(REPORT_EXPORT)
    for chain, count in count_export(viewer=by, filters=filters).items():
        audit.record(by=by, action="reports.report.export", now=now, chain=chain, details={"reports": count})
    return get_export(viewer=by, filters=filters)
