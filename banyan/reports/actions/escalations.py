"""That somebody was told of what waits is noted once their mail went: a mail server that was away is asked again."""

from collections.abc import Sequence
from datetime import datetime

from banyan.base import audit
from banyan.base.actions import action
from banyan.base.audit import Operator
from banyan.reports.models import Report
from banyan.reports.queries.news import News


@action("reports.report.escalate")
def note_told(*, by: Operator, news: Sequence[News], now: datetime) -> None:
    """Note of which reports whoever is on duty or looks after them was told, and for which the backup was asked."""
    for one in news:
        marks = {"duty_told_at": now} | ({"backup_asked_at": now} if one.is_late else {})
        # Who looks after it may have changed while the mails went: of what comes now, they are told anew.
        same = Report.objects.filter(pk=one.report.pk, state=one.report.state, claimed_by=one.report.claimed_by_id)
        same.update(**marks)
    for chain in sorted({one.report.chain for one in news}):
        late = [one.is_late for one in news if one.report.chain == chain]
        details = {"told": late.count(False), "asked": late.count(True)}
        audit.record(by=by, action="reports.report.escalate", now=now, chain=chain, details=details)
