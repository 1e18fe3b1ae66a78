"""What seldom happens: altered rows, old keys, codes older than the vocabulary."""

import pytest
from django.urls import reverse

from banyan.base.actions import Denied
from banyan.base.languages import Match
from banyan.people.actions.keys import turn_key
from banyan.people.models import KeyWrap, OrganisationKey
from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import get_viewer
from banyan.reports.actions.claims import claim_report, let_go
from banyan.reports.actions.closures import close_report, reopen_report
from banyan.reports.actions.rewraps import rewrap_open_reports
from banyan.reports.actions.search_index import search
from banyan.reports.models import ReadKey, Report
from banyan.reports.queries.desk import Filters, list_reports
from banyan.reports.queries.duties import get_protocol
from banyan.reports.queries.keys import open_data_key
from banyan.reports.queries.languages import Serves, fit_of
from banyan.reports.queries.locks import CannotRead, NotOpenNow
from banyan.reports.queries.opening import list_withdrawn_facts
from banyan.reports.queries.words import word_of, word_of_code
from banyan.reports.rules.states import CloseReason
from banyan.reports.rules.work import HOWS
from banyan.vault.errors import CannotOpen
from tests.factories import NOW, Personas, viewer_of
from tests.reports.desk.telling import at_desk, tell

pytestmark = pytest.mark.django_db


def alter(report: Report) -> None:
    ReadKey.objects.filter(report=report).update(sealed=b"\x01" + bytes(112))


def test_an_altered_row_keeps_nobody_from_finding_the_others(people: Personas) -> None:
    altered, whole = tell(people.house), tell(people.house)
    alter(altered)
    found = search(by=viewer_of(people.mei), words="orchid", now=NOW)
    assert (found.reports, found.not_searched) == ((whole,), 1)


def test_an_altered_row_keeps_nobody_from_rewrapping_the_others(people: Personas) -> None:
    altered, _whole = tell(people.house), tell(people.house)
    alter(altered)
    turn_key(by=viewer_of(people.dana), organisation=people.house, now=NOW)
    assert rewrap_open_reports(by=viewer_of(people.dana), now=NOW) == 1
    assert ReadKey.objects.get(report=altered).organisation_key.version == 1  # type: ignore[union-attr]


def test_whoever_holds_only_the_new_key_does_what_they_can(people: Personas) -> None:
    tell(people.house)
    turn_key(by=viewer_of(people.dana), organisation=people.house, now=NOW)
    new = tell(people.house)
    oldest = OrganisationKey.objects.get(organisation=people.house, version=1)
    KeyWrap.objects.filter(member=people.mei, key=oldest).delete()
    found = search(by=viewer_of(people.mei), words="orchid", now=NOW)
    assert (found.reports, found.not_searched) == ((new,), 1)
    assert rewrap_open_reports(by=viewer_of(people.mei), now=NOW) == 0
    assert rewrap_open_reports(by=viewer_of(people.dana), now=NOW) == 1


def test_without_the_key_nothing_is_let_go_or_closed(people: Personas, report: Report) -> None:
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    for verb in (let_go, reopen_report):
        close_report(by=viewer_of(people.mei), report=report, reason=CloseReason.HELPED, now=NOW)
        with pytest.raises((CannotRead, NotOpenNow)):
            verb(by=viewer_of(people.rosa), report=report, now=NOW)
        reopen_report(by=viewer_of(people.mei), report=report, now=NOW)
    with pytest.raises(CannotRead):
        let_go(by=viewer_of(people.rosa), report=report, now=NOW)
    assert reopen_report(by=viewer_of(people.mei), report=report, now=NOW).state == "claimed"  # A double click.


def test_what_waits_cannot_be_let_go(people: Personas, report: Report) -> None:
    with pytest.raises(NotOpenNow):
        let_go(by=viewer_of(people.mei), report=report, now=NOW)


def test_a_key_opens_nothing_for_somebody_of_no_organisation(people: Personas, report: Report) -> None:
    with pytest.raises(CannotOpen):
        open_data_key(report=report, viewer=viewer_of(people.sol))
    with pytest.raises(Denied):
        get_protocol(viewer=viewer_of(people.sol))


def test_without_a_key_pair_of_ones_own_nothing_opens(people: Personas) -> None:
    kept = tell(people.house, hidden_from=frozenset({people.rosa.pk}))
    with pytest.raises(CannotOpen):
        open_data_key(report=kept, viewer=get_viewer(member=people.mei, on=day_here(NOW)))


def test_codes_older_than_the_vocabulary_are_shown_as_they_are() -> None:
    assert word_of(HOWS, "telegram") == "telegram"
    assert word_of_code("kinds", "witchcraft") == "witchcraft"


def test_a_language_that_is_not_on_our_list_still_matches_itself(people: Personas) -> None:
    report = Report(written_in="tlh", speaks=["tlh"])
    fit = fit_of(report, Serves(talks=frozenset({"tlh"}), reads=frozenset()))
    assert (fit.talk, fit.read, fit.written) == (Match.EXACT, Match.NONE, ("tlh", "tlh"))
    assert list_reports(viewer=viewer_of(people.mei), filters=Filters(language="tlh"), page=1, now=NOW).total == 0


def test_what_was_not_taken_back_has_no_remains(people: Personas, report: Report) -> None:
    assert list_withdrawn_facts(viewer=viewer_of(people.mei), report=report) == ()


def test_an_address_for_typing_leads_back_to_the_report(people: Personas, report: Report) -> None:
    mei = at_desk(people.mei)
    for name in ("answer", "contact"):
        response = mei.get(reverse(f"reports:{name}", args=[report.pk]))
        assert response["Location"] == reverse("reports:report", args=[report.pk])


def test_days_that_run_backwards_are_asked_about(people: Personas) -> None:
    given = {"first": "2026-03-08", "last": "2026-03-02", "member": "", "backup": ""}
    response = at_desk(people.dana).post(reverse("reports:duty"), given)
    assert response.status_code == 422
    assert "Choose the first day or a later one" in response.content.decode()


def test_a_damaged_receipt_on_the_entry_page_stores_nothing(people: Personas) -> None:
    given = {"receipt": "ABC", "channel": "phone", "written_in": "en"}
    response = at_desk(people.mei).post(reverse("reports:enter"), given)
    assert response.status_code == 422
    assert not Report.objects.exists()
