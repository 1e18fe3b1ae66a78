"""Counted things, months and lists read well in every language the picture is shown in."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from banyan.harms.rules.codes import codes_of
from banyan.harms.rules.communities import COMMUNITIES
from banyan.observatory.measures import words


@pytest.mark.parametrize("community", ["all", *codes_of(COMMUNITIES)])
def test_every_community_has_its_own_words_for_one_and_many(community: str) -> None:
    one, many = words.counted(community, 1), words.counted(community, 1234)
    assert one.startswith("1 ")
    assert many.startswith("1,234 ")
    assert "hate crime" in one
    assert "hate crimes" in many


def test_no_two_communities_share_their_words() -> None:
    said = [words.counted(code, 2) for code in ("all", *codes_of(COMMUNITIES))]
    assert len(set(said)) == len(said)


def test_years_in_a_row_are_a_span() -> None:
    assert words.years([2015]) == "2015"
    assert words.years([2016, 2015]) == "2015 and 2016"
    assert words.years([2013, 2014, 2015, 2022]) == "2013–2015 and 2022"


def test_periods_are_said_in_words() -> None:
    assert words.period("2021") == "2021"
    assert words.period("2021-06") == "June 2021"
    assert words.in_full(date(2026, 2, 15)) == "February 15, 2026"


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "es", "vi", "fil", "ar"])
def test_numbers_keep_the_digits_of_tables_in_every_language(language: str) -> None:
    with override(language):
        shown = words.number(12345) + words.percent(0.31) + words.month(date(2021, 6, 1))
        assert any(digit in shown for digit in "12345")
        assert not any("\u0660" <= sign <= "\u0669" for sign in words.number(12345) + words.percent(0.31))


def test_offences_are_said_plainly() -> None:
    assert words.offence("Destruction/Damage/Vandalism") == "vandalism"
    assert words.offence("Simple Assault; Robbery") == "assault"
    assert words.offence("Weapon Law Violations") == "Weapon Law Violations"
    assert words.offence("Something new") == "Something new"


def test_chinese_puts_no_space_between_sentences() -> None:
    assert words.joined(["One.", "Two."]) == "One. Two."
    with override("zh-hant"):
        assert words.joined(["一。", "二。"]) == "一。二。"
