"""What stands on my day from the areas above the reports: pictures that wait for a second person, and decisions."""

import re
from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from banyan.base.audit import Operator
from banyan.observatory.actions.publications import approve_publication, decline_publication, record_check
from banyan.observatory.models import Publication
from banyan.observatory.rules.picture import Question
from banyan.observatory.rules.publications import ForPublic
from banyan.people.models import Member
from tests.factories import NOW, Personas, make_personas, sign_in, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Personas:
    with time_machine.travel(NOW, tick=False):
        return make_personas()


def proposed(by: Member, **changes: Any) -> Publication:
    question = Question(place="san_francisco", community="asian", since=2019, until=2025, by="year")
    given = {"state": "checking", "question": asdict(question), "proposed_by": by, "proposed_at": NOW}
    made = Publication.objects.create(**given | changes)
    if not changes:
        record_check(by=Operator("publication"), pk=made.pk, found=ForPublic({}, None, ()), now=NOW)
        made.refresh_from_db()
    return made


def day_of(member: Member, after: timedelta = timedelta()) -> str:
    with time_machine.travel(NOW + after, tick=False):
        return sign_in(Client(), member).get("/desk/").content.decode()


def test_whoever_may_approve_is_told_that_a_picture_waits(people: Personas) -> None:
    made = proposed(people.nour)
    for member in (people.dana, people.sol):
        page = day_of(member)
        assert "A picture waits for a second person: San Francisco" in page
        assert "Nour proposed it on March 2." in page
        assert f'href="/desk/publications/{made.pk}/"' in page
        assert "Your turn" in page


def test_whoever_proposed_sees_that_it_waits_and_then_what_became_of_it(people: Personas) -> None:
    first, second = proposed(people.nour), proposed(people.nour)
    page = day_of(people.nour)
    assert page.count("Your picture waits for a second person: San Francisco") == 2
    assert "Your turn" not in page
    approve_publication(by=viewer_of(people.sol), pk=first.pk, now=NOW)
    decline_publication(by=viewer_of(people.dana), pk=second.pk, now=NOW)
    page = day_of(people.nour)
    assert "Sol approved your picture on March 2, and it is public now: San Francisco" in page
    assert "Dana declined your picture on March 2: San Francisco" in page
    assert "Your picture waits" not in page
    assert "A picture waits" not in day_of(people.dana)
    assert "your picture" not in day_of(people.nour, timedelta(days=15))


def test_whoever_proposed_sees_that_it_cannot_be_published_or_that_its_check_stopped(people: Personas) -> None:
    refused = proposed(people.nour, state="refused", pictures=None, refusal={"en": "Too few people."})
    stopped = proposed(people.nour, state="stopped", pictures=None)
    page = day_of(people.nour)
    assert "t be published as it is: San Francisco" in page
    assert "The check of your picture stopped before its end: San Francisco" in page
    assert all(f'href="/desk/publications/{one.pk}/"' in page for one in (refused, stopped))
    assert "your picture" not in day_of(people.dana).lower()
    assert "your picture" not in day_of(people.nour, timedelta(days=15)).lower()


def test_nobody_is_asked_to_approve_their_own(people: Personas) -> None:
    proposed(people.dana)
    page = day_of(people.dana)
    assert "Your picture waits" in page
    assert "A picture waits" not in page


def test_an_advocate_s_day_says_nothing_and_asks_the_database_nothing(people: Personas) -> None:
    proposed(people.nour)
    with CaptureQueriesContext(connection) as queries:
        page = day_of(people.mei)
    assert "waits for a second person" not in page
    assert not [query for query in queries if "observatory_publication" in query["sql"]]


def test_a_page_that_shows_no_day_asks_for_no_pictures(people: Personas) -> None:
    client = sign_in(Client(), people.dana)
    with CaptureQueriesContext(connection) as queries:
        client.get("/desk/team/")
    assert not [query for query in queries if "observatory_publication" in query["sql"]]


@pytest.mark.parametrize(
    ("who", "is_shown"), [("nour", True), ("sol", True), ("dana", True), ("mei", False), ("amira", False)]
)
def test_publications_stand_in_the_navigation_of_those_who_work_on_them(
    people: Personas, who: str, *, is_shown: bool
) -> None:
    page = day_of(getattr(people, who))
    assert ('<a href="/desk/publications/">Publications</a>' in page) is is_shown


def test_whoever_reads_no_reports_is_shown_where_their_work_is(people: Personas) -> None:
    analyst, steward, keeper = day_of(people.nour), day_of(people.sol), day_of(people.amira)
    assert 'class="choice" href="/desk/picture/"' in analyst
    assert 'class="choice" href="/desk/partners/"' in steward
    assert 'class="choice" href="/desk/publications/"' not in keeper
    assert "Your role reads no reports." in keeper
    assert "Your role reads no reports." not in analyst


def test_only_the_day_itself_is_marked_as_the_day(people: Personas) -> None:
    client = sign_in(Client(), people.amira)
    with time_machine.travel(NOW, tick=False):
        marked = '<a href="/desk/" aria-current="page">'
        assert marked in client.get("/desk/").content.decode()
        assert marked not in client.get("/desk/audit/").content.decode()


def test_what_would_take_a_second_line_is_folded_and_says_so_when_one_is_in_it(people: Personas) -> None:
    folded = re.compile(r"<details><summary(.*?)>More</summary>(.*?)</details>", re.DOTALL)
    advocate, coordinator = (sign_in(Client(), who) for who in (people.mei, people.dana))
    with time_machine.travel(NOW, tick=False):
        assert not folded.search(advocate.get("/desk/").content.decode()), "five stand in one line"
        day, team = (coordinator.get(path).content.decode() for path in ("/desk/", "/desk/team/"))
    current, ways = folded.findall(day)[0]
    assert current == ""
    assert re.findall(r'href="(.*?)"', ways) == ["/desk/help/", "/desk/languages/", "/desk/team/", "/desk/account/"]
    current, ways = folded.findall(team)[0]
    assert current == ' aria-current="true"'
    assert '<a href="/desk/team/" aria-current="page">' in ways
