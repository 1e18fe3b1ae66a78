"""Every page of the desk that a link leads to, as those who work there, in the desk's languages, on the smallest phone.

Django renders what a member finds by following links from their day; no sentence is left in English. The browser then
shows each page once: axe finds nothing (WCAG 2.2 AA), and nothing is wider than 320 pixels. The public pages
are walked in test_report.
"""

import re
from html import unescape
from typing import Any

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.urls import resolve, reverse

from banyan.people.models import Coalition, Member
from banyan.people.rules.permissions import Role
from tests.base.english import english_in
from tests.browser.test_desk import browsing, render
from tests.chromium import IN_BROWSER, NARROW, SITE, WCAG
from tests.factories import NOW, PASSWORD, MemberFactory, Personas, admit, make_personas, sign_in
from tests.house.route_records import answering_kitchen, make_records
from tests.house.test_routes import is_desk, read_table

pytestmark = [
    *IN_BROWSER,
    pytest.mark.django_db(databases=["default", "drafts"]),
]
LINK = re.compile(r'<a\b[^>]*\bhref="(/desk/[^"#]*)')
EACH_THEIR_OWN = {"reports:my_day", "people:team", "people:member"}  # They differ by who looks.
# No page: a sign of life, and files. The picture's are read in tests/observatory.
NO_PAGE = {"reports:alive", "reports:file", "reports:original", "observatory:file", "observatory:figure"}
# Reached by a form, for want of a key, and by the door's own asking.
BESIDE = ("reports:search", "people:recover", "account_reauthenticate")
SIGNED_OUT = {"account_login", "mfa_authenticate"}  # In tests/base/test_browser.py and tests/people.
MOST = 200


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> Personas:
    answering_kitchen(monkeypatch)
    with time_machine.travel(NOW, tick=False):
        made = make_personas()
        Coalition.objects.update(is_demonstration=True)
        make_records(made)
        return made


def workers(people: Personas) -> list[Member]:
    outreach = MemberFactory.create(name="Omar", organisation=people.house, roles=(Role.OUTREACH,))
    admit([outreach], by=people.amira)
    return [people.dana, people.mei, people.amira, people.sol, people.nour, outreach]


def crawl(member: Member, seen: set[str]) -> dict[str, str]:
    """What links lead to: of each route the first page that anybody was shown, of some each member's own."""
    client = sign_in(Client(), member)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    found: dict[str, str] = {}
    waiting, asked = [reverse("reports:my_day"), *map(reverse, BESIDE)], set[str]()
    while waiting and len(asked) < MOST:
        path = waiting.pop(0)
        route = resolve(path.partition("?")[0]).view_name
        if route in asked or route in NO_PAGE:
            continue
        asked.add(route)
        response = client.get(path)
        if response.status_code != 200 or not response["Content-Type"].startswith("text/html"):
            continue
        html = response.content.decode()
        waiting += [unescape(link) for link in LINK.findall(html)]
        if route not in seen or route in EACH_THEIR_OWN:
            found[f"{path.partition('?')[0]}~{member.username}"] = html
            seen.add(route)
    return found


def pages_of(people: Personas, locale: str) -> tuple[dict[str, str], set[str]]:
    render(people, locale)  # Reports with something to see on each.
    seen: set[str] = set()
    pages: dict[str, str] = {}
    with time_machine.travel(NOW, tick=False):
        everybody = workers(people)
        Member.objects.update(locale=locale)
        for member in everybody:
            pages |= crawl(member, seen)
    return pages, seen


@pytest.mark.parametrize("locale", ["en", "zh-hant", "es"])
def test_every_page_of_the_desk_holds_up_on_the_smallest_phone(people: Personas, locale: str) -> None:
    pages, seen = pages_of(people, locale)
    shown = {
        route
        for (route, method), cells in read_table().items()
        if is_desk(route) and method == "GET" and any(cell.startswith("200") for cell in cells.values())
    }
    assert shown - seen - NO_PAGE - SIGNED_OUT == set(), "no link leads there"
    wrong: dict[str, Any] = {}
    if locale != "en":
        left = {path: english_in(html, language=locale, folder="locale_desk") for path, html in pages.items()}
        wrong |= {path: sentences for path, sentences in left.items() if sentences}
    with browsing(pages, NARROW) as context:
        page = context.new_page()
        for path in pages:
            page.goto(SITE + path)
            page.eval_on_selector_all("details", "folds => folds.forEach(fold => { fold.open = true })")
            results = Axe().run(page, options=WCAG)
            if results.violations_count:
                wrong[path] = results.generate_report()
            over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if over > 0:
                wrong[path] = f"{over} pixels wider than the screen"
    assert wrong == {}
