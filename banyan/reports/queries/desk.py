"""My day, and the list of reports."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db.models import Case, DateTimeField, F, Max, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, Coalesce, Greatest

from banyan.base.languages import get_locale
from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_LIST
from banyan.reports.models import Contact, Message, Report
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.desk_last_readers import list_only_mine
from banyan.reports.queries.desk_safety import safety_rank, waiting_in_danger_first
from banyan.reports.queries.duties import OnDuty, get_on_duty
from banyan.reports.queries.keys import reports_in_sight
from banyan.reports.queries.languages import Serves, get_serves
from banyan.reports.queries.rows import Row, make_row
from banyan.reports.queries.standing import ATTENDED, UNATTENDED, overdue_candidates, watched
from banyan.reports.rules.clocks import Calendar
from banyan.reports.rules.states import OPEN, State
from banyan.reports.rules.work import QUIET_AFTER_DAYS

AT_MOST = 60  # Rows that My day looks at; whoever has more waiting is sent to the list.
SHOWN = 25
PAGE = 50


@dataclass(frozen=True, slots=True)
class MyDay:
    """Everything the first page of the desk shows."""

    today: date
    serves: Serves
    waiting: tuple[Row, ...]
    waiting_count: int
    escalated: tuple[Row, ...]
    overdue: tuple[Row, ...]
    mine: tuple[Row, ...]
    promised: tuple[Row, ...]
    quiet: tuple["Quiet", ...]
    only_mine: tuple[Report, ...]
    duty: OnDuty
    is_backup: bool


@dataclass(frozen=True, slots=True)
class Quiet:
    """A report of mine where nothing happened for days."""

    row: Row
    days: int


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to, and how it is sorted."""

    state: str = ""
    language: str = ""
    want: str = ""
    month: date | None = None
    claimed_by: UUID | None = None
    sort: str = "first"


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list."""

    rows: tuple[Row, ...]
    total: int
    page: int
    pages: int
    filters: Filters


SORTS: Mapping[str, tuple[Case | str, ...]] = {
    "first": (waiting_in_danger_first(), "answer_by", "pk"),
    "clock": ("answer_by", "pk"),
    "-clock": ("-answer_by", "pk"),
    "received": ("received_at", "pk"),
    "-received": ("-received_at", "pk"),
}


@dataclass(frozen=True, slots=True)
class _Sight:
    """What turning reports into rows needs, fetched once."""

    serves: Serves
    calendar: Calendar
    now: datetime

    def each(self, reports: Iterable[Report]) -> Iterator[Row]:
        return (make_row(report, serves=self.serves, calendar=self.calendar, now=self.now) for report in reports)

    def rows(self, reports: Iterable[Report]) -> tuple[Row, ...]:
        return tuple(self.each(reports))


def get_my_day(*, viewer: Viewer, now: datetime) -> MyDay:
    """What is new and whose clock runs, what is mine, what I promised, and what has gone quiet."""
    viewer.must(REPORT_LIST)
    sight = _sight(viewer, now)
    today = day_here(now)
    waiting = watched(reports_in_sight(viewer=viewer)).filter(UNATTENDED)
    first = sight.rows(waiting.order_by(*SORTS["first"]).select_related("claimed_by")[:AT_MOST])
    mine = _mine(viewer)
    rows = sight.rows(mine)
    assert viewer.organisation_id is not None  # noqa: S101 - whoever may list belongs to one
    duty = get_on_duty(organisation=viewer.organisation_id, on=today)
    return MyDay(
        today=today,
        serves=sight.serves,
        waiting=tuple(sorted(first, key=_first_things))[:SHOWN],
        waiting_count=waiting.count() if len(first) == AT_MOST else len(first),
        escalated=tuple(row for row in first if row.standing.is_waiting and row.standing.waits_too_long),
        overdue=_overdue(viewer, sight),
        mine=rows,
        promised=tuple(
            sorted((row for row in rows if row.report.promised_on), key=lambda row: row.report.promised_on or today)
        ),
        quiet=_quiet(rows, now),
        only_mine=tuple(list_only_mine(viewer=viewer)),
        duty=duty,
        is_backup=duty.backup == viewer.member,
    )


def list_reports(*, viewer: Viewer, filters: Filters, page: int, now: datetime) -> Listed:
    """One page of the organisation's reports that are in the viewer's sight."""
    viewer.must(REPORT_LIST)
    found = filter_reports(viewer=viewer, filters=filters)
    total = found.count()
    pages = max(1, -(-total // PAGE))
    page = min(max(1, page), pages)
    order = SORTS.get(filters.sort, SORTS["first"])
    rows = found.select_related("claimed_by").order_by(*order)[(page - 1) * PAGE : page * PAGE]
    return Listed(_sight(viewer, now).rows(rows), total, page, pages, filters)


def make_rows(*, viewer: Viewer, reports: Iterable[Report], now: datetime) -> tuple[Row, ...]:
    """Reports that were fetched elsewhere by `watched`, as a list shows them."""
    viewer.must(REPORT_LIST)
    return _sight(viewer, now).rows(reports)


def filter_reports(*, viewer: Viewer, filters: Filters) -> QuerySet[Report]:
    """The reports in the viewer's sight, narrowed."""
    found = watched(reports_in_sight(viewer=viewer))
    if filters.state == "open":
        found = found.filter(state__in=OPEN)
    elif filters.state in OPEN:
        found = found.filter(UNATTENDED if filters.state == State.WAITING else ATTENDED)
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.language:
        found = found.annotate(speaks_text=Cast("speaks", TextField())).filter(_in_language(filters.language))
    if filters.want:
        found = found.annotate(wants_text=Cast("wants", TextField())).filter(wants_text__contains=f'"{filters.want}"')
    if filters.month:
        last = filters.month.replace(day=monthrange(filters.month.year, filters.month.month)[1])
        found = found.filter(received_at__date__range=(filters.month, last))
    if filters.claimed_by:
        found = found.filter(claimed_by=filters.claimed_by)
    return found


def list_filter_languages(*, viewer: Viewer) -> list[str]:
    """The languages that occur among the reports in sight: what they were written in."""
    viewer.must(REPORT_LIST)
    return sorted(reports_in_sight(viewer=viewer).order_by().values_list("written_in", flat=True).distinct())


def _in_language(code: str) -> Q:
    """Written in it, or spoken: a filter by 繁體中文 also finds whoever speaks Cantonese."""
    try:
        spoken = get_locale(code).spoken
    except KeyError:
        spoken = ()
    wanted = Q(written_in=code)
    for tag in spoken:
        wanted |= Q(speaks_text__contains=f'"{tag}"')
    return wanted


def _sight(viewer: Viewer, now: datetime) -> _Sight:
    organisation = viewer.member.organisation
    assert organisation is not None  # noqa: S101 - whoever may list belongs to one
    return _Sight(get_serves(member=viewer.member), get_calendar(organisation=organisation), now)


def _first_things(row: Row) -> tuple[int, int, datetime]:
    """Whoever isn't safe comes first, then who isn't sure, then whom I can serve best, then the clock."""
    return safety_rank(row.report), row.fit.rank, row.report.answer_by


def _mine(viewer: Viewer) -> QuerySet[Report]:
    """What I claimed and didn't close, unread words and files first, with the last thing that happened."""
    contacted = Contact.objects.filter(report=OuterRef("pk")).order_by().values("report").annotate(at=Max("made_at"))
    written = Message.objects.filter(report=OuterRef("pk")).order_by().values("report").annotate(at=Max("written_at"))
    return (
        watched(reports_in_sight(viewer=viewer))
        .filter(claimed_by=viewer.member, state=State.CLAIMED)
        .select_related("claimed_by")
        .annotate(
            last_at=Greatest(
                F("claimed_at"),
                Coalesce(Subquery(contacted.values("at")), F("claimed_at")),
                Coalesce(Subquery(written.values("at")), F("claimed_at")),
                output_field=DateTimeField(),
            ),
        )
        .order_by(-(F("unread_messages") + F("unseen_files")), "answer_by", "pk")
    )


def _overdue(viewer: Viewer, sight: _Sight) -> tuple[Row, ...]:
    """What colleagues took on and didn't see to in time: never tried, or words and files that they didn't read."""
    found = watched(reports_in_sight(viewer=viewer)).filter(overdue_candidates(sight.now))
    others = found.exclude(claimed_by=viewer.member).select_related("claimed_by").order_by("answer_by", "pk")
    # Whether its time is over can't be asked of the database, so all are looked at until there are enough.
    late = (row for row in sight.each(others.iterator(chunk_size=AT_MOST)) if row.standing.waits_too_long)
    return tuple(islice(late, AT_MOST))


def _quiet(rows: Iterable[Row], now: datetime) -> tuple[Quiet, ...]:
    found = [Quiet(row, (now - row.report.last_at).days) for row in rows]  # type: ignore[attr-defined]  # annotated
    return tuple(sorted((one for one in found if one.days >= QUIET_AFTER_DAYS), key=lambda one: -one.days))
