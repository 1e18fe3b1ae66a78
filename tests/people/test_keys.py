"""An organisation's key: who may make, give, turn and recover it, and why something pasted in opens nothing."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.people.actions.invitations import invite_member
from banyan.people.actions.keys import (
    HasKeyAlready,
    NotReadyForKey,
    WrongRecoveryCode,
    admit_member,
    create_organisation_key,
    renew_recovery_code,
    turn_due_key,
    turn_key,
    use_recovery_code,
)
from banyan.people.actions.members import LastHolder, remove_member
from banyan.people.actions.roles import end_role, grant_role
from banyan.people.models import KeyWrap, Member, Organisation, OrganisationKey
from banyan.people.queries.keys import (
    NoKey,
    NotVouchedFor,
    find_current_key,
    get_current_key,
    is_last_holder,
    list_holders,
    list_keys,
)
from banyan.people.queries.organisations import list_organisations_for_reports
from banyan.people.queries.proofs import is_recovery_key_proven
from banyan.people.queries.recovery import recovery_binding
from banyan.people.queries.team import list_readers
from banyan.people.queries.viewers import Viewer, key_wrap_binding
from banyan.people.rules.permissions import TEAM_ADMIT, Role
from banyan.vault.errors import CannotOpen, MalformedRecoveryCode
from banyan.vault.keys import generate_key_pair, seal_to
from banyan.vault.recovery import new_recovery_code
from tests.factories import NOW, OPERATOR, MemberFactory, OrganisationFactory, Personas, admit, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
LATER = NOW + timedelta(days=1)


def last_line() -> AuditLine:
    return AuditLine.objects.order_by("-pk")[0]


# --- Making and giving ------------------------------------------------------------------------------------------------


def test_whoever_makes_the_key_holds_it_and_a_second_one_is_refused(people: Personas) -> None:
    key = get_current_key(people.house)
    assert key.version == 1
    assert viewer_of(people.amira).open_key(key).public == bytes(key.public_key)
    with pytest.raises(HasKeyAlready):
        create_organisation_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)


def test_only_an_administrator_of_the_organisation_makes_its_key(people: Personas) -> None:
    young = OrganisationFactory.create()
    advocate = MemberFactory.create(organisation=young)
    for somebody in (advocate, people.amira, people.sol):
        with pytest.raises(Denied):
            create_organisation_key(by=viewer_of(somebody), organisation=young, now=NOW)
    assert not young.keys.exists()


def test_the_recovery_code_is_kept_nowhere(people: Personas) -> None:
    for model in (Organisation, OrganisationKey, KeyWrap, AuditLine):
        assert people.recovery_code not in str(list(model.objects.values()))


def test_a_new_member_reads_nothing_until_a_holder_admits_them(people: Personas) -> None:
    key = get_current_key(people.house)
    with pytest.raises(CannotOpen):
        viewer_of(people.rosa).open_key(key)
    admit_member(by=viewer_of(people.dana), member=people.rosa, now=LATER)
    assert viewer_of(people.rosa).holds(key)
    wrap = KeyWrap.objects.get(member=people.rosa)
    assert (wrap.admitted_by, wrap.made_at) == (people.dana, LATER)
    line = last_line()
    assert (line.chain, line.action, line.subject) == (str(people.house.pk), "people.member.admit", str(people.rosa.pk))


def test_the_new_member_reads_what_was_told_before_they_came(people: Personas) -> None:
    turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    admit([people.rosa], by=people.dana)
    assert [viewer_of(people.rosa).holds(key) for key in list_keys(people.house)] == [True, True]


def test_permission_without_the_key_admits_nobody(people: Personas) -> None:
    keeper = MemberFactory.create(organisation=people.house, roles=(Role.ADMINISTRATOR,))
    with pytest.raises(Denied):
        admit_member(by=viewer_of(keeper), member=people.rosa, now=NOW)
    assert last_line().outcome == "denied"


def test_the_key_without_permission_admits_nobody(people: Personas) -> None:
    with pytest.raises(Denied):
        admit_member(by=viewer_of(people.mei), member=people.rosa, now=NOW)


@pytest.mark.parametrize("who", ["tomas", "sol"])
def test_nobody_is_admitted_from_another_organisation(people: Personas, who: str) -> None:
    with pytest.raises(Denied):
        admit_member(by=viewer_of(people.amira), member=getattr(people, who), now=NOW)
    with pytest.raises(Denied):
        admit_member(by=viewer_of(people.tomas), member=people.rosa, now=NOW)
    assert not KeyWrap.objects.filter(member=people.rosa).exists()


def test_somebody_who_left_is_not_admitted(people: Personas) -> None:
    remove_member(by=viewer_of(people.amira), member=people.rosa, now=NOW)
    with pytest.raises(NotReadyForKey):
        admit_member(by=viewer_of(people.amira), member=people.rosa, now=NOW)


# --- Turning ----------------------------------------------------------------------------------------------------------


def test_turning_gives_the_new_version_to_every_holder_and_to_nobody_else(people: Personas) -> None:
    key = turn_key(by=viewer_of(people.dana), organisation=people.house, now=NOW)
    assert key.version == 2
    assert get_current_key(people.house) == key
    assert list_holders(key) == [people.amira, people.dana, people.mei]
    assert not viewer_of(people.rosa).holds(key)


def test_an_advocate_turns_the_key_only_when_it_is_due(people: Personas) -> None:
    with pytest.raises(Denied):
        turn_key(by=viewer_of(people.mei), organisation=people.house, now=NOW)
    assert turn_due_key(by=viewer_of(people.mei), now=NOW) is None
    Organisation.objects.filter(pk=people.house.pk).update(key_turn_due=True)
    assert turn_due_key(by=viewer_of(people.rosa), now=NOW) is None, "Rosa holds no key"
    turned = turn_due_key(by=viewer_of(people.mei), now=NOW)
    assert turned is not None
    assert turned.version == 2
    assert turn_due_key(by=viewer_of(people.mei), now=NOW) is None


def test_another_organisation_s_key_is_never_turned(people: Personas) -> None:
    Organisation.objects.filter(pk=people.house.pk).update(key_turn_due=True)
    with pytest.raises(Denied):
        turn_key(by=viewer_of(people.tomas), organisation=people.house, now=NOW)
    assert turn_due_key(by=viewer_of(people.sol), now=NOW) is None


def test_removing_somebody_turns_the_key_at_once_when_a_holder_does_it(people: Personas) -> None:
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert get_current_key(people.house).version == 2
    assert not KeyWrap.objects.filter(member=people.mei).exists()


def test_removing_somebody_without_holding_the_key_leaves_the_turn_to_the_next_holder(people: Personas) -> None:
    keeper = MemberFactory.create(organisation=people.house, roles=(Role.ADMINISTRATOR,))
    remove_member(by=viewer_of(keeper), member=people.mei, now=NOW)
    assert get_current_key(people.house).version == 1
    turned = turn_due_key(by=viewer_of(people.dana), now=NOW)
    assert turned is not None
    assert list_holders(turned) == [people.amira, people.dana]


def test_the_last_holder_is_not_removed_by_accident(people: Personas) -> None:
    keeper = MemberFactory.create(organisation=people.house, roles=(Role.ADMINISTRATOR,))
    for member in (people.mei, people.dana):
        remove_member(by=viewer_of(keeper), member=member, now=NOW)
    assert is_last_holder(people.amira)
    with pytest.raises(LastHolder):
        remove_member(by=viewer_of(keeper), member=people.amira, now=NOW)
    assert Member.objects.get(pk=people.amira.pk).is_active


def test_the_role_by_which_the_last_holder_uses_the_key_is_not_ended_by_accident(people: Personas) -> None:
    keeper = MemberFactory.create(organisation=people.house, roles=(Role.ADMINISTRATOR,))
    for member in (people.mei, people.dana):
        remove_member(by=viewer_of(keeper), member=member, now=NOW)
    with pytest.raises(LastHolder):
        end_role(by=viewer_of(keeper), member=people.amira, role=Role.ADMINISTRATOR, now=NOW)
    grant_role(by=viewer_of(keeper), member=people.amira, role=Role.ADVOCATE, now=NOW)
    end_role(by=viewer_of(keeper), member=people.amira, role=Role.ADMINISTRATOR, now=NOW)
    with pytest.raises(LastHolder):
        end_role(by=viewer_of(keeper), member=people.amira, role=Role.ADVOCATE, now=NOW)


def test_a_holder_who_can_do_nothing_with_the_key_is_nobody_to_leave_it_to(people: Personas) -> None:
    keeper = MemberFactory.create(organisation=people.house, roles=(Role.ADMINISTRATOR,))
    end_role(by=viewer_of(keeper), member=people.mei, role=Role.ADVOCATE, now=NOW)
    remove_member(by=viewer_of(keeper), member=people.dana, now=NOW)
    with pytest.raises(LastHolder):
        remove_member(by=viewer_of(keeper), member=people.amira, now=NOW)


# --- Recovery ---------------------------------------------------------------------------------------------------------


def test_the_printed_code_gives_a_member_every_version_back(people: Personas) -> None:
    turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    typed = people.recovery_code.lower().replace("-", " ")
    assert use_recovery_code(by=viewer_of(people.rosa), code=typed, now=NOW) == 3
    assert all(viewer_of(people.rosa).holds(key) for key in list_keys(people.house))
    assert (last_line().action, last_line().actor) == ("people.recovery.use", f"member:{people.rosa.pk}")


def test_a_well_formed_code_of_nobody_opens_nothing_and_is_noted(people: Personas) -> None:
    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(by=viewer_of(people.rosa), code=new_recovery_code(), now=NOW)
    assert (last_line().action, last_line().outcome) == ("people.recovery.use", "denied")


def test_a_mistyped_code_names_the_group(people: Personas) -> None:
    wrong = ("1" if people.recovery_code[0] == "0" else "0") + people.recovery_code[1:]
    with pytest.raises(MalformedRecoveryCode) as caught:
        use_recovery_code(by=viewer_of(people.rosa), code=wrong, now=NOW)
    assert caught.value.group == 1


@pytest.mark.parametrize("who", ["tomas", "sol"])
def test_another_organisation_s_code_opens_nothing(people: Personas, who: str) -> None:
    with pytest.raises(Denied):
        use_recovery_code(by=viewer_of(getattr(people, who)), code=people.recovery_code, now=NOW)


def test_a_new_code_ends_the_old_one(people: Personas) -> None:
    turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    code = renew_recovery_code(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=NOW)
    assert use_recovery_code(by=viewer_of(people.rosa), code=code, now=NOW) == 2


def test_the_old_paper_does_not_open_versions_made_after_the_new_one(people: Personas) -> None:
    renew_recovery_code(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=NOW)


def test_only_a_holder_prints_a_new_code(people: Personas) -> None:
    keeper = MemberFactory.create(organisation=people.house, roles=(Role.ADMINISTRATOR,))
    for somebody in (keeper, people.mei, people.tomas):
        with pytest.raises(Denied):
            renew_recovery_code(by=viewer_of(somebody), organisation=people.house, now=NOW)


# --- Whoever can write to the database --------------------------------------------------------------------------------


@dataclass
class Forgery:
    """A wrap of somebody or something else, put into Rosa's row."""

    people: Personas

    def put(self, key: OrganisationKey, sealed: bytes | memoryview) -> None:
        KeyWrap.objects.update_or_create(
            key=key, member=self.people.rosa, defaults={"sealed": bytes(sealed), "made_at": NOW}
        )

    def opens(self, key: OrganisationKey) -> bool:
        return viewer_of(self.people.rosa).holds(key)


@pytest.fixture
def forgery(people: Personas) -> Forgery:
    return Forgery(people)


def test_another_member_s_wrap_opens_nothing(people: Personas, forgery: Forgery) -> None:
    key = get_current_key(people.house)
    forgery.put(key, KeyWrap.objects.get(key=key, member=people.mei).sealed)
    assert not forgery.opens(key)


def test_another_organisation_s_wrap_opens_nothing(people: Personas, forgery: Forgery) -> None:
    key = get_current_key(people.elsewhere)
    forgery.put(key, KeyWrap.objects.get(key=key, member=people.tomas).sealed)
    assert not forgery.opens(key)


def test_a_wrap_rolled_back_to_an_older_version_opens_nothing(people: Personas, forgery: Forgery) -> None:
    admit([people.rosa], by=people.amira)
    old = KeyWrap.objects.get(member=people.rosa).sealed
    new = turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    forgery.put(new, old)
    assert not forgery.opens(new)


def test_a_wrap_from_before_a_reset_opens_nothing(people: Personas, forgery: Forgery) -> None:
    key = get_current_key(people.house)
    pair = viewer_of(people.amira).open_key(key)
    stranger = generate_key_pair()
    forgery.put(key, seal_to(stranger.public, pair.private, key_wrap_binding(key, people.rosa)))
    assert not forgery.opens(key)


def test_a_forged_key_in_a_good_wrap_is_refused(people: Personas, forgery: Forgery) -> None:
    """Whoever knows Rosa's public key can seal one of their own to her; it isn't the organisation's."""
    key = get_current_key(people.house)
    assert people.rosa.public_key is not None
    forgery.put(key, seal_to(people.rosa.public_key, generate_key_pair().private, key_wrap_binding(key, people.rosa)))
    assert not forgery.opens(key)


@pytest.mark.parametrize("cut", [0, 1, 40, -1])
def test_a_damaged_wrap_opens_nothing(people: Personas, forgery: Forgery, cut: int) -> None:
    admit([people.rosa], by=people.amira)
    key = get_current_key(people.house)
    forgery.put(key, bytes(KeyWrap.objects.get(key=key, member=people.rosa).sealed)[:cut])
    assert not forgery.opens(key)


def test_a_key_version_put_in_from_outside_gets_no_report(people: Personas) -> None:
    thief = generate_key_pair()
    OrganisationKey.objects.create(
        organisation=people.house, version=2, public_key=thief.public, public_key_proof=b"\0" * 32, made_at=NOW
    )
    with pytest.raises(NotVouchedFor):
        get_current_key(people.house)
    assert find_current_key(people.house) is None
    assert people.house not in list_organisations_for_reports(on=NOW.date())
    assert list_readers(people.house) == []


def test_an_organisation_without_a_key_has_none_to_seal_to() -> None:
    young = OrganisationFactory.create()
    with pytest.raises(NoKey):
        get_current_key(young)
    assert find_current_key(young) is None


def test_a_proof_moved_from_another_version_or_organisation_proves_nothing(people: Personas) -> None:
    good = get_current_key(people.elsewhere)
    OrganisationKey.objects.create(
        organisation=people.house,
        version=2,
        public_key=good.public_key,
        public_key_proof=good.public_key_proof,
        made_at=NOW,
    )
    assert find_current_key(people.house) is None


def test_a_swapped_member_key_is_given_nothing(people: Personas) -> None:
    Member.objects.filter(pk=people.rosa.pk).update(public_key=generate_key_pair().public)
    with pytest.raises(NotVouchedFor):
        admit_member(by=viewer_of(people.amira), member=people.rosa, now=NOW)


def test_a_swapped_member_key_isn_t_sealed_to_when_the_key_turns(people: Personas) -> None:
    Member.objects.filter(pk=people.mei.pk).update(public_key=generate_key_pair().public)
    key = turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    assert list_holders(key) == [people.amira, people.dana]
    assert people.mei not in list_readers(people.house)


def test_a_swapped_recovery_key_stops_the_turn_instead_of_being_sealed_to(people: Personas) -> None:
    Organisation.objects.filter(pk=people.house.pk).update(recovery_public_key=generate_key_pair().public)
    with pytest.raises(NotVouchedFor):
        turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    assert get_current_key(people.house).version == 1
    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=NOW)


def test_a_swapped_recovery_wrap_opens_nothing(people: Personas) -> None:
    key = get_current_key(people.house)
    assert people.house.pk == key.organisation_id
    public = Organisation.objects.get(pk=people.house.pk).recovery_public_key
    assert public is not None
    forged = seal_to(public, generate_key_pair().private, recovery_binding(people.house, 1))
    for wrap in (forged, b"", None):
        OrganisationKey.objects.filter(pk=key.pk).update(recovery_wrap=wrap)
        with pytest.raises(WrongRecoveryCode):
            use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=NOW)


# --- Who reads --------------------------------------------------------------------------------------------------------


def test_readers_are_admitted_and_in_a_role_that_opens_reports(people: Personas) -> None:
    assert list_readers(people.house) == [people.dana, people.mei]
    grant_role(by=viewer_of(people.amira), member=people.amira, role=Role.ADVOCATE, now=NOW)
    assert list_readers(people.house) == [people.amira, people.dana, people.mei]


def test_an_organisation_without_a_key_has_no_readers(people: Personas) -> None:
    young = OrganisationFactory.create()
    invite_member(by=OPERATOR, organisation=young, name="Ayo", roles=frozenset({Role.ADVOCATE}), now=NOW)
    assert list_readers(young) == []
    assert not is_last_holder(people.sol)


def test_an_organisation_without_a_key_has_no_last_holder(people: Personas) -> None:
    ayo = MemberFactory.create(organisation=OrganisationFactory.create())
    assert not is_last_holder(ayo)
    assert turn_due_key(by=viewer_of(ayo), now=NOW) is None


def test_nobody_of_the_coalition_s_own_staff_is_admitted_to_anything(people: Personas) -> None:
    sol = viewer_of(people.sol)
    mistaken = Viewer(member=sol.member, permissions=frozenset({TEAM_ADMIT}), key_pair=sol.key_pair)
    with pytest.raises(Denied):
        admit_member(by=mistaken, member=people.nour, now=NOW)


def test_an_administrator_whose_own_key_was_swapped_makes_none_for_the_organisation(people: Personas) -> None:
    young = OrganisationFactory.create()
    keeper = MemberFactory.create(organisation=young, roles=(Role.ADMINISTRATOR,))
    Member.objects.filter(pk=keeper.pk).update(public_key_proof=b"not ours")
    with pytest.raises(NotReadyForKey):
        create_organisation_key(by=viewer_of(keeper), organisation=young, now=NOW)
    assert not young.keys.exists()


def test_an_unproven_recovery_key_recovers_nothing(people: Personas) -> None:
    Organisation.objects.filter(pk=people.house.pk).update(recovery_key_proof=b"not ours")
    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(by=viewer_of(people.rosa), code=people.recovery_code, now=NOW)


def test_before_there_is_a_key_there_is_nothing_to_recover(people: Personas) -> None:
    ayo = MemberFactory.create(organisation=OrganisationFactory.create())
    with pytest.raises(WrongRecoveryCode):
        use_recovery_code(by=viewer_of(ayo), code=people.recovery_code, now=NOW)
    assert not is_recovery_key_proven(OrganisationFactory.create())


def test_a_code_renewed_by_somebody_who_lost_an_old_version_says_how_many_it_opens(people: Personas) -> None:
    turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    KeyWrap.objects.filter(member=people.amira, key__version=1).delete()
    code = renew_recovery_code(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    assert last_line().details == {"versions": 1}
    assert use_recovery_code(by=viewer_of(people.rosa), code=code, now=NOW) == 1
