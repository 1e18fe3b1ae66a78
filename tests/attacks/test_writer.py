"""Somebody who can write to the database, and has neither the pepper nor anybody's password but their own.

They write rows, so that the server or somebody who may read hands them what opens the reports.
"""

from collections.abc import Sequence

import pytest
from django.test import Client
from django.urls import reverse

from banyan.base.briefly import forget_everything
from banyan.people.actions.invitations import InvitationGone, Invitee, accept_invitation, invite_member
from banyan.people.actions.keys import turn_key
from banyan.people.actions.members import Details, edit_details
from banyan.people.actions.roles import end_role, grant_role
from banyan.people.models import Invitation, KeyWrap, Member, Organisation, OrganisationKey, RoleGrant
from banyan.people.queries.invitations import find_open_invitation
from banyan.people.queries.keys import get_current_key, is_last_holder, list_holders
from banyan.people.queries.organisations import list_partners_speaking
from banyan.people.queries.proofs import list_unproven_names
from banyan.people.queries.team import list_nameable, list_readers, list_team
from banyan.people.queries.viewers import key_wrap_binding
from banyan.people.rules.invitations import LASTS, hash_of, new_secret
from banyan.people.rules.permissions import REPORT_OPEN, Role
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.search_index import search
from banyan.reports.models import ReadKey, Receipt, Report
from banyan.reports.queries.intake import list_choices
from banyan.reports.queries.keys import content_binding, person_key_binding, read_key_binding
from banyan.reports.queries.locks import CannotRead
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.vault.envelope import Sealed
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import generate_key_pair, open_sealed, seal_to
from banyan.vault.receipts import new_receipt
from banyan.vault.sealing import new_data_key, seal_json
from tests.factories import (
    NOW,
    OPERATOR,
    PASSWORD,
    MemberFactory,
    Personas,
    admit,
    call_in_public,
    key_pair_of,
    sign_in,
    viewer_of,
)
from tests.reports.desk.telling import CANARY, at_desk, tell

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


def forge_wrap(house: Organisation, member: Member, sealed: Sealed = b"x", proof: Sealed = b"") -> None:
    """A row that says this member was given the newest key, and that the key is to be turned."""
    key = house.keys.order_by("-version")[0]
    forged, _ = KeyWrap.objects.update_or_create(key=key, member=member, defaults={"sealed": sealed, "made_at": NOW})
    KeyWrap.objects.filter(pk=forged.pk).update(proof=proof)
    Organisation.objects.filter(pk=house.pk).update(key_turn_due=True)


def opens_offline(member: Member) -> list[KeyWrap]:
    """The wraps that a member's own key opens, each for the key that it says."""
    pair, opened = key_pair_of(member), []
    for wrap in KeyWrap.objects.filter(member=member).select_related("key", "member"):
        try:
            open_sealed(pair, wrap.sealed, key_wrap_binding(wrap.key, wrap.member))
        except CannotOpen:
            continue
        opened.append(wrap)
    return opened


def somebody_comes_by(people: Personas) -> None:
    """An advocate who holds the key opens her day."""
    assert at_desk(people.mei).get(reverse("reports:my_day")).status_code == 200


def names_of(members: list[Member]) -> list[str]:
    return [member.name for member in members]


# --- A wrap that nobody sealed ----------------------------------------------------------------------------------------


def test_attack_the_quiet_member_of_another_organisation(people: Personas) -> None:
    """Tomas, who never leaves his own, writes that he was given the other's key, and waits for it to be turned."""
    tell(people.house)
    forge_wrap(people.house, people.tomas)
    somebody_comes_by(people)
    key = get_current_key(people.house)
    assert key.version == 2
    assert names_of(list_holders(key)) == ["Amira", "Dana", "Mei"]
    assert [wrap.key.organisation for wrap in opens_offline(people.tomas)] == [people.elsewhere]


def test_attack_the_moved_member(people: Personas) -> None:
    """Tomas moves himself over while he is signed in."""
    report = tell(people.house)
    tomas = sign_in(Client(), people.tomas)
    assert tomas.get(reverse("reports:reports")).status_code == 200
    Member.objects.filter(pk=people.tomas.pk).update(organisation=people.house)
    forge_wrap(people.house, people.tomas)
    somebody_comes_by(people)
    assert tomas.get(reverse("reports:report", args=[report.pk])).status_code == 302
    people.tomas.refresh_from_db()
    assert [wrap.key.organisation for wrap in opens_offline(people.tomas)] == [people.elsewhere]
    assert people.tomas not in (*list_readers(people.house), *list_nameable(people.house))


def test_attack_the_forged_invitation_with_a_forged_wrap(people: Personas) -> None:
    """Without any account: an invitation of one's own making, then a wrap, then a report for named members comes."""
    secret = new_secret()
    facts = {"name": "IT", "roles": [Role.ADVOCATE], "made_at": NOW, "expires_at": NOW + LASTS * 9999}
    Invitation.objects.create(organisation=people.house, secret_hash=hash_of(secret), **facts)
    anybody = Client()
    assert anybody.get(reverse("people:invitation", args=[secret])).status_code == 410
    answers = {"secret": secret, "name": "IT", "username": "it", "password": PASSWORD, "again": PASSWORD}
    assert anybody.post(reverse("people:accept_invitation"), answers).status_code == 410
    assert not Member.objects.filter(username="it").exists()

    # Rosa is of the team, and nobody has given her the key.
    forge_wrap(people.house, people.rosa)
    kept = tell(people.house, hidden_from=frozenset({people.dana.pk}))
    somebody_comes_by(people)
    assert opens_offline(people.rosa) == []
    assert [one.member for one in ReadKey.objects.filter(report=kept)] == [people.mei]


@pytest.mark.parametrize("whose", ["mei", "tomas"])
def test_attack_a_wrap_and_its_proof_copied_from_somebody_else(people: Personas, whose: str) -> None:
    theirs = KeyWrap.objects.get(member=getattr(people, whose))
    forge_wrap(people.house, people.rosa, theirs.sealed, theirs.proof)
    somebody_comes_by(people)
    assert opens_offline(people.rosa) == []
    assert people.rosa not in list_readers(people.house)


def test_attack_a_proof_kept_for_other_words(people: Personas) -> None:
    """The proof is of what it stands beside: neither the sealed bytes nor either key can be exchanged under it."""
    good = KeyWrap.objects.get(member=people.mei)
    key = get_current_key(people.house)
    assert people.mei.public_key is not None
    other = seal_to(people.mei.public_key, generate_key_pair().private, key_wrap_binding(key, people.mei))
    forge_wrap(people.house, people.mei, other, good.proof)
    assert names_of(list_holders(key)) == ["Amira", "Dana"]
    forge_wrap(people.house, people.mei, good.sealed, good.proof)
    assert names_of(list_holders(key)) == ["Amira", "Dana", "Mei"]
    mei = Member.objects.get(pk=people.mei.pk)
    Member.objects.filter(pk=mei.pk).update(public_key=people.rosa.public_key)
    assert names_of(list_holders(key)) == ["Amira", "Dana"]


def test_attack_a_wrap_for_a_key_that_was_taken_away_is_none_for_the_one_made_in_its_place(people: Personas) -> None:
    """Mei keeps her wrap of version 2; with that row gone, another version 2 is made when she has left."""
    second = turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    kept = KeyWrap.objects.get(member=people.mei, key=second)
    OrganisationKey.objects.filter(pk=second.pk).delete()
    KeyWrap.objects.filter(member=people.mei).delete()
    turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    forge_wrap(people.house, people.mei, kept.sealed, kept.proof)
    assert names_of(list_holders(get_current_key(people.house))) == ["Amira", "Dana"]


def test_a_wrap_that_nobody_sealed_counts_nowhere(people: Personas) -> None:
    keeper = MemberFactory.create(organisation=people.house, name="Kofi", roles=(Role.ADMINISTRATOR,))
    KeyWrap.objects.exclude(member=people.amira).filter(key__organisation=people.house).delete()
    assert is_last_holder(people.amira)
    forge_wrap(people.house, people.rosa)
    assert is_last_holder(people.amira)
    assert not is_last_holder(people.rosa)
    holding = [one.member.name for one in list_team(viewer=viewer_of(keeper)) if one.holds_key]
    assert holding == ["Amira"]
    assert not viewer_of(people.rosa).holds(get_current_key(people.house))


# --- An invitation that nobody made -----------------------------------------------------------------------------------


COLUMNS = ("organisation", "member", "name", "roles", "invited_by", "expires_at", "secret_hash")


@pytest.mark.parametrize("column", COLUMNS)
def test_attack_an_altered_invitation_is_good_for_nothing(people: Personas, column: str) -> None:
    """Tomas has a real one, for his own organisation, and alters it."""
    by, advocate = viewer_of(people.tomas), frozenset({Role.ADVOCATE})
    invited = invite_member(by=by, organisation=people.elsewhere, name="Ayo", roles=advocate, now=NOW)
    secret = new_secret() if column == "secret_hash" else invited.secret
    altered = {
        "organisation": people.house,
        "member": people.mei,
        "name": "Somebody else",
        "roles": [Role.ADMINISTRATOR],
        "invited_by": None,
        "expires_at": NOW + LASTS * 2,
        "secret_hash": hash_of(secret),
    }
    Invitation.objects.filter(pk=invited.invitation.pk).update(**{column: altered[column]})
    assert find_open_invitation(secret=secret, now=NOW) is None
    with pytest.raises(InvitationGone):
        accept_invitation(by=Invitee(invited.invitation), username="ayo", name="Ayo", password=PASSWORD, now=NOW)


# --- A key of a report that nobody sealed -----------------------------------------------------------------------------


def test_attack_a_report_for_named_members_is_not_sealed_to_everybody(people: Personas) -> None:
    """Dana, from whom it is kept, writes that it was sealed to the organisation's old key too."""
    report = tell(people.house, hidden_from=frozenset({people.dana.pk}))
    old = get_current_key(people.house)
    turn_key(by=viewer_of(people.amira), organisation=people.house, now=NOW)
    ReadKey.objects.create(report=report, organisation_key=old, sealed=b"x", since=NOW)
    somebody_comes_by(people)
    Report.objects.filter(pk=report.pk).update(is_restricted=False)
    page = at_desk(people.dana).get(reverse("reports:report", args=[report.pk]))
    assert CANARY not in page.content.decode()


def test_attack_a_report_for_named_members_is_not_put_into_everybody_s_search(people: Personas) -> None:
    """Dana writes that it is for all, and sealed to all; Mei, who can open it by name, searches."""
    report = tell(people.house, hidden_from=frozenset({people.dana.pk}))
    ReadKey.objects.create(report=report, organisation_key=get_current_key(people.house), sealed=b"x", since=NOW)
    Report.objects.filter(pk=report.pk).update(is_restricted=False)
    assert search(by=viewer_of(people.mei), words="kite", now=NOW).reports == ()
    assert search(by=viewer_of(people.dana), words="kite", now=NOW).reports == ()


def test_attack_nobody_writes_under_a_report_s_key_that_was_put_in_from_outside(people: Personas) -> None:
    """All that is sealed under a report's key is replaced, and whoever wrote that key reads on: answers, messages."""
    code = new_receipt("letters")
    report = tell(people.house, receipt_code=code)
    own, house = new_data_key(), people.house.pk
    for_person = seal_to(Receipt.objects.get().public_key, own, person_key_binding(report.pk, house))
    content = seal_json({"words": "All is well."}, own, content_binding(report.pk, house, 1))
    Report.objects.filter(pk=report.pk).update(content=content, key_for_person=for_person)
    public = get_current_key(people.house).public_key
    for_staff = seal_to(public, own, read_key_binding(report.pk, house, key_version=1))
    ReadKey.objects.filter(report=report).update(sealed=for_staff)
    visit = open_visit(receipt_code=code)
    assert visit is not None
    assert list_told(visit=visit) == []
    with pytest.raises(CannotRead):
        write_answer(by=viewer_of(people.mei), report=report, text="Come to us tonight.", now=NOW)


def test_attack_a_person_s_key_put_in_from_outside_is_not_sealed_to(people: Personas) -> None:
    """Between a report to one organisation and the same to another, the key that the receipt opens is exchanged."""
    code, thief = new_receipt("letters"), generate_key_pair()
    tell(people.house, receipt_code=code)
    Receipt.objects.update(public_key=thief.public)
    second = tell(people.elsewhere, receipt_code=code)
    assert second.key_for_person is not None
    with pytest.raises(CannotOpen):
        open_sealed(thief, second.key_for_person, person_key_binding(second.pk, people.elsewhere.pk))
    visit = open_visit(receipt_code=code)
    assert visit is not None
    assert second in [told.report for told in list_told(visit=visit)]


# --- A role that nobody gave ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["written in", "ended, and written on"])
def test_attack_a_role_that_nobody_gave_makes_no_reader(people: Personas, way: str) -> None:
    """Kofi walks and holds the key for entering reports; no role of his reads."""
    by = viewer_of(people.amira)
    kofi = MemberFactory.create(organisation=people.house, name="Kofi", roles=(Role.OUTREACH,))
    admit([kofi], by=people.amira)
    if way == "written in":
        RoleGrant.objects.create(member=kofi, role=Role.ADVOCATE, granted_at=NOW)
    else:
        grant_role(by=by, member=kofi, role=Role.ADVOCATE, now=NOW)
        end_role(by=by, member=kofi, role=Role.ADVOCATE, now=NOW)
        RoleGrant.objects.filter(member=kofi).update(ended_at=None)
    assert not viewer_of(kofi).may(REPORT_OPEN)
    kept = tell(people.house, hidden_from=frozenset({people.dana.pk}))
    assert [one.member for one in ReadKey.objects.filter(report=kept)] == [people.mei]
    grant_role(by=by, member=kofi, role=Role.ADVOCATE, now=NOW)
    assert viewer_of(kofi).may(REPORT_OPEN)


@pytest.mark.parametrize("whose", ["role", "member"])
def test_attack_a_role_that_was_given_is_not_turned_into_another_or_somebody_else_s(
    people: Personas, whose: str
) -> None:
    grant = RoleGrant.objects.get(member=people.rosa)
    other = {"role": Role.COORDINATOR, "member": people.amira}[whose]
    RoleGrant.objects.filter(pk=grant.pk).update(**{whose: other})
    assert not viewer_of(people.rosa).permissions
    assert not viewer_of(people.amira).may(REPORT_OPEN)


# --- A name that isn't theirs -----------------------------------------------------------------------------------------


def exchange(rows: Sequence[Organisation] | Sequence[Member], field: str) -> None:
    """Each is called what the other is; by way of a third, for no two may be called the same."""
    names = [getattr(row, field) for row in rows]
    model = Member if isinstance(rows[0], Member) else Organisation
    model.objects.filter(pk=rows[0].pk).update(**{field: "Nobody"})
    for row, name in zip(reversed(rows), names, strict=True):
        model.objects.filter(pk=row.pk).update(**{field: name})
    forget_everything()


def offered() -> list[str]:
    """The organisations among which whoever reports may choose, by their names."""
    forget_everything()
    return [one.organisation.name for one in list_choices(on=NOW.date(), languages=(), wants=())]


def test_attack_exchanged_names_of_organisations_offer_neither(people: Personas) -> None:
    """Whoever meant the one would tell the other."""
    people.house.languages.create(tag="yue")
    exchange([people.house, people.elsewhere], "name")
    assert offered() == []
    assert list_partners_speaking(tags=("yue",), on=NOW.date()) == ()
    assert set(list_unproven_names(viewer=OPERATOR)) == {
        f"organisation {people.house.pk}",
        f"organisation {people.elsewhere.pk}",
    }
    exchange(list(Organisation.objects.order_by("pk")), "name")
    assert len(offered()) == 2, "set right again, they are offered as before"
    assert list_unproven_names(viewer=OPERATOR) == []


@pytest.mark.parametrize("way", ["exchanged", "made up", "blanked"])
def test_attack_a_member_called_by_another_s_name_closes_what_they_are_named_in(people: Personas, way: str) -> None:
    """Whoever keeps it from Mei would keep it from Dana, and Mei would read it."""
    call_in_public([people.mei, people.dana])
    assert people.house.name in offered()
    if way == "exchanged":
        exchange([people.mei, people.dana], "public_name")
    else:
        Member.objects.filter(pk=people.mei.pk).update(public_name="" if way == "blanked" else "Amira (fictional)")
    assert offered() == [people.elsewhere.name]
    assert f"member {people.mei.pk}" in list_unproven_names(viewer=OPERATOR)
    for member in (people.mei, people.dana):
        details = Details(name=member.name, public_name=member.name, email="", wants_mail=False, locale="en")
        edit_details(by=viewer_of(member), details=details, now=NOW)
    assert people.house.name in offered()
    assert list_unproven_names(viewer=OPERATOR) == []


def test_attack_a_proven_name_copied_together_with_its_proof_is_none_for_another(people: Personas) -> None:
    """Tomas and Mei, and their houses: what was proven of the one says nothing of the other."""
    call_in_public([people.mei])
    mei, house = Member.objects.get(pk=people.mei.pk), Organisation.objects.get(pk=people.house.pk)
    Member.objects.filter(pk=people.dana.pk).update(
        public_name=mei.public_name, public_name_proof=mei.public_name_proof
    )
    Organisation.objects.filter(pk=house.pk).update(name="Nobody")
    Organisation.objects.filter(pk=people.elsewhere.pk).update(name=house.name, name_proof=house.name_proof)
    assert offered() == []
    Organisation.objects.filter(pk=people.elsewhere.pk).update(name="Harbour Kitchen (fictional)")
    Organisation.objects.filter(pk=house.pk).update(name=house.name)
    assert offered() == []
    assert set(list_unproven_names(viewer=OPERATOR)) == {
        f"member {people.dana.pk}",
        f"organisation {people.elsewhere.pk}",
    }
