"""Two do the same at once, on real connections of their own: one does, the other is told who, and nothing is left."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, connections

from banyan.base.audit import Person
from banyan.base.cleaning import Cleaned, Kind
from banyan.base.models import AuditLine
from banyan.people.actions.members import remove_member
from banyan.people.models import Member
from banyan.reports.actions.attachments import Given, keep_file
from banyan.reports.actions.claims import TakenAlready, claim_report
from banyan.reports.actions.rewraps import rewrap_open_reports
from banyan.reports.actions.search_index import search
from banyan.reports.actions.visits import withdraw_report
from banyan.reports.models import Attachment, ReadKey, Receipt, Report, SealedFile, SearchShard
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.reports.queries.sealing import Reader
from banyan.reports.views.files import new_files
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, Personas, admit, viewer_of
from tests.reports.desk.telling import send, tell

pytestmark = pytest.mark.django_db(databases=["default", "drafts"], transaction=True)
only_where_they_meet = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="SQLite writes in turn: the second sees all that the first did"
)


@pytest.fixture
def elsewhere(people: Personas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The report, in a database that threads can share. SQLite's is in memory in tests, so it is copied to a file."""
    report = tell(people.house)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(tmp_path / "race.sqlite3")) as file:
            connection.connection.backup(file)
        monkeypatch.setitem(connections.settings["default"], "NAME", str(tmp_path / "race.sqlite3"))
    return report


def race(verbs: Sequence[Callable[[], object]]) -> list[BaseException]:
    """Start them together; what they raised."""
    start = threading.Barrier(len(verbs))
    raised: list[BaseException] = []

    def run(verb: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait(10)
            verb()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test shows it
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def test_of_two_who_claim_at_once_one_does_and_the_other_is_told_who(people: Personas, elsewhere: Report) -> None:
    won: list[str] = []

    def claim(member: Member) -> None:
        claim_report(by=viewer_of(member), report=elsewhere, now=NOW)
        won.append(member.name)

    [taken] = race([partial(claim, people.mei), partial(claim, people.dana)])
    assert isinstance(taken, TakenAlready)
    assert [str(taken)] == [f"{name} has just taken this report on." for name in won]


@only_where_they_meet
def test_nothing_is_left_of_what_is_taken_back_from_two_organisations_at_once(people: Personas) -> None:
    for _ in range(3):
        code = new_receipt("letters")
        cleaned = Cleaned(Kind.PHOTO, "image/png", "png", b"a fictional picture", "a.png", "00", ())
        kept = keep_file(by=Person(), given=Given(cleaned, "a.png"), now=NOW)
        send(Reader(people.house), Reader(people.elsewhere), receipt_code=code, files=new_files([kept]))
        visit = open_visit(receipt_code=code)
        assert visit is not None
        take_back = partial(withdraw_report, by=Person(), visit=visit, now=NOW)
        assert race([partial(take_back, told=told) for told in list_told(visit=visit)]) == []
    assert [Attachment.objects.count(), SealedFile.objects.count(), Receipt.objects.count()] == [0, 0, 0]


@only_where_they_meet
def test_what_is_sent_again_while_it_is_taken_back_is_found_or_made_anew(people: Personas) -> None:
    for _ in range(5):
        code = new_receipt("letters")
        send(Reader(people.house), receipt_code=code)
        visit = open_visit(receipt_code=code)
        assert visit is not None
        [told] = list_told(visit=visit)
        take_back = partial(withdraw_report, by=Person(), visit=visit, told=told, now=NOW)
        assert race([take_back, partial(send, Reader(people.house), receipt_code=code)]) == []


@only_where_they_meet
def test_two_sendings_to_an_organisation_that_was_added_make_one_report_there(people: Personas) -> None:
    code = new_receipt("letters")
    send(Reader(people.house), receipt_code=code)
    again = partial(send, Reader(people.house), Reader(people.elsewhere), receipt_code=code)
    assert race([again, again]) == []
    assert Report.objects.filter(organisation=people.elsewhere).count() == 1


@only_where_they_meet
def test_two_who_open_their_day_after_a_key_turned_rewrap_everything_once(people: Personas) -> None:
    for _ in range(5):
        tell(people.house)
    admit([people.rosa], by=people.amira)
    remove_member(by=viewer_of(people.amira), member=people.rosa, now=NOW)
    viewers = [viewer_of(people.mei), viewer_of(people.dana)]
    assert race([partial(rewrap_open_reports, by=by, now=NOW) for by in viewers]) == []
    assert list(ReadKey.objects.values_list("organisation_key__version", flat=True)) == [2] * 5


@only_where_they_meet
def test_two_who_search_at_once_leave_no_words_behind_of_what_is_taken_back_then(people: Personas) -> None:
    for _ in range(5):
        code = new_receipt("letters")
        send(Reader(people.house), receipt_code=code)
        viewers = [viewer_of(people.mei), viewer_of(people.dana)]
        assert race([partial(search, by=by, words="kite", now=NOW) for by in viewers]) == []
        assert SearchShard.objects.count() == 1
        visit = open_visit(receipt_code=code)
        assert visit is not None
        withdraw_report(by=Person(), visit=visit, told=list_told(visit=visit)[0], now=NOW)
        assert not SearchShard.objects.exists()


def test_somebody_who_clicks_twice_is_told_nothing_and_noted_once(people: Personas) -> None:
    report = tell(people.house)
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    assert AuditLine.objects.filter(action="reports.report.claim").count() == 1


def test_whoever_saw_it_waiting_and_comes_second_is_told_by_name(people: Personas) -> None:
    seen_by_both = tell(people.house)
    claim_report(by=viewer_of(people.mei), report=seen_by_both, now=NOW)
    with pytest.raises(TakenAlready, match="Mei has just taken this report on"):
        claim_report(by=viewer_of(people.dana), report=seen_by_both, now=NOW)
