"""A page that was left by a way out keeps what stands on it; nothing is sent while that waits to be looked at."""

from typing import Any

import pytest

from banyan.reports.models import Report
from banyan.reports.queries.keys import reports_in_sight
from tests.factories import Personas, viewer_of
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def leave_with_a_tick(people: Personas) -> Person:
    """Everything is answered; then Mei's name is ticked, and help is looked for instead of going on."""
    fatima = Person()
    fatima.fill_in(people.house)
    ticked = {"organisations": [str(people.house.pk)], "hidden_from": [str(people.mei.pk)]}
    assert fatima.press("tell/readers/?to=check", go="help", **ticked).status_code == 303
    return fatima


def test_whoever_begins_reads_what_leaving_at_once_erases(people: Personas) -> None:
    says = "“Leave this page now” erases what you wrote and have not sent."
    assert says in Person().see("tell/start/")
    fatima = Person()
    fatima.answer("start")
    assert says not in fatima.see("tell/who/")


def test_a_tick_that_waits_is_led_to_before_the_check_and_before_sending(people: Personas) -> None:
    fatima = leave_with_a_tick(people)
    for led in (fatima.browser.get("/en/tell/check/"), fatima.send()):
        assert (led.status_code, led["Location"]) == (303, "/en/tell/readers/?to=check")
    assert not Report.objects.exists()
    assert f'value="{people.mei.pk}" checked' in fatima.see("tell/readers/?to=check").replace("  ", " ")


def test_once_it_is_looked_at_it_holds(people: Personas) -> None:
    fatima = leave_with_a_tick(people)
    went_on = fatima.press(
        "tell/readers/?to=check",
        go="next",
        organisations=[str(people.house.pk)],
        hidden_from=[str(people.mei.pk)],
    )
    assert went_on["Location"] == "/en/tell/check/"
    assert "Mei (fictional)" in fatima.see("tell/check/")
    assert fatima.send()["Location"] == "/en/tell/kept/"
    assert not reports_in_sight(viewer=viewer_of(people.mei)).exists()


def test_words_that_wait_and_words_that_were_cleared_are_looked_at_too(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    for words in ("Fictional. He is outside now.", ""):
        fatima.press("tell/words/?to=check", go="home", words=words)
        assert fatima.send()["Location"] == "/en/tell/words/?to=check"
    assert not Report.objects.exists()


def test_an_empty_page_holds_nobody_up(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    fatima.press("tell/young/", go="back")
    assert fatima.send()["Location"] == "/en/tell/kept/"


@pytest.mark.parametrize("code", ["start", "who", "what", "readers", "words", "when", "why", "contact"])
def test_a_page_that_stands_as_it_was_answered_holds_nobody_up(people: Personas, code: str) -> None:
    fatima = Person()
    fatima.answers["what"]["also_speaks"] = "Hmong, Klingon"
    fatima.answers["when"] = {"date_year": "2025", "date_month": "03", "date_day": "14", "time": "at dusk"}
    fatima.fill_in(people.house)
    assert "Klingon" in fatima.see("tell/what/?to=check")  # Reading a page changes nothing.
    same = fatima.answers.get(code, {"organisations": [str(people.house.pk)]})
    assert fatima.press(f"tell/{code}/?to=check", go="help", **same).status_code == 303
    assert fatima.send()["Location"] == "/en/tell/kept/"


@pytest.mark.parametrize(
    ("code", "changed"),
    [("what", {"kinds": ["threats"], "speaks": ["en"]}), ("when", {"date_year": "2025", "date_month": "04"})],
)
def test_a_page_on_which_something_else_stands_is_led_to(people: Personas, code: str, changed: dict[str, Any]) -> None:
    fatima = Person()
    fatima.answers["what"]["also_speaks"] = "Klingon"
    fatima.fill_in(people.house)
    fatima.press(f"tell/{code}/?to=check", go="help", **changed)
    assert fatima.send()["Location"] == f"/en/tell/{code}/?to=check"
