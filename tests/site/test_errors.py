"""What somebody reads when a page can't be shown, and where it lets them go on."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import Personas, sign_in

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/desk/reports/duty/", 403, "This page is not open to you"),
        ("/desk/reports/00000000-0000-4000-8000-000000000000/", 404, "This page is not here"),
    ],
)
def test_a_member_who_may_not_see_a_page_stays_at_the_desk(
    people: Personas, path: str, status: int, title: str
) -> None:
    response = sign_in(Client(), people.mei).get(path)

    page = response.content.decode()
    assert response.status_code == status
    assert f"<title>{title}</title>" in page
    assert f'href="{reverse("reports:my_day")}">My day' in page
    assert 'id="leave"' not in page


def test_everybody_else_is_led_to_the_public_door(people: Personas) -> None:
    page = Client().get("/en/nothing/here/").content.decode()

    assert "This page is not here" in page
    assert 'id="leave"' in page


@pytest.mark.parametrize(
    "name", ["reports:my_day", "partners:listings", "observatory:publications", "site:languages", "people:team"]
)
def test_every_page_of_the_desk_has_a_title_of_its_own(people: Personas, name: str) -> None:
    assert "<title>Desk</title>" not in sign_in(Client(), people.dana).get(reverse(name)).content.decode()
