"""Records that are locked, full or away: a calm page, nothing typed is lost, and pressing again does it once."""

import errno
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import connections
from django.db.backends.utils import CursorWrapper
from django.db.utils import OperationalError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from PIL import Image

from banyan.base.briefly import forget_everything
from banyan.people.models import Coalition
from banyan.reports.models import Attachment, Draft, Message, Receipt, Report
from tests.factories import Personas
from tests.reports.desk.telling import at_desk, tell
from tests.reports.public.conftest import people as people  # noqa: PLC0414 - a fixture, asked for by its name
from tests.reports.public.person import WORDS, Person
from tests.reports.public.test_files import upload

Fault = Callable[[str], AbstractContextManager[None]]
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
ANOTHER = 'Fictional.\r\nA second line, with <b>"marks"</b> & more.'
# What a report, a message or a step of the form has to write into, in either store.
WRITTEN = {
    "default": "base_auditline, reports_report, reports_message, reports_sealedfile",
    "drafts": "reports_draft, base_bucket",
}
pytestmark = pytest.mark.django_db(databases=["default", "drafts"], transaction=True)


@contextmanager
def locked(alias: str) -> Iterator[None]:
    """Somebody else holds the store's lock, longer than the server's patience."""
    ours = connections[alias]
    if ours.vendor == "sqlite":
        with closing(sqlite3.connect(ours.settings_dict["NAME"], uri=True, isolation_level=None)) as holder:
            holder.execute("BEGIN IMMEDIATE")
            yield
        return
    with ours.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    other = ours.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {WRITTEN[alias]} IN EXCLUSIVE MODE")
        yield
    finally:
        other.close()
        with ours.cursor() as cursor:
            cursor.execute("SET lock_timeout = 0")


@contextmanager
def full(alias: str) -> Iterator[None]:
    """The file can't grow by one page: SQLite's own "database or disk is full" for whatever isn't tiny."""
    if connections[alias].vendor != "sqlite":
        pytest.skip("PostgreSQL has no limit to set for one test; its full disk is the same OperationalError")
    with connections[alias].cursor() as cursor:
        cursor.execute("CREATE TABLE stuffing (stuff BLOB)")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            _stuff(cursor)
            yield
        finally:
            cursor.execute("PRAGMA max_page_count = 1000000")
            cursor.execute("DROP TABLE stuffing")


def _stuff(cursor: CursorWrapper) -> None:
    """What is free inside the file would be used up first."""
    for size in (1000, 50):
        with suppress(OperationalError):
            while True:
                cursor.execute("INSERT INTO stuffing VALUES (zeroblob(%s))", [size])


@contextmanager
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No store can be opened at all, and nothing is remembered of it."""

    def refuse(*_: Any, **__: Any) -> None:
        raise OperationalError("unable to open database file")

    forget_everything()
    with monkeypatch.context() as patch:
        for alias in ("default", "drafts"):
            patch.setattr(connections[alias], "cursor", refuse)
            patch.setattr(connections[alias], "ensure_connection", refuse)
        yield


def patient(language: str = "en") -> Person:
    """Somebody whose browser shows what the server says, whatever it is."""
    person = Person(language)
    person.browser.raise_request_exception = False
    return person


def assert_calm(answer: HttpResponseBase) -> str:
    assert isinstance(answer, HttpResponse)
    page = answer.content.decode()
    assert answer.status_code == 503, page
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"
    assert "You did nothing wrong" in page
    assert 'href="/leave/"' in page
    assert 'href="tel:911"' in page
    return page


def press_again(person: Person, page: str) -> HttpResponse:
    """The page's own button: everything it holds, to where it leads."""
    address = re.search(r'<form method="post" action="([^"]+)"', page)
    assert address
    given: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(page):
        given.setdefault(name, []).append(unescape(value))
    answer: Any = person.browser.post(unescape(address[1]), given)
    return answer  # type: ignore[no-any-return]


FAULTS = [(locked, "default"), (full, "default"), (locked, "drafts"), (full, "drafts")]
NAMES = ["locked", "full", "drafts locked", "drafts full"]


# A sent draft is smaller than before: a store of drafts that is full stops no sending.
@pytest.mark.parametrize(("fault", "alias"), FAULTS[:3], ids=NAMES[:3])
def test_sending_meanwhile_says_so_and_pressing_again_sends_once(people: Personas, fault: Fault, alias: str) -> None:
    fatima = patient()
    fatima.answers["words"] = {"words": ANOTHER * 300}
    fatima.fill_in(people.house)
    with fault(alias):
        page = assert_calm(fatima.send())
        assert_calm(press_again(fatima, page))
    assert Draft.objects.using("drafts").count() == 1
    assert press_again(fatima, page)["Location"] == "/en/tell/kept/"
    assert fatima.send()["Location"] == "/en/tell/kept/"
    assert Report.objects.count() == Receipt.objects.count() == 1
    assert fatima.come_back(fatima.receipt()).status_code == 303


@pytest.mark.parametrize(("fault", "alias"), FAULTS[2:], ids=NAMES[2:])
def test_a_page_of_the_report_keeps_what_was_typed_for_pressing_again(
    people: Personas, fault: Fault, alias: str
) -> None:
    fatima = patient()
    fatima.answer("start")
    with fault(alias):
        page = assert_calm(fatima.answer("words", words=ANOTHER * 300))
    assert "What you just wrote is still here" in page
    assert "<b>" not in page
    assert press_again(fatima, page).status_code == 303
    assert ANOTHER.splitlines()[0] in fatima.see("tell/words/")
    with locked(alias):
        page = assert_calm(fatima.answer("what", kinds=["threats", "stalking"]))
    assert press_again(fatima, page).status_code == 303
    assert len(re.findall(r'value="(?:threats|stalking)"[^>]*checked', fatima.see("tell/what/"))) == 2


@pytest.mark.parametrize(("fault", "alias"), FAULTS[:2], ids=NAMES[:2])
def test_a_message_in_a_visit_arrives_once_by_pressing_again(people: Personas, fault: Fault, alias: str) -> None:
    fatima = patient()
    fatima.come_back(fatima.tell(people.house))
    with fault(alias):
        page = assert_calm(fatima.write(Report.objects.get().pk, ANOTHER * 80))
    assert not Message.objects.exists()
    assert press_again(fatima, page).status_code == 303
    assert Message.objects.count() == 1
    assert "A second line" in fatima.see("back/all/")


@pytest.mark.parametrize(("fault", "alias"), FAULTS[:2], ids=NAMES[:2])
def test_a_file_that_did_not_fit_leaves_the_words_and_is_asked_for_again(
    people: Personas, fault: Fault, alias: str
) -> None:
    fatima = patient()
    fatima.answer("start")
    noise = BytesIO()
    Image.effect_noise((300, 300), 80).save(noise, "PNG")
    with fault(alias):
        page = assert_calm(fatima.press("tell/words/", go="add", words=WORDS, file=upload(noise.getvalue(), "n.png")))
    assert "choose it once more" in page
    assert not Attachment.objects.exists()
    assert press_again(fatima, page).status_code in {303, 422}
    assert fatima.press("tell/words/", go="next", words=WORDS, file=upload()).status_code == 303
    assert WORDS in fatima.see("tell/words/")
    assert "fictional.jpg" in fatima.see("tell/words/")


def test_a_full_disk_that_the_system_tells_of_is_the_same(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    fatima = patient()
    fatima.fill_in(people.house)

    def no_room(**_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("banyan.reports.views.public.sending.submit_report", no_room)
        assert_calm(fatima.send())
    assert fatima.send().status_code == 303


@pytest.mark.parametrize("path", ["tell/start/", "tell/check/", "back/", "", "nothing/at/all/"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_with_no_records_at_all_every_page_still_says_so(
    people: Personas, monkeypatch: pytest.MonkeyPatch, path: str, language: str
) -> None:
    fatima = patient(language)
    with away(monkeypatch):
        answer = fatima.browser.get(f"/{language}/{path}")
    page = answer.content.decode()
    # A page that asks nothing of the records may be itself, or absent; none may be an error without words.
    assert answer.status_code in {200, 302, 404, 503}, page
    if answer.status_code != 302:
        assert 'href="/leave/"' in page
        assert 'href="tel:911"' in page


def test_an_error_of_ours_is_told_kindly_with_no_records_at_all(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    fatima = patient()

    def stumble(*_: Any, **__: Any) -> None:
        raise RuntimeError(WORDS)

    with away(monkeypatch), monkeypatch.context() as patch:
        patch.setattr("banyan.site.queries.languages.is_open", lambda _language: True)
        patch.setattr("banyan.reports.views.public.sending.open_draft", stumble)
        answer = fatima.send()
    assert answer.status_code == 500
    assert "You did nothing wrong" in answer.content.decode()
    assert WORDS not in answer.content.decode()


def test_leaving_works_with_no_records_at_all(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    fatima = patient()
    fatima.fill_in(people.house)
    with away(monkeypatch):
        left = fatima.browser.get("/leave/")
    assert left.status_code == 303
    assert left["Location"] == Coalition().leave_to
    assert left.cookies["draft"]["max-age"] == 0


def test_the_desk_says_so_and_shows_no_password_again(people: Personas) -> None:
    browser = Client(HTTP_HOST="localhost", raise_request_exception=False)
    with locked("drafts"):
        answer = browser.post(reverse("account_login"), {"login": "mei", "password": "a fictional password"})
    page = assert_calm(answer)
    assert "a fictional password" not in page
    assert "<form" not in page


def test_the_desk_is_read_while_somebody_else_holds_the_lock(people: Personas) -> None:
    report = tell(people.house)
    mei = at_desk(people.mei)
    mei.get(reverse("reports:my_day"))  # Once a minute her session notes that she is there.
    with locked("default"):
        page = mei.get(reverse("reports:my_day"))
    assert page.status_code == 200
    assert str(report) in page.content.decode()


def test_what_an_advocate_wrote_stays_on_the_page_and_is_sent_by_pressing_again(people: Personas) -> None:
    report = tell(people.house)
    mei = at_desk(people.mei)
    mei.raise_request_exception = False
    assert mei.post(reverse("reports:claim", args=[report.pk])).status_code == 302
    with locked("default"):
        answer = mei.post(reverse("reports:answer", args=[report.pk]), {"text": WORDS})
    page = assert_calm(answer)
    assert "A report is never sent twice" not in page
    given = {name: unescape(value) for name, value in HIDDEN.findall(page)}
    assert given["text"] == WORDS
    mei.post(reverse("reports:answer", args=[report.pk]), given)
    assert Message.objects.count() == 1


def test_attack_another_sites_words_are_never_put_under_our_button(people: Personas) -> None:
    """What a form of another site sends is refused before it could be shown again, whatever else is wrong."""
    browser = Client(HTTP_HOST="localhost", enforce_csrf_checks=True, raise_request_exception=False)
    with locked("drafts"):
        answer = browser.post("/en/tell/start/", {"wants": "planted"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "planted" not in answer.content.decode()
