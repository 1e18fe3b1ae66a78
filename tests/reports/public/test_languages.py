"""Every page of the public door is whole in its language: no sentence of ours is left in English."""

import pytest

from banyan.partners.actions.listings import load_listings
from banyan.people.models import Coalition
from banyan.reports.models import Report
from tests.base.english import english_in
from tests.factories import NOW, OPERATOR, Personas
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
PLACES = ("", "help/", "safety/", "protection/", "paper/", "picture/", "back/")
STEPS = ("start", "who", "what", "readers", "words", "when", "why", "contact", "them", "young")


@pytest.fixture
def person(people: Personas, language: str) -> Person:
    Coalition.objects.update(is_demonstration=True)
    load_listings(by=OPERATOR, place="san_francisco", now=NOW)
    return Person(language)


@pytest.mark.parametrize("language", ["zh-hant", "zh-hans", "es", "vi", "fil", "ar"])
def test_no_page_of_the_door_says_a_sentence_in_english(people: Personas, person: Person, language: str) -> None:
    pages = {path: person.see(path) for path in PLACES}
    person.fill_in(people.house, people.elsewhere)
    pages |= {f"tell/{step}/": person.see(f"tell/{step}/") for step in STEPS}
    pages["tell/check/"] = person.see("tell/check/")
    assert person.send().status_code == 303
    pages["tell/kept/"] = person.see("tell/kept/")
    pages["a wrong code"] = person.come_back("ABC").content.decode()
    person.come_back(person.receipt())
    pages["back/all/"] = person.see("back/all/")
    pages["what they wrote"] = person.press("back/read/").content.decode()
    report = Report.objects.first()
    assert report
    for way in ("file", "take-back"):
        pages[way] = person.see(f"back/{report.pk}/{way}/")
    found = {path: english_in(page, language=language) for path, page in pages.items()}
    assert {path: sentences for path, sentences in found.items() if sentences} == {}


def test_a_sentence_left_in_english_is_found() -> None:
    assert english_in("<p>Thank you. It has arrived.</p>", language="zh-hant") == ["Thank you. It has arrived."]
    assert english_in('<p lang="en">Thank you. It has arrived.</p>', language="zh-hant") == []
