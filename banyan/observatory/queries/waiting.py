"""What of the publications concerns one member today: what waits for them to read, and what became of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from banyan.observatory.charts import labels
from banyan.observatory.models import Publication
from banyan.observatory.queries.publications import DRAWN
from banyan.observatory.rules.picture import Question
from banyan.observatory.rules.publications import DECIDED, State
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_APPROVE, PICTURE_PROPOSE

NEWS = timedelta(days=14)  # How long an end stands on the day of whoever proposed the picture.


@dataclass(frozen=True, slots=True)
class Waits:
    """A publication in one line: what it is about, who did the last thing with it, and when."""

    pk: UUID
    title: str
    who: str
    at: datetime
    state: State


@dataclass(frozen=True, slots=True)
class ForMyDay:
    """Pictures that the viewer may decide on, oldest first; their own that wait; their own that ended lately."""

    to_decide: tuple[Waits, ...] = ()
    own_waiting: tuple[Waits, ...] = ()
    own_ended: tuple[Waits, ...] = ()


def list_for_my_day(*, viewer: Viewer, now: datetime) -> ForMyDay:
    """Nothing for somebody who neither proposes nor approves."""
    if not (viewer.may(PICTURE_PROPOSE) or viewer.may(PICTURE_APPROVE)):
        return ForMyDay()
    found = Publication.objects.select_related("proposed_by", "decided_by").defer(*DRAWN)
    waiting = list(found.filter(state=State.PROPOSED).order_by("proposed_at", "pk"))
    ended = found.filter(
        Q(state__in=DECIDED, decided_at__gte=now - NEWS)
        | Q(state__in=[State.STOPPED, State.REFUSED], proposed_at__gte=now - NEWS),
        proposed_by=viewer.member,
    )
    return ForMyDay(
        to_decide=_lines(one for one in waiting if viewer.may(PICTURE_APPROVE) and one.proposed_by != viewer.member),
        own_waiting=_lines(one for one in waiting if one.proposed_by == viewer.member),
        own_ended=_lines(ended.order_by(Coalesce("decided_at", "proposed_at").desc(), "pk")),
    )


def _lines(publications: Iterable[Publication]) -> tuple[Waits, ...]:
    language = get_language() or "en"
    return tuple(
        Waits(
            pk=one.pk,
            title=labels.subject(Question(**one.question), language),
            who=(one.decided_by or one.proposed_by).name,
            at=one.decided_at or one.proposed_at,
            state=State(one.state),
        )
        for one in publications
    )
