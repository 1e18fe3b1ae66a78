"""Going off a page in the middle of writing, by any of its ways, and coming back: nothing typed is lost."""

import re

import pytest

from banyan.reports.models import Draft, Report
from banyan.reports.views.public.aside import PLACES
from tests.factories import Personas
from tests.reports.public.person import WORDS, Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
ADDRESSES = {"home": "/en/", "help": "/en/help/", "safety": "/en/safety/"}
BACK = "Go back to what you were writing"
OUT = re.compile(r'<a [^>]*href="(?!#)([^"]*)"')


def test_the_only_link_off_a_page_of_a_report_is_the_one_that_ends_it(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    for code in ("start", "who", "them", "young", "what", "readers", "words", "when", "why", "contact"):
        assert set(OUT.findall(fatima.see(f"tell/{code}/"))) == {"/leave/"}, code


@pytest.mark.parametrize("place", PLACES)
def test_what_was_typed_is_there_again(people: Personas, place: str) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    gone = fatima.answer("words", go=place, words="Half a sentence")
    assert (gone.status_code, gone["Location"]) == (303, ADDRESSES[place])
    page = fatima.browser.get(ADDRESSES[place]).content.decode()
    assert re.search(rf'href="/en/tell/words/">{BACK}<', page)
    assert re.search(r"<textarea[^>]*>\s*Half a sentence</textarea>", fatima.see("tell/words/"))
    led = fatima.browser.get("/en/tell/check/")
    assert led["Location"] == "/en/tell/words/?to=check", "it was never answered"


def test_what_is_not_valid_is_kept_too(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    fatima.answer("contact", go="help", channels=["phone"], code_name="Lily")
    assert 'value="Lily"' in fatima.see("tell/contact/")


def test_a_page_where_nothing_was_typed_begins_no_draft(people: Personas) -> None:
    fatima = Person()
    assert fatima.answer("start", go="help")["Location"] == "/en/help/"
    assert not Draft.objects.using("drafts").exists()
    assert BACK not in fatima.see("help/")


def test_the_way_back_is_shown_to_nobody_else_and_ends_with_the_draft(people: Personas) -> None:
    fatima, other = Person(), Person()
    fatima.fill_in(people.house)
    for path in ("", "help/", "safety/", "protection/", "paper/", "picture/"):
        assert BACK in fatima.see(path), path
        assert BACK not in other.see(path), path
        assert BACK in fatima.see(path), path
    fatima.browser.get("/leave/")
    assert BACK not in fatima.see("help/")


def test_after_sending_nothing_is_being_written_any_more(people: Personas) -> None:
    fatima = Person()
    fatima.tell(people.house)
    assert BACK not in fatima.see("help/")


def test_from_the_check_page_the_way_back_leads_there(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    assert 'href="/en/tell/check/"' in fatima.see("help/")
    assert WORDS in fatima.see("tell/check/")


@pytest.mark.parametrize("place", [*PLACES, "choose"])
def test_a_message_with_the_receipt_is_there_again_for_each_organisation(people: Personas, place: str) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house, people.elsewhere))
    first, second = (str(report.pk) for report in Report.objects.order_by("organisation__name"))
    given = {f"{first}-text": "To one of them", f"{second}-text": "To the other"}
    gone = fatima.press("back/aside/", **given, **({"language": "choose"} if place == "choose" else {"go": place}))
    assert gone["Location"] == ADDRESSES.get(place, "/en/back/languages/")
    if place != "choose":
        assert re.search(rf'href="/en/back/all/">{BACK}<', fatima.browser.get(gone["Location"]).content.decode())
    for page in (fatima.see("back/all/"), fatima.browser.get("/es/back/all/").content.decode()):
        assert f'name="{first}-text" rows="4" dir="auto">To one of them</textarea>' in page
        assert f'name="{second}-text" rows="4" dir="auto">To the other</textarea>' in page
    fatima.press(f"back/{first}/write/", **given)
    page = fatima.see("back/all/")
    assert "To the other</textarea>" in page
    assert "To one of them</textarea>" not in page
    fatima.press("back/aside/", go="home", **{f"{second}-text": ""})
    assert BACK not in fatima.see(""), "what was wiped away is gone"


@pytest.mark.parametrize(("go", "path"), [("add_file", "file"), ("withdraw", "take-back")])
def test_ways_within_a_visit_keep_the_message_and_lead_nowhere_else(people: Personas, go: str, path: str) -> None:
    fatima, other = Person(), Person()
    other.tell(people.house)
    theirs = Report.objects.get()
    fatima.come_back(fatima.tell(people.house))
    ours = Report.objects.exclude(pk=theirs.pk).get()
    gone = fatima.press("back/aside/", go=f"{go}:{ours.pk}", **{f"{ours.pk}-text": "Half a message"})
    assert gone["Location"] == f"/en/back/{ours.pk}/{path}/"
    assert "Half a message</textarea>" in fatima.see("back/all/")
    for wrong in (theirs.pk, "nothing", ""):
        assert fatima.press("back/aside/", go=f"{go}:{wrong}")["Location"] == "/en/back/all/"


def test_after_the_visit_ended_the_messages_wait_for_the_code(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    pk = Report.objects.get().pk
    late = fatima.press("back/aside/", go="help", **{f"{pk}-text": "Half a message"})
    assert late.status_code == 422
    assert "Half a message" in late.content.decode()
    fatima.press("back/", code=code, **{f"{pk}-text": "Half a message"})
    assert "Half a message</textarea>" in fatima.see("back/all/")
