"""Invitations: one use, seven days, no mail server needed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import ProtectedError
from django.test import Client

from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.people.actions.invitations import (
    InvitationGone,
    Invited,
    Invitee,
    NoRole,
    RoleDoesNotFit,
    UsedAlready,
    UsernameTaken,
    accept_invitation,
    invite_member,
    withdraw_invitation,
)
from banyan.people.models import Invitation, Member
from banyan.people.queries.invitations import find_open_invitation, list_invitations
from banyan.people.queries.keys import get_current_key
from banyan.people.rules.permissions import Role
from tests.factories import (
    NOW,
    OPERATOR,
    PASSWORD,
    OrganisationFactory,
    Personas,
    sign_in,
    viewer_of,
)

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
WEEK = timedelta(days=7)
ADVOCATE = frozenset({Role.ADVOCATE})


def invite(people: Personas, **given: Any) -> Invited:
    facts = {"by": viewer_of(people.amira), "organisation": people.house, "name": "Ayo", "roles": ADVOCATE, "now": NOW}
    return invite_member(**{**facts, **given})


def accept(invited: Invited, **given: Any) -> Member:
    facts = {"by": Invitee(invited.invitation), "username": "Ayo", "name": "Ayo", "password": PASSWORD, "now": NOW}
    return accept_invitation(**{**facts, **given})


def test_one_that_was_used_meanwhile_is_not_taken_back(people: Personas, client: Client) -> None:
    invited = invite(people)
    accept(invited)
    with pytest.raises(UsedAlready):
        withdraw_invitation(by=viewer_of(people.amira), invitation=invited.invitation, now=NOW)
    sign_in(client, people.amira)
    page = client.post(f"/desk/team/invitations/{invited.invitation.pk}/withdraw/", follow=True).content.decode()
    assert "They used this invitation already" in page
    assert "The invitation is taken back" not in page
    assert not AuditLine.objects.filter(action="people.invitation.withdraw").exists()


def test_one_that_a_colleague_took_back_meanwhile_is_gone(people: Personas) -> None:
    invited = invite(people)
    Invitation.objects.all().delete()
    with pytest.raises(InvitationGone):
        withdraw_invitation(by=viewer_of(people.amira), invitation=invited.invitation, now=NOW)
    assert not AuditLine.objects.filter(action="people.invitation.withdraw").exists()


def test_an_invitation_makes_a_member_who_reads_nothing_yet(people: Personas) -> None:
    member = accept(invite(people))
    assert (member.username, member.organisation) == ("ayo", people.house)
    viewer = viewer_of(member)
    assert viewer.key_pair is not None
    assert not viewer.holds(get_current_key(people.house))
    line = AuditLine.objects.order_by("-pk")[0]
    assert (line.action, line.chain, line.subject) == ("people.invitation.accept", str(people.house.pk), str(member.pk))
    assert line.actor.startswith("invitation:")


def test_only_a_hash_of_the_secret_is_kept(people: Personas) -> None:
    invited = invite(people)
    assert invited.secret not in str(list(Invitation.objects.values()))
    assert invited.secret not in str(list(AuditLine.objects.values()))
    assert invited.secret not in repr(invited)


def test_an_invitation_is_good_once(people: Personas) -> None:
    invited = invite(people)
    accept(invited)
    with pytest.raises(InvitationGone):
        accept(invited, username="somebody.else")
    assert find_open_invitation(secret=invited.secret, now=NOW) is None


def test_an_invitation_expires_after_seven_days(people: Personas) -> None:
    invited = invite(people)
    assert find_open_invitation(secret=invited.secret, now=NOW + WEEK - timedelta(seconds=1)) == invited.invitation
    assert find_open_invitation(secret=invited.secret, now=NOW + WEEK) is None
    with pytest.raises(InvitationGone):
        accept(invited, now=NOW + WEEK)


def test_an_invitation_can_be_taken_back(people: Personas) -> None:
    invited = invite(people)
    withdraw_invitation(by=viewer_of(people.amira), invitation=invited.invitation, now=NOW)
    with pytest.raises(InvitationGone):
        accept(invited)


def test_a_name_that_is_taken_leaves_the_invitation_open(people: Personas) -> None:
    invited = invite(people)
    with pytest.raises(UsernameTaken):
        accept(invited, username="MEI")
    assert accept(invited).username == "ayo"


@pytest.mark.parametrize("who", ["mei", "dana", "tomas", "nour", "sol"])
def test_only_the_organisation_s_administrator_invites(people: Personas, who: str) -> None:
    with pytest.raises(Denied):
        invite(people, by=viewer_of(getattr(people, who)))
    with pytest.raises(Denied):
        withdraw_invitation(by=viewer_of(getattr(people, who)), invitation=invite(people).invitation, now=NOW)
    assert AuditLine.objects.filter(outcome="denied").count() == 2


def test_the_steward_invites_coalition_staff_and_the_first_administrator_of_an_organisation(people: Personas) -> None:
    sol, young = viewer_of(people.sol), OrganisationFactory.create()
    assert accept(invite(people, by=sol, organisation=None, roles=frozenset({Role.ANALYST}))).organisation is None
    first = invite(people, by=sol, organisation=young, roles=frozenset({Role.ADMINISTRATOR}))
    with pytest.raises(Denied):
        invite(people, by=sol, organisation=young, roles=ADVOCATE)
    accept(first, username="first")
    with pytest.raises(Denied):
        invite(people, by=sol, organisation=young, roles=frozenset({Role.ADMINISTRATOR}))


def test_roles_fit_where_they_are_held(people: Personas) -> None:
    with pytest.raises(RoleDoesNotFit):
        invite(people, roles=frozenset({Role.STEWARD}))
    with pytest.raises(RoleDoesNotFit):
        invite(people, by=viewer_of(people.sol), organisation=None, roles=ADVOCATE)
    with pytest.raises(NoRole):
        invite(people, roles=frozenset())


def test_each_team_sees_its_own_invitations(people: Personas) -> None:
    ours = invite(people).invitation
    invite(people, by=viewer_of(people.tomas), organisation=people.elsewhere)
    assert list_invitations(viewer=viewer_of(people.amira), now=NOW) == [ours]
    assert list_invitations(viewer=viewer_of(people.amira), now=NOW + WEEK) == []
    assert list_invitations(viewer=viewer_of(people.sol), now=NOW) == []


def test_attack_a_spare_invitation_of_the_steward_makes_a_second_administrator(people: Personas) -> None:
    sol, young = viewer_of(people.sol), OrganisationFactory.create()
    keeper = frozenset({Role.ADMINISTRATOR})
    spare, first = (invite(people, by=by, organisation=young, roles=keeper) for by in (sol, OPERATOR))
    accept(first, username="first")
    with pytest.raises(InvitationGone):
        accept(spare, username="spare")
    assert not Member.objects.filter(username="spare").exists()
    by_their_own = invite(people, by=viewer_of(Member.objects.get(username="first")), organisation=young, roles=keeper)
    assert accept(by_their_own, username="second").organisation == young


# --- The pages --------------------------------------------------------------------------------------------------------


def form_for(invited: Invited, **given: str) -> dict[str, str]:
    return {
        "secret": invited.secret,
        "name": "Ayo",
        "username": "ayo",
        "password": PASSWORD,
        "again": PASSWORD,
        **given,
    }


@pytest.mark.usefixtures("clock")
def test_the_address_opens_a_form_and_its_secret_goes_on_by_post(people: Personas, client: Client) -> None:
    invited = invite(people)
    page = client.get(invited.path).content.decode()
    assert "Welcome to Jade Lantern House (fictional)" in page
    assert page.count(invited.secret) == 1, "in the hidden field, in no address"
    answer = client.post("/desk/account/invitation/", form_for(invited))
    assert answer["Location"] == "/desk/account/login/"
    assert Member.objects.get(username="ayo").organisation == people.house


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"again": "something else entirely"}, "aren&#x27;t the same"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "ayo.ayo.ayo.a", "again": "ayo.ayo.ayo.a", "username": "ayo.ayo.ayo.a"}, "too similar"),
        ({"username": "with space"}, "without spaces"),
        ({"username": "MEI"}, "Choose another"),
        ({"username": ""}, "required"),
    ],
)
def test_a_mistake_is_said_in_words_and_nothing_typed_is_lost(
    people: Personas, client: Client, wrong: dict[str, str], says: str
) -> None:
    page = client.post("/desk/account/invitation/", form_for(invite(people), **wrong)).content.decode()
    assert says in page
    assert 'value="Ayo"' in page
    assert PASSWORD not in page


@pytest.mark.parametrize("secret", ["x", "x" * 43, "\u202e", "' OR 1=1 --"])
def test_a_wrong_secret_is_told_kindly(people: Personas, client: Client, secret: str) -> None:
    assert client.get(f"/desk/account/invitation/{secret}/").status_code == 410
    assert client.post("/desk/account/invitation/", {"secret": secret}).status_code == 410
    assert client.post("/desk/account/invitation/").status_code == 410


def test_a_wrong_secret_of_somebody_signed_in_leaves_it_out_of_the_trail(people: Personas, client: Client) -> None:
    sign_in(client, people.mei)
    client.get("/desk/account/invitation/a-secret-for-somebody-else/")
    assert "a-secret-for" not in str(list(AuditLine.objects.values()))


@pytest.mark.usefixtures("clock")
def test_two_who_open_it_at_once_one_is_told(people: Personas, client: Client) -> None:
    invited = invite(people)
    client.post("/desk/account/invitation/", form_for(invited))
    late = client.post("/desk/account/invitation/", form_for(invited, username="late"))
    assert late.status_code == 410


@pytest.mark.usefixtures("clock")
def test_the_invitation_s_address_is_shown_once_to_copy(people: Personas, client: Client) -> None:
    sign_in(client, people.amira)
    page = client.post("/desk/team/invite/", {"name": "Ayo", "roles": ["advocate"]}).content.decode()
    address = page.split('value="http://testserver')[1].split('"')[0]
    assert Client().get(address).status_code == 200
    assert "It is shown only this once" in page
    waiting = client.get("/desk/team/").content.decode()
    assert "Take back the invitation of Ayo" in waiting
    assert address not in waiting


@pytest.mark.usefixtures("clock")
def test_an_invitation_is_taken_back_on_its_page(people: Personas, client: Client) -> None:
    found = invite(people).invitation
    sign_in(client, people.amira)
    assert (
        "Take back the invitation of Ayo?"
        in client.get(f"/desk/team/invitations/{found.pk}/withdraw/").content.decode()
    )
    client.post(f"/desk/team/invitations/{found.pk}/withdraw/")
    assert not Invitation.objects.filter(pk=found.pk).exists()
    assert client.post(f"/desk/team/invitations/{uuid4()}/withdraw/").status_code == 404


def test_another_organisation_s_invitation_is_absent(people: Personas, client: Client) -> None:
    found = invite(people).invitation
    sign_in(client, people.tomas)
    assert client.post(f"/desk/team/invitations/{found.pk}/withdraw/").status_code == 404
    assert Invitation.objects.filter(pk=found.pk).exists()


def test_an_organisation_with_people_is_never_deleted(people: Personas) -> None:
    with pytest.raises(ProtectedError):
        people.house.delete()


@pytest.mark.usefixtures("clock")
def test_an_invitation_that_was_used_between_reading_and_writing_is_told(
    people: Personas, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    invited = invite(people)
    monkeypatch.setattr("banyan.people.views.invitations.find_open_invitation", lambda **_: invited.invitation)
    client.post("/desk/account/invitation/", form_for(invited))
    assert client.post("/desk/account/invitation/", form_for(invited, username="late")).status_code == 410
