"""What may become of a proposal, and when nobody works on it any more."""

from datetime import UTC, datetime, timedelta

import pytest

from banyan.observatory.rules.publications import DECIDED, NEXT, UNDRAWN, Progress, State, has_stopped, may_become

ASKED = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "other", "may"),
    [
        (State.CHECKING, State.PROPOSED, True),
        (State.CHECKING, State.REFUSED, True),
        (State.CHECKING, State.STOPPED, True),
        (State.CHECKING, State.PUBLISHED, False),
        (State.STOPPED, State.PROPOSED, False),
        (State.REFUSED, State.PUBLISHED, False),
        (State.PROPOSED, State.PUBLISHED, True),
        (State.PUBLISHED, State.DECLINED, False),
    ],
)
def test_nothing_is_published_that_didnt_pass_the_check(state: State, other: State, *, may: bool) -> None:
    assert may_become(state, other) is may


def test_every_state_is_reached_and_a_decision_is_final() -> None:
    assert {State.CHECKING, *(one for after in NEXT.values() for one in after)} == set(State)
    assert not DECIDED & (UNDRAWN | NEXT.keys())


@pytest.mark.parametrize(
    ("progress", "later", "stopped"),
    [
        (Progress("a", 3, 32), timedelta(minutes=9), False),
        (None, timedelta(seconds=40), False),
        (None, timedelta(seconds=80), True),
        (Progress("b", 3, 32), timedelta(seconds=80), True),
    ],
)
def test_a_check_has_stopped_once_nobody_is_at_it(
    progress: Progress | None, later: timedelta, *, stopped: bool
) -> None:
    assert has_stopped(subject="a", asked_at=ASKED, progress=progress, now=ASKED + later) is stopped
