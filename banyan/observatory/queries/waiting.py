"""What of the publications concerns one member today: what waits for them to read, and what became of their own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import get_language

from banyan.observatory.charts import labels
from banyan.observatory.models import Publication
from banyan.observatory.rules.picture import Question
from banyan.observatory.rules.publications import State
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_APPROVE, PICTURE_PROPOSE

NEWS = timedelta(days=14)  # How long a decision stands on the day of whoever proposed the picture.


@dataclass(frozen=True, slots=True)
class Waits:
    """A publication in one line: what it is about, who did the last thing with it, and when."""

    pk: UUID
    title: str
    who: str
    at: datetime
    is_public: bool


@dataclass(frozen=True, slots=True)
class ForMyDay:
    """Pictures that the viewer may decide on, oldest first; their own that wait; their own that were decided lately."""

    to_decide: tuple[Waits, ...] = ()
    own_waiting: tuple[Waits, ...] = ()
    own_decided: tuple[Waits, ...] = ()


def list_for_my_day(*, viewer: Viewer, now: datetime) -> ForMyDay:
    """Nothing for somebody who neither proposes nor approves."""
    if not (viewer.may(PICTURE_PROPOSE) or viewer.may(PICTURE_APPROVE)):
        return ForMyDay()
    found = Publication.objects.select_related("proposed_by", "decided_by").defer("pictures", "table")
    waiting = list(found.filter(state=State.PROPOSED).order_by("proposed_at", "pk"))
    decided = found.filter(
        state__in=[State.PUBLISHED, State.DECLINED], proposed_by=viewer.member, decided_at__gte=now - NEWS
    )
    return ForMyDay(
        to_decide=_lines(one for one in waiting if viewer.may(PICTURE_APPROVE) and one.proposed_by != viewer.member),
        own_waiting=_lines(one for one in waiting if one.proposed_by == viewer.member),
        own_decided=_lines(decided.order_by("-decided_at", "pk")),
    )


def _lines(publications: Iterable[Publication]) -> tuple[Waits, ...]:
    language = get_language() or "en"
    return tuple(
        Waits(
            pk=one.pk,
            title=labels.subject(Question(**one.question), language),
            who=(one.decided_by or one.proposed_by).name,
            at=one.decided_at or one.proposed_at,
            is_public=one.state == State.PUBLISHED,
        )
        for one in publications
    )
