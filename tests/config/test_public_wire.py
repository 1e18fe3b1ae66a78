"""What goes over the wire at the public door: nothing that a page can do without, and nothing unsafe left out."""

import gzip

import brotli
import pytest
from django.test import Client

from tests.factories import Personas, make_personas

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


@pytest.fixture(autouse=True)
def people(db: None) -> Personas:
    return make_personas()


def strict() -> Client:
    return Client(HTTP_HOST="localhost", enforce_csrf_checks=True)


def token_of(page: str) -> str:
    return page.split('name="csrfmiddlewaretoken" value="')[1].split('"', maxsplit=1)[0]


def test_pages_are_packed_as_the_browser_understands() -> None:
    plain = Client(HTTP_HOST="localhost").get("/en/").content
    for accepts, unpack, name in (("gzip, deflate, br", brotli.decompress, "br"), ("gzip", gzip.decompress, "gzip")):
        packed = Client(HTTP_HOST="localhost", HTTP_ACCEPT_ENCODING=accepts).get("/en/")
        assert packed["Content-Encoding"] == name
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain)
        assert unpack(packed.content) == plain


def test_a_form_is_taken_with_its_own_token_only() -> None:
    browser = strict()
    page = browser.get("/en/tell/start/").content.decode()
    assert browser.post("/en/tell/start/", {"go": "next"}).status_code == 403
    assert browser.post("/en/tell/start/", {"go": "next", "csrfmiddlewaretoken": "x" * 32}).status_code == 403
    given = {"go": "next", "csrfmiddlewaretoken": token_of(page)}
    assert browser.post("/en/tell/start/", given, HTTP_ORIGIN="https://elsewhere.example").status_code == 403
    assert browser.post("/en/tell/start/", given).status_code == 303


def test_a_token_of_somebody_else_is_refused() -> None:
    mine, theirs = strict(), strict()
    mine.get("/en/tell/start/")
    stolen = token_of(theirs.get("/en/tell/start/").content.decode())
    assert mine.post("/en/tell/start/", {"go": "next", "csrfmiddlewaretoken": stolen}).status_code == 403


def test_the_form_cookie_comes_once() -> None:
    browser = strict()
    first = browser.get("/en/tell/start/")
    assert first.cookies["form"]["samesite"] == "Strict"
    assert "form" not in browser.get("/en/tell/start/").cookies


def test_every_page_says_what_a_browser_may_do_with_it() -> None:
    page = Client(HTTP_HOST="localhost").get("/en/")
    policy = page["Content-Security-Policy"]
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
        assert part in policy
    assert "unsafe" not in policy
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "same-origin"


def test_whoever_leaves_does_not_tell_from_where() -> None:
    left = Client(HTTP_HOST="localhost").get("/leave/")
    assert left["Referrer-Policy"] == "same-origin"
    assert left["Cache-Control"] == "no-store"


@pytest.mark.django_db(databases=["default", "drafts"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_attack_another_site_s_link_takes_nobody_s_draft_away(site: str) -> None:
    browser = Client(HTTP_HOST="localhost")
    browser.post("/en/tell/start/", {"go": "next", "wants": "not_sure"})
    browser.get("/leave/", headers={"Sec-Fetch-Site": site})
    assert browser.get("/en/tell/who/").status_code == 200
    assert browser.cookies["draft"].value
    browser.get("/leave/", headers={"Sec-Fetch-Site": "same-origin"})
    assert not browser.cookies["draft"].value


def test_a_redirect_says_no_more_than_it_must() -> None:
    moved = Client(HTTP_HOST="localhost").post("/en/tell/start/", {"go": "next"})
    assert set(moved.headers) == {"Location", "Content-Length", "Cache-Control"}
