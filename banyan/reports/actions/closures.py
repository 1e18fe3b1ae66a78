"""Closing a report with a reason, and opening it again: staff do, and the person by writing or sending a file."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.audit import Person
from banyan.base.clock import to_hour
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_CLOSE
from banyan.reports.models import Report
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.locks import check_move, get_data_key, lock_report
from banyan.reports.queries.standing import get_standing
from banyan.reports.rules.clocks import promise
from banyan.reports.rules.states import CloseReason, State


class NewWords(Refused):
    says = _(
        "The person sent something that hasn't been read yet. Whoever looks after the report opens it first; "
        "then it can be closed."
    )


@action("reports.report.close")
def close_report(*, by: Viewer, report: Report, reason: CloseReason, now: datetime) -> Report:
    """Close a report. Only somebody who can read it may say that it is done with, and not over words nobody read."""
    found = lock_report(viewer=by, pk=report.pk, permission=REPORT_CLOSE)
    check_move(found, State.CLOSED)
    get_data_key(viewer=by, report=found)
    if get_standing(report=found, now=now).has_news:
        raise NewWords
    found.state, found.closed_at, found.closed_reason, found.promised_on = State.CLOSED, now, reason, None
    found.save(update_fields=["state", "closed_at", "closed_reason", "promised_on"])
    details = {"reason": reason.value}
    audit.record(by=by, action="reports.report.close", now=now, chain=found.chain, subject=found.pk, details=details)
    return found


@action("reports.report.reopen")
def reopen_report(*, by: Viewer, report: Report, now: datetime) -> Report:
    """Open a closed report again; whoever does looks after it. A promise that ran out meanwhile is made anew."""
    found = lock_report(viewer=by, pk=report.pk, permission=REPORT_CLOSE)
    if found.state != State.CLOSED:
        check_move(found, State.CLOSED)
        return found
    get_data_key(viewer=by, report=found)
    if found.attempted_at is None and found.closed_at is not None and found.closed_at <= found.answer_by < now:
        # It could be kept yet when the report was closed. One that was broken before stays so.
        found.answer_by = promise(now, get_calendar(organisation=found.organisation))
    found.state, found.closed_at, found.closed_reason = State.CLAIMED, None, ""
    found.claimed_by, found.claimed_at = by.member, now
    found.save(update_fields=["state", "closed_at", "closed_reason", "claimed_by", "claimed_at", "answer_by"])
    audit.record(by=by, action="reports.report.reopen", now=now, chain=found.chain, subject=found.pk)
    return found


@action("reports.report.reopen_by_person")
def note_news(*, by: Person, report: Report, now: datetime) -> None:
    """The person is about to add words or a file: see to it that somebody is told. The caller holds the report's lock.

    A closed report waits again, for everybody, with a clock as if it were new; why it was closed stays. Whoever looks
    after a claimed one is told once until they have opened it.
    """
    if report.state == State.CLOSED:
        _let_wait_again(report, to_hour(now))
        audit.record(by=by, action="reports.report.reopen_by_person", now=now, chain=report.chain, subject=report.pk)
    elif report.state == State.CLAIMED and not get_standing(report=report, now=now).has_news:
        report.duty_told_at = report.backup_asked_at = None
        report.save(update_fields=["duty_told_at", "backup_asked_at"])


def _let_wait_again(report: Report, hour: datetime) -> None:
    report.state, report.claimed_by, report.claimed_at = State.WAITING, None, None
    report.written_again_at, report.tried_again_at = hour, None
    report.answer_by = promise(hour, get_calendar(organisation=report.organisation))
    report.duty_told_at = report.backup_asked_at = None
    report.save(
        update_fields=[
            "state", "claimed_by", "claimed_at", "written_again_at", "tried_again_at", "answer_by", "duty_told_at",
            "backup_asked_at",
        ]
    )  # fmt: skip
