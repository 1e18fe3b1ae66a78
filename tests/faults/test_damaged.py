"""A sealed thing that was damaged on the disk: the rest stays readable, and in its place stands a sentence."""

import pytest
from django.test import Client

from banyan.reports.models import Attachment, Contact, Message, Report
from tests.factories import Personas, sign_in
from tests.reports.public.conftest import people as people  # noqa: PLC0414 - a fixture, asked for by its name
from tests.reports.public.person import WORDS, Person
from tests.reports.public.test_files import upload

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
DAMAGED = "was damaged"


@pytest.fixture
def told(people: Personas) -> tuple[Person, Client, Report]:
    """A report with two files, three messages and two noted contacts; its person is back, and Mei is at the desk."""
    fatima = Person()
    fatima.fill_in(people.house)
    for name in ("first.jpg", "second.jpg"):
        fatima.press("tell/words/", go="add", words=WORDS, file=upload(name=name))
    fatima.send()
    fatima.come_back(fatima.receipt())
    report = Report.objects.get()
    for text in ("Fictional message one.", "Fictional message two."):
        fatima.write(report.pk, text)
    mei = sign_in(Client(HTTP_HOST="localhost"), people.mei)
    mei.post(f"/desk/reports/{report.pk}/answer/", {"text": "Fictional answer."})
    for note in ("Fictional note one.", "Fictional note two."):
        mei.post(f"/desk/reports/{report.pk}/contact/", {"outcome": "reached", "how": "phone", "note": note})
    return fatima, mei, report


def spoil(sealed: bytes | memoryview) -> bytes:
    return bytes(sealed)[:-1] + bytes([bytes(sealed)[-1] ^ 1])


def pages(told: tuple[Person, Client, Report]) -> tuple[str, str]:
    fatima, mei, report = told
    desk = mei.get(f"/desk/reports/{report.pk}/")
    assert desk.status_code == 200
    return fatima.see("back/all/"), desk.content.decode()


def test_undamaged_nothing_is_said_of_damage(told: tuple[Person, Client, Report]) -> None:
    assert all(DAMAGED not in page for page in pages(told))


@pytest.mark.parametrize("number", [1, 3])
def test_one_damaged_message_hides_no_other(told: tuple[Person, Client, Report], number: int) -> None:
    message = Message.objects.get(number=number)
    Message.objects.filter(pk=message.pk).update(body=spoil(message.body))
    for page in pages(told):
        assert page.count(DAMAGED) == 1
        assert "Fictional message two." in page
        assert ("Fictional message one." in page) == (number != 1)
        assert ("Fictional answer." in page) == (number != 3)


def test_one_damaged_file_hides_no_other(told: tuple[Person, Client, Report]) -> None:
    for file in Attachment.objects.order_by("pk")[:1]:
        Attachment.objects.filter(pk=file.pk).update(details=spoil(file.details))
    for page in pages(told):
        assert page.count(DAMAGED) == 1
        assert ("first.jpg" in page) + ("second.jpg" in page) == 1
        assert "Fictional message one." in page


def test_one_damaged_note_hides_no_other(told: tuple[Person, Client, Report]) -> None:
    contact = Contact.objects.order_by("pk")[0]
    assert contact.note is not None
    Contact.objects.filter(pk=contact.pk).update(note=spoil(contact.note))
    _mine, desk = pages(told)
    assert desk.count(DAMAGED) == 1
    assert ("Fictional note one." in desk) + ("Fictional note two." in desk) == 1


def test_somebody_can_still_write_after_a_damaged_message(told: tuple[Person, Client, Report]) -> None:
    fatima, _mei, report = told
    last = Message.objects.order_by("-number")[0]
    Message.objects.filter(pk=last.pk).update(body=spoil(last.body), written_by=None)
    assert fatima.write(report.pk, "Fictional message three.").status_code == 303
    assert "Fictional message three." in fatima.see("back/all/")
