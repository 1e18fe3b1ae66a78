"""While a colleague's sign-in is being reset, their key may be a thief's and is soon nobody's: nothing rests on it."""

import pytest
from django.core import mail

from banyan.base.actions import Denied
from banyan.base.audit import Person
from banyan.cli.waiting import escalate
from banyan.people.actions.invitations import Invitee, accept_invitation, reset_member, withdraw_invitation
from banyan.people.actions.keys import NotReadyForKey, admit_member, turn_due_key, turn_key
from banyan.people.models import Invitation, KeyWrap, Member, Organisation
from banyan.people.queries.keys import get_current_key, list_holders
from banyan.people.queries.team import get_member, list_readers
from banyan.reports.actions.claims import TakenAlready, claim_report
from banyan.reports.actions.submissions import NobodyLeft
from banyan.reports.actions.visits import post_message
from banyan.reports.models import Report
from banyan.reports.queries.intake import list_choices
from banyan.reports.queries.keys import named_wraps
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.reports.queries.standing import Standing, get_standing
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, Personas, admit, call_in_public, viewer_of
from tests.reports.desk.telling import tell

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
NEW = "six grey herons at noon"


def reset(people: Personas, member: Member) -> Invitation:
    return reset_member(by=viewer_of(people.amira), member=member, now=NOW).invitation


def accept(invitation: Invitation) -> None:
    accept_invitation(by=Invitee(invitation), username="", name="", password=NEW, now=NOW)


def standing(report: Report) -> Standing:
    return get_standing(report=Report.objects.get(pk=report.pk), now=NOW)


def is_turn_due(people: Personas) -> bool:
    return Organisation.objects.get(pk=people.house.pk).key_turn_due


# --- What is told meanwhile -------------------------------------------------------------------------------------------


def test_attack_a_report_for_nobody_but_somebody_being_reset(people: Personas) -> None:
    """It would open to nobody once she chose a new password."""
    reset(people, people.mei)
    with pytest.raises(NobodyLeft):
        tell(people.house, hidden_from=frozenset({people.dana.pk}))
    assert not Report.objects.exists()


def test_a_report_for_named_readers_is_locked_for_those_who_can_sign_in(people: Personas) -> None:
    admit([people.rosa], by=people.amira)
    invitation = reset(people, people.mei)
    kept = tell(people.house, hidden_from=frozenset({people.rosa.pk}))
    assert [wrap.member for wrap in kept.read_keys.all()] == [people.dana]
    accept(invitation)
    assert [wrap.member for wrap in named_wraps(report=kept)] == [people.dana]


def test_a_person_may_still_name_whoever_is_being_reset(people: Personas) -> None:
    """They may be back tomorrow."""
    call_in_public([people.mei, people.dana])
    reset(people, people.mei)
    [choice] = [one for one in list_choices(on=NOW.date(), languages=(), wants=()) if one.organisation == people.house]
    assert {pk for pk, _name in choice.staff} == {people.mei.pk, people.dana.pk}
    assert choice.readers.can == {people.dana.pk}
    kept = tell(people.house, hidden_from=frozenset({people.mei.pk}))
    assert [wrap.member for wrap in kept.read_keys.all()] == [people.dana]


def test_taking_the_reset_back_makes_them_a_reader_again(people: Personas) -> None:
    invitation = reset(people, people.mei)
    assert people.mei not in list_readers(people.house)
    withdraw_invitation(by=viewer_of(people.amira), invitation=invitation, now=NOW)
    assert people.mei in list_readers(people.house)


# --- The organisation's key -------------------------------------------------------------------------------------------


def test_the_next_visit_turns_the_key_away_from_whoever_is_being_reset(people: Personas) -> None:
    reset(people, people.mei)
    assert is_turn_due(people)
    turn_due_key(by=viewer_of(people.dana), now=NOW)
    newest = get_current_key(people.house)
    assert newest.version == 2
    assert people.dana in list_holders(newest)
    assert not viewer_of(people.mei).holds(newest), "nor does whoever knows her old password"


def test_attack_a_colleague_gives_the_new_version_to_the_old_key(people: Personas) -> None:
    reset(people, people.mei)
    turn_due_key(by=viewer_of(people.dana), now=NOW)
    assert not get_member(viewer=viewer_of(people.dana), member_id=people.mei.pk).waits_for_key
    with pytest.raises(NotReadyForKey):
        admit_member(by=viewer_of(people.dana), member=people.mei, now=NOW)
    assert not viewer_of(people.mei).holds(get_current_key(people.house))


def test_the_key_turns_for_nobody_when_whoever_is_being_reset_had_none(people: Personas) -> None:
    reset(people, people.rosa)
    assert not is_turn_due(people)


def test_whoever_is_being_reset_makes_no_version_that_nobody_holds(people: Personas) -> None:
    """A request of theirs was under way when the reset came."""
    for member in (people.amira, people.dana):
        KeyWrap.objects.filter(member=member).delete()
    mei = viewer_of(people.mei)
    reset_member(by=viewer_of(people.amira), member=people.mei, accepts_loss=True, now=NOW)
    with pytest.raises(Denied):
        turn_key(by=mei, organisation=people.house, now=NOW)
    assert get_current_key(people.house).version == 1


# --- What they looked after -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_kept", [True, False])
def test_what_they_looked_after_is_free_until_they_can_open_it_again(people: Personas, is_kept: bool) -> None:
    hidden = frozenset({people.rosa.pk}) if is_kept else frozenset()
    report = tell(people.house, hidden_from=hidden)
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    Report.objects.update(first_attempt_at=NOW)
    assert not standing(report).is_free
    invitation = reset(people, people.mei)
    assert standing(report).is_left, "nobody can sign in as her"
    accept(invitation)
    assert standing(report).is_left, "she can't open it"
    admit([Member.objects.get(pk=people.mei.pk)], by=people.amira)
    assert standing(report).is_left is is_kept
    if is_kept:
        assert claim_report(by=viewer_of(people.dana), report=report, now=NOW).claimed_by == people.dana
    else:
        with pytest.raises(TakenAlready):
            claim_report(by=viewer_of(people.dana), report=report, now=NOW)


def test_what_a_person_adds_to_it_is_told_to_those_who_can_open_it(people: Personas) -> None:
    Member.objects.filter(pk=people.mei.pk).update(wants_mail=True, email="mei@example.org")
    Member.objects.filter(pk=people.dana.pk).update(wants_mail=True, email="dana@example.org")
    code = new_receipt("letters")
    report = tell(people.house, hidden_from=frozenset({people.rosa.pk}), receipt_code=code)
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    accept(reset(people, people.mei))
    admit([Member.objects.get(pk=people.mei.pk)], by=people.amira)
    visit = open_visit(receipt_code=code)
    assert visit is not None
    post_message(by=Person(), visit=visit, told=list_told(visit=visit)[0], text="He came back.", now=NOW)
    escalate(NOW)
    assert [letter.to for letter in mail.outbox] == [["dana@example.org"]]
