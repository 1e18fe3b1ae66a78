"""What the observatory may know of reports: counts in fixed tables of at most three dimensions, and nothing else.

Reports are counted, not people: somebody who told two organisations is in the counts of both, so joint counts are
bounds. What staff found to be no report at all is left out; `_counted` says what of reports kept from somebody. Counts
are exact here; whoever shows one answers for disclosure control.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast, Coalesce, TruncDate

from banyan.base.audit import Operator
from banyan.harms.rules.crosswalks.communities import communities_of_bases
from banyan.harms.rules.rings import place_harm
from banyan.people.models import PartnerMembership
from banyan.people.queries.coalition import zone_here
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_READ
from banyan.reports.models import Coding
from banyan.reports.rules.answers import PUBLIC_FORM
from banyan.reports.rules.states import CloseReason, State

By = Literal["year", "month"]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """How many reports of one organisation and period fall in one cell."""

    organisation: UUID
    period: str  # 2025, or 2025-03.
    cell: str
    count: int


def count_rings(
    *, viewer: Viewer | Operator, since: date, until: date, by: By, community: str | None, with_kept: bool
) -> tuple[FigureRow, ...]:
    """Reports by organisation, period and standing.

    Cells are `hate_act|hate_crime|violence`, each yes, undetermined or no.
    """
    _check(viewer)
    counts: Counter[tuple[UUID, str, str]] = Counter()
    happened = _happened(since, until, community, "bias", "crime", "kinds", with_kept=with_kept)
    for organisation, day, bias, crime, kinds, count in happened:
        counts[organisation, _text(day, by), _cell(bias, crime, kinds)] += count
    return _rows(counts)


def count_told(
    *, viewer: Viewer | Operator, since: date, until: date, by: By, community: str | None, with_kept: bool
) -> tuple[FigureRow, ...]:
    """Reports by organisation, period and whom the person had told; and how many `answered` and left it `unanswered`.

    One report may be in several cells, since somebody may have told several.
    """
    _check(viewer)
    counts: Counter[tuple[UUID, str, str]] = Counter()
    for organisation, day, whom, count in _happened(since, until, community, "told", with_kept=with_kept):
        place = organisation, _text(day, by)
        for cell in _told(whom):
            counts[*place, cell] += count
    return _rows(counts)


def count_effort(
    *, viewer: Viewer | Operator, since: date, until: date, by: By, with_kept: bool
) -> tuple[FigureRow, ...]:
    """How reports came in, by organisation and the period in which they did: `reports_by_staff`, `reports_by_web`.

    Of every community: effort is an organisation's, whoever it reached.
    """
    _check(viewer)
    received = (
        _counted(with_kept=with_kept)
        .annotate(day=TruncDate("report__received_at", tzinfo=zone_here()))
        .filter(day__gte=since, day__lte=until)
        .values("report__organisation_id", "day")
        .annotate(
            by_staff=Count("pk", filter=~Q(report__channel=PUBLIC_FORM)),
            by_web=Count("pk", filter=Q(report__channel=PUBLIC_FORM)),
        )
        .order_by()
    )
    counts: Counter[tuple[UUID, str, str]] = Counter()
    for row in received:
        place = row["report__organisation_id"], _text(row["day"], by)
        counts[*place, "reports_by_staff"] += row["by_staff"]
        counts[*place, "reports_by_web"] += row["by_web"]
    return _rows(counts)


def count_doors(*, viewer: Viewer | Operator, since: date, until: date, by: By) -> tuple[FigureRow, ...]:
    """How open reporting was: for each organisation and period `organisations_open` (1) and `languages_open`.

    An organisation is open while it belongs to the coalition, whatever it received: to be open because of a report
    would tell that there was one. Whether it takes reports, and its languages, are known of today only.
    """
    _check(viewer)
    counts: Counter[tuple[UUID, str, str]] = Counter()
    belonged = PartnerMembership.objects.filter(organisation__takes_reports=True, joined_on__lte=until)
    for membership in belonged.annotate(languages=Count("organisation__languages")):
        last = until if membership.left_on is None else min(until, membership.left_on - timedelta(days=1))
        for period in _periods(max(since, membership.joined_on), last, by):
            counts[membership.organisation_id, period, "organisations_open"] = 1
            counts[membership.organisation_id, period, "languages_open"] = membership.languages
    return _rows(counts)


def _check(viewer: Viewer | Operator) -> None:
    if isinstance(viewer, Viewer):
        viewer.must(PICTURE_READ)


def _counted(*, with_kept: bool) -> QuerySet[Coding]:
    """The current codings, those of reports that people kept from somebody only `with_kept`.

    The desk's picture does without them: who looks often learns its numbers to the unit, and may be kept from a report.
    Published numbers count them, rounded and checked, but for the lower ends: those are one organisation's own.
    """
    current = Coding.objects.filter(is_current=True)
    return current if with_kept else current.filter(report__is_restricted=False)


def _happened(
    since: date, until: date, community: str | None, *answers: str, with_kept: bool
) -> Iterator[tuple[Any, ...]]:
    """How many reports of an organisation and day were answered alike: both, then the `answers`, then how many.

    The day is the one on which it happened, or came in where nobody said when. The database does the counting, which
    spares most of the rows: tens of thousands are counted for one picture. Lists come as the JSON they are stored as.
    """
    asked = [Cast(answer, TextField()) for answer in (*answers, "communities", "bases")]
    happened = (
        _counted(with_kept=with_kept)
        .exclude(report__closed_reason=CloseReason.NOT_A_REPORT, report__state__in=[State.CLOSED, State.WITHDRAWN])
        .annotate(day=Coalesce("month", TruncDate("report__received_at", tzinfo=zone_here())))
        .filter(day__gte=since, day__lte=until)
        .order_by()
        .values_list("report__organisation_id", "day", *(asked if community else asked[:-2]))
        .annotate(count=Count("pk"))
    )
    for row in happened.iterator():
        if community is None:
            yield row
        elif _is_of(community, *row[-3:-1]):
            yield *row[:-3], row[-1]


@lru_cache(maxsize=10_000)
def _is_of(community: str, communities: str, bases: str) -> bool:
    """Whether it is a community's. This and the next two remember, because the same is answered again and again."""
    return community in {*json.loads(communities), *communities_of_bases(json.loads(bases))}


@lru_cache(maxsize=10_000)
def _cell(bias: str, crime: str, kinds: str) -> str:
    """Where such answers lie in the rings."""
    rings = place_harm(bias=bias, crime=crime, kinds=json.loads(kinds))
    return f"{rings.hate_act}|{rings.hate_crime}|{rings.violence}"


@lru_cache(maxsize=10_000)
def _told(told: str) -> tuple[str, ...]:
    """The cells of an answer to whom they told."""
    whom = json.loads(told)
    return "answered" if whom else "unanswered", *whom


def _text(day: date, by: By) -> str:
    return f"{day:%Y}" if by == "year" else f"{day:%Y-%m}"


def _periods(first: date, last: date, by: By) -> Iterator[str]:
    """The periods that a span of days touches, each once; none of a span that ends before it begins."""
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month) if first <= last else range(0)
    return iter(dict.fromkeys(_text(date(at // 12, at % 12 + 1, 1), by) for at in months))


def _rows(counts: Counter[tuple[UUID, str, str]]) -> tuple[FigureRow, ...]:
    return tuple(
        FigureRow(organisation, period, cell, count)
        for (organisation, period, cell), count in sorted(
            counts.items(), key=lambda item: (item[0][1], str(item[0][0]), item[0][2])
        )
        if count
    )
