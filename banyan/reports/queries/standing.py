"""How a report stands: whether anybody looks after it, what the person sent since, and by when they are owed a look."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from banyan.people.queries.team import reading_members
from banyan.reports.models import Attachment, Message, ReadKey, Report
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.rules.clocks import Calendar, promise
from banyan.reports.rules.states import State
from banyan.reports.rules.waiting import is_left_alone, is_unclaimed_too_long

# On what `watched` gives: nobody looks after it, or somebody did who can't open it any more.
UNATTENDED = Q(state=State.WAITING) | Q(state=State.CLAIMED, has_keeper=False)
ATTENDED = Q(state=State.CLAIMED, has_keeper=True)
UNTRIED = Q(attempted=None)
UNREAD = Q(unread_messages__gt=0) | Q(unseen_files__gt=0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one report stands at a moment."""

    is_waiting: bool  # Nobody looks after it.
    is_left: bool  # Somebody did, and can't open it any more.
    is_free: bool  # Anybody may take it on: it waits, or whoever took it on let its time pass and tried nothing.
    waits_too_long: bool  # The backup is to be asked.
    due_by: datetime | None  # None when no clock runs.
    messages: int
    files: int

    @property
    def has_news(self) -> bool:
        """Whether the person sent something that whoever looks after the report hasn't opened."""
        return bool(self.messages or self.files)


def watched(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Reports with what `standing_of` has to know of each."""
    messages = Message.objects.filter(report=OuterRef("pk"), written_by=None, is_read=False)
    files = Attachment.objects.filter(report=OuterRef("pk"), is_seen=False)
    keeper = OuterRef("claimed_by")
    locked_for_keeper = Q(organisation_key__wraps__member=keeper) | Q(
        member=keeper, for_public_key=F("member__public_key")
    )
    return reports.annotate(
        attempted=Case(When(written_again_at=None, then=F("first_attempt_at")), default=F("tried_again_at")),
        has_keeper=Exists(reading_members().filter(pk=keeper))
        & Exists(ReadKey.objects.filter(locked_for_keeper, report=OuterRef("pk"))),
        unread_messages=_count(messages),
        unread_since=_first(messages, "written_at"),
        unseen_files=_count(files),
        unseen_since=_first(files, "added_at"),
    )


def overdue_candidates(now: datetime) -> Q:
    """Claimed reports whose time may have passed: never tried, or with something new that nobody read."""
    return ATTENDED & (UNREAD | UNTRIED & Q(answer_by__lt=now))


def standing_of(report: Report, *, calendar: Calendar, now: datetime) -> Standing:
    """How a report of `watched` stands."""
    known: Any = (
        report  # What `watched` adds is unknown to the type; without it this fails, and nothing is unread unseen.
    )
    has_keeper, is_claimed = bool(known.has_keeper), report.state == State.CLAIMED
    is_waiting = report.state == State.WAITING or (is_claimed and not has_keeper)
    is_open = is_waiting or is_claimed
    fresh = min((at for at in (known.unread_since, known.unseen_since) if at), default=None)
    due_by = None
    if is_open and report.attempted_at is None:
        due_by = report.answer_by
    elif is_open and fresh is not None:
        due_by = promise(fresh, calendar)
    is_alone = (
        is_claimed
        and report.claimed_at is not None
        and report.attempted_at is None
        and is_left_alone(report.claimed_at, report.answer_by, now, calendar)
    )
    if is_waiting:
        waits_too_long = is_unclaimed_too_long(report.waits_since, now, calendar)
    else:
        waits_too_long = is_alone or (is_claimed and fresh is not None and promise(fresh, calendar) < now)
    return Standing(
        is_waiting=is_waiting,
        is_left=is_waiting and is_claimed,
        is_free=is_waiting or is_alone,
        waits_too_long=waits_too_long,
        due_by=due_by,
        messages=known.unread_messages,
        files=known.unseen_files,
    )


def get_standing(*, report: Report, now: datetime) -> Standing:
    """How a report stands that was fetched for an action, which holds its lock."""
    found = watched(Report.objects.filter(pk=report.pk, organisation=report.organisation_id))
    calendar = get_calendar(organisation=report.organisation)
    return standing_of(found.get(), calendar=calendar, now=now)


def not_asked_yet() -> Q:
    """The backup wasn't asked yet about how it stands: what was asked before somebody took it on is past."""
    return Q(backup_asked_at=None) | Q(backup_asked_at__lt=F("claimed_at"))


def _count(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows.order_by().values("report").annotate(n=Count("pk")).values("n")), 0)


def _first(rows: QuerySet[Any], name: str) -> Subquery:
    first = rows.order_by().values("report").annotate(at=Min(name)).values("at")
    return Subquery(first, output_field=DateTimeField())
