"""One real server for the attacks that need one, with a fictional coalition."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.real import Running, run, serving

# Two organisations whose people have passwords and a second factor, and mail addresses to be told at.
PREPARE = """
from banyan.cli.setup import prepare
prepare(quiet=True)
from datetime import time
from banyan.people.actions.second_factors import set_up_totp
from banyan.people.models import Member, OpenHours
from tests.factories import NOW, TOTP_SECRET, call_in_public, make_personas, viewer_of
made = make_personas()
call_in_public((made.mei, made.dana, made.tomas))
for member in (made.mei, made.dana, made.tomas):
    Member.objects.filter(pk=member.pk).update(email=f"{member.username}@example.org", wants_mail=True)
    set_up_totp(by=viewer_of(member), secret=TOTP_SECRET, now=NOW)
for house in (made.house, made.elsewhere):
    for weekday in range(7):
        OpenHours.objects.create(organisation=house, weekday=weekday, opens_at=time(0, 1), closes_at=time(23, 59))
"""


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("attacked")
    run(made, PREPARE)
    return made


@pytest.fixture(scope="session")
def server(data: Path) -> Iterator[Running]:
    with serving(data) as running:
        yield running
