"""The page of a language that isn't open, as a small old phone shows it: nothing aside, all readable, help at once.

Nothing listens anywhere: the browser's requests are answered from pages rendered here.
"""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, Route

from banyan.base.briefly import forget_everything
from banyan.people.actions.interpreters import InterpreterDetails, set_interpreter
from banyan.people.models import ANY
from tests.chromium import IN_BROWSER, SITE, WCAG, give_static, open_chromium
from tests.factories import NOW, OPERATOR, make_personas

CODES = ("zh-hant", "zh-hans", "es", "vi", "fil", "ar")
STANDARDS = [*WCAG["runOnly"], "best-practice"]

pytestmark = [
    *IN_BROWSER,
    pytest.mark.django_db(databases=["default", "drafts"]),
]


def render_all() -> dict[str, str]:
    return {f"/{code}/": Client().get(f"/{code}/").content.decode() for code in CODES}


@pytest.fixture
def pages() -> dict[str, str]:
    """Rendered before the browser starts, since Django refuses to work beside its event loop."""
    people = make_personas()
    for tag in ("yue", "es", "vi", "fil", "ar-YE"):
        people.house.languages.create(tag=tag)
    bare = {f"/bare{path}": page for path, page in render_all().items()}
    line = InterpreterDetails("Interpreter line of the whole city (fictional)", "415 555 0100", "415 555 0107", "9–17")
    set_interpreter(by=OPERATOR, language=ANY, contact=line, now=NOW)
    forget_everything()  # As the commit does, which no test of one transaction comes to.
    return render_all() | bare


@pytest.fixture
def chromium(pages: dict[str, str]) -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


def visit(chromium: Browser, pages: dict[str, str], path: str, *, scheme: str, script: bool) -> Page:
    def answer(route: Route) -> None:
        asked = route.request.url.removeprefix(SITE)
        if asked.startswith("/static/"):
            give_static(route, asked)
        else:
            route.fulfill(body=pages[asked], content_type="text/html; charset=utf-8")

    context = chromium.new_context(
        viewport={"width": 320, "height": 640},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=script,
    )
    context.route("**/*", answer)
    page = context.new_page()
    page.goto(SITE + path)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_closed_language_fits_and_reads_on_a_small_phone(
    chromium: Browser, pages: dict[str, str], scheme: str
) -> None:
    found = {}
    for path in (path for path in pages if not path.startswith("/bare")):
        page = visit(chromium, pages, path, scheme=scheme, script=True)
        violations = Axe().run(page, options={"runOnly": STANDARDS}).response["violations"]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if violations or wide != 320:
            found[path] = [wide, *[(one["id"], one["nodes"][0]["html"][:160]) for one in violations]]
        page.context.close()
    assert found == {}


def test_without_script_help_and_the_ways_on_stand_on_the_first_screen(
    chromium: Browser, pages: dict[str, str]
) -> None:
    for path in pages:
        page = visit(chromium, pages, path, scheme="light", script=False)
        page.set_viewport_size({"width": 360, "height": 740})
        line = "tel:911" if path.startswith("/bare") else "tel:4155550100"
        for wanted in ('a[href="/en/"]', f'a[href="{line}"]'):
            box = page.locator(wanted).first.bounding_box()
            assert box is not None
            assert box["y"] + box["height"] <= 740, (path, wanted)
            assert box["height"] >= 44
        page.context.close()
