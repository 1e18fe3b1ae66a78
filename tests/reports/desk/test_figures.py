"""What the observatory is told of reports: exact counts in fixed tables, of current codings, and no person."""

from collections import Counter
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from banyan.base.actions import Denied
from banyan.base.audit import Operator, Person
from banyan.base.briefly import forget_everything
from banyan.harms.rules.crosswalks.communities import communities_of_bases
from banyan.harms.rules.rings import place_harm
from banyan.people.models import Coalition, Organisation, OrganisationLanguage
from banyan.reports.actions.closures import close_report
from banyan.reports.actions.codings import correct_coding
from banyan.reports.actions.visits import withdraw_report
from banyan.reports.figures import By, FigureRow, count_doors, count_effort, count_rings, count_told
from banyan.reports.models import Coding, Report
from banyan.reports.queries.facts import Corrected
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.reports.rules.states import CloseReason
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, Personas, admit, viewer_of
from tests.reports.desk.telling import tell

pytestmark = pytest.mark.django_db
SPAN = {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}


def rings(
    people: Personas, by: By = "year", community: str | None = None, *, with_kept: bool = False
) -> dict[tuple[str, str], int]:
    rows = count_rings(viewer=viewer_of(people.nour), by=by, community=community, with_kept=with_kept, **SPAN)
    return {(row.period, row.cell): row.count for row in rows}


def test_a_report_is_counted_where_its_answers_put_it(people: Personas, report: Report) -> None:
    assert rings(people) == {("2026", "yes|undetermined|no"): 1}
    assert rings(people, by="month") == {("2026-02", "yes|undetermined|no"): 1}


def test_a_correction_moves_it(people: Personas, report: Report) -> None:
    corrected = Corrected(kinds=("physical_violence",), bias="no", crime="yes", month=date(2026, 2, 1))
    correct_coding(by=viewer_of(people.mei), report=report, corrected=corrected, why="person_told_us", now=NOW)
    assert Coding.objects.filter(report=report).count() == 2
    assert rings(people) == {("2026", "no|no|yes"): 1}


def test_without_a_month_it_counts_when_it_came(people: Personas) -> None:
    tell(people.house, when={"month": "", "occasion": "not_sure"})
    assert rings(people, by="month") == {("2026-03", "yes|undetermined|no"): 1}


@pytest.mark.parametrize(
    ("zone", "came", "day"),
    [
        ("America/Los_Angeles", datetime(2026, 4, 1, 3, tzinfo=UTC), date(2026, 3, 31)),  # Eight in the evening.
        ("Asia/Manila", datetime(2026, 3, 31, 17, tzinfo=UTC), date(2026, 4, 1)),  # One in the morning.
        ("Asia/Kolkata", datetime(2026, 3, 31, 19, tzinfo=UTC), date(2026, 4, 1)),  # Half past midnight.
    ],
)
def test_the_last_evening_of_a_month_belongs_to_it(people: Personas, zone: str, came: datetime, day: date) -> None:
    Coalition.objects.update(timezone=zone)
    forget_everything()
    tell(people.house, when={"month": "", "occasion": "not_sure"}, now=came)
    for count in (partial(count_rings, community=None), partial(count_told, community=None), count_effort):
        asked = partial(count, viewer=Operator("picture"), by="month", with_kept=True)
        rows = asked(since=SPAN["since"], until=SPAN["until"])
        assert {row.period for row in rows} == {f"{day:%Y-%m}"}, count
        assert asked(since=day, until=day) == rows, count


def test_a_community_is_the_persons_or_the_one_aimed_at(people: Personas) -> None:
    tell(people.house, why={"communities": [], "bases": ["asian"]})
    tell(people.house, why={"communities": ["asian"], "bases": []})
    tell(people.house, why={"communities": ["latine"], "bases": []})
    assert sum(rings(people, community="asian").values()) == 2


def test_what_was_no_report_is_left_out_and_what_was_taken_back_stays_counted(people: Personas) -> None:
    close_report(by=viewer_of(people.mei), report=tell(people.house), reason=CloseReason.NOT_A_REPORT, now=NOW)
    assert rings(people) == {}
    code = new_receipt("letters")
    tell(people.house, receipt_code=code)
    visit = open_visit(receipt_code=code)
    assert visit is not None
    withdraw_report(by=Person(), visit=visit, told=list_told(visit=visit)[0], now=NOW)
    assert sum(rings(people).values()) == 1


def test_whom_they_told_and_the_effort_behind_it(people: Personas) -> None:
    tell(people.house, why={"told": ["friend", "police"]})
    tell(people.house, why={"told": []})
    told = count_told(viewer=Operator("picture"), by="year", community=None, with_kept=False, **SPAN)
    assert {row.cell: row.count for row in told} == {"answered": 1, "unanswered": 1, "friend": 1, "police": 1}
    effort = count_effort(viewer=Operator("picture"), by="year", with_kept=False, **SPAN)
    assert {row.cell: row.count for row in effort} == {"reports_by_web": 2}


def test_attack_a_report_kept_from_somebody_is_in_no_figure_that_the_desk_reads(people: Personas) -> None:
    admit([people.rosa], by=people.amira)
    tell(people.house)
    operator = Operator("picture")

    def figures(*, with_kept: bool) -> list[tuple[FigureRow, ...]]:
        rows = [
            count(viewer=operator, by="month", community=None, with_kept=with_kept, **SPAN)
            for count in (count_rings, count_told)
        ]
        return [*rows, count_effort(viewer=operator, by="month", with_kept=with_kept, **SPAN)]

    before = figures(with_kept=False)
    tell(people.house, hidden_from=frozenset({people.rosa.pk}))
    assert figures(with_kept=False) == before
    assert rings(people, with_kept=True) == {("2026", "yes|undetermined|no"): 2}
    assert [max(row.count for row in rows) for rows in figures(with_kept=True)] == [2, 2, 2]


@pytest.mark.parametrize("community", [None, "asian"])
def test_many_that_were_answered_alike_are_counted_as_one_by_one(people: Personas, community: str | None) -> None:
    """The database counts them together; here each is counted by itself."""
    answered: tuple[dict[str, dict[str, Any]], ...] = (
        {},
        {"what": {"kinds": ["threats", "verbal_harassment"]}, "why": {"told": ["friend", "police"], "bases": []}},
        {"what": {"kinds": ["verbal_harassment", "threats"]}, "why": {"told": ["police", "friend"], "bases": []}},
        {"why": {"told": [], "bias": "no", "communities": ["latine", "asian"]}},
        {"why": {"communities": ["latine"], "bases": ["latine"]}},
        {"when": {"month": "", "occasion": "not_sure"}, "what": {"kinds": ["physical_violence"]}},
    )
    for house, answers in product((people.house, people.elsewhere, people.house), answered):
        tell(house, **answers)
    one_by_one = Counter[tuple[str, UUID, str]]()
    for coding in Coding.objects.select_related("report"):
        if community and community not in {*coding.communities, *communities_of_bases(coding.bases)}:
            continue
        place = f"{coding.month or NOW:%Y-%m}", coding.report.organisation_id
        found = place_harm(bias=coding.bias, crime=coding.crime, kinds=coding.kinds)
        one_by_one[*place, f"{found.hate_act}|{found.hate_crime}|{found.violence}"] += 1
        one_by_one.update((*place, cell) for cell in (*coding.told, "answered" if coding.told else "unanswered"))
    asked: dict[str, Any] = {
        "viewer": Operator("picture"),
        "by": "month",
        "community": community,
        "with_kept": True,
        **SPAN,
    }
    rows = (*count_rings(**asked), *count_told(**asked))
    assert {(row.period, row.organisation, row.cell): row.count for row in rows} == one_by_one


def test_organisations_are_open_while_they_belong_whatever_they_were_told(people: Personas) -> None:
    """By what it received, an open organisation would tell that somebody told it something."""
    people.house.memberships.update(joined_on=date(2026, 2, 20))
    people.elsewhere.memberships.update(joined_on=date(2026, 1, 5), left_on=date(2026, 3, 1))
    OrganisationLanguage.objects.create(organisation=people.house, tag="yue")
    span = {"since": date(2025, 1, 1), "until": date(2026, 4, 30)}

    def doors(by: By) -> dict[tuple[str, str], int]:
        found: Counter[tuple[str, str]] = Counter()
        for row in count_doors(viewer=Operator("picture"), by=by, **span):
            found[row.period, row.cell] += row.count
        return dict(found)

    months = {"2026-01": 1, "2026-02": 2, "2026-03": 1, "2026-04": 1}
    assert {at: n for (at, cell), n in doors("month").items() if cell == "organisations_open"} == months
    assert doors("year") == {("2026", "organisations_open"): 2, ("2026", "languages_open"): 1}
    Organisation.objects.update(takes_reports=False)
    assert doors("year") == {}


def test_each_organisation_has_rows_of_its_own(people: Personas) -> None:
    tell(people.house)
    tell(people.elsewhere)
    rows = count_rings(viewer=Operator("picture"), by="year", community=None, with_kept=False, **SPAN)
    assert {row.organisation for row in rows} == {people.house.pk, people.elsewhere.pk}


def test_a_row_holds_four_facts_and_no_person() -> None:
    assert [one.name for one in fields(FigureRow)] == ["organisation", "period", "cell", "count"]


def test_who_may_not_read_the_picture_is_told_no_figure(people: Personas) -> None:
    by = viewer_of(people.nour)
    for role in people.nour.role_grants.all():
        role.delete()
    assert by.permissions
    with pytest.raises(Denied):
        count_rings(viewer=viewer_of(people.nour), by="year", community=None, with_kept=False, **SPAN)
