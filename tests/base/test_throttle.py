"""The token bucket: nobody is told apart for longer than a day, nobody silences anybody else, no clock breaks it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from banyan.base import throttle
from banyan.base.models import Bucket, BucketKey
from banyan.base.throttle import Limit, client_of, site_of, take

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
LIMIT = Limit("trying", size=3, seconds_a_token=60)
ADDRESS = "203.0.113.77"

both = pytest.mark.django_db(databases=["default", "drafts"])


def tries(count: int, **kwargs: Any) -> list[bool]:
    return [take(LIMIT, **{"client": ADDRESS, "now": NOON, **kwargs}) for _ in range(count)]


@both
def test_a_client_has_as_many_tries_as_the_bucket_holds() -> None:
    assert tries(5) == [True, True, True, False, False]


@both
def test_a_token_comes_back_with_time() -> None:
    tries(4)
    assert tries(1, now=NOON + timedelta(seconds=59)) == [False]
    assert tries(2, now=NOON + timedelta(seconds=61)) == [True, False]


@both
def test_one_client_never_uses_up_another_s_tries_nor_one_account_another_s() -> None:
    tries(4, extra="mei")
    assert tries(1, client="198.51.100.9", extra="mei") == [True]
    assert tries(1, extra="rosa") == [True]
    assert take(Limit("another purpose", 3, 60), client=ADDRESS, extra="mei", now=NOON)


@both
def test_no_address_is_stored_and_yesterday_s_key_is_gone() -> None:
    tries(1, extra="mei")
    rows = str(list(Bucket.objects.using("drafts").values()))
    assert ADDRESS not in rows
    assert "mei" not in rows
    tries(1, now=NOON + timedelta(days=1))
    assert [row.day for row in BucketKey.objects.using("drafts").all()] == [(NOON + timedelta(days=1)).date()]
    assert Bucket.objects.using("drafts").count() == 1


@both
def test_the_same_client_has_another_name_every_day() -> None:
    tries(1)
    first = Bucket.objects.using("drafts").get().client
    tries(1, now=NOON + timedelta(days=1))
    assert Bucket.objects.using("drafts").get().client != first


@both
def test_the_day_s_key_is_asked_for_once_and_yesterday_s_isn_t_remembered() -> None:
    tries(1)
    with CaptureQueriesContext(connections["drafts"]) as asked:
        tries(1)
    assert [query["sql"] for query in asked if "base_bucketkey" in query["sql"]] == []
    tries(1, now=NOON + timedelta(days=1))
    assert throttle._keys.known(NOON.date()) is None


@both
def test_a_clock_that_jumped_back_neither_fills_nor_freezes() -> None:
    tries(4)
    assert tries(1, now=NOON - timedelta(hours=2)) == [False]
    assert tries(1, now=NOON - timedelta(hours=2) + timedelta(seconds=61)) == [True]


@both
def test_a_clock_that_jumped_back_over_midnight_starts_a_fresh_day() -> None:
    tries(4)
    assert tries(1, now=NOON - timedelta(days=1)) == [True]


class Bucketing(TestCase):
    databases = {"default", "drafts"}

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.integers(min_value=0, max_value=400), min_size=1, max_size=25))
    def test_never_more_than_its_size_and_what_came_back(self, waits: list[int]) -> None:
        """In any stretch of time, at most the bucket's size plus one token for each minute of it is given."""
        moments, at = [], 0
        for wait in waits:
            at += wait
            moments.append(at)
        given_at = [second for second in moments if take(LIMIT, client="x", now=NOON + timedelta(seconds=second))]
        for start in range(len(given_at)):
            for end in range(start, len(given_at)):
                stretch = given_at[end] - given_at[start]
                assert end - start + 1 <= LIMIT.size + stretch / LIMIT.seconds_a_token + 1e-6

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.integers(min_value=-40_000, max_value=40_000), max_size=15))
    def test_whatever_the_clock_did_patience_is_rewarded(self, jumps: list[int]) -> None:
        """However the clock jumped within the day, one minute later by that same clock there is a token."""
        at = 0
        for jump in jumps:
            at = max(-43_200, min(43_000, at + jump))
            take(LIMIT, client="x", now=NOON + timedelta(seconds=at))
        assert take(LIMIT, client="x", now=NOON + timedelta(seconds=at + LIMIT.seconds_a_token + 1))


@pytest.mark.parametrize(
    ("header", "meta", "expected"),
    [
        ("", {"REMOTE_ADDR": ADDRESS}, ADDRESS),
        ("X-Forwarded-For", {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": f"6.6.6.6, {ADDRESS}"}, ADDRESS),
        ("", {"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": "6.6.6.6"}, ADDRESS),
        ("X-Real-IP", {"REMOTE_ADDR": "10.0.0.1"}, ""),
        ("", {"REMOTE_ADDR": "2001:db8:1:2:aaaa::1"}, "2001:db8:1:2::/64"),
        # A socket for both kinds of address writes IPv4 so. In one bucket, a single troll would empty everybody's.
        ("", {"REMOTE_ADDR": f"::ffff:{ADDRESS}"}, ADDRESS),
        ("X-Forwarded-For", {"HTTP_X_FORWARDED_FOR": f"6.6.6.6, ::ffff:{ADDRESS}"}, ADDRESS),
        # With its port in it, each connection would be a client of its own, and nothing would be throttled.
        ("X-Forwarded-For", {"HTTP_X_FORWARDED_FOR": f"6.6.6.6, {ADDRESS}:50123"}, ADDRESS),
        ("X-Forwarded-For", {"HTTP_X_FORWARDED_FOR": "[2001:db8:1:2:aaaa::1]:50123"}, "2001:db8:1:2::/64"),
        ("", {"REMOTE_ADDR": "fe80::1%eth0"}, "fe80::/64"),
        ("X-Forwarded-For", {"HTTP_X_FORWARDED_FOR": "unknown"}, "unknown"),
    ],
)
def test_the_client_is_whom_the_proxy_saw(settings: Any, header: str, meta: dict[str, str], expected: str) -> None:
    settings.BANYAN_CLIENT_HEADER = header
    assert client_of(RequestFactory().get("/", **meta)) == expected  # type: ignore[arg-type]  # META has no types


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("2001:db8:1:ffff::/64", "2001:db8:1::/48"),
        ("2001:db8:2::/64", "2001:db8:2::/48"),
        (ADDRESS, ADDRESS),
        ("unknown", "unknown"),
    ],
)
def test_the_households_of_one_site_are_one(client: str, expected: str) -> None:
    assert site_of(client) == expected
