"""When somebody said they would be in touch again, and what becomes of it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Promised:
    """What is said of the promise with a message or a contact: a new day, that it no longer stands, or nothing."""

    on: date | None = None
    is_dropped: bool = False


NOTHING = Promised()


def promise_after(standing: date | None, said: Promised, *, in_touch: bool, today: date) -> date | None:
    """The day that is promised from now on. Being in touch fulfils a promise on its day or later; silence keeps it."""
    if said.on is not None:
        return said.on
    is_kept = standing is not None and in_touch and standing <= today
    return None if said.is_dropped or is_kept else standing
