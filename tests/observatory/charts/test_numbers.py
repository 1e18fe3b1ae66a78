"""Numbers read as the language writes them, in digits anyone can compare."""

from datetime import date

import pytest
from django.utils import translation

from banyan.observatory.charts import numbers
from tests.observatory.charts.kinds import LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_digits_are_the_same_everywhere(language: str) -> None:
    with translation.override(language):
        said = [numbers.count(1234567, language), numbers.share(0.46, language), numbers.span(40, 60, language)]
        said += [numbers.day(date(2026, 2, 16), language), numbers.period("2021-06", language)]

    digits = {character for text in said for character in text if character.isdigit()}
    assert digits <= set("0123456789")
    assert "46" in said[1]


def test_counts_are_grouped_the_languages_way() -> None:
    assert numbers.count(12345, "en") == "12,345"
    assert numbers.count(12345, "es") == "12.345"
    assert numbers.count(12345, "zh-hant") == "12,345"


def test_a_range_with_one_value_is_one_number() -> None:
    assert numbers.span(40, 60, "en") == "40–60"
    assert numbers.span(50, 50, "en") == "50"
    assert numbers.span(None, 50, "en") == "50"
    assert not numbers.span(None, None, "en")


def test_an_arabic_range_keeps_its_low_first() -> None:
    assert numbers.span(40, 60, "ar") == "\u206640–60\u2069"
    assert numbers.share_span(0.1, 0.5, "ar").startswith("\u2066")


def test_periods_are_years_or_named_months() -> None:
    assert numbers.period("2021", "en") == "2021"
    assert numbers.period("2021-06", "en") == "Jun 2021"
    assert numbers.period("2021-06", "zh-hans") == "2021年6月"


def test_days_are_written_out() -> None:
    assert numbers.day(date(2026, 2, 16), "en") == "February 16, 2026"
    assert numbers.day(date(2026, 2, 16), "zh-hant") == "2026年2月16日"
