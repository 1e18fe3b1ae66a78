"""A whole report in a real browser: without script, by keyboard, on small screens, under axe; and what Back shows.

The server is the real one in a process of its own, so that the browser sees what a phone would.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from tests.chromium import IN_BROWSER, WCAG, open_chromium
from tests.served import serve

WORDS = "Fictional. Somebody shouted at me, and I am afraid."
STEPS = ("start", "who", "what", "readers", "words", "when", "why", "contact")
LANGUAGES = ("en", "zh-hant", "zh-hans", "es", "vi", "fil", "ar")

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("browser")) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with open_chromium() as browser:
        yield browser


@pytest.fixture
def phone(chromium: Browser) -> Iterator[BrowserContext]:
    """An old phone: a small window and no JavaScript."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture
def scripted(chromium: Browser) -> Iterator[BrowserContext]:
    """A phone that runs scripts. The neutral site that leaving goes to is played here: no test leaves this machine."""
    context = chromium.new_context(viewport={"width": 360, "height": 740})
    context.route("https://**", lambda route: route.fulfill(body="<title>Weather</title><p>Sunny.</p>"))
    yield context
    context.close()


def follow(page: Page, what: Locator) -> None:
    """Click and wait for the page that follows: a click alone may come back before the next page has begun."""
    with page.expect_navigation():
        what.click()


def go_on(page: Page) -> None:
    follow(page, page.locator("form#step button[name=go][value=next]").last)


def walk(page: Page, address: str, language: str = "en", *, until: str = "check") -> None:
    """Fill in the pages of a report, up to one of them."""
    page.goto(f"{address}/{language}/tell/start/")
    for step in STEPS:
        assert page.url == f"{address}/{language}/tell/{step}/"
        if step == until:
            return
        if step == "words":
            page.locator("textarea[name=words]").fill(WORDS)
        elif step not in {"when", "contact"}:
            page.locator("form#step input[type=checkbox]:visible, form#step input[type=radio]:visible").first.check()
        go_on(page)
    assert page.url.endswith("/tell/check/"), page.locator("main").inner_text()


def send(page: Page) -> str:
    """Send it from the check page; gives the receipt code."""
    follow(page, page.locator("form#step button.button"))
    assert page.url.endswith("/tell/kept/")
    return page.locator(".receipt output").inner_text()


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize("language", ["en", "zh-hant", "ar"])
def test_a_whole_report_and_the_way_back_without_javascript(phone: BrowserContext, address: str, language: str) -> None:
    page = phone.new_page()
    walk(page, address, language)
    code = send(page)
    page.goto(f"{address}/{language}/back/")
    page.locator("input[name=code]").fill(f"  {code.lower()} ")
    follow(page, page.locator("main form button.button").first)
    assert page.url.endswith("/back/all/")
    page.locator("textarea[name$=-text]").fill("One more thing.")
    follow(page, page.locator("section button.button").first)
    assert "One more thing." in page.locator("main").inner_text()


def test_a_voice_or_a_photo_can_be_added_without_javascript(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    walk(page, address, until="words")
    page.locator("textarea[name=words]").fill(WORDS)
    page.locator("input[type=file]").set_input_files(
        {"name": "not-a-photo.jpg", "mimeType": "image/jpeg", "buffer": b"only text"}
    )
    follow(page, page.locator("button[value=add]"))
    assert "We cannot" in page.locator(".errors").inner_text()
    assert page.locator("textarea[name=words]").input_value() == WORDS


def test_back_loses_nothing(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    walk(page, address)
    for step in reversed(STEPS):
        follow(page, page.locator(".back").first)
        assert page.url == f"{address}/en/tell/{step}/"
        if step == "words":
            assert page.locator("textarea[name=words]").input_value() == WORDS
    page.go_back()
    page.go_forward()
    assert page.locator("input[name=wants]").first.is_checked()


TYPED = {
    "words": ("textarea[name=words]", "Half a sentence, not sent"),
    "when": ("input[name=where]", "Near the fountain"),
    "why": ("input[name=loss]", "About forty"),
    "contact": ("input[name=code_name]", "Lily"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_way_off_a_page_keeps_what_was_typed_and_leads_back_without_javascript(
    phone: BrowserContext, address: str, language: str
) -> None:
    """By the page's own way back, and by the browser's."""
    page = phone.new_page()
    walk(page, address, language)
    for step, (control, words) in TYPED.items():
        here = f"{address}/{language}/tell/{step}/"
        for place in ("home", "help", "safety"):
            page.goto(here)
            page.locator(control).fill(f"{words} {place}")
            follow(page, page.locator(f"button[name=go][value={place}]"))
            assert not page.url.startswith(f"{address}/{language}/tell/")
            follow(page, page.locator("main a.button").first)
            assert page.url == here
            assert page.locator(control).input_value() == f"{words} {place}"
            page.locator(control).fill(f"{words}, again {place}")
            follow(page, page.locator(f"button[name=go][value={place}]"))
            page.go_back()
            assert page.url == here
            assert page.locator(control).input_value() == f"{words}, again {place}"
        follow(page, page.locator("button[name=language]"))
        follow(page, page.locator("nav.languages a[lang=es]"))
        assert page.locator(control).input_value() == f"{words}, again safety"


def test_a_message_that_is_not_sent_outlasts_every_way_off_the_page_without_javascript(
    phone: BrowserContext, address: str
) -> None:
    page = phone.new_page()
    walk(page, address)
    code = send(page)
    page.goto(f"{address}/en/back/")
    page.locator("input[name=code]").fill(code)
    follow(page, page.locator("main form button.button").first)
    words = page.locator("textarea")
    for way in ("home", "help", "safety", "add_file", "withdraw", "read"):
        words.fill(f"Half a message, {way}")
        found = "button[formaction*=read]" if way == "read" else f"button[name=go][value^={way}]"
        follow(page, page.locator(found))
        if way == "read":
            assert WORDS in page.locator("main").inner_text()
        follow(page, page.locator("main a[href$='/back/all/']").first)
        assert words.input_value() == f"Half a message, {way}"
    follow(page, page.locator("button[name=language]"))
    follow(page, page.locator("nav.languages a[lang=es]"))
    assert words.input_value() == "Half a message, read"
    follow(page, page.locator("section button.button"))
    assert page.locator("main [role=status]").is_visible()


def test_folded_answers_open_by_keyboard_and_stay_open_where_something_is_chosen(
    scripted: BrowserContext, address: str
) -> None:
    page = scripted.new_page()
    walk(page, address, until="why")
    height = page.evaluate("document.documentElement.scrollHeight")
    assert height < 4.2 * 740, height
    fold = page.locator("details.fold", has=page.locator("input[name=bases][value=asian]"))
    assert not fold.locator("input").first.is_visible()
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    fold.locator("input[value=asian]").focus()
    page.keyboard.press("Space")
    follow(page, page.locator("button[name=go][value=help]"))
    follow(page, page.locator("main a.button").first)
    assert fold.locator("input[value=asian]").is_checked()
    assert fold.locator("input[value=asian]").is_visible()
    assert page.locator("details.fold[open]").count() == 1


@pytest.mark.parametrize("script", [True, False])
def test_after_leaving_back_shows_nothing_that_was_saved(
    phone: BrowserContext, scripted: BrowserContext, address: str, script: bool
) -> None:
    """The draft is gone, so whatever page Back asks for holds no answer any more."""
    context = scripted if script else phone
    context.route("https://**", lambda route: route.fulfill(body="<title>Weather</title><p>Sunny.</p>"))
    page = context.new_page()
    walk(page, address)
    assert WORDS in page.locator("main").inner_text()
    page.goto(f"{address}/en/tell/words/")
    page.locator("textarea[name=words]").fill(f"{WORDS} Not sent.")
    page.locator("#leave").click()
    page.wait_for_url("https://**")
    assert not [one for one in context.cookies() if one["name"] in {"draft", "back"}]
    for _ in range(4):
        page.go_back()
        if page.url.startswith(address):
            assert WORDS not in page.content()
            assert page.locator("textarea").count() == 0 or page.locator("textarea").first.input_value() == ""


def test_after_sending_back_shows_the_receipt_and_no_answer(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    walk(page, address)
    code = send(page)
    page.go_back()
    assert WORDS not in page.content()
    page.goto(f"{address}/en/tell/words/")
    assert page.locator(".receipt output").inner_text() == code


def reach(page: Page, selector: str) -> None:
    """Tab until something of this kind has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"No Tab reaches {selector} on {page.url}")


def test_a_whole_report_by_keyboard_alone(scripted: BrowserContext, address: str) -> None:
    """Leave comes first on every page; the rest is done with Tab, Space, Enter and the letters of the story."""
    page = scripted.new_page()
    page.goto(f"{address}/en/tell/start/")
    for step in STEPS:
        assert page.url == f"{address}/en/tell/{step}/"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "leave"
        if step == "words":
            reach(page, "textarea[name=words]")
            page.keyboard.type(WORDS)
        elif step not in {"when", "contact"}:
            reach(page, "form#step input[type=checkbox], form#step input[type=radio]")
            page.keyboard.press("Space")
            assert page.evaluate("document.activeElement.checked")
        reach(page, "form#step button[name=go][value=next]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert page.url.endswith("/tell/check/")
    assert WORDS in page.locator("main").inner_text()
    reach(page, "form#step button.button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/tell/kept/")
    assert page.locator(".receipt output").inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_holds_up_under_axe_and_on_the_smallest_phone(
    scripted: BrowserContext, address: str, language: str
) -> None:
    page = scripted.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    wrong: list[str] = []

    def look(where: str) -> None:
        page.evaluate("scrollTo(0, 0)")  # Where a page was scrolled to its focus, the bar lies over what is above.
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong.extend(f"{where}: {found}" for found in violations(page))
        if wide > 0:
            wrong.append(f"{where}: {wide} px too wide")

    for path in ("", "help/", "safety/", "protection/", "back/", "paper/", "tell/start/languages/"):
        page.goto(f"{address}/{language}/{path}")
        look(path or "home")
    walk(page, address, language)
    look("check")
    for step in (*STEPS, "them", "young"):
        page.goto(f"{address}/{language}/tell/{step}/")
        look(step)
    page.goto(f"{address}/{language}/tell/contact/")
    page.locator("input[name=code_name]").fill("Lily")
    page.locator("input[name=channels][value=phone]").check()
    go_on(page)
    look("contact, to be mended")
    page.goto(f"{address}/{language}/tell/check/")
    code = send(page)
    look("kept")
    page.goto(f"{address}/{language}/back/")
    page.locator("input[name=code]").fill(code)
    follow(page, page.locator("main form button.button").first)
    look("reports")
    page.locator("textarea").first.fill("One more thing.")
    follow(page, page.locator("section button.button").first)
    look("a message was sent")
    follow(page, page.locator("button[formaction*=read]"))
    look("read")
    for link in ("withdraw", "add_file"):
        page.goto(f"{address}/{language}/back/all/")
        follow(page, page.locator(f"button[value^={link}]").first)
        look(link)
    assert wrong == []


@pytest.mark.parametrize("width", [320, 360])
def test_a_code_of_numbers_is_seen_whole_where_it_is_typed(scripted: BrowserContext, address: str, width: int) -> None:
    page = scripted.new_page()
    page.set_viewport_size({"width": width, "height": 640})
    page.goto(f"{address}/en/back/")
    control = page.locator("input[name=code]")
    control.fill("8888 8888 8888 8888 8888 8888 88")
    assert control.evaluate("it => it.scrollWidth - it.clientWidth") == 0


def test_nothing_is_asked_of_anybody_else(scripted: BrowserContext, address: str) -> None:
    page = scripted.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    walk(page, address)
    send(page)
    assert asked
    assert [url for url in asked if not url.startswith(address)] == []


if os.environ.get("BANYAN_SHOTS"):  # For whoever looks at the pages: BANYAN_SHOTS=folder pytest -m browser -k looks

    @pytest.mark.parametrize("width", [360, 1280])
    @pytest.mark.parametrize("language", ["en", "zh-hant", "ar"])
    def test_looks(chromium: Browser, address: str, language: str, width: int) -> None:
        context = chromium.new_context(viewport={"width": width, "height": 900}, java_script_enabled=False)
        page = context.new_page()
        folder = Path(os.environ["BANYAN_SHOTS"])

        def shot(name: str) -> None:
            page.screenshot(path=folder / f"{language}-{width}-{name}.png", full_page=True)

        for path in ("", "help/", "safety/", "protection/"):
            page.goto(f"{address}/{language}/{path}")
            shot(path.strip("/") or "home")
        walk(page, address, language)
        shot("check")
        for step in (*STEPS, "them", "young"):
            page.goto(f"{address}/{language}/tell/{step}/")
            shot(step)
        page.goto(f"{address}/{language}/tell/check/")
        send(page)
        shot("kept")
        context.close()
