"""What may stand among a coalition's facts: numbers a phone dials, zones clocks know, a way out that is one."""

import pytest

from banyan.people.rules.leaving import leads_away
from banyan.people.rules.numbers import can_be_dialled, dialled, texted
from banyan.people.rules.timezones import REGIONS, is_zone, list_zones


@pytest.mark.parametrize(
    ("written", "number"), [("+1 (415) 555-0100", "+14155550100"), ("911", "911"), ("415.555.0100", "4155550100")]
)
def test_a_number_is_dialled_as_it_is_meant(written: str, number: str) -> None:
    assert can_be_dialled(written)
    assert dialled(written) == number


@pytest.mark.parametrize("written", ["", "12", "555-0100 ext. 5", "call me", "٩١١", "555-0100;dial=1", "5٥5-0100"])
def test_what_a_phone_would_dial_wrongly_is_no_number(written: str) -> None:
    assert not can_be_dialled(written)


def test_a_text_message_carries_the_word_that_the_line_asks_for() -> None:
    assert texted("741-741", "HOME") == "741741?body=HOME"
    assert texted("988", "") == "988"
    assert texted("988", "HELP & hope?") == "988?body=HELP%20%26%20hope%3F"


def test_zones_are_those_of_towns_and_none_stands_twice() -> None:
    zones = [zone for _region, towns in list_zones() for zone in towns]
    assert [region for region, _towns in list_zones()] == list(REGIONS)
    assert {"America/Los_Angeles", "Asia/Manila", "Pacific/Honolulu"} <= set(zones)
    assert len(zones) == len(set(zones))


@pytest.mark.parametrize(
    ("name", "known"),
    [("America/New_York", True), ("UTC", True), ("PST8PDT", False), ("../../etc/passwd", False), ("", False)],
)
def test_only_those_are_zones(name: str, known: bool) -> None:
    assert is_zone(name) is known


@pytest.mark.parametrize(
    "address", ["https://www.weather.gov/", "https://example.org", "https://news.example.org/today/"]
)
def test_an_everyday_site_leads_away(address: str) -> None:
    assert leads_away(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://www.weather.gov/",
        "javascript:alert(1)",
        "//www.weather.gov/",
        "/en/",
        "www.weather.gov",
        "https://",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[/",
        "https://example.org:8443/",
        "https://example.org:eight/",
        "https://somebody@example.org/",
        "https://example.org/?from=banyan",
        "https://example.org/#banyan",
        "https://example.org/\r\nSet-Cookie: a=b",
        "https://example.org\\@evil.example/",
        "https://exаmple.org/",  # A Cyrillic letter.
        "https://example.org/a b",
    ],
)
def test_nothing_else_does(address: str) -> None:
    assert not leads_away(address)
