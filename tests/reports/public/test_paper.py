"""The form on paper asks what the pages ask, in their order, and says first what they say first."""

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from django import forms
from django.test import Client
from django.utils.translation import gettext as _
from django.utils.translation import override

from banyan.reports.forms.paper import list_parts
from banyan.reports.forms.steps import FORMS, WhenForm
from banyan.reports.forms.typed import StepForm
from banyan.reports.rules.steps import STEPS
from tests.factories import NOW, Personas
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
TEMPLATES = Path(__file__).resolve().parents[3] / "banyan" / "reports" / "templates" / "reports" / "public"
SAID = re.compile(r'{% translate "([^"]+)" context "(?:consent|safety)" %}')


def plain(page: str) -> str:
    """What somebody reads on a page."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page.partition('<main id="main"')[2])))


def online(code: str) -> StepForm:
    return WhenForm(place="san_francisco", today=NOW.date()) if code == "when" else FORMS[code]()


def answers_of(field: forms.Field) -> list[str]:
    """The words of every choice, and the hint beside it."""
    found: list[str] = [str(hint) for hint in getattr(field.widget, "hints", {}).values() if hint]
    for label in (label for _code, label in getattr(field, "choices", [])):
        found += [str(name) for _code, name in label] if isinstance(label, list | tuple) else [str(label)]
    return found


@pytest.mark.parametrize("language", ["en", "zh-hant", "ar"])
def test_every_question_and_every_choice_online_stands_on_paper(people: Personas, language: str) -> None:
    paper = plain(Person(language).see("paper/"))
    with override(language):
        asked = [
            words
            for code in FORMS
            for bound in online(code).visible_fields()
            for words in (str(bound.label), str(bound.help_text), *answers_of(bound.field))
        ]
    assert len(asked) > 200
    assert [words for words in asked if re.sub(r"\s+", " ", words) not in paper] == []


def test_a_question_added_online_stands_on_paper_too(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    class Planted(StepForm):
        planted = forms.CharField(label="Is this planted?", required=False)

    monkeypatch.setitem(FORMS, "young", Planted)
    questions = {part.code: part.questions for part in list_parts(place="san_francisco", today=NOW.date())}
    assert [one.label for one in questions["young"]] == ["Is this planted?"]


def test_the_parts_stand_in_the_order_of_the_pages(people: Personas) -> None:
    page = Person().see("paper/")
    titles = re.findall(r"<h2><span>\d+</span> ([^<]+)</h2>", page)
    assert [unescape(title) for title in titles] == [_(step.title) for step in STEPS]


def test_what_is_said_about_consent_and_safety_online_is_said_on_paper(people: Personas) -> None:
    paper = plain(Person().see("paper/"))
    said = {
        sentence
        for name in ("notice", "young_note", "them")
        for sentence in SAID.findall((TEMPLATES / f"{name}.html").read_text())
    }
    assert len(said) > 6
    assert [sentence for sentence in said if sentence not in paper] == []


def test_it_says_where_to_hand_it_in_and_whom_it_can_be_kept_from(people: Personas) -> None:
    paper = plain(Person().see("paper/"))
    for name in (people.house.name, people.elsewhere.name, "Mei (fictional)", "Tomas (fictional)"):
        assert name in paper


def test_it_is_light_and_leaves_nothing_behind(people: Personas, client: Client) -> None:
    answer = client.get("/en/paper/")
    assert not answer.cookies
    assert len(gzip.compress(answer.content)) < 20_000
    assert "<form" not in answer.content.decode()


def test_the_first_page_leads_there(people: Personas) -> None:
    assert 'href="/en/paper/"' in Person().see("")
