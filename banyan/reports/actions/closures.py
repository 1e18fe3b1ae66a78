"""Closing a report with a reason, and opening it again."""

from datetime import datetime

from banyan.base import audit
from banyan.base.actions import action
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_CLOSE
from banyan.reports.models import Report
from banyan.reports.queries.locks import check_move, get_data_key, lock_report
from banyan.reports.rules.states import CloseReason, State


@action("reports.report.close")
def close_report(*, by: Viewer, report: Report, reason: CloseReason, now: datetime) -> Report:
    """Close a report. Only somebody who can read it may say that it is done with."""
    found = lock_report(viewer=by, pk=report.pk, permission=REPORT_CLOSE)
    check_move(found, State.CLOSED)
    get_data_key(viewer=by, report=found)
    found.state, found.closed_at, found.closed_reason, found.promised_on = State.CLOSED, now, reason, None
    found.save(update_fields=["state", "closed_at", "closed_reason", "promised_on"])
    details = {"reason": reason.value}
    audit.record(by=by, action="reports.report.close", now=now, chain=found.chain, subject=found.pk, details=details)
    return found


@action("reports.report.reopen")
def reopen_report(*, by: Viewer, report: Report, now: datetime) -> Report:
    """Open a closed report again; whoever does looks after it."""
    found = lock_report(viewer=by, pk=report.pk, permission=REPORT_CLOSE)
    if found.state != State.CLOSED:
        check_move(found, State.CLOSED)
        return found
    get_data_key(viewer=by, report=found)
    found.state, found.closed_at, found.closed_reason = State.CLAIMED, None, ""
    found.claimed_by, found.claimed_at = by.member, now
    found.save(update_fields=["state", "closed_at", "closed_reason", "claimed_by", "claimed_at"])
    audit.record(by=by, action="reports.report.reopen", now=now, chain=found.chain, subject=found.pk)
    return found
