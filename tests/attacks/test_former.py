"""Somebody who was removed, or is administrator no more, and the ways back that they had prepared, or that are open."""

import pytest
from django.test import Client
from django.urls import reverse

from banyan.base.clock import now
from banyan.people.actions.invitations import (
    InvitationGone,
    Invitee,
    accept_invitation,
    invite_member,
    reset_member,
)
from banyan.people.actions.keys import WrongRecoveryCode, renew_recovery_code, turn_due_key, use_recovery_code
from banyan.people.actions.members import remove_member
from banyan.people.actions.roles import end_role, grant_role
from banyan.people.models import Invitation, Member, RoleGrant
from banyan.people.queries.invitations import find_open_invitation, is_being_reset, list_invitations
from banyan.people.queries.keys import get_current_key
from banyan.people.rules.permissions import Role
from banyan.reports.actions.claims import CannotTake, hand_report
from banyan.reports.models import ReadKey
from banyan.reports.queries.keys import get_report
from banyan.reports.queries.opening import list_takers
from tests.factories import PASSWORD, MemberFactory, Personas, admit, call_in_public, sign_in, viewer_of
from tests.reports.desk.telling import CANARY, tell

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
KEEPER = frozenset({Role.ADMINISTRATOR})


@pytest.fixture
def bo(people: Personas) -> Member:
    """Another administrator, who doesn't hold the key."""
    made: Member = MemberFactory.create(name="Bo", organisation=people.house, roles=(Role.ADMINISTRATOR,))
    return made


def take(secret: str, username: str = "kim") -> int:
    """Post an invitation's form as a browser does; 302 says that it was taken."""
    given = {"secret": secret, "name": "Kim", "username": username, "password": PASSWORD, "again": PASSWORD}
    return Client().post(reverse("people:accept_invitation"), given).status_code


def test_attack_a_removed_administrator_does_not_come_back_by_her_own_invitation(people: Personas, bo: Member) -> None:
    amira = viewer_of(people.amira)
    back = invite_member(by=amira, organisation=people.house, name="Kim", roles=KEEPER, now=now())
    reset = reset_member(by=amira, member=people.rosa, now=now())
    remove_member(by=viewer_of(bo), member=people.amira, now=now())
    for invited in (back, reset):
        assert Client().get(invited.path).status_code == 410
        assert take(invited.secret) == 410
    assert not Member.objects.filter(username="kim").exists()
    assert is_being_reset(people.rosa), "her old password isn't to be trusted again by this"
    assert list_invitations(viewer=viewer_of(bo), now=now()) == [], "no address of these leads anywhere"
    assert take(reset_member(by=viewer_of(bo), member=people.rosa, now=now()).secret) == 302


def test_attack_who_lost_the_administrator_s_role_does_not_make_themselves_one_again(
    people: Personas, bo: Member
) -> None:
    amira = viewer_of(people.amira)
    back = invite_member(by=amira, organisation=people.house, name="Kim", roles=KEEPER, now=now())
    reset = reset_member(by=amira, member=people.rosa, now=now())
    end_role(by=viewer_of(bo), member=people.amira, role=Role.ADMINISTRATOR, now=now())
    assert [take(one.secret) for one in (back, reset)] == [410, 410]
    grant_role(by=viewer_of(bo), member=people.amira, role=Role.ADMINISTRATOR, now=now())
    assert [take(one.secret) for one in (back, reset)] == [410, 410], "they stay void"
    assert is_being_reset(people.rosa)


@pytest.mark.parametrize("left", ["the team", "the role"])
def test_attack_an_invitation_of_somebody_who_may_not_invite_any_more_is_not_taken(
    people: Personas, bo: Member, left: str
) -> None:
    """Even where it wasn't made void, as in a copy that was restored."""
    back = invite_member(by=viewer_of(people.amira), organisation=people.house, name="Kim", roles=KEEPER, now=now())
    copy = Invitation.objects.get(pk=back.invitation.pk)
    if left == "the team":
        remove_member(by=viewer_of(bo), member=people.amira, now=now())
    else:
        end_role(by=viewer_of(bo), member=people.amira, role=Role.ADMINISTRATOR, now=now())
    copy.save(force_insert=True)
    assert find_open_invitation(secret=back.secret, now=now()) is None
    with pytest.raises(InvitationGone):
        accept_invitation(by=Invitee(copy), username="kim", name="Kim", password=PASSWORD, now=now())


def test_the_invitations_of_those_who_stay_go_on(people: Personas, bo: Member) -> None:
    kept = invite_member(by=viewer_of(bo), organisation=people.house, name="Kim", roles=KEEPER, now=now())
    grant_role(by=viewer_of(bo), member=bo, role=Role.ADVOCATE, now=now())
    end_role(by=viewer_of(people.amira), member=bo, role=Role.ADVOCATE, now=now())
    remove_member(by=viewer_of(bo), member=people.amira, now=now())
    assert take(kept.secret) == 302
    assert RoleGrant.objects.filter(member__username="kim", role=Role.ADMINISTRATOR, ended_at=None).exists()


def test_attack_a_removed_administrator_s_paper_opens_nothing_sealed_since(people: Personas, bo: Member) -> None:
    """She comes back under another name, or finds somebody in the team who types her paper's code."""
    remove_member(by=viewer_of(bo), member=people.amira, now=now())
    sign_in(Client(), people.mei).get("/desk/")  # Whose visit turns the key.
    report = tell(people.house)
    assert use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=now()) == 1
    rosa = sign_in(Client(), people.rosa)
    assert CANARY not in rosa.get(reverse("reports:report", args=[report.pk])).content.decode()
    assert not viewer_of(people.rosa).holds(get_current_key(people.house))


def test_attack_who_was_administrator_once_knows_the_paper_too(people: Personas, bo: Member) -> None:
    grant_role(by=viewer_of(bo), member=people.amira, role=Role.ADVOCATE, now=now())
    end_role(by=viewer_of(bo), member=people.amira, role=Role.ADMINISTRATOR, now=now())
    remove_member(by=viewer_of(bo), member=people.amira, now=now())
    assert turn_due_key(by=viewer_of(people.mei), now=now()) is not None
    use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=now())
    assert not viewer_of(people.rosa).holds(get_current_key(people.house))


def test_attack_who_typed_the_code_once_knows_it_too(people: Personas) -> None:
    use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=now())
    remove_member(by=viewer_of(people.amira), member=people.rosa, now=now())
    use_recovery_code(by=viewer_of(people.mei), code=people.recovery_code, now=now())
    assert get_current_key(people.house).recovery_wrap is None


def test_attack_an_administrator_who_holds_no_key_leaves_with_the_paper(people: Personas, bo: Member) -> None:
    """The version that the paper still opens is turned too."""
    remove_member(by=viewer_of(people.amira), member=bo, now=now())
    key = get_current_key(people.house)
    assert (key.version, key.recovery_wrap) == (2, None)


def test_those_who_stay_are_told_that_a_new_code_is_due_until_it_is_printed(people: Personas, bo: Member) -> None:
    due = "recovery code has left. Print a new one."
    assert due not in sign_in(Client(), people.amira).get("/desk/").content.decode()
    remove_member(by=viewer_of(people.amira), member=bo, now=now())
    amira = sign_in(Client(), people.amira)
    for path in ("/desk/", "/desk/key/"):
        assert due in amira.get(path).content.decode()
    assert due not in sign_in(Client(), people.mei).get("/desk/").content.decode(), "she can't print one"
    code = renew_recovery_code(by=viewer_of(people.amira), organisation=people.house, now=now())
    assert due not in amira.get("/desk/").content.decode()
    assert use_recovery_code(by=viewer_of(people.rosa), code=code, now=now()) == 2
    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=now())


def test_an_advocate_who_leaves_takes_no_paper_along(people: Personas) -> None:
    remove_member(by=viewer_of(people.amira), member=people.mei, now=now())
    assert get_current_key(people.house).version == 2
    assert use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=now()) == 2


# --- Kept from somebody who left and was invited again ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "public_name"), [("Mei", ""), ("ｍＥＩ", ""), ("M. Chan", "mei  (fictional)"), ("Mei (fictional)", "")]
)
def test_attack_a_report_kept_from_somebody_is_not_handed_to_her_after_she_was_invited_again(
    people: Personas, name: str, public_name: str
) -> None:
    names = {people.mei.pk: "Mei (fictional)"}  # As she was called in public then.
    report = tell(people.house, hidden_from=frozenset({people.mei.pk}), names=names)
    remove_member(by=viewer_of(people.amira), member=people.mei, now=now())
    again = MemberFactory.create(name=name, username="mei.again", organisation=people.house)
    call_in_public([again], public_name)
    admit([again, people.rosa], by=people.amira)
    dana = viewer_of(people.dana)
    found = get_report(viewer=dana, pk=report.pk)
    assert people.rosa in list_takers(viewer=dana, report=found)
    assert again not in list_takers(viewer=dana, report=found)
    with pytest.raises(CannotTake):
        hand_report(by=dana, report=found, to=again, now=now())
    assert not ReadKey.objects.filter(report=report, member=again).exists()


def test_attack_it_is_not_handed_to_her_either_where_she_was_named_at_the_desk(people: Personas) -> None:
    """There nobody's public name is sealed with it; she still stands there under the name that she had."""
    report = tell(people.house, hidden_from=frozenset({people.mei.pk}))
    remove_member(by=viewer_of(people.amira), member=people.mei, now=now())
    again = MemberFactory.create(name="Mei", username="mei.again", organisation=people.house)
    admit([again], by=people.amira)
    dana = viewer_of(people.dana)
    assert again not in list_takers(viewer=dana, report=get_report(viewer=dana, pk=report.pk))
