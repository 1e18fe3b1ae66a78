"""Correcting an answer from the page where everything is checked."""

import pytest
from django.http import HttpResponse

from banyan.reports.rules.steps import STEPS, opened
from banyan.reports.views.public.steps import REASONS
from tests.factories import Personas
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def correct(fatima: Person, code: str, **given: object) -> HttpResponse:
    return fatima.press(f"tell/{code}/?to=check", **({"go": "next"} | given))


@pytest.mark.parametrize(
    ("given", "page"),
    [
        ({"for_whom": "self", "age_band": "from_0_to_12"}, "young"),
        ({"for_whom": "relative_or_friend"}, "them"),
        ({"for_whom": "witness"}, "them"),
    ],
)
def test_a_page_that_a_correction_opens_is_shown_before_the_check(
    people: Personas, given: dict[str, str], page: str
) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    assert correct(fatima, "who", **given)["Location"] == f"/en/tell/{page}/?to=check"
    assert correct(fatima, page)["Location"] == "/en/tell/check/"
    assert correct(fatima, "who", **given)["Location"] == "/en/tell/check/", "it was gone through already"


def test_whoever_corrects_comes_back_to_the_check_whichever_button_they_press(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    assert correct(fatima, "when", go="skip")["Location"] == "/en/tell/check/"
    assert correct(fatima, "words", language="es")["Location"] == "/es/tell/words/?to=check"
    assert correct(fatima, "words", go="stay")["Location"] == "/en/tell/words/?to=check"
    assert fatima.answer("when")["Location"] == "/en/tell/why/"


def test_nothing_is_opened_by_an_answer_that_changes_no_page() -> None:
    adult, young = {"who": {"age_band": "from_25_to_59"}}, {"who": {"age_band": "from_13_to_17"}}
    assert opened(adult, young) == "young"
    assert opened(young, young) is None
    assert opened(adult, {**young, "young": {}}) is None


def test_before_the_first_free_text_a_young_person_reads_who_may_read_it_and_what_a_court_can_ask(
    people: Personas,
) -> None:
    fatima = Person()
    fatima.answer("start")
    fatima.answer("who", for_whom="self", age_band="from_13_to_17")
    page = fatima.see("tell/young/")
    asked = page.index('name="safe_adult"')
    for says in ("Only the organizations you choose can read it.", "dependent adult", "A court can sometimes"):
        assert page.index(says) < asked
    paper = fatima.see("paper/")
    assert paper.index("A court can sometimes") < paper.index("Is there a grown-up you trust")


def test_beside_every_page_stands_why_it_is_asked(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    assert REASONS.keys() == {step.code for step in STEPS}
    for step in STEPS:
        assert REASONS[step.code]() in fatima.see(f"tell/{step.code}/").replace("&#x27;", "'")
