"""What a note that staff entered does to the sentences: it is said before any number it makes doubtful."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import translation

from banyan.observatory.measures.community import count_community, find_community
from banyan.observatory.measures.joint import Reported
from banyan.observatory.measures.notes import said_first
from banyan.observatory.rules.picture import SeriesNote
from tests.observatory.measures.planted import Spree, claims, findings_of, lines_of
from tests.observatory.measures.test_joint import rows

NOTE = SeriesNote(
    source="sf-hate-crimes",
    measure="official_incidents",
    period_from="2020",
    period_to="2022",
    text="The form was changed.",
    citation="A letter",
    kind="recording",
    language="en",
)
RISE = {2018: 30, 2019: 32, 2020: 31, 2021: 90, 2022: 92}


def test_without_a_note_the_rise_is_called_one() -> None:
    assert claims(findings_of(lines_of(RISE), 2018, 2022))


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("recording", "The way these records are kept changed in 2020."),
        ("definition", "What is counted here changed in 2020."),
        ("cluster", "Many of the records from 2020 to 2022 may come from one person or one event."),
        ("coverage", "The records from 2020 to 2022 may leave out some that belong there."),
    ],
)
def test_a_note_that_qualifies_a_change_is_said_first(kind: str, first: str) -> None:
    found = findings_of(lines_of(RISE), 2018, 2022, notes=[replace(NOTE, kind=kind)])
    assert claims(found) == []
    assert found[0].text.startswith(first)
    assert found[1].text.startswith(first)
    assert found[1].confidence == "weak"
    assert "The form was changed. (A letter)" in found[1].caveats
    assert first in found[1].caveats


def test_two_notes_that_qualify_alike_are_one_sentence() -> None:
    notes = [NOTE, replace(NOTE, text="The form was changed again.")]
    assert findings_of(lines_of(RISE), 2018, 2022, notes=notes)[0].text.count("are kept changed in 2020.") == 1
    counts = count_community(Reported(("2025",), rings=rows(("yes|yes|no", 30), ("no|no|no", 40))))
    of_reports = [replace(note, source="community", measure="", kind="coverage", period_to="2025") for note in notes]
    assert find_community(counts, notes=of_reports)[0].text.count("may leave out some that belong there.") == 1


def test_a_note_on_other_years_takes_nothing_from_a_rise() -> None:
    found = findings_of(lines_of(RISE), 2018, 2022, notes=[replace(NOTE, period_from="2018", period_to="2022")])
    assert claims(found), "nothing changed within these years"


def test_a_note_of_another_kind_is_kept_in_mind_and_no_more() -> None:
    found = findings_of(lines_of(RISE), 2018, 2022, notes=[replace(NOTE, kind="other")])
    assert claims(found)
    assert all("The form was changed. (A letter)" in finding.caveats for finding in found)


def test_the_same_group_is_not_told_twice() -> None:
    note = replace(NOTE, kind="cluster", period_from="2021-06", period_to="2021-06")
    lines = lines_of({2019: 30, 2020: 30, 2021: 30}, sprees=[Spree(2021, 6, 24)])
    text = findings_of(lines, 2019, 2021, notes=[note])[0].text
    assert "are one group" in text
    assert "may come from one person" not in text


def test_a_note_in_another_language_is_pointed_at() -> None:
    with translation.override("en"):
        found = findings_of(lines_of(RISE), 2018, 2022, notes=[replace(NOTE, language="es", text="Cambió.")])
    assert "A note written in Spanish says more about the records from 2020 to 2022." in found[0].caveats
    assert not any("Cambió" in caveat for finding in found for caveat in finding.caveats)


def test_a_note_on_the_reports_stands_before_the_count_of_its_period() -> None:
    counts = count_community(Reported(("2025",), rings=rows(("yes|yes|no", 30), ("no|no|no", 40))))
    note = replace(NOTE, source="community", measure="", kind="coverage", period_from="2025-03", period_to="2025-04")
    first = "The records from March 2025 to April 2025 may leave out some that belong there. In 2025 "
    found = find_community(counts, notes=[note])[0]
    assert found.text.startswith(first)
    assert found.confidence == "weak"
    assert found.caveats[0] == first.removesuffix(" In 2025 ")
    earlier = replace(note, period_from="2024", period_to="2024")
    assert find_community(counts, notes=[earlier]) == find_community(counts)


def test_chinese_calls_a_year_a_year_and_a_month_a_month() -> None:
    with translation.override("zh-hant"):
        year = said_first(NOTE)
        month = said_first(replace(NOTE, period_from="2020-03"))
    assert "2020 年" in year
    assert "2020年3月" in month
    assert "月 年" not in month
