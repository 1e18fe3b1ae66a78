"""The coalition's clocks: how each organisation keeps its promises, with no report to be told apart.

The steward stands outside the organisations, so counts below ten aren't shown, shares only in wide bands and only of
enough reports, and a wait only as whether something is past its promise, by a wide band of days: where fewer than ten
came lately, only a day or more, which somebody must notice. All of it is of last midnight, as what came since then
isn't counted yet, so that nobody who keeps looking sees when one came, ran out or was tried.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.db.models.functions import Coalesce

from banyan.people.models import Organisation, PartnerMembership
from banyan.people.queries.coalition import day_here, zone_here
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import COALITION_CLOCKS
from banyan.reports.models import Contact, Message, Report
from banyan.reports.queries.standing import ATTENDED, UNATTENDED, UNTRIED, watched
from banyan.reports.rules.bands import Late, Share, late_band, shown_count, shown_share
from banyan.reports.rules.states import OPEN, State
from banyan.reports.rules.work import REACHED

LOOKED_BACK = timedelta(days=90)
NOTHING: Mapping[str, Any] = {
    "waiting": 0, "in_progress": 0, "received": 0, "known": 0, "due": 0, "tried": 0, "heard": 0, "oldest": None
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clock:
    """One organisation's row. A count is None when it is below ten."""

    organisation: str
    waiting: int | None
    in_progress: int | None
    received: int | None
    late: Late
    tried: Share
    heard: Share


def list_coalition_clocks(*, viewer: Viewer, now: datetime) -> list[Clock]:
    """A row for each organisation that belongs, or left within the days looked back on: a row tells of no report."""
    viewer.must(COALITION_CLOCKS)
    midnight = datetime.combine(day_here(now), time.min, tzinfo=zone_here())
    lately = Q(left_on=None) | Q(left_on__gt=day_here(now - LOOKED_BACK))
    ours = PartnerMembership.objects.filter(lately, organisation=OuterRef("pk"), joined_on__lte=day_here(now))
    names = dict(Organisation.objects.filter(Exists(ours)).order_by("name", "pk").values_list("pk", "name"))
    counted = {row["organisation"]: row for row in _count(midnight)}
    return [_clock(name, counted.get(pk, NOTHING), midnight) for pk, name in names.items()]


def _count(now: datetime) -> Iterable[Mapping[str, Any]]:
    """What came before this moment, by organisation.

    A report is counted by its latest promise: when the person wrote again after it was closed, by the one then made.
    Trying isn't reaching: a call that nobody answered counts as tried, and only words that were written to the person
    or a contact that reached them count as heard.
    """
    recent = Q(received_at__gte=now - LOOKED_BACK)
    due = recent & Q(answer_by__lte=now) & ~Q(state=State.WITHDRAWN)
    is_open, tried = Q(state__in=OPEN), Q(attempted__lte=F("answer_by"))
    untried = UNTRIED | Q(attempted__gte=now)
    since = Coalesce(OuterRef("written_again_at"), OuterRef("received_at"))
    in_time = Q(report=OuterRef("pk"))
    written = Message.objects.filter(
        in_time, written_by__isnull=False, written_at__gte=since, written_at__lte=OuterRef("answer_by")
    )
    reached = Contact.objects.filter(in_time, outcome=REACHED, made_at__gte=since, made_at__lte=OuterRef("answer_by"))
    reports = watched(Report.objects.filter(received_at__lt=now)).annotate(is_heard=Exists(written) | Exists(reached))
    return (
        reports.order_by()
        .values("organisation")
        .annotate(
            waiting=Count("pk", filter=UNATTENDED),
            in_progress=Count("pk", filter=ATTENDED),
            received=Count("pk", filter=recent),
            known=Count("pk", filter=recent | is_open),
            due=Count("pk", filter=due),
            tried=Count("pk", filter=due & tried),
            # When a message was written is kept to the hour; that the first try was in time is known exactly.
            heard=Count("pk", filter=due & tried & Q(is_heard=True)),
            oldest=Min("answer_by", filter=is_open & untried & Q(answer_by__lt=now)),
        )
    )


def _clock(name: str, row: Mapping[str, Any], now: datetime) -> Clock:
    return Clock(
        organisation=name,
        waiting=shown_count(row["waiting"]),
        in_progress=shown_count(row["in_progress"]),
        received=shown_count(row["received"]),
        late=late_band(now - row["oldest"] if row["oldest"] else None, among=row["known"]),
        tried=shown_share(row["tried"], row["due"]),
        heard=shown_share(row["heard"], row["due"]),
    )
