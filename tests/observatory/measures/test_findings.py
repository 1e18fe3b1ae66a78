"""What is said of official counts: plain where the numbers are plain, and what would mislead said first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.observatory.measures.findings import find_official
from banyan.observatory.queries.official import list_official
from banyan.observatory.rules.picture import Question
from banyan.observatory.sources.sf_hate_crimes import stage_sf_hate_crimes
from tests.observatory.measures.planted import COLUMNS, Break, Spree, claims, findings_of, lines_of, more_of_others
from tests.observatory.sources.files import NOW, put, real_data, write_sf

SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
QUIET = {2018: 30, 2019: 31, 2020: 29, 2021: 30, 2022: 31, 2023: 30}
FORMS = ("one group", "way these records are kept changed")


def test_a_real_rise_is_called_one_when_nothing_speaks_against_it() -> None:
    found = findings_of(lines_of({2018: 30, 2019: 32, 2020: 31, 2021: 90, 2022: 92}), 2018, 2022)
    assert "rose from 30 in 2018 to 92 in 2022" in found[1].text
    assert found[1].confidence == "strong"


def test_a_real_fall_is_called_one() -> None:
    found = findings_of(lines_of({2018: 120, 2019: 110, 2020: 40}), 2018, 2020)
    assert "fell from 120 in 2018 to 40 in 2020" in found[1].text


def test_differences_that_chance_explains_are_said_to_be_so() -> None:
    found = findings_of(lines_of(QUIET), 2018, 2023)
    assert claims(found) == []
    assert all(finding.confidence in {"recorded", "cannot_tell"} for finding in found)


def test_small_counts_are_never_called_a_rise() -> None:
    found = findings_of(lines_of({2018: 1, 2019: 2, 2020: 9}), 2018, 2020)
    assert claims(found) == []
    assert "Counts this small" in found[1].text


@SLOW
@given(
    year=st.integers(2018, 2023),
    month=st.integers(1, 12),
    size=st.integers(6, 80),
    gap=st.integers(1, 4),
    level=st.integers(4, 40),
)
def test_a_planted_spree_never_yields_an_unqualified_claim(
    year: int, month: int, size: int, gap: int, level: int
) -> None:
    counts = dict.fromkeys(range(2018, 2024), level)
    found = findings_of(lines_of(counts, sprees=[Spree(year, month, size, gap)]), 2018, 2023)
    assert claims(found) == []
    about = [finding for finding in found[1:] if str(year) in finding.text]
    assert all(
        re.match(r"(All )?\d+ (of the \d+ )?records", finding.text) for finding in about if "count" in finding.text
    )


@SLOW
@given(
    year=st.integers(2019, 2023),
    column=st.sampled_from(["ncic", "weapon_type", "offensive_act"]),
    begins=st.booleans(),
    before=st.integers(5, 60),
    after=st.integers(5, 60),
)
def test_a_planted_break_never_yields_an_unqualified_claim(
    year: int, column: str, begins: bool, before: int, after: int
) -> None:
    counts = {at: before if at < year else after for at in range(2016, 2025)}
    lines = lines_of(counts, breaks=[Break(year, column, begins)])
    for finding in findings_of(lines, 2016, 2024):
        if "recorded count" in finding.text:
            years = [int(found) for found in re.findall(r"\b20\d\d\b", finding.text)]
            assert claims([finding]) == [] or max(years) < year or min(years) >= year
    spanning = findings_of(lines, 2016, 2024)[1]
    assert spanning.text.startswith(f"The way these records are kept changed in {year}.")
    assert spanning.confidence == "weak"


def test_a_break_and_a_spree_are_both_said_before_the_counts() -> None:
    lines = lines_of(QUIET, sprees=[Spree(2021, 6, 24)], breaks=[Break(2022)])
    first = findings_of(lines, 2019, 2023)[0].text
    counts = first.index("San Francisco police recorded")
    assert all(-1 < first.index(form) < counts for form in FORMS)


def test_two_sprees_on_both_sides_are_both_named() -> None:
    lines = lines_of(QUIET, sprees=[Spree(2019, 2, 30), Spree(2021, 6, 40)])
    change = next(finding for finding in findings_of(lines, 2019, 2021) if "Without these groups" in finding.text)
    assert change.text.count("are one group") == 2
    assert "31 in 2019 and 30 in 2021" in change.text


def test_a_spree_that_is_all_of_a_year_is_said_to_be_all() -> None:
    found = findings_of(lines_of({2019: 12, 2021: 14}, sprees=[Spree(2020, 6, 11)]), 2019, 2020)
    assert any("All 11 records" in finding.text for finding in found)
    assert not any("of the 11" in finding.text for finding in found)


def test_years_without_a_report_are_not_zeros() -> None:
    lines = lines_of({2018: 12, 2020: 14})
    texts = [finding.text for finding in findings_of(lines, 2017, 2021)]
    assert "San Francisco police: no report for 2017, 2019, and 2021. That isn't zero." in texts


def test_a_part_of_a_year_is_told_apart_and_never_compared() -> None:
    lines = [line for line in lines_of({2024: 60, 2025: 60}) if "2025/1" not in line]
    found = findings_of(lines, 2024, 2025)
    assert claims(found) == []
    assert any("2025 isn't complete" in finding.text for finding in found)


def test_a_file_that_begins_within_a_year_says_so_and_not_where_it_ends() -> None:
    lines = [line for line in lines_of({2019: 60, 2020: 60, 2021: 60}) if "2019/0" not in line]
    found = findings_of(lines, 2019, 2021)
    (about,) = [finding.text for finding in found if "2019 isn't complete" in finding.text]
    assert "This file begins in October 2019." in about
    assert "2021" not in about
    assert not any("in 2019 to" in finding.text for finding in claims(found))


def test_the_real_series_opens_with_what_would_mislead(tmp_path: Path) -> None:
    put(stage_sf_hate_crimes(real_data("sf-hate-crimes/hate_crimes.csv"), data=tmp_path, now=NOW))
    question = Question(place="San Francisco", community="asian", since=2020, until=2022)
    (official,) = list_official(question, data=tmp_path, engine="duckdb")
    found = find_official(official.evidence)
    assert found[0].text == (
        "24 of the 60 records from 2021 are one group: records of vandalism from June 2021, numbered almost one after "
        "another. The way these records are kept changed in 2022. San Francisco police recorded 6 anti-Asian hate "
        "crimes in 2022, 60 in 2021 and 9 in 2020."
    )
    assert claims(found) == []
    first, second = found[0].caveats[:2]
    assert found[0].text.startswith(f"{first} {second} San Francisco police"), "word for word"
    caveats = " ".join(found[0].caveats)
    assert "most_serious_ucr_type and ncic" in caveats
    assert "CA00-0000036015 to CA00-0000036044" in caveats


@pytest.mark.parametrize("since", range(2001, 2025))
def test_no_span_of_the_real_series_over_2021_or_2022_claims_a_change(
    tmp_path_factory: pytest.TempPathFactory, since: int
) -> None:
    data = tmp_path_factory.getbasetemp() / "real-series"
    put(stage_sf_hate_crimes(real_data("sf-hate-crimes/hate_crimes.csv"), data=data, now=NOW))
    question = Question(place="San Francisco", community="asian", since=since, until=2025)
    (official,) = list_official(question, data=data, engine="duckdb")
    for finding in claims(find_official(official.evidence)):
        years = sorted(int(year) for year in re.findall(r"in (20\d\d)", finding.text))
        assert 2021 not in years
        assert not years[0] < 2022 <= years[-1]


def test_many_small_sprees_are_as_misleading_as_a_large_one() -> None:
    sprees = [Spree(2021, month, 6) for month in range(1, 13)]
    found = findings_of(lines_of({2019: 60, 2020: 60, 2021: 60}, sprees=sprees), 2019, 2021)
    assert claims(found) == []
    assert found[0].text.startswith("72 of the 132 records from 2021 are in 12 groups")
    assert "Without these groups the counts are 60 in 2019 and 60 in 2021." in found[1].text


def test_a_spree_over_the_end_of_a_year_is_told_on_both_sides() -> None:
    sprees = [Spree(2020, 12, 20), Spree(2021, 1, 20)]
    found = findings_of(lines_of({2019: 30, 2020: 30, 2021: 30, 2022: 30}, sprees=sprees), 2019, 2022)
    assert claims(found) == []


def test_a_year_with_months_on_end_without_any_record_is_no_rise() -> None:
    lines = [line for line in lines_of({2018: 90, 2019: 95, 2020: 92}) if not re.search(r"2018/(0[5-9]|1)", line)]
    found = findings_of(lines, 2018, 2020)
    assert claims(found) == []
    assert found[0].text.startswith("There is no record at all from May 2018 to December 2018, so 2018 may be missing")


def test_a_few_empty_months_of_a_small_place_are_nothing_odd() -> None:
    lines = [line for line in lines_of({2018: 12, 2019: 12, 2020: 12}, others=0) if "2020/0" not in line]
    assert not any("no record at all" in finding.text for finding in findings_of(lines, 2018, 2020))


def test_an_unfinished_year_is_marked_as_such_in_the_picture(tmp_path: Path) -> None:
    lines = [line for line in lines_of({2024: 60, 2025: 60}) if not re.search(r"2025/(0[3-9]|1)", line)]
    put(stage_sf_hate_crimes(write_sf(tmp_path / "planted.csv", lines, columns=COLUMNS), data=tmp_path, now=NOW))
    question = Question(place="San Francisco", community="asian", since=2024, until=2025)
    (official,) = list_official(question, data=tmp_path, engine="duckdb")
    (note,) = [note for note in official.notes(question) if note.period_from == "2025"]
    assert note.text == "not a whole year: the file ends in February 2025"
    assert (note.period_to, note.kind) == ("2025", "coverage")


def test_a_year_within_which_the_file_begins_is_marked_as_such_in_the_picture(tmp_path: Path) -> None:
    lines = [line for line in lines_of({2019: 60, 2020: 60, 2021: 60}) if "2019/0" not in line]
    put(stage_sf_hate_crimes(write_sf(tmp_path / "planted.csv", lines, columns=COLUMNS), data=tmp_path, now=NOW))
    question = Question(place="San Francisco", community="asian", since=2019, until=2021)
    (official,) = list_official(question, data=tmp_path, engine="duckdb")
    (note,) = [note for note in official.notes(question) if note.period_from == "2019"]
    assert note.text == "not a whole year: the file begins in October 2019"


def test_a_year_with_empty_months_is_marked_as_such_in_the_picture(tmp_path: Path) -> None:
    lines = [line for line in lines_of({2018: 90, 2019: 95, 2020: 92}) if not re.search(r"2019/(0[5-9]|1)", line)]
    put(stage_sf_hate_crimes(write_sf(tmp_path / "planted.csv", lines, columns=COLUMNS), data=tmp_path, now=NOW))
    question = Question(place="San Francisco", community="asian", since=2018, until=2020)
    (official,) = list_official(question, data=tmp_path, engine="duckdb")
    said = [(note.period_from, note.text) for note in official.notes(question)]
    assert said == [("2019", "no record at all from May 2019 to December 2019")]


def test_a_change_up_to_a_year_just_ended_is_never_quite_sure() -> None:
    found = findings_of(lines_of({2023: 120, 2024: 118, 2025: 40}), 2023, 2025)
    fall = next(finding for finding in found if "fell" in finding.text)
    assert fall.confidence == "moderate"
    assert any("may still be revised" in caveat for caveat in fall.caveats)


def test_a_change_that_all_records_share_says_so_and_is_never_quite_sure() -> None:
    alone = findings_of(lines_of({2018: 30, 2019: 31, 2020: 90}), 2018, 2020)
    shared = findings_of(lines_of({2018: 30, 2019: 31, 2020: 90}) + more_of_others(2020, 60), 2018, 2020)
    rise = next(finding for finding in shared if "rose" in finding.text)
    said = "All records of this place, of whatever bias, went from 54 in 2018 to 174 in 2020."
    assert any(caveat.startswith(said) for caveat in rise.caveats)
    assert rise.confidence == "moderate"
    assert next(finding for finding in alone if "rose" in finding.text).confidence == "strong"
