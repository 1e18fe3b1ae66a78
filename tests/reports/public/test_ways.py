"""What every page of the door owes whoever is on it: help one tap away, another language, and no word lost."""

import re

import pytest

from banyan.base.pictograms import PICTOGRAMS
from banyan.reports.forms.steps import ContactForm
from banyan.reports.models import Draft, Report
from banyan.reports.rules.steps import STEPS
from tests.factories import Personas
from tests.reports.public.person import WORDS, Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
LINK = re.compile(r'<a class="tall" href="/en/help/">Find help now</a>')
BUTTON = re.compile(r'<button class="link tall" form="step" name="go" value="help">Find help now</button>')


def test_help_is_one_tap_away_from_every_page(people: Personas) -> None:
    fatima = Person()
    for path in ("", "safety/", "protection/", "paper/", "back/"):
        assert LINK.search(fatima.see(path)), path
    fatima.fill_in(people.house)
    for step in STEPS:
        page = fatima.see(f"tell/{step.code}/")
        assert BUTTON.search(page), step.code
        assert not LINK.search(page), step.code
    assert LINK.search(fatima.see("tell/check/"))
    fatima.send()
    assert LINK.search(fatima.see("tell/kept/"))
    fatima.come_back(fatima.receipt())
    pk = Report.objects.get().pk
    assert BUTTON.search(fatima.see("back/all/"))
    for path in (f"back/{pk}/file/", f"back/{pk}/take-back/"):
        assert LINK.search(fatima.see(path)), path


def test_every_link_to_another_language_leads_to_a_page(people: Personas) -> None:
    """Also from what answers a POST: an address that only takes one would answer the link with an error."""
    fatima = Person()
    code = fatima.tell(people.house)
    fatima.come_back(code)
    pk = Report.objects.get().pk
    for path in (
        f"back/{pk}/write/",
        f"back/{pk}/file/",
        "back/read/",
        "tell/contact/",
        "tell/check/",
        f"back/{pk}/take-back/",
    ):
        leads_on(fatima, path)


def leads_on(fatima: Person, path: str) -> None:
    page = fatima.press(path, channels=["phone"])
    for href in re.findall(r'<a href="([^"]+)" lang="es"', page.content.decode()):
        assert fatima.browser.get(href, follow=True).status_code == 200, (path, href)


def test_words_that_are_only_on_the_page_go_along_into_another_language(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    name = f"{Report.objects.get().pk}-text"
    fatima.come_back(code)
    Draft.objects.using("drafts").all().delete()
    ended = fatima.press(f"back/{name.removesuffix('-text')}/write/", **{name: WORDS})
    page = ended.content.decode()
    assert ended.status_code == 422
    assert '<a href="/es/' not in page
    assert 'form="step" formaction="/es/back/" name="go" value="language" lang="es"' in page
    moved = fatima.browser.post("/es/back/", {"go": "language", name: WORDS, "code": "7F2K"})
    assert moved.status_code == 200
    assert f"{WORDS}</textarea>" in moved.content.decode()
    assert 'value="7F2K"' in moved.content.decode()
    assert 'lang="es"' in moved.content.decode()
    assert fatima.press("back/", code=code, **{name: WORDS}).status_code == 303
    assert f"{WORDS}</textarea>" in fatima.see("back/all/")


@pytest.mark.parametrize("place", ["help", "home", "safety"])
def test_words_that_are_only_on_the_page_wait_while_somebody_looks_for_help(people: Personas, place: str) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    name = f"{Report.objects.get().pk}-text"
    ended = fatima.press("back/aside/", **{name: WORDS}).content.decode()
    assert BUTTON.search(ended)
    assert not LINK.search(ended)
    gone = fatima.press("back/", go=place, code="", **{name: WORDS})
    assert gone.status_code == 303
    assert (
        'href="/en/back/all/">Go back to what you were writing<'
        in fatima.browser.get(gone["Location"]).content.decode()
    )
    assert f"{WORDS}</textarea>" in fatima.browser.get("/en/back/all/", follow=True).content.decode()
    assert fatima.press("back/", code=code, **{name: WORDS}).status_code == 303
    assert f"{WORDS}</textarea>" in fatima.see("back/all/")
    assert fatima.press("back/", go=place).status_code == 303


def test_the_printed_receipt_shows_the_code_and_how_to_use_it_and_nothing_else(people: Personas) -> None:
    """What public.css leaves out of print is taken out here; the browser's tests look at the real thing."""
    fatima = Person()
    fatima.answers["contact"] |= {"is_safe_now": "no"}
    fatima.tell(people.house)
    page = fatima.see("tell/kept/")
    main = page[page.index("<main") : page.index("</main>")]
    main = re.sub(r"<h1 class=\"unprinted\">.*?</h1>", "", main, flags=re.DOTALL)
    main = re.sub(r"<section class=\"unprinted\">.*?</section>", "", main, flags=re.DOTALL)
    main = re.sub(r"<div class=\"unprinted\">.*?</div>\s*</div>", "", main, flags=re.DOTALL)
    main = re.sub(r"<form.*?</form>", "", main, flags=re.DOTALL)
    left = " ".join(re.sub(r"<output.*?</output>|<[^>]+>", " ", main, flags=re.DOTALL).split())
    assert left == ("Your receipt code To use it, choose “I have a receipt code” on the first page and enter it there.")


def test_pictures_stand_beside_how_to_be_reached_and_whether_it_is_safe(people: Personas) -> None:
    form = ContactForm()
    for name in ("channels", "is_safe_now", "voicemail"):
        field = form.fields[name]
        pictures = field.widget.pictures
        assert {code for code, _label in field.choices} == set(pictures)  # type: ignore[attr-defined]
        assert set(pictures.values()) <= set(PICTOGRAMS)


def test_what_is_asked_about_age_motive_and_money_says_why(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    page = fatima.see("tell/why/")
    assert "We ask so that hate is counted" in page
    assert "So that someone can look for money to help with it." in page
    assert "Some help is only for some ages." in fatima.see("tell/who/")
