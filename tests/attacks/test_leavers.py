"""An organisation left the coalition: its staff keep what concerns their own people, and nothing of the coalition's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from banyan.base.actions import Denied
from banyan.base.briefly import forget_everything
from banyan.base.clock import now
from banyan.observatory.actions.publications import approve_publication
from banyan.observatory.models import Publication
from banyan.partners.models import HelpListing
from banyan.people.actions.partners import admit_partner, record_partner_left
from banyan.people.queries.coalition import day_here
from banyan.people.rules.permissions import PERMISSIONS, Permission, Reach, Role
from banyan.site.models import LanguageApproval
from tests.factories import NOW, Personas, sign_in, viewer_of
from tests.observatory.charts.sample import picture
from tests.reports.desk.telling import tell

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
LISTING = {"name": "Night line (fictional)", "group": "crisis_line", "about": "Listens.", "is_shown": "on"}


def leave(people: Personas) -> None:
    day = day_here(now())
    record_partner_left(by=viewer_of(people.sol), organisation=people.house, on=day - timedelta(days=30), now=now())


def test_attack_a_coordinator_of_an_organisation_that_left_changes_what_the_public_reads(people: Personas) -> None:
    line = HelpListing.objects.create(
        group="crisis_line", name=LISTING["name"], about="Listens.", phone="555-0100", order=1
    )
    languages = LanguageApproval.objects.count()
    leave(people)
    dana = sign_in(Client(), people.dana)
    answers = [
        dana.post(reverse("partners:listing", args=[line.pk]), {**LISTING, "phone": "555-0666"}),
        dana.post(reverse("partners:checked", args=[line.pk])),
        dana.post(reverse("site:language", args=["es"]), {"go": "close"}),
        dana.get(reverse("observatory:picture")),
        dana.get(reverse("observatory:publications")),
    ]
    assert {one.status_code for one in answers} <= {403, 404}
    forget_everything()
    assert "555-0100" in Client().get("/en/help/").content.decode()
    assert LanguageApproval.objects.count() == languages


def test_attack_a_coordinator_of_an_organisation_that_left_publishes(people: Personas) -> None:
    shown = picture().to_json_dict()
    made = Publication.objects.create(
        state="proposed", question=shown["question"], pictures={"en": shown}, proposed_by=people.nour, proposed_at=NOW
    )
    leave(people)
    with pytest.raises(Denied):
        approve_publication(by=viewer_of(people.dana), pk=made.pk, now=now())
    made.refresh_from_db()
    assert made.state == "proposed"


def test_who_left_keeps_their_own_people_and_is_shown_no_way_to_the_coalition(people: Personas) -> None:
    report = tell(people.house)
    leave(people)
    dana = sign_in(Client(), people.dana)
    page = dana.get(reverse("reports:report", args=[report.pk]))
    assert page.status_code == 200
    assert "blue kite" in page.content.decode()
    ways = ("observatory:picture", "observatory:publications", "partners:listings", "site:languages")
    for answer in (dana.get(reverse("reports:my_day"), follow=True), dana.get(reverse("people:team")), page):
        text = answer.content.decode()
        assert answer.status_code == 200
        assert not [way for way in ways if f'href="{reverse(way)}"' in text]


@pytest.mark.parametrize("who", ["dana", "amira", "mei"])
def test_only_what_reaches_the_coalition_is_lost_and_it_comes_back(people: Personas, who: str) -> None:
    role = {"dana": Role.COORDINATOR, "amira": Role.ADMINISTRATOR, "mei": Role.ADVOCATE}[who]
    member = getattr(people, who)

    def held(reach: Reach) -> set[Permission]:
        return {one for one in PERMISSIONS[role] if one.reach is reach}

    leave(people)
    assert viewer_of(member).permissions == held(Reach.OWN)
    admit_partner(by=viewer_of(people.sol), organisation=people.house, on=day_here(now()), now=now())
    assert viewer_of(member).permissions == held(Reach.OWN) | held(Reach.COALITION)


def test_who_leaves_in_a_month_belongs_until_then(people: Personas) -> None:
    day = day_here(now())
    record_partner_left(by=viewer_of(people.sol), organisation=people.house, on=day + timedelta(days=30), now=now())
    assert viewer_of(people.dana).permissions == PERMISSIONS[Role.COORDINATOR]


def test_the_coalition_s_own_staff_belong_to_no_organisation_and_lose_nothing(people: Personas) -> None:
    leave(people)
    assert viewer_of(people.sol).permissions == PERMISSIONS[Role.STEWARD]
    assert viewer_of(people.nour).permissions == PERMISSIONS[Role.ANALYST]
