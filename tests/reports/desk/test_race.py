"""Two claim at once: one does, the other is told who. On real connections of their own."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections

from banyan.base.models import AuditLine
from banyan.people.models import Member
from banyan.reports.actions.claims import TakenAlready, claim_report
from banyan.reports.models import Report
from tests.factories import NOW, Personas, viewer_of
from tests.reports.desk.telling import tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def elsewhere(people: Personas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """The report, in a database that threads can share. SQLite's is in memory in tests, so it is copied to a file."""
    report = tell(people.house)
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(tmp_path / "race.sqlite3")) as file:
            connection.connection.backup(file)
        monkeypatch.setitem(connections.settings["default"], "NAME", str(tmp_path / "race.sqlite3"))
    return report


def race(report: Report, members: list[Member]) -> tuple[list[str], list[str]]:
    """Who got it, and what the others were told."""
    start = threading.Barrier(len(members))
    won: list[str] = []
    told: list[str] = []
    broken: list[BaseException] = []

    def run(member: Member) -> None:
        try:
            by = viewer_of(member)
            start.wait(10)
            claim_report(by=by, report=report, now=NOW)
            won.append(member.name)
        except TakenAlready as taken:
            told.append(str(taken))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test shows it
            broken.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(member,)) for member in members]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert broken == []
    return won, told


def test_of_two_who_claim_at_once_one_does_and_the_other_is_told_who(people: Personas, elsewhere: Report) -> None:
    won, told = race(elsewhere, [people.mei, people.dana])
    assert len(won) == 1
    assert told == [f"{won[0]} has just taken this report on."]


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
