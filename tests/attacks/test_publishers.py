"""Somebody wants one pair of hands to publish: by a second account of their own, or by changing what was checked."""

import pytest

from banyan.base.audit import Operator
from banyan.base.clock import now
from banyan.base.models import AuditLine
from banyan.observatory.actions.publications import (
    CameAfter,
    NotAsChecked,
    approve_publication,
    decline_publication,
    propose_publication,
    record_check,
)
from banyan.observatory.models import Publication
from banyan.observatory.queries.publications import fingerprint_of, list_changed_publications
from banyan.observatory.rules.picture import Question
from banyan.observatory.rules.publications import ForPublic, Progress
from banyan.people.actions.invitations import Invited, Invitee, accept_invitation, invite_member, reset_member
from banyan.people.models import Member
from banyan.people.queries.invitations import find_open_invitation
from banyan.people.rules.permissions import Role
from tests.base.test_audit import thief as thief  # noqa: PLC0414 - a fixture, asked for by its name
from tests.factories import NOW, PASSWORD, MemberFactory, Personas, viewer_of
from tests.observatory.charts.sample import picture

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
QUESTION = Question(place="San Francisco", community="all", since=2025, until=2025)
OPERATOR = Operator("publication")


def propose(by: Member) -> Publication:
    """Proposed just now, and through its check."""
    made = propose_publication(by=viewer_of(by), question=QUESTION, progress=Progress("tests"), now=now())
    found = ForPublic(pictures={"en": picture().to_json_dict()}, table=None, beside=())
    record_check(by=OPERATOR, pk=made.pk, found=found, now=now())
    made.refresh_from_db()
    return made


def accept(invited: Invited, username: str) -> Member:
    open_now = find_open_invitation(secret=invited.secret, now=now())
    assert open_now is not None
    return accept_invitation(by=Invitee(open_now), username=username, name="P", password=PASSWORD, now=now())


def test_attack_the_steward_approves_through_somebody_she_invited_for_it(people: Personas) -> None:
    made = propose(people.sol)
    steward = frozenset({Role.STEWARD})
    invited = invite_member(by=viewer_of(people.sol), organisation=None, name="Puppet", roles=steward, now=now())
    puppet = accept(invited, "puppet")
    with pytest.raises(CameAfter):
        approve_publication(by=viewer_of(puppet), pk=made.pk, now=now())
    assert approve_publication(by=viewer_of(people.dana), pk=made.pk, now=now()).state == "published"


def test_attack_the_steward_approves_through_the_account_of_a_colleague_whose_sign_in_she_reset(
    people: Personas,
) -> None:
    colleague = MemberFactory.create(name="Sofia", organisation=None, roles=(Role.STEWARD,))
    made = propose(people.sol)
    taken = accept(reset_member(by=viewer_of(people.sol), member=colleague, now=now()), colleague.username)
    assert taken.joined_at < made.proposed_at
    with pytest.raises(CameAfter):
        approve_publication(by=viewer_of(taken), pk=made.pk, now=now())
    assert decline_publication(by=viewer_of(taken), pk=made.pk, now=now()).state == "declined"


def falsify(made: Publication) -> None:
    """Write another finding into the database."""
    made.refresh_from_db()
    shown = (made.pictures or {})["en"]
    shown["findings"][0]["text"] = "There was no hate crime at all."
    Publication.objects.filter(pk=made.pk).update(pictures={"en": shown})


def test_attack_a_picture_changed_in_the_database_after_its_check_is_approved(people: Personas) -> None:
    made = propose(people.nour)
    falsify(made)
    with pytest.raises(NotAsChecked):
        approve_publication(by=viewer_of(people.dana), pk=made.pk, now=now())


@pytest.mark.usefixtures("thief")
def test_attack_the_trail_is_changed_together_with_the_picture(people: Personas) -> None:
    made = propose(people.nour)
    falsify(made)
    forged = {"state": "proposed", "sha256": fingerprint_of(made)}
    AuditLine.objects.filter(action="observatory.publication.check").update(details=forged)
    with pytest.raises(NotAsChecked):
        approve_publication(by=viewer_of(people.dana), pk=made.pk, now=now())


def test_attack_a_published_picture_is_changed_in_the_database_and_nobody_is_told(people: Personas) -> None:
    made, other = propose(people.nour), propose(people.nour)
    for one in (made, other):
        approve_publication(by=viewer_of(people.dana), pk=one.pk, now=now())
    assert list_changed_publications(viewer=OPERATOR) == []
    falsify(made)
    assert list_changed_publications(viewer=OPERATOR) == [str(made.pk)]


def test_attack_a_publication_is_written_into_the_database_by_hand(people: Personas) -> None:
    shown = picture().to_json_dict()
    made = Publication.objects.create(
        state="proposed", question=shown["question"], pictures={"en": shown}, proposed_by=people.nour, proposed_at=NOW
    )
    with pytest.raises(NotAsChecked):
        approve_publication(by=viewer_of(people.dana), pk=made.pk, now=now())
    Publication.objects.update(state="published", decided_by=people.sol, decided_at=NOW)
    assert list_changed_publications(viewer=OPERATOR) == [str(made.pk)]
