"""When a code of an authenticator app is good (RFC 6238)."""

from datetime import datetime

PERIOD = 30  # Seconds; every authenticator app assumes it (section 5.2).


def step_at(moment: datetime) -> int:
    """The time step of a moment, counted from 1970."""
    return int(moment.timestamp()) // PERIOD


def is_unused(step: int, *, last: int | None, newest: int) -> bool:
    """Whether a code's step comes after the last one that was taken, so that a code is good once (section 5.2).

    A last one beyond the newest step that is good now was taken while the server's clock was ahead. It says nothing
    any more: holding on to it would lock the member out until that hour comes.
    """
    return last is None or step > last or last > newest
