"""A picture's rows are read into figures without ever looking at what is withheld."""

import json
from dataclasses import replace

import pytest

from banyan.observatory.charts import labels, reading, signature
from banyan.observatory.charts.rings import Amount
from banyan.observatory.rules.picture import Picture, Row
from tests.observatory.charts.sample import picture, row, rows


def with_rows(*changed: Row) -> Picture:
    """The sample with some rows in place of its own of the same measure and period."""
    keys = {(one.measure, one.period) for one in changed}
    return picture(rows=(*(one for one in rows() if (one.measure, one.period) not in keys), *changed))


def test_a_picture_has_the_figures_its_rows_can_fill() -> None:
    assert [one.name for one in reading.figures_of(picture(), "en")] == ["over-time-demo-police", "rings", "told"]
    assert reading.figures_of(picture(rows=()), "en") == ()
    with pytest.raises(KeyError):
        reading.figure_of(picture(rows=()), "rings", "en")


def test_the_community_is_shown_over_time_without_officials() -> None:
    community = tuple(one for one in rows() if one.source == "community")

    (found,) = [one for one in reading.figures_of(picture(rows=community), "en") if one.name.startswith("over-time")]

    assert found.name == "over-time"
    shown = reading.series_of(picture(rows=community), None, with_community=True, language="en")
    assert shown.official == ()
    assert shown.periods == ("2021", "2022", "2023", "2024", "2025")


def test_each_official_source_has_its_own_figure_and_they_are_never_added() -> None:
    other = replace(row("official_incidents", 2025, n=1000), source="another-agency")
    both = picture(rows=(*rows(), other))

    names = [one.name for one in reading.figures_of(both, "en")]

    assert names == ["over-time-another-agency", "rings", "told", "over-time-demo-police"], "real before made-up"
    assert reading.rings_of(both)["hate_crimes"].official == 1000
    series = reading.series_of(both, "another-agency", with_community=False, language="en")
    assert [c.high for c in series.official] == [1000]


def test_the_rings_are_the_latest_periods() -> None:
    amounts = reading.rings_of(picture())

    assert amounts["all_harm"] == Amount(low=410, high=440)
    assert amounts["hate_crimes"] == Amount(low=40, high=60, official=7)
    assert amounts["crimes_and_violence"] == Amount(low=10, high=20)


def test_a_withheld_number_is_not_read_even_if_it_is_there() -> None:
    leaked = row("community_hate_crimes", 2025, low=3, high=4, n=4, suppressed="small_cell")

    amount = reading.rings_of(with_rows(leaked))["hate_crimes"]

    assert amount == Amount(hidden=True, official=7)


def test_a_hidden_row_over_time_is_hidden_and_a_missing_one_is_missing() -> None:
    shown = reading.series_of(picture(), "demo-police", with_community=True, language="en")

    by_period = {column.period: column.state for column in shown.community}
    assert by_period["2019"] == "missing"
    assert by_period["2021"] == "hidden"
    assert by_period["2022"] == "shown"


def test_a_group_of_records_is_drawn_apart_only_where_it_weighs() -> None:
    shown = reading.series_of(picture(), "demo-police", with_community=True, language="en")

    assert {column.period: column.cluster for column in shown.official if column.cluster} == {"2021": 24}


def test_a_withheld_count_without_the_cluster_draws_no_cluster() -> None:
    hidden = row("official_incidents_without_largest_cluster", 2021, n=36, suppressed="complementary")

    shown = reading.series_of(with_rows(hidden), "demo-police", with_community=True, language="en")

    assert all(column.cluster == 0 for column in shown.official)


def test_the_polices_interval_comes_from_the_picture() -> None:
    answers = {one.label: one for one in reading.told_of(picture()).answers}

    assert answers["The police"].interval == (0.13, 0.22)
    assert answers["The police"].both_ways == (0.1, 0.5)
    assert answers["A phone help line"].hidden
    assert answers["A school"].interval is None


def test_withheld_totals_stay_withheld() -> None:
    shown = reading.told_of(with_rows(row("told_answered", 2025, n=265, suppressed="complementary")))

    assert shown.answered is None


def test_a_rows_own_community_comes_before_everyone() -> None:
    everyone = replace(row("community_all_harm", 2025, low=900, high=990), community="all")

    assert reading.rings_of(picture(rows=(everyone, *rows())))["all_harm"].high == 440


def test_a_picture_survives_its_json() -> None:
    data = json.loads(json.dumps(picture().to_json_dict()))
    data.pop("format")

    assert reading.picture_from_json(data) == picture()


def test_a_place_that_partners_do_not_serve_has_no_empty_panel_for_them() -> None:
    officials = tuple(one for one in rows() if one.source == "demo-police")

    shown = reading.series_of(picture(rows=officials), "demo-police", with_community=True, language="en")

    assert not shown.community
    assert not shown.effort


def test_a_picture_for_work_inside_says_that_it_is_not_for_publication() -> None:
    inside = picture(question=replace(picture().question, as_public=False))

    (rings, *_rest) = reading.figures_of(inside, "en")

    assert any("not for publication" in line for line in rings.closing)
    for drawn in (inside, picture()):
        assert any("rounded to 5" in line for line in reading.figure_of(drawn, "rings", "en").closing)
    assert not any("not for publication" in line for line in reading.figure_of(picture(), "rings", "en").closing)


def test_months_are_read_like_years() -> None:
    monthly = (
        replace(row("official_incidents", 2021, n=4), period="2021-05"),
        replace(row("official_incidents", 2021, n=30), period="2021-06"),
    )

    shown = reading.series_of(picture(rows=monthly), "demo-police", with_community=True, language="en")

    assert shown.periods == ("2021-05", "2021-06")
    assert [column.high for column in shown.official] == [4, 30]


def test_every_title_says_what_where_of_whom_and_when() -> None:
    drawn = picture()
    figures = reading.figures_of(drawn, "en")
    assert len(figures) == 3
    for figure in figures:
        _what, where, who, when = figure.title.split(" \u00b7 ")
        assert (where, who) == (labels.place(drawn.question.place), labels.community(drawn.question.community))
        assert when[:4].isdigit()


def test_a_lower_end_of_0_is_said_to_mean_little_and_the_number_of_reports_is_the_upper() -> None:
    """Beside it may stand 28 who told nobody: "0 to 77 reports" was read as a mistake."""
    said = "A low of 0 can mean that it is hidden."
    for low in (0, 41):
        drawn = with_rows(
            row("community_all_harm", 2025, low=low, high=77), row("community_hate_acts", 2025, low=20, high=30)
        )
        rings = reading.figure_of(drawn, "rings", "en")
        assert (said in rings.notes) is (low == 0)
        assert any("n = 77." in line for line in rings.closing)
        described = signature.describe(reading.rings_of(drawn), "en")
        assert ("All harm: up to 77." if low == 0 else "All harm: 41\u201377.") in described
