"""The demonstration on whichever day somebody starts it."""

from datetime import UTC, datetime

import pytest

from banyan.cli.demonstration import make_up_reports
from banyan.cli.working import finish, moment_of
from banyan.people.queries.coalition import day_here
from tests.factories import make_personas, viewer_of
from tests.reports.desk.telling import tell

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def test_in_the_first_days_of_january_nothing_of_it_lies_ahead() -> None:
    people, now = make_personas(), datetime(2026, 1, 1, 9, tzinfo=UTC)
    came = moment_of(max(str(told.answers["when"]["month"]) for told in make_up_reports(day_here(now))))
    assert (came.year, came.month) == (2025, 12)
    report = tell(people.house, now=came)
    finish(report, viewer_of(people.dana), came=came, now=now)
    report.refresh_from_db()
    assert report.first_attempt_at is not None
    assert report.closed_at is not None
    assert came < report.first_attempt_at < report.closed_at <= now
