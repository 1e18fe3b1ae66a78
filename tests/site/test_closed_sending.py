"""A language that is closed while somebody writes in it loses nothing of theirs: not the words, and not the code."""

import re

import pytest

from banyan.reports.models import Report
from banyan.site.models import LanguageApproval
from banyan.site.queries.languages import is_open
from tests.factories import Personas
from tests.reports.public.conftest import people as people  # noqa: PLC0414 - a fixture, asked for by its name
from tests.reports.public.person import WORDS, Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def close_vietnamese() -> None:
    LanguageApproval.objects.filter(language="vi").delete()
    is_open.forget()


def test_what_is_sent_from_an_open_page_is_kept_and_then_the_closed_page_follows(people: Personas) -> None:
    lan = Person("vi")
    lan.fill_in(people.house)
    close_vietnamese()
    sent = lan.answer("words", words="Fictional. What happened to me.")
    assert (sent.status_code, sent["Location"]) == (303, "/vi/tell/when/")
    assert 'href="/en/tell/when/" lang="en"' in lan.see("tell/when/"), "the closed page, and the way on"
    lan.language = "en"
    assert "Fictional. What happened to me." in lan.see("tell/words/")


def test_a_report_is_sent_and_its_code_is_shown(people: Personas) -> None:
    lan = Person("vi")
    lan.fill_in(people.house)
    close_vietnamese()
    assert lan.send()["Location"] == "/vi/tell/kept/"
    assert Report.objects.count() == 1
    assert re.fullmatch(r"[0-9A-Z]{21}", lan.receipt())


def test_a_message_in_a_visit_arrives(people: Personas) -> None:
    lan = Person("vi")
    lan.come_back(lan.tell(people.house))
    report = Report.objects.get()
    close_vietnamese()
    assert lan.write(report.pk, WORDS).status_code == 303
    assert report.messages.count() == 1


def test_whoever_only_reads_finds_it_closed_and_so_does_whoever_has_no_code_there(people: Personas) -> None:
    lan = Person("vi")
    close_vietnamese()
    assert 'href="/en/back/" lang="en"' in lan.see("back/")
    assert lan.browser.head("/vi/back/").status_code == 200
    assert lan.browser.get("/vi/tell/kept/")["Location"] == "/vi/tell/start/"
