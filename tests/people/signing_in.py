"""The desk's ways in, for the tests that go through them."""

from typing import Any

from django.test import Client

from banyan.people.actions.second_factors import set_up_totp
from banyan.people.models import Member
from banyan.people.queries.viewers import Viewer
from tests.factories import NOW, PASSWORD, TOTP_SECRET, viewer_of

LOGIN, CODE, TEAM = "/desk/account/login/", "/desk/account/code/", "/desk/team/"
NEW_PASSWORD = "/desk/account/password/"


def give_password(client: Client, name: str = "mei", password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(LOGIN, {"login": name, "password": password}, **extra)


def viewer_in(answer: Any) -> Viewer:
    """Whom the desk took the request to be from."""
    viewer: Viewer = answer.wsgi_request.viewer
    return viewer


def with_app(member: Member) -> Member:
    set_up_totp(by=viewer_of(member), secret=TOTP_SECRET, now=NOW)
    return member
