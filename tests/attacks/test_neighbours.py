"""What another site under the same domain can do to a browser in which somebody is signed in here."""

import pytest
from django.test import Client

from banyan.people.queries.sessions import KEY_COOKIE
from tests.factories import Personas, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
LOGIN, TEAM = "/desk/account/login/", "/desk/team/"


def test_attack_a_neighbour_site_puts_no_session_into_a_colleague_s_browser(people: Personas) -> None:
    """A cookie that it sets for the whole domain comes after ours, and Django takes the last."""
    mei, amira = sign_in(Client(), people.mei), sign_in(Client(), people.amira)
    own, tossed = ([f"{name}={one.cookies[name].value}" for name in ("desk", KEY_COOKIE)] for one in (mei, amira))
    assert Client().get(TEAM, headers={"Cookie": "; ".join(own)}).status_code == 200
    for added in (tossed, tossed[:1], tossed[1:]):
        answer = Client().get(TEAM, headers={"Cookie": "; ".join([*own, *added])})
        assert answer.status_code == 302
        assert answer["Location"].startswith(LOGIN)
