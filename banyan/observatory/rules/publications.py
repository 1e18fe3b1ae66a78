"""The states of a publication. What was published stays: readers can't unlearn it, so later audits count on it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Any

STARTING = timedelta(minutes=1)
"""How long a check that was asked for may take to begin before it counts as stopped."""


class State(StrEnum):
    CHECKING = "checking"  # Somebody proposed it; a process works out what of it may be published.
    STOPPED = "stopped"  # That process ended before it was done. It can be asked for again.
    REFUSED = "refused"  # It can't be published, for the reason given.
    PROPOSED = "proposed"  # It passed, and waits for a second person.
    PUBLISHED = "published"
    DECLINED = "declined"


NEXT: Mapping[State, frozenset[State]] = MappingProxyType(
    {
        State.CHECKING: frozenset({State.STOPPED, State.REFUSED, State.PROPOSED}),
        State.PROPOSED: frozenset({State.PUBLISHED, State.DECLINED}),
    }
)
"""What may become of each; the others are final."""

UNDRAWN = frozenset({State.CHECKING, State.STOPPED, State.REFUSED})
"""The states in which there is no picture to show."""
DECIDED = frozenset({State.PUBLISHED, State.DECLINED})


@dataclass(frozen=True, slots=True)
class ForPublic:
    """A picture after disclosure control: in every language, and what readers learn of partners' reports from it.

    `beside` are the keys of the publications that it was checked beside.
    """

    pictures: Mapping[str, Any]
    table: Mapping[str, Any] | None
    beside: Sequence[str]


@dataclass(frozen=True, slots=True)
class NotForPublic:
    """Why a picture can't be published, in every language."""

    refusal: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the checking process is: `subject` is the publication it works on, `done` of `of` numbers are checked."""

    subject: str
    done: int = 0
    of: int = 0


def fingerprint(*parts: Any) -> str:
    """SHA-256 (64 hexadecimal digits) of what a publication shows, in whatever order the database keeps its names."""
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def may_become(state: State, other: State) -> bool:
    """Whether a publication in one state may go to another."""
    return other in NEXT.get(state, frozenset())


def has_stopped(*, subject: str, asked_at: datetime, progress: Progress | None, now: datetime) -> bool:
    """Whether nobody works on a check any more: its process is gone, or is at something else, and it had time to begin.

    `progress` is what the process says it is at, None where there is none.
    """
    is_worked_on = progress is not None and progress.subject == subject
    return not is_worked_on and now - asked_at > STARTING
