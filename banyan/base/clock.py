"""The one place that reads the clock; everything below a view is given its time."""

from datetime import UTC, datetime


def now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)


def to_hour(moment: datetime) -> datetime:
    """Coarsen to the hour: what is stored of when a person did something, so that a log can't be matched to it."""
    return moment.replace(minute=0, second=0, microsecond=0)
