"""Every figure's numbers are there to read and to open in a spreadsheet, without harm."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.observatory.charts.table import csv_of, hidden_reasons, safe, table_of
from tests.observatory.charts.sample import picture, row, rows


def test_the_rings_table_has_every_region() -> None:
    table = table_of(picture(), "rings", "en")

    assert table.head == ("Region", "Low", "High", "Recorded by officials")
    assert ("Hate crimes", "40", "60", "7") in table.rows
    assert len(table.rows) == 6


def test_a_gap_is_never_an_empty_cell() -> None:
    table = table_of(picture(), "over-time-demo-police", "en")

    by_year = {cells[0]: dict(zip(table.head, cells, strict=True)) for cells in table.rows}
    assert by_year["2019"]["Told us, low"] == "no data"
    assert by_year["2021"]["Told us, low"] == "hidden for safety"
    assert by_year["2021"]["Of which one group of records"] == "24"
    assert by_year["2025"]["Languages in which people could report"] == "11"


def test_the_told_table_has_those_who_did_not_answer() -> None:
    table = table_of(picture(), "told", "en")

    assert ("The police", "45", "17%", "13%–22%") in table.rows
    assert ("A phone help line", "hidden for safety", "", "") in table.rows
    assert ("Did not answer", "175", "", "") in table.rows


def test_a_figure_the_picture_lacks_is_refused() -> None:
    with pytest.raises(KeyError):
        table_of(picture(rows=()), "rings", "en")


def test_every_line_of_a_demonstration_says_so() -> None:
    lines = list(csv.DictReader(io.StringIO(csv_of(picture()))))

    assert len(lines) == len(rows())
    assert {line["demonstration"] for line in lines} == {"demonstration"}


def test_a_real_source_beside_a_made_up_one_is_not_called_made_up() -> None:
    shown = picture()
    real = tuple(replace(source, demonstration=source.name == "community") for source in shown.sources)
    lines = list(csv.DictReader(io.StringIO(csv_of(replace(shown, sources=real)))))

    assert {line["demonstration"] for line in lines if line["source"] == "demo-police"} == {""}
    assert {line["demonstration"] for line in lines if line["source"] == "community"} == {"demonstration"}


def test_csv_holds_codes_numbers_and_reasons() -> None:
    lines = list(csv.DictReader(io.StringIO(csv_of(picture()))))

    harm = next(line for line in lines if line["measure"] == "community_all_harm")
    assert (harm["period"], harm["low"], harm["high"], harm["n"]) == ("2025", "410", "440", "")
    assert {line["hidden"] for line in lines} == {"", "few_organisations", "small_cell"}


def test_csv_never_holds_a_withheld_number() -> None:
    leaked = row("community_hate_crimes", 2025, low=3, high=4, n=4, suppressed="small_cell")

    (line,) = csv.DictReader(io.StringIO(csv_of(picture(rows=(leaked,)))))

    assert (line["n"], line["low"], line["high"], line["hidden"]) == ("", "", "", "small_cell")


@given(text=st.text(max_size=8))
def test_no_cell_begins_a_formula(text: str) -> None:
    shown = safe(text)

    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert shown.removeprefix("'") == text.removeprefix("'") or shown == text


def test_a_place_named_like_a_formula_is_only_text() -> None:
    evil = picture(rows=(replace(row("official_incidents", 2025, n=1), place='=HYPERLINK("x")'),))

    (line,) = csv.DictReader(io.StringIO(csv_of(evil)))

    assert line["place"].startswith("'=")


def test_reasons_are_counted() -> None:
    reasons = dict(hidden_reasons(picture()))

    assert reasons == {"fewer than three organizations reported": 1, "fewer than 10, hidden to protect people": 1}
