"""A process that serves one door alone knows nothing of the other, and says so in a page."""

import importlib
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.conf.urls.i18n import is_language_prefix_patterns_used
from django.test import Client
from django.urls import clear_url_caches

from banyan.config import urls
from tests.factories import Personas

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


@pytest.fixture(params=["desk", "public"])
def door(request: pytest.FixtureRequest, settings: LazySettings) -> Iterator[str]:
    """The door that this process serves, as `banyan serve --door` makes it."""
    both, settings.BANYAN_DOOR = settings.BANYAN_DOOR, request.param
    map_anew()
    yield request.param
    settings.BANYAN_DOOR = both
    map_anew()


def map_anew() -> None:
    importlib.reload(urls)
    clear_url_caches()
    is_language_prefix_patterns_used.cache_clear()  # type: ignore[attr-defined]  # the stubs don't say that it is cached


@pytest.mark.parametrize("path", ["/en/", "/vi/", "/vi/tell/start/", "/", "/nowhere/"])
@pytest.mark.parametrize("door", ["desk"], indirect=True)
def test_the_desk_alone_has_no_public_page_in_any_language(people: Personas, door: str, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 404
    assert "This page is not here" in answer.content.decode()


@pytest.mark.parametrize("door", ["public"], indirect=True)
def test_the_public_door_alone_has_no_desk(people: Personas, door: str) -> None:
    assert Client(raise_request_exception=False).get("/desk/").status_code == 404
    assert Client().get("/en/").status_code == 200
