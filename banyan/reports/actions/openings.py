"""Somebody of the staff opens a report, and the trail says so."""

from datetime import datetime

from banyan.base import audit
from banyan.base.actions import Denied, action
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_OPEN
from banyan.reports.models import Report
from banyan.reports.queries.opening import OpenReport, unseal_report
from banyan.vault.errors import CannotOpen


class NotAdmitted(Denied):
    """They may open reports, but nobody who holds the key has given it to them, or not for this report."""


@action("reports.report.open")
def open_report(*, by: Viewer, report: Report, now: datetime) -> OpenReport:
    """Unseal a report in memory, note who opened it, and let the person see that their messages were read.

    A message counts as read when whoever looks after the report reads it, or anybody while nobody does.
    """
    by.must(REPORT_OPEN, subject=report.pk)
    try:
        opened = unseal_report(viewer=by, report=report)
    except CannotOpen:
        raise NotAdmitted(REPORT_OPEN.code, chain=by.chain, subject=report.pk) from None
    if report.claimed_by_id in {None, by.member.pk}:
        report.messages.filter(written_by=None, is_read=False).update(is_read=True)
    audit.record(by=by, action="reports.report.open", now=now, chain=by.chain, subject=report.pk)
    return opened
