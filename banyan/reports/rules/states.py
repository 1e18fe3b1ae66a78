"""The states of a report and the ways between them."""

from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({State.WAITING, State.CLAIMED})
"""Somebody has to do something about it."""


class CloseReason(StrEnum):
    """Why a report was closed. Codes; their words are in banyan.reports.rules.work."""

    HELPED = "helped"
    HANDED_OVER = "handed_over"
    ONLY_COUNTED = "only_counted"
    NOT_REACHED = "not_reached"
    PERSON_ASKED = "person_asked"
    NOT_FOR_US = "not_for_us"
    NOT_A_REPORT = "not_a_report"


MOVES: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.CLAIMED, State.CLOSED, State.WITHDRAWN}),
    State.CLAIMED: frozenset({State.WAITING, State.CLAIMED, State.CLOSED, State.WITHDRAWN}),
    # It waits again when the person writes or sends something; it is claimed by whoever of the staff opens it again.
    State.CLOSED: frozenset({State.WAITING, State.CLAIMED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}


def may_move(start: State, end: State) -> bool:
    """Whether a report in one state may come into another."""
    return end in MOVES[start]
