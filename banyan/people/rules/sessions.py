"""How long somebody stays signed in."""

from dataclasses import dataclass
from datetime import timedelta

from banyan.base.languages import mark

OTHERS_FIRST = mark("Others are signing in at this moment. Wait a few seconds, then try again.")


@dataclass(frozen=True, slots=True)
class Stay:
    """When somebody signed in and was last seen, in whole seconds since 1970."""

    signed_in_at: int
    seen_at: int


def has_ended(stay: Stay, *, at: int, idle: timedelta, absolute: timedelta) -> bool:
    """Whether they were away too long, or signed in too long ago."""
    return at - stay.seen_at > idle.total_seconds() or at - stay.signed_in_at > absolute.total_seconds()


def seen(stay: Stay, *, at: int, every: int) -> Stay:
    """The stay after they were seen now; unchanged within `every` seconds, to spare the disk.

    When the clock has jumped back, both times come back with it: else a stay would last longer than it may.
    """
    if at < stay.seen_at:
        return Stay(signed_in_at=min(stay.signed_in_at, at), seen_at=at)
    return Stay(stay.signed_in_at, at) if at - stay.seen_at >= every else stay
