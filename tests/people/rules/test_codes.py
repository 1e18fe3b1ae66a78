"""A code of an app is good once, whatever the clock does."""

from datetime import UTC, datetime

from banyan.people.rules.codes import is_unused, step_at


def test_a_step_is_half_a_minute() -> None:
    assert step_at(datetime(1970, 1, 1, 0, 0, 59, tzinfo=UTC)) == 1
    assert step_at(datetime(1970, 1, 1, 0, 1, 0, tzinfo=UTC)) == 2


def test_only_a_later_step_than_the_last_is_taken() -> None:
    assert is_unused(7, last=None, newest=8)
    assert is_unused(7, last=6, newest=8)
    assert not is_unused(7, last=7, newest=8)
    assert not is_unused(7, last=8, newest=8)


def test_a_step_taken_while_the_clock_was_ahead_says_nothing() -> None:
    assert is_unused(7, last=9, newest=8)
