"""The people of the tests, with a clock that stands still."""

from collections.abc import Iterator
from datetime import time

import pytest
import time_machine

from banyan.people.models import OpenHours
from banyan.reports.models import Report
from tests.factories import NOW, Personas, make_personas
from tests.reports.desk.telling import tell


@pytest.fixture(autouse=True)
def _monday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(db: None) -> Personas:
    """The house is open on weekdays from nine to six."""
    made = make_personas()
    for weekday in range(5):
        OpenHours.objects.create(organisation=made.house, weekday=weekday, opens_at=time(9), closes_at=time(18))
    return made


@pytest.fixture
def report(people: Personas) -> Report:
    return tell(people.house)
