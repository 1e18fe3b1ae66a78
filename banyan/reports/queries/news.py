"""Who has to be told that something waits, and of which report. One mail says it of all of them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from banyan.base.audit import Operator
from banyan.people.models import Member, Organisation
from banyan.people.queries.coalition import day_here
from banyan.people.queries.team import list_readers
from banyan.reports.models import ReadKey, Report
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.duties import get_on_duty
from banyan.reports.queries.keys import OF_NOW
from banyan.reports.queries.standing import UNATTENDED, not_asked_yet, overdue_candidates, standing_of, watched
from banyan.reports.rules.clocks import Calendar


@dataclass(frozen=True, slots=True)
class News:
    """A report that somebody has to be told of. Of one that nobody saw to in time, the backup is."""

    report: Report
    is_late: bool
    listeners: tuple[Member, ...]


def list_news(*, viewer: Operator, now: datetime) -> list[News]:
    """New reports, for whoever is on duty; what came since, for whoever looks after it; what nobody sees to.

    Of a report for named readers only they are told, whoever is on duty: it isn't there for the others.
    """
    assert isinstance(viewer, Operator)  # noqa: S101 - it crosses organisations, so nobody at a desk may ask
    waiting = watched(Report.objects.all()).filter(UNATTENDED | overdue_candidates(now), not_asked_yet())
    organisations = Organisation.objects.filter(pk__in=waiting.values("organisation")).order_by("pk")
    return [
        one
        for organisation in organisations
        for one in _news_of(organisation, waiting.filter(organisation=organisation), now)
    ]


def _news_of(organisation: Organisation, waiting: QuerySet[Report], now: datetime) -> Iterator[News]:
    calendar = get_calendar(organisation=organisation)
    theirs, new, late = _sorted(waiting, calendar, now)
    if not theirs and not new and not late:
        return
    duty = get_on_duty(organisation=organisation.pk, on=day_here(now))
    readers, named = list_readers(organisation), _named([*new, *late])
    yield from (News(one, False, (one.claimed_by,)) for one in theirs if one.claimed_by)
    yield from (News(one, False, _listeners(one, duty.member, readers, named[one.pk])) for one in new)
    yield from (News(one, True, _listeners(one, duty.backup, readers, named[one.pk])) for one in late)


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


def _named(reports: list[Report]) -> defaultdict[UUID, set[UUID]]:
    """Who can open each of those that are for named readers only."""
    named: defaultdict[UUID, set[UUID]] = defaultdict(set)
    restricted = [one.pk for one in reports if one.is_restricted]
    for pk, member in ReadKey.objects.filter(OF_NOW, report__in=restricted).values_list("report", "member"):
        named[pk].add(member)
    return named


def _listeners(report: Report, first: Member | None, readers: list[Member], named: set[UUID]) -> tuple[Member, ...]:
    """Whom to tell: the one it falls to, if the report is for their eyes; else everybody who may read it."""
    allowed = [one for one in readers if not report.is_restricted or one.pk in named]
    others = [one for one in allowed if one.pk != report.claimed_by_id]  # Who let it pass isn't asked to mend it.
    return tuple([one for one in others if first is not None and one.pk == first.pk] or others or allowed)
