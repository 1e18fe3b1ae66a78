"""When somebody will hear back: an honest "by when", from the hours an organisation really keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LOOK_AHEAD = 60  # Days. An organisation without one open day in two months promises nothing.
LEAST_NOTICE = timedelta(hours=2)  # What comes in later than this before closing is promised for the next open day.
BACKUP_AFTER = timedelta(hours=4)  # Open hours without a claim before the backup person is asked.


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours of an office by weekday (0 is Monday), its closed days, and its time zone."""

    zone: ZoneInfo
    hours: Mapping[int, tuple[time, time]]
    closed: frozenset[date] = field(default_factory=frozenset)

    def hours_on(self, day: date) -> tuple[datetime, datetime] | None:
        """Opening and closing time of one day, or None when the office is closed."""
        span = None if day in self.closed else self.hours.get(day.weekday())
        if span is None:
            return None
        return datetime.combine(day, span[0], self.zone), datetime.combine(day, span[1], self.zone)


class Urgency(StrEnum):
    CALM = "calm"
    SOON = "soon"
    NOW = "now"
    OVERDUE = "overdue"


def promise(received: datetime, calendar: Calendar) -> datetime:
    """By when an organisation answers: the close of the same open day, or of the next one.

    With no open day in sight it is a week, which the page calls "may take longer than a week".
    """
    day = received.astimezone(calendar.zone).date()
    for ahead in range(LOOK_AHEAD):
        span = calendar.hours_on(day + timedelta(days=ahead))
        if span is not None and received + LEAST_NOTICE <= span[1]:
            return span[1]
    return received + timedelta(days=7)


def is_promise_firm(received: datetime, calendar: Calendar) -> bool:
    """Whether the organisation keeps any hours at all within reach, so that its promise rests on something."""
    day = received.astimezone(calendar.zone).date()
    return any(calendar.hours_on(day + timedelta(days=ahead)) for ahead in range(LOOK_AHEAD))


def open_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """How much of a span the office was open: the clock doesn't run while nobody is there."""
    total, day = timedelta(), start.astimezone(calendar.zone).date()
    last = end.astimezone(calendar.zone).date()
    while day <= last:
        span = calendar.hours_on(day)
        if span is not None:
            total += max(timedelta(), min(end, span[1]) - max(start, span[0]))
        day += timedelta(days=1)
    return total


def needs_backup(received: datetime, now: datetime, calendar: Calendar) -> bool:
    """Whether nobody claimed a report for so long that the backup person is asked."""
    return open_time(received, now, calendar) >= BACKUP_AFTER


def urgency(answer_by: datetime, now: datetime) -> Urgency:
    """How a clock is shown: words and shape carry it, colour only repeats it."""
    left = answer_by - now
    if left < timedelta():
        return Urgency.OVERDUE
    if left <= timedelta(hours=3):
        return Urgency.NOW
    return Urgency.SOON if left <= timedelta(hours=10) else Urgency.CALM
