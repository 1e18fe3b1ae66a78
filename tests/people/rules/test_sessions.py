"""How long somebody stays signed in, whatever the clock does."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from banyan.people.rules.sessions import Stay, has_ended, seen

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)


def ended(stay: Stay, at: int) -> bool:
    return has_ended(stay, at=at, idle=IDLE, absolute=ABSOLUTE)


def test_the_edges() -> None:
    assert not ended(Stay(0, 0), 1800)
    assert ended(Stay(0, 0), 1801)
    assert not ended(Stay(0, 43_000), 43_200)
    assert ended(Stay(0, 43_200), 43_201)


@given(st.lists(st.integers(min_value=0, max_value=3_000), max_size=60))
def test_no_stay_outlasts_twelve_hours_or_a_long_pause(pauses: list[int]) -> None:
    stay, at, longest = Stay(0, 0), 0, 0
    for pause in pauses:
        at += pause
        if ended(stay, at):
            return
        longest = max(longest, pause)
        stay = seen(stay, at=at, every=60)
    assert at <= ABSOLUTE.total_seconds()
    assert longest <= IDLE.total_seconds()


@given(st.lists(st.integers(min_value=-100_000, max_value=1_700), max_size=60))
def test_jumping_back_never_lets_a_stay_begin_in_the_future(steps: list[int]) -> None:
    stay, at = Stay(10**9, 10**9), 10**9
    for step in steps:
        at += step
        stay = seen(stay, at=at, every=60)
        assert stay.signed_in_at <= at
        assert stay.seen_at <= at
        assert stay.signed_in_at <= stay.seen_at


def test_what_was_just_noted_is_not_noted_again() -> None:
    assert seen(Stay(0, 0), at=59, every=60) == Stay(0, 0)
    assert seen(Stay(0, 0), at=60, every=60) == Stay(0, 60)
