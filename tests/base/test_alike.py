"""Pages and parts drawn once: everybody gets the same, but for the token that is theirs."""

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils.translation import override

from banyan.base.alike import MARK, render_alike
from banyan.base.briefly import forget_everything

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


def request() -> HttpRequest:
    return RequestFactory().get("/en/back/")


def test_two_people_get_the_same_page_each_with_a_token_of_their_own() -> None:
    pages = [Client().get("/en/back/").content.decode() for _ in range(2)]
    tokens = [TOKEN.findall(page) for page in pages]
    assert tokens[0] != tokens[1]
    assert MARK not in "".join(pages)
    assert TOKEN.sub("", pages[0]) == TOKEN.sub("", pages[1])


def test_the_token_on_a_page_drawn_before_is_accepted() -> None:
    Client().get("/en/back/")
    browser = Client(enforce_csrf_checks=True)
    token = TOKEN.findall(browser.get("/en/back/").content.decode())[0]
    assert browser.post("/en/back/", {"code": "ABC", "csrfmiddlewaretoken": token}).status_code == 422
    assert browser.post("/en/back/", {"code": "ABC", "csrfmiddlewaretoken": MARK}).status_code == 403


def test_a_page_is_drawn_once_for_each_language_and_context() -> None:
    asked: list[str] = []

    def more() -> dict[str, Any]:
        asked.append("drawn")
        return {}

    for language in ("en", "es", "en"):
        with override(language):
            render_alike(request(), "site/safety.html", more=more)
    assert len(asked) == 2
    render_alike(request(), "site/safety.html", {"is_young": True}, more=more)
    assert len(asked) == 3
    forget_everything()
    render_alike(request(), "site/safety.html", more=more)
    assert len(asked) == 4


def test_what_isn_t_fixed_can_t_be_remembered() -> None:
    unfixed: Any = {"words": ["what somebody typed"]}
    with pytest.raises(TypeError):
        render_alike(request(), "site/safety.html", unfixed)


def test_nothing_is_remembered_of_a_page_that_somebody_signed_in_sees() -> None:
    theirs: Any = request()
    theirs.viewer = object()
    with pytest.raises(RuntimeError):
        render_alike(theirs, "site/safety.html")


def test_a_part_is_drawn_anew_only_for_other_values() -> None:
    page = Template("{% alike place %}{{ place }} {{ name }}{% endalike %}")
    drawn = [page.render(Context({"place": place, "name": name})) for place, name in ("ab", "ac", "dc")]
    assert drawn == ["a ", "a ", "d "]  # What isn't named isn't there: the next reader would get it, too.


def test_attack_a_page_without_the_way_to_help_takes_it_from_nobody_else() -> None:
    reader = Client()
    forget_everything()
    Client().get("/desk/nothing-here/")
    assert "Find help now" in reader.get("/en/safety/").content.decode().split("<main")[0]
