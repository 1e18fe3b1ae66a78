"""`banyan tidy`: what has expired goes, what hasn't stays."""

import json
from datetime import timedelta

import pytest
import time_machine
from click.testing import CliRunner
from django.contrib.sessions.models import Session

from banyan.base.audit import Person
from banyan.base.cleaning import Cleaned, Kind
from banyan.cli.tidy import tidy
from banyan.reports.actions.attachments import Given, keep_file
from banyan.reports.actions.drafts import start_draft
from banyan.reports.models import Draft, SealedFile
from tests.factories import NOW

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def test_what_expired_is_cleared_away_and_counted() -> None:
    copy = Cleaned(Kind.PHOTO, "image/png", "png", b"abc", "fictional.png", "0" * 64, ())
    for begun in (NOW, NOW + timedelta(days=1)):
        start_draft(content={}, now=begun, life=timedelta(days=1, minutes=1))
        Session.objects.create(session_key=str(begun), expire_date=begun + timedelta(hours=12))
    for begun in (NOW, NOW + timedelta(hours=2)):
        keep_file(by=Person(), given=Given(copy, "a"), now=begun)
    with time_machine.travel(NOW + timedelta(hours=4), tick=False):
        assert told() == (0, 1, 0)
    with time_machine.travel(NOW + timedelta(hours=25), tick=False):
        assert told() == (1, 1, 1)
    assert (Draft.objects.using("drafts").count(), SealedFile.objects.count(), Session.objects.count()) == (1, 0, 1)


def told() -> tuple[int, int, int]:
    """How many drafts, files and sessions were cleared away."""
    found = json.loads(CliRunner().invoke(tidy, ["--json"]).output)
    return found["drafts"], found["files"], found["sessions"]
