"""The plain rules of the desk: clocks in words, bands that tell of nobody, cells that never run."""

import csv
import io
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from banyan.disclosure.results import SMALLEST_SHOWN
from banyan.reports.queries.rows import clock_words
from banyan.reports.rules.bands import Late, Share, late_band, shown_count, shown_share
from banyan.reports.rules.clocks import Calendar, Urgency
from banyan.reports.rules.spreadsheets import STARTS, csv_line, safe_cell
from banyan.reports.rules.states import CloseReason, State
from banyan.reports.rules.waiting import is_unclaimed_too_long, time_left
from banyan.reports.rules.work import CLOSE_REASONS, CONFLICTS, DANGERS, HOWS, OUTCOMES, STATES, WHYS

ZONE = ZoneInfo("America/Los_Angeles")
MONDAY = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
OFFICE = Calendar(ZONE, {day: (time(9), time(18)) for day in range(5)})


@pytest.mark.parametrize(
    ("left", "words", "urgency"),
    [
        (timedelta(minutes=1), "1 min left", Urgency.NOW),
        (timedelta(minutes=59), "59 min left", Urgency.NOW),
        (timedelta(hours=1), "1 h left", Urgency.NOW),
        (timedelta(hours=3), "3 h left", Urgency.NOW),
        (timedelta(hours=4, minutes=59), "4 h left", Urgency.SOON),
        (timedelta(hours=11), "11 h left", Urgency.CALM),
        (timedelta(hours=30), "by Tue, Mar 3", Urgency.CALM),
        (-timedelta(minutes=30), "late by less than an hour", Urgency.OVERDUE),
        (-timedelta(hours=1), "late by 1 h", Urgency.OVERDUE),
        (-timedelta(hours=47), "late by 47 h", Urgency.OVERDUE),
        (-timedelta(hours=48), "late by 2 days", Urgency.OVERDUE),
    ],
)
def test_a_clock_says_what_is_left(left: timedelta, words: str, urgency: Urgency) -> None:
    answer_by = MONDAY + left
    found = time_left(answer_by, MONDAY)
    assert found.urgency is urgency
    with translation.override("en"):
        assert clock_words(found, answer_by, ZONE) == words


@given(st.integers(-10_000, 10_000))
def test_a_clock_never_promises_more_than_is_left(minutes: int) -> None:
    found = time_left(MONDAY + timedelta(minutes=minutes), MONDAY)
    assert abs(found.hours * 60) <= abs(minutes)
    assert (found.urgency is Urgency.OVERDUE) == (minutes < 0)


def test_months_of_silence_ask_for_the_backup_too() -> None:
    closed = Calendar(ZONE, {})
    assert not is_unclaimed_too_long(MONDAY, MONDAY + timedelta(days=29), closed)
    assert is_unclaimed_too_long(MONDAY, MONDAY + timedelta(days=31), closed)
    assert is_unclaimed_too_long(MONDAY, MONDAY + timedelta(hours=4), OFFICE)


@given(st.integers(0, 100_000))
def test_a_shown_count_is_never_of_fewer_than_ten_and_near_the_truth(count: int) -> None:
    shown = shown_count(count)
    assert (shown is None) == (count < SMALLEST_SHOWN)
    assert shown is None or (shown % 5 == 0 and abs(shown - count) <= 2)


@pytest.mark.parametrize(
    ("part", "whole", "band"),
    [
        (0, 9, Share.TOO_FEW),
        (9, 9, Share.TOO_FEW),
        (9, 10, Share.MOST),
        (8, 10, Share.OVER_HALF),
        (5, 10, Share.OVER_HALF),
        (4, 10, Share.UNDER_HALF),
        (0, 10, Share.UNDER_HALF),
    ],
)
def test_a_share_is_a_band_of_enough(part: int, whole: int, band: Share) -> None:
    assert shown_share(part, whole) is band


def test_a_broken_promise_is_told_in_wide_bands() -> None:
    assert late_band(None, among=10) is Late.NO
    assert late_band(timedelta(hours=23), among=10) is Late.UNDER_A_DAY
    assert late_band(timedelta(days=1), among=10) is Late.DAYS
    assert late_band(timedelta(days=7), among=10) is Late.WEEK
    assert late_band(None, among=9) is late_band(timedelta(hours=23), among=9) is Late.TOO_FEW
    assert late_band(timedelta(days=1), among=1) is Late.DAYS, "somebody waits, and nobody else may notice"


@given(st.text())
def test_no_cell_starts_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.lstrip(" \u00a0\ufeff").startswith(STARTS)
    assert cell.removeprefix("'") == text.replace("\x00", "") or cell == text.replace("\x00", "")


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_a_line_reads_back_as_it_was(cells: list[str]) -> None:
    read = next(csv.reader(io.StringIO(csv_line(cells), newline="")))
    assert read == [safe_cell(cell) for cell in cells]


def test_codes_fit_their_columns_and_cover_their_states() -> None:
    assert {code.code for code in STATES} == set(State)
    assert {code.code for code in CLOSE_REASONS} == set(CloseReason)
    for vocabulary, longest in ((OUTCOMES, 10), (HOWS, 12), (CONFLICTS, 12), (WHYS, 20), (CLOSE_REASONS, 20)):
        assert max(len(code.code) for code in vocabulary) <= longest
    assert len({code.code for code in DANGERS}) == 3
