"""The whole picture: official counts beside what people told partners, for the desk and for the public."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import jsonschema  # type: ignore[import-untyped]  # ships no types
import pytest

from banyan.base.actions import Denied
from banyan.base.audit import Operator
from banyan.observatory.queries.pictures import draw_picture
from banyan.observatory.rules import picture as pictures
from banyan.observatory.rules.picture import Period, Picture, Question, QuestionRefused
from banyan.observatory.sources.demonstration import stage_demonstration
from banyan.observatory.sources.opening import stage_source
from banyan.people.models import Organisation
from tests.factories import CoalitionFactory, OrganisationFactory, make_personas, viewer_of
from tests.observatory.queries.telling import HATE_ACT, HATE_CRIME, OTHER_HARM, UNSURE, tell
from tests.observatory.sources.files import NOW, put, real_data, sf_lines, write_linked, write_sf

SCHEMA = json.loads((Path(pictures.__file__).parent / "picture.schema.json").read_text(encoding="utf-8"))
ASKED = Question(place="San Francisco", community="asian", since=2019, until=2025)
BOTH: tuple[Period, Period] = ("year", "month")
pytestmark = pytest.mark.django_db(databases=["default"])


def draw(data: Path, question: Question = ASKED) -> Picture:
    drawn = draw_picture(
        viewer=Operator("tests"), question=question, data=data, engine="duckdb", today=date(2026, 3, 1)
    )
    jsonschema.validate(json.loads(json.dumps(drawn.to_json_dict())), SCHEMA)
    return drawn


def houses(count: int = 4) -> list[Organisation]:
    CoalitionFactory.create()
    return [OrganisationFactory.create() for _house in range(count)]


def told_plenty() -> None:
    for house in houses():
        for what in (HATE_CRIME, HATE_ACT, OTHER_HARM, UNSURE):
            tell(house, what, 14, told=["police", "friend"])
            tell(house, what, 16)
            tell(house, what, 12, told=[])


def test_the_real_file_gives_the_published_series(tmp_path: Path) -> None:
    put(stage_source("sf-hate-crimes", real_data("sf-hate-crimes/hate_crimes.csv"), data=tmp_path, now=NOW))
    drawn = draw(tmp_path, replace(ASKED, place="san_francisco"))
    assert [row.n for row in drawn.of("official_incidents")] == [6, 9, 60, 6, 13, 5, 6]
    (without,) = drawn.of("official_incidents_without_largest_cluster")
    assert (without.period, without.n) == ("2021", 36)
    assert {row.vintage for row in drawn.rows} == {"2026-02-15"}
    assert {row.place for row in drawn.rows} == {"San Francisco"}
    assert not drawn.demonstration
    assert {note.period_from for note in drawn.notes} == {"2021-06", "2022-01"}
    (source,) = drawn.sources
    assert (source.rows, source.rejects, source.licence) == (1804, 0, "PDDL")


def test_by_month_the_months_of_a_covered_year_are_zeros_and_others_no_report(tmp_path: Path) -> None:
    put(stage_source("sf-hate-crimes", write_sf(tmp_path / "f.csv", sf_lines(18)), data=tmp_path, now=NOW))
    drawn = draw(tmp_path, replace(ASKED, since=2018, until=2020, by="month", community="black"))
    counts = {row.period: row.n for row in drawn.of("official_incidents")}
    assert (counts["2018-01"], counts["2019-06"]) == (0, 0)
    assert counts["2019-07"] is None  # The file ends before it.
    assert counts["2020-01"] is None


def test_a_state_that_reported_nothing_has_no_count(tmp_path: Path) -> None:
    put(stage_source("fbi-hate-crimes", write_linked(tmp_path / "fbi"), data=tmp_path, now=NOW))
    drawn = draw(tmp_path, Question(place="hawaii", community="asian", since=2019, until=2020))
    assert [row.n for row in drawn.of("official_incidents")] == [None, 0]
    nation = draw(tmp_path, Question(place="United States", community="asian", since=2019, until=2020))
    assert [row.n for row in nation.of("official_incidents")] == [2, 0]


def test_counts_of_different_agencies_stand_side_by_side_and_are_never_added(tmp_path: Path) -> None:
    put(stage_source("sf-hate-crimes", write_sf(tmp_path / "f.csv", sf_lines(24)), data=tmp_path, now=NOW))
    header = "incident_id,incident_date,bias_desc,state_name,pug_agency_name,agency_type_name\n"
    file = tmp_path / "hate_crime.csv"
    file.write_text(header + "1,2019-03-04,Anti-Asian,California,San Francisco,City\n", encoding="utf-8")
    put(stage_source("fbi-hate-crimes", file, data=tmp_path, now=NOW))
    drawn = draw(tmp_path, replace(ASKED, since=2019, until=2019))
    assert {row.source: row.n for row in drawn.of("official_incidents")} == {"fbi-hate-crimes": 1, "sf-hate-crimes": 12}


def test_a_name_that_several_states_have_is_asked_about(tmp_path: Path) -> None:
    header = "incident_id,incident_date,bias_desc,state_name,pug_agency_name,agency_type_name\n"
    lines = [f"{at},2019-03-04,Anti-Asian,{state},Springfield,City\n" for at, state in enumerate(["Illinois", "Ohio"])]
    file = tmp_path / "hate_crime.csv"
    file.write_text(header + "".join(lines), encoding="utf-8")
    put(stage_source("fbi-hate-crimes", file, data=tmp_path, now=NOW))
    with pytest.raises(QuestionRefused, match="Springfield, Illinois"):
        draw(tmp_path, replace(ASKED, place="springfield"))
    drawn = draw(tmp_path, Question(place="Springfield, Ohio", community="asian", since=2019, until=2019))
    assert [row.n for row in drawn.of("official_incidents")] == [1]


def test_nothing_on_record_is_said_and_is_not_zero(tmp_path: Path) -> None:
    drawn = draw(tmp_path)
    assert drawn.rows == ()
    assert "That isn't zero" in drawn.findings[0].text


def test_a_place_that_no_file_names_is_no_place_without_crimes(tmp_path: Path) -> None:
    put(stage_source("sf-hate-crimes", write_sf(tmp_path / "f.csv", sf_lines(18)), data=tmp_path, now=NOW))
    with pytest.raises(QuestionRefused, match="a place called Atlantis"):
        draw(tmp_path, replace(ASKED, place="Atlantis"))


def test_years_out_of_order_are_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionRefused, match="in order"):
        draw(tmp_path, replace(ASKED, since=2025, until=2019))


def test_who_may_not_read_the_picture_is_denied(tmp_path: Path) -> None:
    personas = make_personas()
    viewer = replace(viewer_of(personas.mei), permissions=frozenset())
    with pytest.raises(Denied):
        draw_picture(viewer=viewer, question=ASKED, data=tmp_path, engine="duckdb", today=date(2026, 3, 1))
    assert draw_picture(
        viewer=viewer_of(personas.nour), question=ASKED, data=tmp_path, engine="duckdb", today=date(2026, 3, 1)
    ).findings


def test_made_up_counts_mark_the_whole_picture(tmp_path: Path) -> None:
    put(stage_demonstration(data=tmp_path, now=NOW))
    drawn = draw(tmp_path)
    assert drawn.demonstration
    assert drawn.to_json_dict()["demonstration"] is True


def test_made_up_counts_stand_in_for_a_file_and_never_beside_one(tmp_path: Path) -> None:
    put(stage_demonstration(data=tmp_path, now=NOW))
    file = write_sf(tmp_path / "f.csv", sf_lines(24))
    put(stage_source("sf-hate-crimes", file, data=tmp_path, now=NOW))

    drawn = draw(tmp_path, replace(ASKED, since=2018))

    assert {row.source for row in drawn.of("official_incidents")} == {"sf-hate-crimes"}
    assert not drawn.demonstration
    assert {finding.about for finding in drawn.findings} == {"sf-hate-crimes"}


def test_made_up_reports_mark_the_whole_picture(tmp_path: Path) -> None:
    CoalitionFactory.create(is_demonstration=True)
    tell(OrganisationFactory.create(), HATE_ACT, 30)
    assert draw(tmp_path).demonstration


def test_what_partners_were_told_stands_beside_with_its_effort(tmp_path: Path) -> None:
    told_plenty()
    drawn = draw(tmp_path)
    (acts,) = drawn.of("community_hate_acts")
    assert (acts.period, acts.n, acts.low, acts.high) == ("2025", None, 85, 505)
    (share,) = drawn.of("told_police_share")
    assert share.n == 4 * 120
    assert drawn.of("effort_organisations_open")[0].n == 4
    assert "505 reports" not in drawn.findings[0].text
    assert "170 to 670 reports of harm: 85 to 505 described as hate acts, and 40 to 335 as" in drawn.findings[0].text


def test_reports_are_of_the_coalitions_place_only(tmp_path: Path) -> None:
    told_plenty()
    assert draw(tmp_path, replace(ASKED, place="California")).rows == ()


def test_a_few_reports_show_no_number(tmp_path: Path) -> None:
    (house, *_others) = houses()
    tell(house, HATE_CRIME, 4)
    drawn = draw(tmp_path)
    assert all(row.suppressed for row in drawn.rows if row.measure.startswith(("community_", "told_")) and row.n != 0)
    assert not any(row.n in range(1, 10) for row in drawn.rows if not row.measure.startswith("effort_"))
    assert "too few people" in drawn.findings[0].text


def test_attack_on_the_desk_everybody_less_a_community_is_no_few_people(tmp_path: Path) -> None:
    for house in houses(2):
        tell(house, OTHER_HARM, 40)
        tell(house, OTHER_HARM, 3, communities=["black"])
    (everyone,) = draw(tmp_path, replace(ASKED, community="all")).of("community_all_harm")
    (community,) = draw(tmp_path).of("community_all_harm")
    assert everyone.high == 85
    assert community.suppressed, "86 less 80 would be six people"


def test_attack_the_desk_s_picture_is_the_same_with_and_without_a_report_kept_from_somebody(tmp_path: Path) -> None:
    """Where one partner's count is exact, a report that its colleague can't see would show to the exact number."""
    first, *_others = houses()
    told_plenty()
    before = [draw(tmp_path, replace(ASKED, by=by)).rows for by in BOTH]
    for what in (HATE_CRIME, HATE_ACT, OTHER_HARM, UNSURE):
        tell(first, what, 3, told=["police"], is_restricted=True)
    assert [draw(tmp_path, replace(ASKED, by=by)).rows for by in BOTH] == before


def test_attack_a_published_lower_end_counts_no_report_kept_from_somebody(tmp_path: Path) -> None:
    """It is the largest partner's count alone, which a colleague knows of whatever she sees herself."""
    told_plenty()
    before = draw(tmp_path, replace(ASKED, as_public=True)).of("community_all_harm")[-1]
    for house in Organisation.objects.all():
        tell(house, OTHER_HARM, 30, is_restricted=True)
    after = draw(tmp_path, replace(ASKED, as_public=True)).of("community_all_harm")[-1]
    assert (after.low, after.high) == (before.low, (before.high or 0) + 4 * 30)


def test_for_the_public_numbers_are_rounded_and_small_ones_hidden(tmp_path: Path) -> None:
    told_plenty()
    drawn = draw(tmp_path, replace(ASKED, as_public=True))
    shown = [
        row for row in drawn.rows if row.measure.startswith(("community_", "told_")) and "share" not in row.measure
    ]
    ends = [end for row in shown for end in (row.n, row.low, row.high) if end is not None]
    assert ends
    assert all(end % 5 == 0 and (end == 0 or end >= 10) for end in ends)
    assert "rounded to the nearest 5" in drawn.findings[0].caveats[-1]


def test_for_the_public_two_organisations_are_too_few(tmp_path: Path) -> None:
    for house in houses(2):
        for what in (HATE_CRIME, HATE_ACT, OTHER_HARM, UNSURE):
            tell(house, what, 40)
    drawn = draw(tmp_path, replace(ASKED, as_public=True))
    assert not any(row.n or row.high for row in drawn.rows if row.measure.startswith(("community_", "told_")))
    assert any("singling someone out" in finding.text for finding in drawn.findings)


def test_a_question_too_large_to_check_is_refused_for_the_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_plenty()
    monkeypatch.setattr("banyan.disclosure.tables.MOST_CELLS", 20)
    with pytest.raises(QuestionRefused, match="more numbers than can be checked"):
        draw(tmp_path, replace(ASKED, as_public=True))
