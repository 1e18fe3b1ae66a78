"""Files leave as copies for reading that no browser runs, and originals with their hash on the trail."""

import hashlib
import re
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from banyan.base.audit import Person
from banyan.base.cleaning import clean
from banyan.base.models import AuditLine
from banyan.reports.actions.attachments import Given, attach_file
from banyan.reports.models import Attachment, Report, SealedChunk
from banyan.reports.queries.attachments import open_attachment
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.vault.errors import CannotOpen
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, Personas
from tests.reports.desk.telling import at_desk, tell

pytestmark = pytest.mark.django_db
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc000000301"
    "010018dd8db00000000049454e44ae426082"
)
NAME = "street\u202egpj.exe.png"


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def file(people: Personas) -> tuple[Report, UUID]:
    """A picture that somebody added and wants kept as it was."""
    code = new_receipt("letters")
    report = tell(people.house, receipt_code=code)
    visit = open_visit(receipt_code=code)
    assert visit is not None
    given = Given(cleaned=clean(PICTURE, name=NAME), name=NAME, original=PICTURE)
    attachment = attach_file(by=Person(), visit=visit, told=list_told(visit=visit)[0], given=given, now=NOW)
    return report, attachment.pk


def test_the_copy_leaves_as_a_file_that_no_browser_runs(people: Personas, file: tuple[Report, UUID]) -> None:
    report, pk = file
    mei = at_desk(people.mei)
    assert (
        reverse("reports:file", args=[report.pk, pk])
        in mei.get(reverse("reports:report", args=[report.pk])).content.decode()
    )
    response = mei.get(reverse("reports:file", args=[report.pk, pk]))
    content = content_of(response)
    assert content[:8] == PICTURE[:8]
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"].startswith("attachment;")
    assert "\u202e" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "private, no-store"


def test_the_original_leaves_untouched_and_the_trail_holds_its_hash(
    people: Personas, file: tuple[Report, UUID]
) -> None:
    report, pk = file
    response = at_desk(people.mei).get(reverse("reports:original", args=[report.pk, pk]))
    assert content_of(response) == PICTURE
    assert response["Content-Type"] == "application/octet-stream"
    line = AuditLine.objects.get(action="reports.attachment.open", outcome="done")
    assert line.details["sha256"] == hashlib.sha256(PICTURE).hexdigest()
    assert line.details["which"] == "original"


@pytest.mark.parametrize("ending", ["hta", "exe", "js", "html", "lnk", "scr", "JPG.hta", "svg", "pdf.", "mp4\n"])
def test_attack_an_original_comes_with_an_ending_that_the_advocate_s_machine_runs(
    people: Personas, file: tuple[Report, UUID], ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, pk = file

    def named(**asked: Any) -> Any:
        details, content = open_attachment(**asked)
        return {**details, "original_name": f"photo.{ending}"}, content

    monkeypatch.setattr("banyan.reports.actions.openings.open_attachment", named)
    response = at_desk(people.mei).get(reverse("reports:original", args=[report.pk, pk]))
    assert response["Content-Disposition"].endswith('.bin"')
    assert content_of(response) == PICTURE


def test_when_the_original_arrived_stands_beside_its_hash(people: Personas, file: tuple[Report, UUID]) -> None:
    report, pk = file
    page = at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert re.search(r"Arrived 2026-03-02 09:00:00 -0800\. SHA-256 [0-9a-f]{64}", page)
    Attachment.objects.filter(pk=pk).update(original=None)
    assert "Arrived" not in at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()


def test_a_file_without_an_original_has_none(people: Personas, file: tuple[Report, UUID]) -> None:
    report, pk = file
    Attachment.objects.filter(pk=pk).update(original=None)
    assert at_desk(people.mei).get(reverse("reports:original", args=[report.pk, pk])).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("tomas", 404), ("sol", 404), ("amira", 404), ("rosa", 403)])
@pytest.mark.parametrize("name", ["file", "original"])
def test_nobody_else_gets_a_file(people: Personas, file: tuple[Report, UUID], who: str, status: int, name: str) -> None:
    report, pk = file
    assert at_desk(getattr(people, who)).get(reverse(f"reports:{name}", args=[report.pk, pk])).status_code == status


def test_a_file_of_one_report_is_not_found_by_way_of_another(people: Personas, file: tuple[Report, UUID]) -> None:
    _report, pk = file
    other = tell(people.house)
    assert at_desk(people.mei).get(reverse("reports:file", args=[other.pk, pk])).status_code == 404


def test_an_altered_stream_breaks_off(people: Personas, file: tuple[Report, UUID]) -> None:
    report, pk = file
    for chunk in SealedChunk.objects.exclude(number=0):
        chunk.sealed = bytes([bytes(chunk.sealed)[0] ^ 1]) + bytes(chunk.sealed)[1:]
        chunk.save()
    response = at_desk(people.mei).get(reverse("reports:file", args=[report.pk, pk]))
    with pytest.raises(CannotOpen):
        content_of(response)
