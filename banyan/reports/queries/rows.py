"""One report as a list shows it: its clock, what is wanted, the language, and nothing that is sealed."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.reports.models import Report
from banyan.reports.queries.languages import Fit, Serves, fit_of
from banyan.reports.queries.standing import Standing, standing_of
from banyan.reports.queries.words import word_of, words_of_codes
from banyan.reports.rules.clocks import Calendar, Urgency
from banyan.reports.rules.states import State
from banyan.reports.rules.waiting import Left, time_left
from banyan.reports.rules.work import STATES

TAGS = {Urgency.OVERDUE: "now", Urgency.NOW: "now", Urgency.SOON: "soon", Urgency.CALM: ""}
A_DAY = 24


@dataclass(frozen=True, slots=True)
class Row:
    """A report in a list."""

    report: Report
    standing: Standing
    reference: str
    clock: str
    clock_tag: str
    state: str
    wants: str
    fit: Fit
    claimed_by: str


def make_row(report: Report, *, serves: Serves, calendar: Calendar, now: datetime) -> Row:
    """What a list shows of one report, fetched by `standing.watched`."""
    standing = standing_of(report, calendar=calendar, now=now)
    left = time_left(standing.due_by, now) if standing.due_by else None
    state = word_of(STATES, State.WAITING if standing.is_waiting else report.state)
    return Row(
        report=report,
        standing=standing,
        reference=str(report),
        clock=clock_words(left, standing.due_by, calendar.zone) if left and standing.due_by else state,
        clock_tag=TAGS[left.urgency] if left else ("calm" if report.state == State.CLOSED else ""),
        state=state,
        wants=words_of_codes("needs", report.wants),
        fit=fit_of(report, serves),
        claimed_by=report.claimed_by.name if report.claimed_by and not standing.is_left else "",
    )


def clock_words(left: Left, answer_by: datetime, zone: ZoneInfo) -> str:
    """What is left of a promise, or by how much it is broken."""
    if left.urgency is Urgency.OVERDUE:
        return _late(left)
    if left.hours >= A_DAY:
        return _("by %(day)s") % {"day": date_format(answer_by.astimezone(zone), _("D, M j"))}
    if left.hours == 0:
        return ngettext("%(count)s min left", "%(count)s min left", left.minutes) % {"count": left.minutes}
    return ngettext("%(count)s h left", "%(count)s h left", left.hours) % {"count": left.hours}


def _late(left: Left) -> str:
    if -left.hours >= 2 * A_DAY:
        days = -left.days
        return ngettext("late by %(count)s day", "late by %(count)s days", days) % {"count": days}
    hours = -left.hours
    if hours == 0:
        return _("late by less than an hour")
    return ngettext("late by %(count)s h", "late by %(count)s h", hours) % {"count": hours}
