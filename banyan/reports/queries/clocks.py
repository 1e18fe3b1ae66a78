"""The coalition's clocks: how each organisation keeps its promises, with no report to be told apart.

The steward stands outside the organisations, so counts below ten aren't shown, shares only in wide bands and only of
enough reports, and a wait only as whether something is past its promise, by a wide band of days.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Q

from banyan.people.models import Organisation
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import COALITION_CLOCKS
from banyan.reports.rules.bands import Late, Share, late_band, shown_count, shown_share
from banyan.reports.rules.states import State

LOOKED_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Clock:
    """One organisation's row. A count is None when it is below ten."""

    organisation: str
    waiting: int | None
    in_progress: int | None
    received: int | None
    late: Late
    in_time: Share


def list_coalition_clocks(*, viewer: Viewer, now: datetime) -> list[Clock]:
    """A row for each organisation that takes reports."""
    viewer.must(COALITION_CLOCKS)
    unanswered = Q(reports__state__in=[State.WAITING, State.CLAIMED], reports__first_attempt_at=None)
    recent = Q(reports__received_at__gte=now - LOOKED_BACK)
    due = recent & Q(reports__answer_by__lte=now) & ~Q(reports__state=State.WITHDRAWN)
    rows = (
        Organisation.objects.filter(takes_reports=True)
        .annotate(
            waiting=Count("reports", filter=Q(reports__state=State.WAITING)),
            in_progress=Count("reports", filter=Q(reports__state=State.CLAIMED)),
            received=Count("reports", filter=recent),
            due=Count("reports", filter=due),
            in_time=Count("reports", filter=due & Q(reports__first_attempt_at__lte=F("reports__answer_by"))),
            oldest=Min("reports__answer_by", filter=unanswered & Q(reports__answer_by__lt=now)),
        )
        .order_by("name", "pk")
    )
    return [
        Clock(
            organisation=row.name,
            waiting=shown_count(row.waiting),
            in_progress=shown_count(row.in_progress),
            received=shown_count(row.received),
            late=late_band(now - row.oldest if row.oldest else None),
            in_time=shown_share(row.in_time, row.due),
        )
        for row in rows
    ]
