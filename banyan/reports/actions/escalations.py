"""Nobody claimed it: whoever is on duty is told that something waits, and after four open hours the backup is asked.

The operator's timer runs this every few minutes (`banyan waiting`). Nothing is sent while the person's report is being
stored, so that neither a slow mail server nor the moment of a mail says anything about them.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from banyan.base import audit
from banyan.base.actions import action
from banyan.base.audit import Operator
from banyan.people.models import Member, Organisation
from banyan.people.queries.team import list_readers
from banyan.reports.models import ReadKey, Report
from banyan.reports.notices import tell_something_waits
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.duties import get_on_duty, today_of
from banyan.reports.queries.keys import OF_NOW
from banyan.reports.rules.clocks import Calendar
from banyan.reports.rules.states import State
from banyan.reports.rules.waiting import is_unclaimed_too_long


@dataclass(frozen=True, slots=True)
class Escalated:
    """How many reports somebody was told about, for how many the backup was asked, and how many mails go out."""

    told: int
    asked: int
    mails: int


@action("reports.report.escalate")
def escalate_waiting(*, by: Operator, now: datetime) -> Escalated:
    """Tell whoever is on duty of new reports, and ask the backup about those that nobody claimed; each only once.

    Of a report for named readers only they are told, whoever is on duty: it isn't there for the others.
    """
    told = asked = 0
    everybody: dict[UUID, Member] = {}
    waiting = Report.objects.filter(state=State.WAITING, backup_asked_at=None)
    for organisation in Organisation.objects.filter(pk__in=waiting.values("organisation")).order_by("pk"):
        calendar = get_calendar(organisation=organisation)
        new, late = _sorted(waiting.filter(organisation=organisation), calendar, now)
        if not new and not late:
            continue
        duty = get_on_duty(organisation=organisation.pk, on=today_of(calendar, now))
        readers = list_readers(organisation)
        everybody |= _listeners(new, duty.member, readers) | _listeners(late, duty.backup, readers)
        counted = (("told", new), ("asked", late))
        Report.objects.filter(pk__in=[one.pk for one in new]).update(duty_told_at=now)
        Report.objects.filter(pk__in=[one.pk for one in late]).update(duty_told_at=now, backup_asked_at=now)
        for chain in sorted({one.chain for one in (*new, *late)}):
            details = {name: sum(one.chain == chain for one in found) for name, found in counted}
            audit.record(by=by, action="reports.report.escalate", now=now, chain=chain, details=details)
        told, asked = told + len(new), asked + len(late)
    return Escalated(told, asked, tell_something_waits(members=everybody.values()))


def _sorted(reports: Iterable[Report], calendar: Calendar, now: datetime) -> tuple[list[Report], list[Report]]:
    """Those that nobody was told of yet, and those that waited too long."""
    new, late = [], []
    for report in reports:
        if is_unclaimed_too_long(report.received_at, now, calendar):
            late.append(report)
        elif report.duty_told_at is None:
            new.append(report)
    return new, late


def _listeners(reports: list[Report], first: Member | None, readers: list[Member]) -> dict[UUID, Member]:
    """Whom to tell: the one it falls to, if the reports are for their eyes; else everybody who may read them."""
    named: defaultdict[UUID, set[UUID]] = defaultdict(set)
    restricted = [one.pk for one in reports if one.is_restricted]
    for pk, member in ReadKey.objects.filter(OF_NOW, report__in=restricted).values_list("report", "member"):
        named[pk].add(member)
    found: dict[UUID, Member] = {}
    for report in reports:
        allowed = [one for one in readers if not report.is_restricted or one.pk in named[report.pk]]
        chosen = [one for one in allowed if first is not None and one.pk == first.pk] or allowed
        found |= {one.pk: one for one in chosen}
    return found
