"""Who is on duty, who backs them up, and what the organisation does in danger."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from banyan.people.models import Member, Organisation
from banyan.people.queries.coalition import day_here
from banyan.people.queries.team import list_readers
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import DUTY_SET, REPORT_LIST
from banyan.reports.models import Duty, Protocol
from banyan.reports.queries.calendars import get_calendar

PLANNED_DAYS = 28


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Who looks after new reports on one day; backup falls to the protocol's when the day names none."""

    on: date
    member: Member | None
    backup: Member | None


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of the duty calendar."""

    on: date
    is_open: bool
    duty: Duty | None


def get_on_duty(*, organisation: UUID, on: date) -> OnDuty:
    """Who is on duty at an organisation on a day."""
    duty = Duty.objects.filter(organisation=organisation, on=on).select_related("member", "backup").first()
    backup = duty.backup if duty else None
    if backup is None or not backup.is_active:
        protocol = Protocol.objects.filter(organisation=organisation).select_related("backup").first()
        backup = protocol.backup if protocol else None
    member = duty.member if duty and duty.member.is_active else None
    return OnDuty(on, member, backup if backup and backup.is_active and backup != member else None)


def list_planned(*, viewer: Viewer, now: datetime) -> list[PlannedDay]:
    """The coming four weeks, weekends included."""
    viewer.must(DUTY_SET)
    organisation = _own(viewer)
    calendar = get_calendar(organisation=organisation)
    first = day_here(now)
    last = first + timedelta(days=PLANNED_DAYS - 1)
    rows = Duty.objects.filter(organisation=organisation, on__range=(first, last)).select_related("member", "backup")
    duties = {row.on: row for row in rows}
    days = (first + timedelta(days=ahead) for ahead in range(PLANNED_DAYS))
    return [PlannedDay(day, calendar.hours_on(day) is not None, duties.get(day)) for day in days]


def list_colleagues(*, viewer: Viewer) -> list[Member]:
    """Those of the viewer's organisation who could look after a report."""
    _must_plan_or_list(viewer)
    return list_readers(_own(viewer))


def get_protocol(*, viewer: Viewer) -> Protocol | None:
    """What the viewer's organisation does when there is danger, if it was written down."""
    _must_plan_or_list(viewer)
    return Protocol.objects.filter(organisation=viewer.organisation_id).select_related("backup").first()


def _must_plan_or_list(viewer: Viewer) -> None:
    if not viewer.may(DUTY_SET):
        viewer.must(REPORT_LIST)


def _own(viewer: Viewer) -> Organisation:
    organisation = viewer.member.organisation
    assert organisation is not None  # noqa: S101 - whoever holds these permissions belongs to one
    return organisation
