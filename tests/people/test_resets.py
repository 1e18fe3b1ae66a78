"""A reset lets somebody choose a new password; it never restores reading, and says what it takes."""

import json

import pytest
from click.testing import CliRunner
from django.test import Client

from banyan.base import clock
from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.cli import main
from banyan.people.actions.invitations import (
    InvitationGone,
    Invited,
    LosesTheKey,
    MemberLeft,
    reset_member,
)
from banyan.people.actions.keys import admit_member, renew_recovery_code, turn_due_key, use_recovery_code
from banyan.people.actions.members import LastHolder, remove_member
from banyan.people.models import Invitation, KeyWrap, Member, Organisation
from banyan.people.queries.invitations import find_open_invitation
from banyan.people.queries.keys import get_current_key
from banyan.people.queries.second_factors import has_second_factor
from banyan.people.queries.viewers import key_wrap_binding
from banyan.people.rules.permissions import Role, permissions_of
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import key_pair_from, open_sealed
from banyan.vault.passwords import unwrap_private_key
from tests.factories import (
    NOW,
    OPERATOR,
    PASSWORD,
    MemberFactory,
    Personas,
    sign_in,
    viewer_of,
)
from tests.people.test_invitations import accept

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def test_a_reset_gives_a_new_password_and_new_key_that_opens_nothing(people: Personas) -> None:
    sign_in(Client(), people.mei)
    before = Member.objects.get(pk=people.mei.pk)
    invited = reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert viewer_of(people.mei).holds(get_current_key(people.house)), "nothing is lost before she uses it"
    after = accept(invited, password="another long sentence")
    assert (after.pk, after.username) == (before.pk, "mei")
    assert bytes(after.public_key or b"") != bytes(before.public_key or b"")
    assert not viewer_of(after, "another long sentence").holds(get_current_key(people.house))
    assert not after.key_wraps.exists()
    assert not has_second_factor(after)
    assert not after.check_password(PASSWORD)
    assert Organisation.objects.get(pk=people.house.pk).key_turn_due


def test_a_second_reset_ends_the_first(people: Personas) -> None:
    first = reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    with pytest.raises(InvitationGone):
        accept(first)


def test_a_reset_of_somebody_who_left_meanwhile_opens_nothing(people: Personas) -> None:
    invited = reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    with pytest.raises(InvitationGone):
        accept(invited)
    with pytest.raises(MemberLeft):
        reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)


def test_a_reset_that_outlived_the_member_s_account_opens_nothing(people: Personas) -> None:
    invited = reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    Member.objects.filter(pk=people.mei.pk).update(is_active=False)
    with pytest.raises(InvitationGone):
        accept(invited)


@pytest.mark.parametrize("who", ["mei", "dana", "tomas", "sol"])
def test_only_the_organisation_s_administrator_resets(people: Personas, who: str) -> None:
    with pytest.raises(Denied):
        reset_member(by=viewer_of(getattr(people, who)), member=people.rosa, now=NOW)


def test_the_operator_can_let_the_last_administrator_in_again_but_to_nothing_sealed(people: Personas) -> None:
    member = accept(reset_member(by=OPERATOR, member=people.amira, now=NOW))
    assert not viewer_of(member).holds(get_current_key(people.house))


def test_a_new_administrator_whom_the_operator_invites_reads_nothing_until_the_printed_code(people: Personas) -> None:
    code = renew_recovery_code(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    result = CliRunner().invoke(
        main, ["invite", "--organisation", people.house.name.upper(), "--for", "Noor (fictional)", "--json"]
    )
    assert result.exit_code == 0, result.output
    told = json.loads(result.output)
    assert (told["for"], told["role"]) == (people.house.name, "organisation_administrator")
    line = AuditLine.objects.order_by("-pk")[0]
    assert (line.actor, line.action, line.chain) == ("operator:invite", "people.member.invite", str(people.house.pk))
    found = find_open_invitation(secret=told["path"].split("/")[-2], now=clock.now())
    assert found is not None
    noor = accept(Invited(found, ""), username="noor", now=clock.now())
    assert permissions_of(frozenset({Role.ADMINISTRATOR})) == viewer_of(noor).permissions
    assert KeyWrap.objects.filter(member=noor).count() == 0
    assert not viewer_of(noor).holds(get_current_key(people.house))
    with pytest.raises(Denied):
        admit_member(by=viewer_of(noor), member=noor, now=NOW)
    assert viewer_of(people.mei).holds(get_current_key(people.house)), "nobody lost anything"
    use_recovery_code(by=viewer_of(noor), code=code, now=NOW)
    assert viewer_of(noor).holds(get_current_key(people.house))


@pytest.fixture
def last_holder(people: Personas) -> Member:
    """Only Amira is left who can open anything; Noor keeps the team and holds no key."""
    for member in (people.mei, people.dana):
        remove_member(by=viewer_of(people.amira), member=member, now=NOW)
    noor: Member = MemberFactory.create(name="Noor", organisation=people.house, roles=(Role.ADMINISTRATOR,))
    return noor


def test_attack_a_reset_takes_the_last_key_without_anybody_knowing(people: Personas, last_holder: Member) -> None:
    with pytest.raises(LosesTheKey, match="only your printed recovery code opens them again"):
        reset_member(by=viewer_of(last_holder), member=people.amira, now=NOW)
    assert not Invitation.objects.filter(member=people.amira).exists()
    reset_member(by=viewer_of(last_holder), member=people.amira, accepts_loss=True, now=NOW)
    line = AuditLine.objects.order_by("-pk")[0]
    assert (line.action, line.details) == ("people.member.reset", {"last_holder": True})


def test_attack_two_holders_are_reset_one_after_the_other_and_then_both_accept(people: Personas) -> None:
    remove_member(by=viewer_of(people.amira), member=people.dana, now=NOW)
    reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    with pytest.raises(LosesTheKey):
        reset_member(by=OPERATOR, member=people.amira, now=NOW)
    with pytest.raises(LastHolder):
        remove_member(by=OPERATOR, member=people.amira, now=NOW)


def test_the_reset_s_page_says_what_is_lost_and_asks_for_it(people: Personas, last_holder: Member) -> None:
    client = sign_in(Client(), last_holder)
    address = f"/desk/team/{people.amira.pk}/reset/"
    page = client.get(address).content.decode()
    assert "nobody can open any of them, old or new" in page
    assert client.post(address)["Location"] == address
    assert not Invitation.objects.filter(member=people.amira).exists()
    assert "/desk/account/invitation/" in client.post(address, {"accepts": "loss"}).content.decode()
    other = client.get(f"/desk/team/{people.rosa.pk}/reset/").content.decode()
    assert "nobody can open any of them" not in other
    assert "their old password doesn't work any more" in other


@pytest.mark.usefixtures("clock")
def test_taking_a_reset_back_says_that_the_old_password_works_again(people: Personas) -> None:
    found = reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW).invitation
    page = sign_in(Client(), people.amira).get(f"/desk/team/invitations/{found.pk}/withdraw/").content.decode()
    assert "they can sign in with their old password again" in page


@pytest.mark.usefixtures("clock")
def test_the_reset_page_shows_whose_password_it_is(people: Personas, client: Client) -> None:
    invited = reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert "You sign in as mei." in client.get(invited.path).content.decode()
    sent = {"secret": invited.secret, "password": "six grey herons at noon", "again": "six grey herons at noon"}
    client.post("/desk/account/invitation/", sent)
    assert Member.objects.get(pk=people.mei.pk).check_password("six grey herons at noon")


def test_a_reset_of_somebody_who_held_no_key_turns_nothing(people: Personas) -> None:
    accept(reset_member(by=viewer_of(people.amira), member=people.rosa, now=NOW))
    assert not Organisation.objects.get(pk=people.house.pk).key_turn_due


def test_attack_a_leaked_password_and_an_old_backup_open_no_key_made_after_a_reset(people: Personas) -> None:
    """As the page of changing a password and SECURITY.md say; a change alone keeps the pair that the thief has."""
    thief = key_pair_from(unwrap_private_key(people.mei.wrapped_private_key or b"", PASSWORD, people.mei.pk))
    invited = reset_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert turn_due_key(by=viewer_of(people.amira), now=NOW) is not None
    mei = accept(invited, password="another long sentence")
    admit_member(by=viewer_of(people.amira), member=mei, now=NOW)
    key = get_current_key(people.house)
    assert key.version == 2
    for wrap in KeyWrap.objects.filter(key=key):
        with pytest.raises(CannotOpen):
            open_sealed(thief, wrap.sealed, key_wrap_binding(key, people.mei))
    assert viewer_of(mei, "another long sentence").holds(key)
