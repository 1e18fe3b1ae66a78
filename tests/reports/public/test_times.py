"""By when somebody hears back, as the clock on their wall shows it."""

from datetime import UTC, datetime, time

import pytest

from banyan.people.models import Coalition, OpenHours
from banyan.reports.models import Report
from tests.factories import Personas
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
MONDAY_MORNING = datetime(2026, 3, 2, 17, 20, tzinfo=UTC)  # 9:20 in San Francisco.


@pytest.fixture
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    for view in ("sending", "steps", "visits"):
        monkeypatch.setattr(f"banyan.reports.views.public.{view}.now", lambda: MONDAY_MORNING)


def open_on_weekdays(people: Personas) -> None:
    for weekday in range(5):
        OpenHours.objects.create(organisation=people.house, weekday=weekday, opens_at=time(9), closes_at=time(18))


def test_a_promise_is_shown_in_the_coalitions_zone(people: Personas, monday: None) -> None:
    open_on_weekdays(people)
    fatima = Person()
    fatima.tell(people.house)
    assert Report.objects.get().answer_by == datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
    assert "will look at it by Monday, March 2, 6:00 PM." in fatima.see("tell/kept/")


def test_whoever_chooses_reads_by_when_each_would_look_at_it(people: Personas, monday: None) -> None:
    open_on_weekdays(people)
    fatima = Person()
    fatima.answer("start")
    page = fatima.see("tell/readers/")
    assert page.count("Jade Lantern House (fictional) will look at it by Monday, March 2, 6:00 PM.") == 1
    assert page.count("They have no set hours, so it may take longer than a week.") == 1


def test_it_follows_the_coalition_when_it_works_elsewhere(people: Personas, monday: None) -> None:
    Coalition.objects.update(timezone="Asia/Manila")
    open_on_weekdays(people)
    fatima = Person()
    fatima.tell(people.house)
    assert "by Tuesday, March 3, 6:00 PM." in fatima.see("tell/kept/")


def test_without_set_hours_nothing_is_promised_that_rests_on_nothing(people: Personas, monday: None) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    assert "has no set hours" in fatima.see("tell/kept/")
    fatima.come_back(code)
    page = fatima.see("back/all/")
    assert "no set hours" in page
    assert "They promised" not in page


def test_a_clock_that_was_missed_is_said_plainly(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    open_on_weekdays(people)
    fatima = Person()
    code = fatima.tell(people.house)
    later = datetime(2099, 3, 2, 17, 20, tzinfo=UTC)
    monkeypatch.setattr("banyan.reports.views.public.visits.now", lambda: later)
    fatima.come_back(code)
    page = fatima.see("back/all/")
    assert "later than they promised" in page
