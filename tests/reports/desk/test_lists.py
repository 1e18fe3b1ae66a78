"""My day, the list, the export and the coalition's clocks: who sees what, at what cost, and how it is bound."""

import csv
import io
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext, override

from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.people.actions.members import Serves, set_languages
from banyan.people.actions.partners import record_partner_left
from banyan.people.actions.roles import end_role
from banyan.people.models import Member, Organisation
from banyan.people.queries.coalition import day_here
from banyan.people.rules.permissions import Role
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.claims import claim_report
from banyan.reports.actions.closures import close_report
from banyan.reports.actions.contacts import log_contact
from banyan.reports.models import Report
from banyan.reports.queries.clocks import Clock, list_coalition_clocks
from banyan.reports.queries.desk import Filters, filter_reports, get_my_day, list_reports
from banyan.reports.queries.duties import list_colleagues
from banyan.reports.rules.bands import Late, Share
from banyan.reports.rules.promises import Promised
from banyan.reports.rules.states import CloseReason
from tests.factories import NOW, Personas, viewer_of
from tests.reports.desk.telling import CANARY, at_desk, tell

pytestmark = pytest.mark.django_db

NEXT_DAY = NOW + timedelta(days=1)


def names(reports: Any) -> list[Report]:
    return [row.report for row in reports]


def test_whom_i_can_serve_best_comes_first_after_who_is_not_safe(people: Personas) -> None:
    serves = frozenset({Serves("yue", "speaks"), Serves("zh-Hant", "reads")})
    set_languages(by=viewer_of(people.mei), member=people.mei, languages=serves, now=NOW)
    spanish = tell(people.house, contact={"speaks": ["es"]}, written_in="es")
    hoisan = tell(people.house, contact={"speaks": ["yue-x-hoisan"]})
    cantonese = tell(people.house, contact={"speaks": ["yue"]})
    reader = tell(people.house, contact={"speaks": []}, written_in="zh-hans")
    unsafe = tell(people.house, contact={"speaks": ["es"], "is_safe_now": "no"}, written_in="es")
    day = get_my_day(viewer=viewer_of(people.mei), now=NOW)
    assert names(day.waiting)[:2] == [unsafe, cantonese]
    assert set(names(day.waiting)[2:4]) == {hoisan, reader}
    assert names(day.waiting)[4] == spanish
    page = at_desk(people.mei).get(reverse("reports:my_day")).content.decode()
    for words in ("Said they aren't safe", "You speak it", "Near to yours", "Interpreter", "台山話"):
        assert words in page


def test_a_language_of_the_world_is_matched_and_named_as_ours_are(people: Personas) -> None:
    croatian = tell(people.house, contact={"speaks": ["hr"]})
    set_languages(by=viewer_of(people.mei), member=people.mei, languages=frozenset({Serves("hr", "speaks")}), now=NOW)
    page = at_desk(people.mei).get(reverse("reports:my_day")).content.decode()
    assert str(croatian) in page
    assert "hrvatski (Croatian)" in page
    assert "You speak it" in page


def test_marks_are_shown_and_nothing_is_discarded(people: Personas) -> None:
    tell(people.house, is_burst=True, contact={"channels": ["receipt"], "address": ""})
    page = at_desk(people.mei).get(reverse("reports:my_day")).content.decode()
    assert "One of many sent at once" in page
    assert "Only by receipt" in page


def test_promises_and_what_went_quiet_stand_on_my_day(people: Personas) -> None:
    promised, quiet = tell(people.house), tell(people.house)
    by = viewer_of(people.mei)
    write_answer(by=by, report=promised, text="Tomorrow.", promised=Promised(date(2026, 3, 3)), now=NOW)
    claim_report(by=by, report=quiet, now=NOW - timedelta(days=7))
    day = get_my_day(viewer=by, now=NOW)
    assert names(day.promised) == [promised]
    assert [(one.row.report, one.days) for one in day.quiet] == [(quiet, 7)]
    assert get_my_day(viewer=viewer_of(people.dana), now=NOW).mine == ()


def test_empty_pages_teach(people: Personas) -> None:
    mei = at_desk(people.mei)
    assert "Nobody is waiting" in mei.get(reverse("reports:my_day")).content.decode()
    assert "None like that" in mei.get(reverse("reports:reports")).content.decode()
    assert "No reports yet" in mei.get(reverse("reports:reports") + "?state=").content.decode()


@pytest.fixture
def various(people: Personas) -> dict[str, Report]:
    by = viewer_of(people.mei)
    made = {
        "money": tell(people.house, start={"wants": ["urgent_money"]}),
        "talk": tell(
            people.house, start={"wants": ["someone_to_talk_to"]}, contact={"speaks": ["es"]}, written_in="es"
        ),
        "old": tell(people.house, now=NOW - timedelta(days=40)),
        "closed": tell(people.house),
    }
    claim_report(by=by, report=made["talk"], now=NOW)
    close_report(by=by, report=made["closed"], reason=CloseReason.HELPED, now=NOW)
    return made


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"money", "talk", "old", "closed"}),
        (Filters(state="open"), {"money", "talk", "old"}),
        (Filters(state="closed"), {"closed"}),
        (Filters(want="urgent_money", state="open"), {"money", "old"}),
        (Filters(language="es"), {"talk"}),
        (Filters(language="zh-hant", state="open"), {"money", "old"}),
        (Filters(month=date(2026, 1, 1)), {"old"}),
        (Filters(month=date(2026, 3, 1)), {"money", "talk", "closed"}),
    ],
)
def test_the_list_is_narrowed(
    people: Personas, various: dict[str, Report], filters: Filters, expected: set[str]
) -> None:
    listed = list_reports(viewer=viewer_of(people.mei), filters=filters, page=1, now=NOW)
    assert {report.pk for report in names(listed.rows)} == {various[name].pk for name in expected}
    assert listed.total == len(expected)


def test_the_list_is_sorted_and_paged_by_its_address(people: Personas, various: dict[str, Report]) -> None:
    by = viewer_of(people.mei)
    first = list_reports(viewer=by, filters=Filters(sort="received"), page=1, now=NOW)
    last = list_reports(viewer=by, filters=Filters(sort="-received"), page=1, now=NOW)
    assert names(first.rows)[0] == names(last.rows)[-1] == various["old"]
    mei = at_desk(people.mei)
    page = mei.get(reverse("reports:reports"), {"claimed_by": str(people.mei.pk), "sort": "-clock"}).content.decode()
    assert str(various["talk"]) in page
    assert str(various["money"]) not in page
    for nonsense in ("?page=99", "?page=x", "?sort=;drop", "?month=2026-99", "?claimed_by=nobody", "?state=unknown"):
        assert mei.get(reverse("reports:reports") + nonsense).status_code == 200


def statements(client: Client, name: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(f"reports:{name}")).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


@pytest.mark.parametrize("name", ["my_day", "reports"])
def test_a_list_costs_the_same_however_long_it_is(people: Personas, name: str) -> None:
    mei = at_desk(people.mei)
    by = viewer_of(people.mei)
    claim_report(by=by, report=tell(people.house), now=NOW)
    tell(people.house)
    statements(mei, name)  # The first page of a session asks for the second factor too.
    few = len(statements(mei, name))
    for _ in range(4):
        tell(people.house)
        claim_report(by=by, report=tell(people.house), now=NOW)
    assert len(statements(mei, name)) == few <= 40


OWN = ("report", "first_look", "coding", "hand", "close")
ALL = ("my_day", "reports", "enter", "search", "duty", "protocol", "export")


@pytest.mark.parametrize("name", [*ALL, *OWN])
def test_what_is_asked_of_reports_is_bound_to_one_organisation(people: Personas, report: Report, name: str) -> None:
    tell(people.elsewhere)
    write_answer(by=viewer_of(people.dana), report=report, text="We are here.", now=NOW)
    dana = at_desk(people.dana)
    with CaptureQueriesContext(connection) as captured:
        dana.get(reverse(f"reports:{name}", args=[report.pk] if name in OWN else []))
    asked = [query["sql"] for query in captured.captured_queries if '"reports_' in query["sql"]]
    assert asked or name in {"enter", "search"}
    assert [sql for sql in asked if people.house.pk.hex not in sql.replace("-", "")] == []


def test_the_export_speaks_the_reader_s_language(people: Personas, report: Report) -> None:
    Member.objects.filter(pk=people.dana.pk).update(locale="zh-hant")
    response: Any = at_desk(people.dana).post(reverse("reports:export"), {"state": ""})
    lines = response.content.decode()
    with override("zh-hant"):
        assert gettext("Received on") in lines
        assert gettext("Received on") != "Received on"


def test_the_export_is_coded_safe_for_spreadsheets_and_noted(people: Personas, report: Report) -> None:
    dana = at_desk(people.dana)
    assert "One report" in dana.get(reverse("reports:export")).content.decode()
    response: Any = dana.post(reverse("reports:export"), {"state": ""})
    text = response.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[1][0] == str(report)
    assert "Verbal harassment" in rows[1]
    assert len(rows) == 2
    assert all(len(row) == len(rows[0]) for row in rows)
    assert not any(word in text for word in (CANARY, "Orchid", "555-0199"))
    assert response["Content-Disposition"] == 'attachment; filename="reports.csv"'
    assert AuditLine.objects.get(action="reports.report.export").details == {"reports": 1}


def test_a_formula_in_a_code_is_shown_and_never_run(people: Personas, report: Report) -> None:
    report.codings.update(neighbourhood="=HYPERLINK(evil)")
    response: Any = at_desk(people.dana).post(reverse("reports:export"), {"state": ""})
    assert '"\'=HYPERLINK(evil)"' in response.content.decode()


def test_the_export_of_a_month_holds_days_of_that_month(people: Personas) -> None:
    report = tell(people.house, now=datetime(2026, 4, 1, 3, tzinfo=UTC))  # Eight in the evening of 31 March.
    Report.objects.filter(pk=report.pk).update(first_attempt_at=datetime(2026, 4, 1, 6, tzinfo=UTC))
    response: Any = at_desk(people.dana).post(reverse("reports:export"), {"state": "", "month": "2026-03"})
    page = response.getvalue().decode()
    assert page.count("2026-03-31") == 2
    assert "2026-04" not in page


def test_what_is_kept_from_dana_is_not_in_her_export(people: Personas) -> None:
    tell(people.house, hidden_from=frozenset({people.dana.pk}))
    response: Any = at_desk(people.dana).post(reverse("reports:export"), {"state": ""})
    assert len(response.content.splitlines()) == 1


@pytest.mark.parametrize("who", ["mei", "tomas", "amira", "sol", "nour"])
def test_only_the_coordinator_exports(people: Personas, who: str) -> None:
    client = at_desk(getattr(people, who))
    assert client.get(reverse("reports:export")).status_code == 403
    assert client.post(reverse("reports:export")).status_code == 403
    assert AuditLine.objects.filter(outcome="denied").count() >= 2


def test_the_steward_sees_clocks_and_never_fewer_than_ten(people: Personas) -> None:
    for _ in range(9):
        tell(people.house)
    sol = viewer_of(people.sol)
    late = NOW + timedelta(days=2)
    before = {clock.organisation: clock for clock in list_coalition_clocks(viewer=sol, now=late)}
    assert (before[people.house.name].waiting, before[people.house.name].late) == (None, Late.DAYS)
    tell(people.house)
    after = {clock.organisation: clock for clock in list_coalition_clocks(viewer=sol, now=late)}[people.house.name]
    assert (after.waiting, after.in_progress, after.late) == (10, None, Late.DAYS)
    assert (after.tried, after.heard) == (Share.UNDER_HALF, Share.UNDER_HALF)
    page = at_desk(people.sol).get(reverse("reports:clocks")).content.decode()
    assert "fewer than 10" in page
    assert not any(word in page for word in ("R-", "verbal", "chinatown", "Emotional support"))


def test_a_call_that_nobody_answered_is_tried_and_not_heard(people: Personas) -> None:
    by, reports = viewer_of(people.mei), [tell(people.house) for _ in range(10)]
    later = NOW + timedelta(days=2)

    def shares() -> tuple[Share, Share]:
        clocks = {one.organisation: one for one in list_coalition_clocks(viewer=viewer_of(people.sol), now=later)}
        return clocks[people.house.name].tried, clocks[people.house.name].heard

    for report in reports:
        log_contact(by=by, report=report, outcome="attempted", how="phone", now=NOW)
    assert shares() == (Share.MOST, Share.UNDER_HALF)
    for report in reports[:3]:
        log_contact(by=by, report=report, outcome="reached", how="phone", now=NOW)
    for report in reports[3:5]:
        write_answer(by=by, report=report, text="We are here.", now=NOW)
    assert shares() == (Share.MOST, Share.OVER_HALF)
    for report in reports[5:]:
        write_answer(by=by, report=report, text="Late.", now=NOW + timedelta(days=1))
    assert shares() == (Share.MOST, Share.OVER_HALF)
    page = at_desk(people.sol).get(reverse("reports:clocks")).content.decode()
    assert "Tried in time" in page
    assert "Heard from us in time" in page


def test_what_a_member_left_waits_on_the_coalitions_clocks_too(people: Personas) -> None:
    for _ in range(10):
        claim_report(by=viewer_of(people.mei), report=tell(people.house), now=NOW)
    end_role(by=viewer_of(people.amira), member=people.mei, role=Role.ADVOCATE, now=NOW)
    clocks = {one.organisation: one for one in list_coalition_clocks(viewer=viewer_of(people.sol), now=NEXT_DAY)}
    assert (clocks[people.house.name].waiting, clocks[people.house.name].in_progress) == (10, None)
    assert clocks[people.elsewhere.name].waiting is None


@pytest.mark.parametrize("who", ["mei", "dana", "tomas", "amira", "nour"])
def test_only_the_steward_sees_the_coalitions_clocks(people: Personas, who: str) -> None:
    assert at_desk(getattr(people, who)).get(reverse("reports:clocks")).status_code == 403


def test_an_export_begins_with_what_the_list_was_narrowed_to(people: Personas, various: dict[str, Report]) -> None:
    dana = at_desk(people.dana)
    page = dana.get(reverse("reports:reports"), {"state": "closed", "want": ""}).content.decode()
    address = page.split('href="/desk/reports/export/')[1].split('"')[0].replace("&amp;", "&")
    assert "state=closed" in address
    assert "One report, as codes in words" in dana.get(f"/desk/reports/export/{address}").content.decode()


@pytest.mark.parametrize("month", ["9999-12", "0000-01", "yesterday", "0001-01"])
def test_a_month_that_there_will_never_be_lists_nothing_and_fails_nowhere(people: Personas, month: str) -> None:
    assert at_desk(people.mei).get(reverse("reports:reports"), {"month": month}).status_code == 200


def test_a_month_is_listed_from_its_first_day_to_its_last(people: Personas) -> None:
    days = [
        datetime(2026, 1, 31, 23, tzinfo=UTC),
        datetime(2026, 2, 1, tzinfo=UTC),
        datetime(2026, 2, 28, 23, tzinfo=UTC),
    ]
    reports = [tell(people.house, now=day) for day in [*days, datetime(2026, 3, 1, tzinfo=UTC)]]
    found = filter_reports(viewer=viewer_of(people.mei), filters=Filters(month=date(2026, 2, 1)))
    assert {*found} == {*reports[1:3]}


def clock_of(people: Personas, now: datetime) -> Clock | None:
    found = {one.organisation: one for one in list_coalition_clocks(viewer=viewer_of(people.sol), now=now)}
    return found.get(people.house.name)


def test_who_takes_no_more_reports_keeps_the_clock_of_those_that_are_open(people: Personas) -> None:
    for _ in range(10):
        tell(people.house)
    Organisation.objects.update(takes_reports=False)
    clock = clock_of(people, NOW + timedelta(days=30))
    assert clock is not None
    assert clock.late is Late.WEEK


def test_who_left_keeps_a_clock_as_long_as_its_last_reports_are_looked_back_on(people: Personas) -> None:
    left = day_here(NOW)
    record_partner_left(by=viewer_of(people.sol), organisation=people.house, on=left, now=NOW)
    assert clock_of(people, NOW + timedelta(days=89)) is not None
    assert clock_of(people, NOW + timedelta(days=91)) is None


def test_attack_the_steward_sees_one_single_report_before_somebody_must_notice_it(
    people: Personas,
) -> None:
    report = tell(people.house, hidden_from=frozenset({people.dana.pk}))
    Organisation.objects.filter(pk=people.house.pk).update(takes_reports=False)
    empty = clock_of(people, NOW - timedelta(days=1))
    assert empty is not None
    due = report.answer_by
    assert due is not None
    assert {clock_of(people, moment) for moment in (NOW, due, due + timedelta(hours=23))} == {empty}
    broken = clock_of(people, due + timedelta(days=2))
    assert broken == replace(empty, late=Late.DAYS), "they wait, and nobody else may notice"
    log_contact(by=viewer_of(people.mei), report=report, outcome="reached", how="phone", now=due + timedelta(days=2))
    assert clock_of(people, due + timedelta(days=3)) == empty


def test_attack_the_steward_reads_to_the_second_when_one_ran_out_and_was_tried(people: Personas) -> None:
    earlier = NOW - timedelta(days=5)
    for _ in range(10):
        answered = tell(people.house, now=earlier)
        log_contact(by=viewer_of(people.mei), report=answered, outcome="reached", how="phone", now=earlier)
    single = tell(people.house)
    due = single.answer_by
    assert due is not None

    def late(moment: datetime) -> Late:
        clock = clock_of(people, moment)
        assert clock is not None
        return clock.late

    assert {late(due - timedelta(seconds=1)), late(due + timedelta(seconds=1))} == {Late.NO}
    evening = due + timedelta(days=1)
    assert late(evening) is Late.UNDER_A_DAY
    log_contact(by=viewer_of(people.mei), report=single, outcome="reached", how="phone", now=evening)
    assert late(evening + timedelta(seconds=1)) is Late.UNDER_A_DAY
    assert late(evening + timedelta(days=1)) is Late.NO
    assert clock_of(people, evening) == clock_of(people, evening + timedelta(seconds=1))


def test_a_state_that_cannot_be_read_lists_what_is_open_and_says_so(
    people: Personas, various: dict[str, Report]
) -> None:
    page = at_desk(people.mei).get(reverse("reports:reports"), {"state": "opne"}).content.decode()
    assert '<option value="open" selected>' in page
    assert str(various["money"]) in page
    assert str(various["closed"]) not in page


@pytest.mark.parametrize(("who", "may"), [("mei", True), ("dana", True), ("amira", True), ("sol", False)])
def test_colleagues_are_named_to_who_lists_reports_or_sets_duty(people: Personas, who: str, may: bool) -> None:
    with nullcontext() if may else pytest.raises(Denied):
        assert people.mei in list_colleagues(viewer=viewer_of(getattr(people, who)))
