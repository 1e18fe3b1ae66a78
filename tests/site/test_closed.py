"""The door of a language that isn't open: help all the same, in two languages, and never a dead end."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import gettext, override, pgettext

from banyan.base.languages import INTERFACE_LOCALES
from banyan.people.actions.interpreters import InterpreterDetails, set_interpreter
from banyan.people.actions.partners import record_partner_left
from banyan.people.models import ANY, Organisation
from banyan.site.actions.languages import approve_language
from banyan.site.queries.closed import get_help_instead
from banyan.site.queries.languages import digest_of
from tests.factories import NOW, OrganisationFactory, Personas, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
CLOSED = [locale.code for locale in INTERFACE_LOCALES if locale.code != "en"]
LINE = InterpreterDetails("Interpreter line (fictional)", "555-0100")
NADIA = InterpreterDetails("Nadia (fictional)", text_to="415 555 0107", hours="9–17")
FIRST_LINES = ("tel:911", "sms:911", "tel:988", "sms:988", "sms:741741?body=HOME", "tel:711")

SENTENCES = {
    "This page is not ready in your language yet. You can still get help.": "",
    "Someone can interpret for you. Say the name of your language.": "",
    "In danger right now?": "emergency",
    "Nobody reads this page day and night. In an emergency call or text 911.": "emergency",
    "More help by phone or text": "",
    "Go on in a language that is ready": "",
    "All the places to find help, in English": "",
    "This site cannot hide that you were here from everyone. Someone with your phone may still find it.": "safety",
}


def see(path: str) -> str:
    return Client().get(path).content.decode()


def main_of(page: str) -> str:
    found = re.search(r"<main.*</main>", page, re.DOTALL)
    assert found
    return found[0]


@pytest.mark.parametrize("code", CLOSED)
@pytest.mark.parametrize("path", ["", "help/", "tell/start/", "back/"])
def test_it_is_never_a_dead_end(people: Personas, code: str, path: str) -> None:
    page = see(f"/{code}/{path}")
    main = main_of(page)
    for line in FIRST_LINES:
        assert f'href="{line}"' in main
    assert f'href="/en/{path}" lang="en"' in main
    assert 'href="/en/help/"' in main
    assert 'id="leave"' in page
    assert 'href="/en/safety/"' in page


@pytest.mark.parametrize("code", CLOSED)
def test_every_sentence_stands_there_in_the_language_and_in_english(people: Personas, code: str) -> None:
    set_interpreter(by=viewer_of(people.sol), language=code, contact=LINE, now=NOW)
    with_one = see(f"/{code}/")
    for english, kind in SENTENCES.items():
        with override(code):
            own = pgettext(kind, english) if kind else gettext(english)
        assert own != english
        assert own in with_one
        assert f'lang="en" dir="ltr">{english}<' in with_one
    locale = next(one for one in INTERFACE_LOCALES if one.code == code)
    assert f"<h1>{locale.autonym}</h1>" in with_one
    assert "tag drafted" in with_one


def test_a_phone_that_asks_for_chinese_finds_help_and_the_way_on(people: Personas) -> None:
    phone = Client()
    led = phone.get("/", headers={"Accept-Language": "zh-Hant-TW,zh;q=0.9"})
    assert led["Location"] == "/zh-hant/"
    page = phone.get("/zh-hant/").content.decode()
    assert page.index('href="/en/"') < page.index("<h1>") < page.index("tel:911") < page.index("tel:988")


def test_each_language_shows_its_own_interpreter(people: Personas, django_capture_on_commit_callbacks: Any) -> None:
    sol = viewer_of(people.sol)
    assert "We do not have an interpreter for this language yet" in see("/ar/")
    with django_capture_on_commit_callbacks(execute=True):
        set_interpreter(by=sol, language=ANY, contact=LINE, now=NOW)
        set_interpreter(by=sol, language="ar", contact=NADIA, now=NOW)
    arabic, filipino = see("/ar/"), see("/fil/")
    assert 'href="sms:4155550107"' in arabic
    assert "9–17" in arabic
    assert "5550100" not in arabic
    assert 'href="tel:5550100"' in filipino
    assert "We do not have an interpreter" not in filipino


def test_organisations_that_speak_it_stand_there_whether_they_take_reports_or_not(people: Personas) -> None:
    quiet = OrganisationFactory.create(name="Quiet House (fictional)", phone="415 555 0199")
    Organisation.objects.filter(pk=quiet.pk).update(takes_reports=False)
    quiet.languages.create(tag="yue")
    people.house.languages.create(tag="es")
    page = see("/zh-hant/")
    assert "Quiet House" in page
    assert 'href="tel:4155550199"' in page
    assert "廣東話" in page
    assert people.house.name not in page
    assert "Quiet House" not in see("/ar/")


def test_one_without_a_public_telephone_is_named_all_the_same(people: Personas) -> None:
    people.house.languages.create(tag="ar-YE")
    assert Organisation.objects.get(pk=people.house.pk).phone == ""
    [speaker] = get_help_instead(language="ar", on=NOW.date()).speakers
    assert (speaker.name, speaker.phone) == (people.house.name, "")
    assert people.house.name in see("/ar/")


def test_one_that_left_is_not_named(people: Personas) -> None:
    people.house.languages.create(tag="vi")
    record_partner_left(by=viewer_of(people.sol), organisation=people.house, on=NOW.date(), now=NOW)
    assert get_help_instead(language="vi", on=NOW.date()).speakers == ()
    assert len(get_help_instead(language="vi", on=date(2026, 3, 1)).speakers) == 1


def test_the_way_on_leads_to_this_very_page_in_every_open_language(people: Personas) -> None:
    approve_language(by=viewer_of(people.dana), language="zh-hans", digest=digest_of("zh-hans"), now=NOW)
    main = main_of(see("/zh-hant/tell/start/")).partition('class="languages"')[0]
    assert 'href="/zh-hans/tell/start/" lang="zh-Hans"' in main
    assert 'href="/en/tell/start/" lang="en"' in main
    assert 'href="/es/tell/start/"' not in main
    assert "tell/start" in see("/zh-hans/")


def test_attack_a_path_leads_nowhere_else_and_runs_nothing(people: Personas) -> None:
    page = see('/es/"><script>alert(1)</script>//evil.example/')
    assert "<script>alert" not in page
    assert not re.findall(r'href="(?!/[a-z]|tel:|sms:|#main|\?)', page)
