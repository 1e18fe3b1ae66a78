"""Somebody who alone can open a report is told so; whoever it is kept from learns nothing, not even by a number."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from banyan.people.actions.invitations import Invitee, accept_invitation, reset_member
from banyan.people.actions.members import remove_member
from banyan.people.actions.roles import end_role, grant_role
from banyan.people.models import Member
from banyan.people.rules.permissions import Role
from banyan.reports.actions.claims import hand_report
from banyan.reports.actions.openings import open_report
from banyan.reports.models import Report
from banyan.reports.queries.desk_last_readers import list_only_mine
from tests.factories import NOW, Personas, admit, viewer_of
from tests.reports.desk.telling import at_desk, tell

pytestmark = pytest.mark.django_db

WARNING = "Only you can open"


@pytest.fixture
def kept(people: Personas) -> Report:
    """Rosa reads too by now, and the report is kept from her: Mei and Dana can open it."""
    admit([people.rosa], by=people.amira)
    return tell(people.house, hidden_from=frozenset({people.rosa.pk}))


def only_of(member: Member) -> list[Report]:
    return list(list_only_mine(viewer=viewer_of(member)))


def day_of(member: Member) -> str:
    return at_desk(member).get(reverse("reports:my_day")).content.decode()


def test_who_is_left_alone_with_a_report_is_told(people: Personas, kept: Report) -> None:
    tell(people.house)
    assert only_of(people.mei) == only_of(people.dana) == []
    assert WARNING not in day_of(people.mei)
    remove_member(by=viewer_of(people.amira), member=people.dana, now=NOW)
    assert only_of(people.mei) == [kept]
    page = day_of(people.mei)
    assert "Only you can open one report" in page
    assert reverse("reports:report", args=[kept.pk]) in page
    opened = at_desk(people.mei).get(reverse("reports:report", args=[kept.pk])).content.decode()
    assert "Only you can open this report." in opened


def test_whoever_lost_their_role_is_not_listed_beside_that(people: Personas, kept: Report) -> None:
    granted = people.dana.role_grants.filter(ended_at=None)
    for role in granted.values_list("role", flat=True):
        end_role(by=viewer_of(people.amira), member=people.dana, role=Role(role), now=NOW)
    assert only_of(people.mei) == [kept]
    opened = open_report(by=viewer_of(people.mei), report=kept, now=NOW)
    assert [one.member for one in opened.readers] == [people.mei]


def test_whom_it_is_kept_from_sees_the_same_as_ever(people: Personas, kept: Report) -> None:
    grant_role(by=viewer_of(people.amira), member=people.rosa, role=Role.ADMINISTRATOR, now=NOW)
    address = reverse("people:remove", args=[people.mei.pk])

    def page() -> str:
        text = at_desk(people.rosa).get(address).content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)

    before = page()
    remove_member(by=viewer_of(people.amira), member=people.dana, now=NOW)
    assert only_of(people.mei) == [kept]
    assert page() == before
    assert "Ask Mei first to look at their day." in before
    assert only_of(people.rosa) == []
    assert WARNING not in day_of(people.rosa)


def test_an_administrator_is_asked_the_same_before_a_reset(people: Personas) -> None:
    page = at_desk(people.amira).get(reverse("people:reset", args=[people.mei.pk])).content.decode()
    assert "Ask Mei first to look at their day." in page
    assert "Ask " not in at_desk(people.sol).get(reverse("people:reset", args=[people.nour.pk])).content.decode()


def test_a_new_password_after_a_reset_leaves_the_other_alone(people: Personas, kept: Report) -> None:
    invited = reset_member(by=viewer_of(people.amira), member=people.dana, now=NOW)
    assert only_of(people.mei) == [kept], "it is handed on in time"
    later = NOW + timedelta(hours=2)
    by = Invitee(invited.invitation)
    dana = accept_invitation(by=by, username="dana", name="Dana", password="another five paper lanterns", now=later)
    assert only_of(people.mei) == [kept]
    assert list(list_only_mine(viewer=viewer_of(dana, "another five paper lanterns"))) == []


def test_a_role_that_ends_leaves_the_other_alone_until_it_is_given_back(people: Personas, kept: Report) -> None:
    by = viewer_of(people.amira)
    end_role(by=by, member=people.dana, role=Role.COORDINATOR, now=NOW)
    assert only_of(people.mei) == [kept]
    grant_role(by=by, member=people.dana, role=Role.ADVOCATE, now=NOW)
    assert only_of(people.mei) == []


def test_handing_it_on_ends_the_warning(people: Personas, kept: Report) -> None:
    end_role(by=viewer_of(people.amira), member=people.dana, role=Role.COORDINATOR, now=NOW)
    remove_member(by=viewer_of(people.amira), member=people.dana, now=NOW)
    grant_role(by=viewer_of(people.amira), member=people.amira, role=Role.ADVOCATE, now=NOW)
    hand_report(by=viewer_of(people.mei), report=kept, to=people.amira, now=NOW)
    assert only_of(people.mei) == []
    assert only_of(people.amira) == []


def test_what_everybody_can_open_is_nobody_s_alone(people: Personas, report: Report) -> None:
    assert only_of(people.mei) == []
    assert report.is_restricted is False
