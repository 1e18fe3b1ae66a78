"""A page asks the database as often for many as for few, whatever it lists, and not more often than is written here."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from banyan.observatory.models import Publication
from banyan.partners.models import HelpListing
from banyan.people.models import Member, PartnerMembership
from banyan.reports.actions.search_index import search
from tests.factories import NOW, MemberFactory, OrganisationFactory, Personas, admit, make_personas, sign_in, viewer_of
from tests.house.route_records import answering_kitchen, make_records
from tests.observatory.charts.sample import picture
from tests.reports.desk.telling import tell

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
MORE = 6


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> Personas:
    answering_kitchen(monkeypatch)
    made = make_personas()
    make_records(made)
    return made


def statements(ask: Callable[[], object]) -> int:
    with time_machine.travel(NOW, tick=False), CaptureQueriesContext(connections["default"]) as captured:
        ask()
    return len(captured.captured_queries)


def publish(people: Personas) -> None:
    shown = picture().to_json_dict()
    for number in range(MORE):
        at = NOW + timedelta(days=number)
        Publication.objects.create(
            state="published", question=shown["question"], pictures={"en": shown},
            proposed_by=people.nour, proposed_at=at, decided_by=people.sol, decided_at=at,
        )  # fmt: skip


def list_help(_people: Personas) -> None:
    first = HelpListing.objects.all()[0]
    for _ in range(MORE):
        first.pk, first._state.adding = None, True
        first.id = HelpListing._meta.pk.get_default()
        first.save()


def found_partners(_people: Personas) -> None:
    for house in OrganisationFactory.create_batch(MORE):
        assert PartnerMembership.objects.filter(organisation=house).exists()


def tell_more(people: Personas) -> None:
    for _ in range(MORE):
        tell(people.house)
        tell(people.elsewhere)


def find_more(people: Personas) -> None:
    tell_more(people)
    search(by=viewer_of(people.mei), words="kite", now=NOW)


def admit_more(people: Personas) -> None:
    admit([MemberFactory.create(organisation=people.house) for _ in range(MORE)], by=people.amira)


# The page, who looks, what there is more of, and how often it may ask at most.
PAGES: dict[str, tuple[str, Callable[[Personas], Member | None], Callable[[Personas], None], int]] = {
    "help for everybody": ("/en/help/", lambda _people: None, list_help, 12),
    "pictures for everybody": ("/en/picture/", lambda _people: None, publish, 8),
    "help": (reverse("partners:listings"), lambda people: people.dana, list_help, 16),
    "publications": (reverse("observatory:publications"), lambda people: people.sol, publish, 16),
    "partners": (reverse("people:partners"), lambda people: people.sol, found_partners, 16),
    "clocks": (reverse("reports:clocks"), lambda people: people.sol, tell_more, 24),
    "duty": (reverse("reports:duty"), lambda people: people.dana, admit_more, 24),
    "search": (reverse("reports:search"), lambda people: people.mei, find_more, 24),
    "team": (reverse("people:team"), lambda people: people.amira, admit_more, 16),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_as_often_for_many_as_for_few(people: Personas, name: str) -> None:
    path, who, more, most = PAGES[name]
    member = who(people)
    client = sign_in(Client(), member) if member else Client()

    def ask() -> None:
        response = client.post(path, {"q": "kite"}) if name == "search" else client.get(path)
        assert response.status_code == 200

    statements(ask)  # The first page of a session asks for the second factor too, and a search folds in what is new.
    few = statements(ask)
    more(people)
    assert statements(ask) == few <= most


def test_a_planted_question_for_each_row_is_counted(people: Personas) -> None:
    def ask() -> None:
        for member in Member.objects.all():
            list(member.languages.all())

    few = statements(ask)
    admit_more(people)
    assert statements(ask) == few + MORE
