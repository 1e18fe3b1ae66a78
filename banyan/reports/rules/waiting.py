"""How long somebody has waited, or may still wait, in the few words that a clock shows."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from banyan.reports.rules.clocks import Calendar, Urgency, needs_backup, urgency

LONGEST_COUNT = timedelta(days=30)  # Beyond this the open hours aren't added up: nobody asks how many there were.


@dataclass(frozen=True, slots=True)
class Left:
    """A clock: how urgent it is, and the whole minutes or hours left (negative when overdue)."""

    urgency: Urgency
    minutes: int

    @property
    def hours(self) -> int:
        """Whole hours towards zero, so that nothing sounds longer than it is."""
        return int(self.minutes / 60)

    @property
    def days(self) -> int:
        return int(self.minutes / (24 * 60))


def time_left(answer_by: datetime, now: datetime) -> Left:
    """What the clock of an unanswered report shows."""
    return Left(urgency(answer_by, now), int((answer_by - now).total_seconds() // 60))


def is_unclaimed_too_long(since: datetime, now: datetime, calendar: Calendar) -> bool:
    """Whether the backup person is to be asked, also after months of nobody looking."""
    return now - since > LONGEST_COUNT or needs_backup(since, now, calendar)


def is_left_alone(claimed_at: datetime, answer_by: datetime, now: datetime, calendar: Calendar) -> bool:
    """Whether a report that nobody tried to answer is past its promise though somebody took it on.

    Whoever takes on one that is late already has as long as anybody had to take it.
    """
    return answer_by < now and is_unclaimed_too_long(claimed_at, now, calendar)
