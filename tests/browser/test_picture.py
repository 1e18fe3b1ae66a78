"""The picture in a real browser, on the desk and for the public: axe in every language, small screens, paper."""

from pathlib import Path
from typing import Any

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from banyan.observatory.actions.notes import Written, enter_note
from banyan.observatory.models import Publication
from banyan.observatory.rules.picture import Picture
from banyan.people.models import Coalition, Member
from tests.browser.test_desk import browsing
from tests.chromium import IN_BROWSER, NARROW, PHONE, SITE, WCAG, WIDE
from tests.factories import NOW, Personas, make_personas, sign_in, viewer_of
from tests.observatory.charts.sample import picture

DESK = ("en", "zh-hant", "es")
PUBLIC = [code for code, _name in configured.LANGUAGES]

pytestmark = [
    *IN_BROWSER,
    pytest.mark.django_db(databases=["default", "drafts"]),
]


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Personas:
    def ask(**_asked: Any) -> Picture:
        return picture()

    settings.BANYAN_DATA = tmp_path
    monkeypatch.setattr("banyan.observatory.views.desk.ask_picture", ask)
    with time_machine.travel(NOW, tick=False):
        made = make_personas()
        # The demonstration shows every language as a draft; a real coalition opens each when somebody has read it.
        Coalition.objects.update(is_demonstration=True)
        return made


def publish(people: Personas) -> Publication:
    shown = picture().to_json_dict()
    given = {"question": shown["question"], "pictures": {"en": shown}, "proposed_at": NOW, "proposed_by": people.nour}
    Publication.objects.create(state="proposed", **given)
    return Publication.objects.create(state="published", decided_by=people.sol, decided_at=NOW, **given)


def get(client: Client, paths: list[str]) -> dict[str, str]:
    found = {}
    with time_machine.travel(NOW, tick=False):
        for path in paths:
            response = client.get(path)
            assert response.status_code == 200, path
            found[path] = response.content.decode()
    return found


def desk_pages(people: Personas, locale: str) -> dict[str, str]:
    Member.objects.update(locale=locale)
    people.sol.refresh_from_db()
    waiting = [reverse("observatory:publication", args=[one.pk]) for one in Publication.objects.all()]
    paths = [reverse("observatory:picture"), reverse("observatory:publications"), *waiting]
    return get(sign_in(Client(), people.sol), paths) | note_pages(people)


def note_pages(people: Personas) -> dict[str, str]:
    """The notes as an analyst meets them, one in Arabic among them."""
    people.nour.refresh_from_db()
    written = Written(
        source="sf-hate-crimes",
        measure="official_incidents",
        community="asian",
        place="",
        period_from="2021-06",
        period_to="",
        kind="cluster",
        text="مشتبه به واحد.",
        citation="A page",
        cited_on=NOW.date(),
        language="ar",
    )
    made = enter_note(by=viewer_of(people.nour), written=written, now=NOW)
    one = reverse("observatory:note", args=[made.note])
    return get(sign_in(Client(), people.nour), [reverse("observatory:notes"), reverse("observatory:add_note"), one])


def public_pages(found: Publication, languages: list[str]) -> dict[str, str]:
    paths = [path for code in languages for path in (f"/{code}/picture/", f"/{code}/picture/{found.pk}/")]
    return get(Client(), paths)


def check(pages: dict[str, str], size: tuple[int, int]) -> dict[str, str]:
    """What axe finds on each page with every fold open, and how far a page is wider than the screen."""
    found = {}
    with browsing(pages, size) as context:
        page = context.new_page()
        for path in pages:
            page.goto(SITE + path)
            page.eval_on_selector_all("details.fold", "folds => folds.forEach(fold => { fold.open = true })")
            results = Axe().run(page, options=WCAG)
            if results.violations_count:
                found[path] = results.generate_report()
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                found[path] = f"{over} pixels wider than the screen"
    return found


@pytest.mark.parametrize(("locale", "size"), [("en", WIDE), ("zh-hant", PHONE), ("es", NARROW)])
def test_the_desks_pages_hold_up(people: Personas, locale: str, size: tuple[int, int]) -> None:
    publish(people)

    assert check(desk_pages(people, locale), size) == {}


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_public_pages_hold_up_in_every_language(people: Personas, size: tuple[int, int]) -> None:
    assert check(public_pages(publish(people), PUBLIC), size) == {}


def test_folds_open_without_script_and_paper_shows_all(people: Personas) -> None:
    found = publish(people)
    pages = public_pages(found, ["en"])
    with browsing(pages, PHONE, script=False) as context:
        page = context.new_page()
        page.goto(f"{SITE}/en/picture/{found.pk}/")
        table = page.locator("figure.story table").first
        assert not table.is_visible()
        page.get_by_text("The numbers as a table").first.click()
        assert table.is_visible()
        page.emulate_media(media="print")
        assert all(one.is_visible() for one in page.locator(".folded").all())


def test_letters_on_a_phone_are_as_large_as_they_were_drawn(people: Personas) -> None:
    found = publish(people)
    pages = public_pages(found, ["en", "ar"])
    with browsing(pages, PHONE) as context:
        page = context.new_page()
        for path in pages:
            page.goto(SITE + path)
            sizes = page.evaluate(
                "[...document.querySelectorAll('svg.drawing text')].filter(t => t.getClientRects().length)"
                ".map(t => [t.getAttribute('font-size'), t.getScreenCTM()])"
                ".map(([size, to]) => size * Math.hypot(to.a, to.b))"
            )
            assert min(sizes, default=12) >= 12, path
