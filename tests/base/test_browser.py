"""What only a browser can tell: that leaving is instant, and that pages hold up under axe, zoom and small screens.

Nothing listens anywhere: the browser's requests are answered from templates rendered here.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, Route

from banyan.base.languages import INTERFACE_LOCALES
from tests.base.gallery_urls import components_alone
from tests.chromium import IN_BROWSER, SITE, WCAG, give_static, open_chromium

pytestmark = IN_BROWSER


def render_path(path: str, language: str = "en") -> str:
    """The page at this address of the components' own map, as text."""
    with components_alone(), translation.override(language):
        found = resolve(path)
        return str(found.func(RequestFactory().get(path), **found.kwargs).content.decode())


@pytest.fixture(scope="module")
def pages() -> dict[tuple[str, str], str]:
    """Rendered before the browser starts, since Django refuses to work beside its event loop."""
    paths = ("/step/", "/gallery/", "/desk/gallery/", "/leave/")
    return {(path, locale.code): render_path(path, locale.code) for path in paths for locale in INTERFACE_LOCALES}


@pytest.fixture(scope="module")
def chromium(pages: dict[tuple[str, str], str]) -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


Opener = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, pages: dict[tuple[str, str], str]) -> Iterator[Opener]:
    """Open an address in a fresh browser context; every request is answered from here."""
    contexts: list[BrowserContext] = []

    def answer(route: Route, language: str) -> None:
        path = route.request.url.removeprefix(SITE).split("?")[0]
        if path.startswith("/static/"):
            give_static(route, path)
        else:
            route.fulfill(body=pages[path, language], content_type="text/html; charset=utf-8")

    def open_page(path: str, language: str = "en", **options: Any) -> Page:
        context = chromium.new_context(**{"viewport": {"width": 360, "height": 740}, **options})
        contexts.append(context)
        context.route("**/*", lambda route: answer(route, language))
        page = context.new_page()
        page.goto(SITE + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


# --- Leaving ----------------------------------------------------------------------------------------------------------


STATE = "[document.body.childNodes.length, document.body.innerText, document.title]"


def test_one_tap_blanks_the_page_at_once_and_not_when_the_next_one_answers(visit: Opener) -> None:
    page = visit("/step/")
    page.locator("#id_name").fill("something only for them")
    # One script reads what stands on the page right after the tap, before the browser may do anything else.
    assert page.evaluate(f"document.getElementById('leave').click(), {STATE}") == [0, "", "…"]
    page.wait_for_url("**/leave/")


def test_leaving_replaces_the_page_in_the_history(visit: Opener) -> None:
    page = visit("/gallery/")
    page.goto(f"{SITE}/step/")
    page.locator("#leave").click()
    page.wait_for_url("**/leave/")
    page.go_back()
    assert page.url == f"{SITE}/gallery/"


def test_leaving_works_without_javascript_and_is_reached_first_by_keyboard(visit: Opener) -> None:
    page = visit("/step/", java_script_enabled=False)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leave/")


def test_shift_three_times_leaves_and_says_how_far_it_is(visit: Opener) -> None:
    page = visit("/step/")
    status = page.locator("#leave-progress")
    page.keyboard.press("Shift")
    assert status.inner_text() == "Press Shift 2 more times to leave."
    page.keyboard.press("Shift")
    assert status.inner_text() == "Press Shift 1 more time to leave."
    page.keyboard.press("Shift")
    page.wait_for_url("**/leave/")


def test_shift_counts_only_alone(visit: Opener) -> None:
    """Capital letters, or another key between, start the count again."""
    page = visit("/step/")
    page.locator("#id_name").focus()
    for _ in range(4):
        page.keyboard.press("Shift+A")
    assert page.locator("#id_name").input_value() == "AAAA"
    for key in ("Shift", "Shift", "a", "Shift", "Shift"):
        page.keyboard.press(key)
    assert page.url == f"{SITE}/step/"
    page.keyboard.press("Shift")
    page.wait_for_url("**/leave/")


def test_holding_shift_down_is_one_press(visit: Opener) -> None:
    page = visit("/step/")
    for _ in range(5):
        page.keyboard.down("Shift")
    page.keyboard.up("Shift")
    assert page.locator("#leave-progress").inner_text() == "Press Shift 2 more times to leave."


def test_shift_must_come_within_five_seconds(visit: Opener) -> None:
    page = visit("/step/")
    page.clock.install()
    page.reload()
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.clock.fast_forward(5100)
    assert page.locator("#leave-progress").inner_text() == "Leaving is canceled."
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    assert page.url == f"{SITE}/step/"


def test_a_page_kept_alive_by_the_browser_is_blanked_and_fetched_again(visit: Opener) -> None:
    page = visit("/step/")
    page.locator("#id_name").fill("still here?")
    show_again = "dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))"
    with page.expect_navigation():
        assert page.evaluate(f"{show_again}, {STATE}")[0] == 0
    assert page.locator("#id_name").input_value() == ""


def test_enter_in_a_text_field_goes_on_and_does_not_change_the_language(visit: Opener) -> None:
    page = visit("/step/")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.locator("#id_name").press("Enter")
    assert "go=next" in (sent.value.post_data or "")
    assert "language=" not in (sent.value.post_data or "")


# --- Reading ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/step/", "/gallery/", "/desk/gallery/"])
def test_axe_finds_nothing(visit: Opener, path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme, reduced_motion="reduce")
    page.evaluate("scrollTo(0, 0)")  # The sample of a summary took the focus, and the leave bar covers what is above.
    standards = [*WCAG["runOnly"], "best-practice"]
    # The gallery shows a landmark twice on purpose: as a sample, and at work in its header.
    rules = {"landmark-unique": {"enabled": "gallery" not in path}}
    found = Axe().run(page, options={"runOnly": standards, "rules": rules}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found] == []


@pytest.mark.parametrize("language", [locale.code for locale in INTERFACE_LOCALES])
@pytest.mark.parametrize("path", ["/step/", "/gallery/", "/desk/gallery/"])
def test_nothing_is_wider_than_a_small_phone(visit: Opener, path: str, language: str) -> None:
    page = visit(path, language, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize(("path", "least"), [("/step/", 44), ("/gallery/", 24), ("/desk/gallery/", 24)])
def test_targets_are_large_enough_to_tap(visit: Opener, path: str, least: int) -> None:
    """A link inside a sentence may be smaller, as WCAG allows; so may a box whose whole card can be tapped."""
    page = visit(path)
    small = page.evaluate(
        """least => [...document.querySelectorAll("a, button, summary, select, textarea, input, label.tick")]
          .filter(one => !one.closest("p:not(.tools), dd, .hidden, li:not(.plain li, .languages li, .desk-nav li)"))
          .filter(one => one.getClientRects().length && !one.matches(".skip, [tabindex='-1'], label.tick > input"))
          .filter(one => { const box = one.getBoundingClientRect(); return Math.round(box.height) < least; })
          .map(one => one.outerHTML.slice(0, 90))""",
        least,
    )
    assert small == []


@pytest.mark.parametrize("language", [locale.code for locale in INTERFACE_LOCALES])
@pytest.mark.parametrize(
    ("path", "begin"),
    [("/step/", ".leave a, .name, h1, .foot p"), ("/desk/gallery/", ".name, main.narrow > p:first-child")],
)
def test_the_bar_begins_where_the_words_below_it_do_and_is_one_line(
    visit: Opener, path: str, begin: str, language: str
) -> None:
    page = visit(path, language, viewport={"width": 1280, "height": 800})
    if path.startswith("/desk/"):
        page.evaluate("document.querySelector('main').className = 'wrap narrow'")
    starts = page.evaluate(
        """begin => [...document.querySelectorAll(begin)].map(one => one.getBoundingClientRect())
          .map(box => Math.round(document.dir === "rtl" ? innerWidth - box.right : box.left))""",
        begin,
    )
    assert len(starts) > 1
    assert len(set(starts)) == 1
    assert page.locator(".bar").first.bounding_box()["height"] < 80  # type: ignore[index] # It is shown.


def test_focus_is_never_under_the_leave_bar(visit: Opener) -> None:
    page = visit("/step/")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.id") == "leave":
            break
        top, bar = page.evaluate(
            "[document.activeElement.getBoundingClientRect().top,"
            " document.querySelector('.leave').getBoundingClientRect().bottom]"
        )
        assert top >= bar
    assert page.evaluate("document.activeElement.id") == "leave"


def test_print_hides_what_paper_has_no_use_for(visit: Opener) -> None:
    page = visit("/step/")
    page.emulate_media(media="print")
    assert not page.locator("#leave").is_visible()
    assert not page.locator(".buttons").is_visible()
    assert page.locator("h1").is_visible()
