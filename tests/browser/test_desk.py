"""The desk's pages about reports in a real browser: keyboard, small screens, other languages, axe, and no script.

Pages are rendered by Django before the browser starts; the browser's requests are answered from them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Route

from banyan.people.models import Member
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.contacts import log_contact
from banyan.reports.actions.duties import Procedure, write_protocol
from banyan.reports.actions.first_looks import record_first_look
from banyan.reports.rules.promises import Promised
from tests.chromium import IN_BROWSER, PHONE, SITE, WCAG, WIDE, give_static, open_chromium
from tests.factories import NOW, Personas, make_personas, sign_in, viewer_of
from tests.reports.desk.telling import tell

pytestmark = [
    *IN_BROWSER,
    pytest.mark.django_db,
]


@pytest.fixture
def people() -> Personas:
    with time_machine.travel(NOW, tick=False):
        return make_personas()


def render(people: Personas, locale: str) -> dict[str, str]:
    """Every page of the desk about reports, with something to see on each."""
    with time_machine.travel(NOW, tick=False):
        Member.objects.update(locale=locale)
        by = viewer_of(people.mei)
        write_protocol(by=viewer_of(people.dana), procedure=Procedure(danger_to_child="Tell Dana.\nAt once."), now=NOW)
        tell(people.house, contact={"is_safe_now": "no"})
        tell(people.house, contact={"speaks": ["es"]}, written_in="es")
        report = tell(people.house, words={"words": "在街上有人大喊。\n" + "a_very_long_word" * 12})
        log_contact(by=by, report=report, outcome="attempted", how="phone", note="Nobody there.", now=NOW)
        write_answer(by=by, report=report, text="We are here.", promised=Promised(NOW.date()), now=NOW)
        record_first_look(by=by, report=report, dangers=["others"], conflict="possible", note="Next door.", now=NOW)
        own = ["report", "first_look", "coding", "hand", "close"]
        mei = [reverse("reports:my_day"), *(reverse(f"reports:{name}", args=[report.pk]) for name in own)]
        mei += [reverse(f"reports:{name}") for name in ("reports", "enter", "search")]
        dana = [reverse(f"reports:{name}") for name in ("duty", "protocol", "export")]
        return {
            **_shown(people.mei, mei),
            **_shown(people.dana, dana),
            **_shown(people.sol, [reverse("reports:clocks")]),
        }


def _shown(member: Member, paths: list[str]) -> dict[str, str]:
    client = sign_in(Client(), member)
    found = {}
    for path in paths:
        response = client.get(path)
        assert response.status_code == 200, path
        found[path] = response.content.decode()
    return found


@contextmanager
def browsing(pages: dict[str, str], size: tuple[int, int], *, script: bool = True) -> Iterator[BrowserContext]:
    """A browser whose requests are answered from the pages; what it asks for elsewhere is refused and noted."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if not route.request.url.startswith(SITE):
            elsewhere.append(route.request.url)
            route.abort()
        elif path.startswith("/static/"):
            give_static(route, path)
        elif path in pages:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
        else:
            route.fulfill(body="<title>Elsewhere at the desk</title>", content_type="text/html; charset=utf-8")

    elsewhere: list[str] = []
    with open_chromium() as browser:
        width, height = size
        context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=script)
        context.route("**/*", answer)
        yield context
    assert elsewhere == []


@pytest.mark.parametrize(("locale", "size"), [("en", WIDE)])  # On the smallest phone, in every language: test_crawl.
def test_every_page_holds_up_under_axe(people: Personas, locale: str, size: tuple[int, int]) -> None:
    pages = render(people, locale)
    found = {}
    with browsing(pages, size) as context:
        page = context.new_page()
        for path in pages:
            page.goto(SITE + path)
            results = Axe().run(page, options=WCAG)
            if results.violations_count:
                found[path] = results.generate_report()
    assert found == {}


@pytest.mark.parametrize("locale", ["en", "zh-hant", "es"])
def test_the_ways_through_the_desk_are_one_line_and_the_folded_ones_open_below_it(
    people: Personas, locale: str
) -> None:
    Member.objects.update(locale=locale)
    Member.objects.filter(pk=people.dana.pk).update(name="Dana Whitfield-Okafor")
    with time_machine.travel(NOW, tick=False):
        pages = _shown(people.dana, ["/desk/"])
    with browsing(pages, WIDE, script=False) as context:
        page = context.new_page()
        page.goto(f"{SITE}/desk/")
        for is_open in (False, True):
            assert page.locator(".desk-top").evaluate("one => one.offsetHeight") < 80, is_open
            assert page.locator(".desk-nav ul a").first.is_visible() is is_open
            page.locator(".desk-nav summary").click()


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_no_page_is_wider_than_the_screen(people: Personas, size: tuple[int, int]) -> None:
    pages = render(people, "en")
    wider = {}
    with browsing(pages, size) as context:
        page = context.new_page()
        for path in pages:
            page.goto(SITE + path)
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                wider[path] = over
    assert wider == {}


def test_the_keyboard_walks_the_list_opens_a_report_and_searches(people: Personas) -> None:
    pages = render(people, "en")
    with browsing(pages, WIDE) as context:
        page = context.new_page()
        page.goto(SITE + reverse("reports:reports"))
        focused = "document.activeElement.textContent.trim()"
        page.keyboard.press("j")
        first = page.evaluate(focused)
        page.keyboard.press("j")
        second = page.evaluate(focused)
        page.keyboard.press("k")
        assert page.evaluate(focused) == first != second
        assert first.startswith("R-")
        address = page.evaluate("document.activeElement.getAttribute('href')")
        with page.expect_navigation(url=f"{SITE}{address}"):
            page.keyboard.press("Enter")
        page.goto(SITE + reverse("reports:my_day"))
        page.keyboard.press("/")
        page.keyboard.type("orchid")
        with page.expect_request(lambda request: request.method == "POST") as sent, page.expect_navigation():
            page.keyboard.press("Enter")
        assert urlsplit(sent.value.url).path == reverse("reports:search")
        assert "orchid" not in sent.value.url
        assert "q=orchid" in (sent.value.post_data or "")


def test_without_script_a_contact_is_noted_in_two_taps(people: Personas) -> None:
    pages = render(people, "en")
    path = next(path for path in pages if path.startswith("/desk/reports/") and path.count("/") == 4 and "-" in path)
    with browsing(pages, PHONE, script=False) as context:
        page = context.new_page()
        page.goto(SITE + path)
        page.get_by_label("I tried").check()
        with page.expect_request(lambda request: request.method == "POST") as sent, page.expect_navigation():
            page.locator("form#contact").get_by_role("button", name="Note it").click()
        assert urlsplit(sent.value.url).path == f"{path}contact/"
        assert "outcome=attempted" in (sent.value.post_data or "")
