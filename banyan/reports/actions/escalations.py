"""Nobody claimed it: whoever is on duty is told that something waits, and after four open hours the backup is asked.

Whoever looks after a report is told when the person sent something. The backup is asked about claimed ones too: when
whoever took one on has left, tried nothing in time, or let something unread pass the day's promise.

The operator's timer runs this every few minutes (`banyan waiting`). Nothing is sent while the person's report is being
stored, so that neither a slow mail server nor the moment of a mail says anything about them.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from banyan.base import audit
from banyan.base.actions import action
from banyan.base.audit import Operator
from banyan.people.models import Member, Organisation
from banyan.people.queries.coalition import day_here
from banyan.people.queries.team import list_readers
from banyan.reports.models import ReadKey, Report
from banyan.reports.notices import tell_something_waits
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.duties import get_on_duty
from banyan.reports.queries.keys import OF_NOW
from banyan.reports.queries.standing import UNATTENDED, not_asked_yet, overdue_candidates, standing_of, watched
from banyan.reports.rules.clocks import Calendar


@dataclass(frozen=True, slots=True)
class Escalated:
    """How many reports somebody was told about, for how many the backup was asked, and how many mails go out."""

    told: int
    asked: int
    mails: int


@action("reports.report.escalate")
def escalate_waiting(*, by: Operator, now: datetime) -> Escalated:
    """Tell whoever is on duty of new reports, and ask the backup about those that nobody sees to; each only once.

    Whoever looks after a report is told of what came since. Of a report for named readers only they are told, whoever
    is on duty: it isn't there for the others.
    """
    told = asked = 0
    everybody: dict[UUID, Member] = {}
    waiting = watched(Report.objects.all()).filter(UNATTENDED | overdue_candidates(now), not_asked_yet())
    for organisation in Organisation.objects.filter(pk__in=waiting.values("organisation")).order_by("pk"):
        calendar = get_calendar(organisation=organisation)
        theirs, new, late = _sorted(waiting.filter(organisation=organisation), calendar, now)
        if not theirs and not new and not late:
            continue
        duty = get_on_duty(organisation=organisation.pk, on=day_here(now))
        readers = list_readers(organisation)
        everybody |= _listeners(new, duty.member, readers) | _listeners(late, duty.backup, readers)
        everybody |= {one.claimed_by.pk: one.claimed_by for one in theirs if one.claimed_by}
        first = [*theirs, *new]
        Report.objects.filter(pk__in=[one.pk for one in first]).update(duty_told_at=now)
        Report.objects.filter(pk__in=[one.pk for one in late]).update(duty_told_at=now, backup_asked_at=now)
        counted = (("told", first), ("asked", late))
        for chain in sorted({one.chain for one in (*first, *late)}):
            details = {name: sum(one.chain == chain for one in found) for name, found in counted}
            audit.record(by=by, action="reports.report.escalate", now=now, chain=chain, details=details)
        told, asked = told + len(first), asked + len(late)
    return Escalated(told, asked, tell_something_waits(members=everybody.values()))


def _sorted(
    reports: QuerySet[Report], calendar: Calendar, now: datetime
) -> tuple[list[Report], list[Report], list[Report]]:
    """Those whose keeper wasn't told of what came since, those that nobody was told of, and those past their time."""
    theirs, new, late = [], [], []
    for report in reports.select_related("claimed_by"):
        standing = standing_of(report, calendar=calendar, now=now)
        if standing.waits_too_long:
            late.append(report)
        elif report.duty_told_at is None and standing.is_waiting:
            new.append(report)
        elif report.duty_told_at is None and standing.has_news:
            theirs.append(report)
    return theirs, new, late


def _listeners(reports: list[Report], first: Member | None, readers: list[Member]) -> dict[UUID, Member]:
    """Whom to tell: the one it falls to, if the reports are for their eyes; else everybody who may read them."""
    named: defaultdict[UUID, set[UUID]] = defaultdict(set)
    restricted = [one.pk for one in reports if one.is_restricted]
    for pk, member in ReadKey.objects.filter(OF_NOW, report__in=restricted).values_list("report", "member"):
        named[pk].add(member)
    found: dict[UUID, Member] = {}
    for report in reports:
        allowed = [one for one in readers if not report.is_restricted or one.pk in named[report.pk]]
        others = [one for one in allowed if one.pk != report.claimed_by_id]  # Who let it pass isn't asked to mend it.
        chosen = [one for one in others if first is not None and one.pk == first.pk] or others or allowed
        found |= {one.pk: one for one in chosen}
    return found
