"""Breaks in recording are found where the form changed, and not where a year is merely odd."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from banyan.observatory.measures.breaks import Break, crossed, find_breaks
from banyan.observatory.sources.profiles import Profile, YearProfile, read_profile
from banyan.observatory.sources.sf_hate_crimes import stage_sf_hate_crimes
from tests.observatory.sources.files import NOW, put, real_data


def filled(shares: dict[int, float], records: int = 60) -> Profile:
    return {"column": {year: YearProfile(records, round(records * share), {}) for year, share in shares.items()}}


def worded(words: dict[int, dict[str, int]], column: str = "column") -> Profile:
    return {column: {y: YearProfile(sum(w.values()), sum(w.values()), w) for y, w in words.items()}}


def years(found: tuple[Break, ...]) -> list[int]:
    return [at.year for at in found]


def test_the_real_file_breaks_where_reading_it_shows(tmp_path: Path) -> None:
    vintage = put(stage_sf_hate_crimes(real_data("sf-hate-crimes/hate_crimes.csv"), data=tmp_path, now=NOW))
    found = {at.year: at for at in find_breaks("sf-hate-crimes", read_profile(vintage.profile()))}
    assert [year for year, at in found.items() if at.is_strong and year > 2010] == [2016, 2022]
    assert {"ncic", "most_serious_ucr_type", "offensive_act", "weapon_type"} <= set(found[2022].columns)
    offensive = next(change for change in found[2022].changes if change.column == "offensive_act")
    assert offensive.change == "words"
    assert found[2022].columns[0] in {"ncic", "most_serious_ucr_type"}


@given(
    at=st.integers(2005, 2020),
    high=st.floats(0.7, 1),
    low=st.floats(0, 0.15),
    up=st.booleans(),
    records=st.integers(30, 400),
)
def test_a_column_that_begins_or_ends_is_found_in_its_year(
    at: int, high: float, low: float, *, up: bool, records: int
) -> None:
    before, after = (low, high) if up else (high, low)
    found = find_breaks("s", filled({year: before if year < at else after for year in range(2000, 2025)}, records))
    assert years(found) == [at]
    assert found[0].is_strong
    assert found[0].changes[0].change == ("filled" if up else "emptied")


@given(share=st.floats(0.3, 0.9), odd=st.integers(2003, 2020), to=st.floats(0, 1))
def test_one_odd_year_is_no_break(share: float, odd: int, to: float) -> None:
    shares = dict.fromkeys(range(2000, 2025), share) | {odd: to}
    assert find_breaks("s", filled(shares)) == ()


def test_a_form_brought_in_during_a_year_is_one_break() -> None:
    shares = dict.fromkeys(range(2010, 2015), 0.0) | {2015: 0.3} | dict.fromkeys(range(2016, 2020), 1.0)
    assert years(find_breaks("s", filled(shares))) == [2016]


def test_a_new_word_for_a_bias_is_a_break_and_a_rare_word_elsewhere_is_not() -> None:
    words = {y: {"a": 400} for y in range(2010, 2015)} | {y: {"a": 400, "b": 20} for y in range(2015, 2020)}
    assert [(at.year, at.is_strong) for at in find_breaks("s", worded(words, "bias_desc"))] == [(2015, True)]
    assert [(at.year, at.is_strong) for at in find_breaks("s", worded(words, "location"))] == [(2015, False)]


def test_a_word_used_seldom_tells_nothing() -> None:
    words = {y: {"a": 50, "b": 1} for y in range(2010, 2015)} | {y: {"a": 50} for y in range(2015, 2020)}
    assert find_breaks("s", worded(words)) == ()


def test_a_column_without_records_on_one_side_says_nothing() -> None:
    assert find_breaks("s", {"column": {2010: YearProfile(0, 0, {}), 2011: YearProfile(50, 50, {"a": 50})}}) == ()
    assert find_breaks("s", {"column": {}}) == ()


def test_a_break_lies_between_the_year_before_it_and_its_own() -> None:
    found = find_breaks("s", filled({year: float(year < 2015) for year in range(2010, 2020)}))
    assert years(crossed(found, 2014, 2015)) == [2015]
    assert years(crossed(found, 2015, 2014)) == [2015]
    assert crossed(found, 2015, 2019) == ()
    assert crossed(found, 2010, 2014) == ()
