"""A colleague whose sign-in was reset has a new key: what was locked for the old one is theirs no more."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from banyan.people.actions.invitations import Invitee, accept_invitation, reset_member
from banyan.people.actions.keys import admit_member
from banyan.people.models import Member
from banyan.reports.actions.claims import hand_report
from banyan.reports.actions.rewraps import rewrap_open_reports
from banyan.reports.models import ReadKey, Report
from banyan.reports.queries.keys import open_data_key, reports_in_sight
from banyan.reports.queries.opening import unseal_report
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.reports.queries.rewraps import is_rewrap_due
from banyan.vault.errors import CannotOpen
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, Personas, viewer_of
from tests.reports.desk.telling import tell

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)
NEW = "six grey herons at noon"


def renew(people: Personas, member: Member, *, admit: bool = True) -> None:
    """Amira lets them choose a new password; they do, and she gives them the organisation's key again."""
    invited = reset_member(by=viewer_of(people.amira), member=member, now=NOW)
    accept_invitation(by=Invitee(invited.invitation), username="", name="", password=NEW, now=NOW)
    if admit:
        admit_member(by=viewer_of(people.amira), member=member, now=NOW)


@pytest.fixture
def code() -> str:
    return new_receipt("letters")


@pytest.fixture
def kept(people: Personas, code: str) -> Report:
    """For Mei and Dana by name, since it is kept from Rosa."""
    return tell(people.house, hidden_from=frozenset({people.rosa.pk}), receipt_code=code)


def test_handing_it_to_them_again_gives_them_the_key(people: Personas, kept: Report) -> None:
    renew(people, people.mei)
    with pytest.raises(CannotOpen):
        open_data_key(report=kept, viewer=viewer_of(people.mei, NEW))
    hand_report(by=viewer_of(people.dana), report=kept, to=people.mei, now=LATER)
    key = open_data_key(report=kept, viewer=viewer_of(people.dana))
    assert open_data_key(report=kept, viewer=viewer_of(people.mei, NEW)) == key
    assert ReadKey.objects.get(member=people.mei).since == LATER, "the person sees since when"


def test_handing_it_to_a_colleague_who_can_read_it_changes_no_date(people: Personas, kept: Report) -> None:
    since = ReadKey.objects.get(member=people.mei).since
    hand_report(by=viewer_of(people.dana), report=kept, to=people.mei, now=LATER)
    assert ReadKey.objects.get(member=people.mei).since == since


def test_no_page_says_that_they_can_read_it(people: Personas, kept: Report, code: str) -> None:
    Member.objects.update(public_name="named")
    visit = open_visit(receipt_code=code)
    assert visit is not None
    assert len(list_told(visit=visit)[0].readers) == 2
    renew(people, people.mei)
    assert len(list_told(visit=visit)[0].readers) == 1
    opened = unseal_report(viewer=viewer_of(people.dana), report=kept)
    assert [one.member for one in opened.readers] == [people.dana]


def test_a_colleague_s_next_visit_drops_what_was_locked_for_the_old_key(people: Personas, kept: Report) -> None:
    renew(people, people.mei)
    assert is_rewrap_due(viewer=viewer_of(people.dana))
    rewrap_open_reports(by=viewer_of(people.dana), now=LATER)
    assert [wrap.member for wrap in kept.read_keys.all()] == [people.dana]


def test_attack_an_administrator_resets_a_named_reader_and_takes_their_place(people: Personas, kept: Report) -> None:
    """Nothing is sealed to the new key by itself, and not even the coded facts are in sight."""
    renew(people, people.mei)
    intruder = viewer_of(people.mei, NEW)
    assert not reports_in_sight(viewer=intruder).exists()
    rewrap_open_reports(by=viewer_of(people.dana), now=LATER)
    intruder = viewer_of(people.mei, NEW)
    assert not reports_in_sight(viewer=intruder).exists()
    with pytest.raises(CannotOpen):
        open_data_key(report=kept, viewer=intruder)


@pytest.mark.django_db(transaction=True)
def test_wraps_made_before_are_told_apart_by_when_the_sign_in_was_renewed(people: Personas) -> None:
    """The migration: what is older than a member's reset was locked for the key before."""
    older = tell(people.house, hidden_from=frozenset({people.rosa.pk}))
    invited = reset_member(by=viewer_of(people.amira), member=people.mei, now=LATER)
    accept_invitation(by=Invitee(invited.invitation), username="", name="", password=NEW, now=LATER)
    admit_member(by=viewer_of(people.amira), member=people.mei, now=LATER)
    newer = tell(people.house, hidden_from=frozenset({people.rosa.pk}), now=LATER)
    everybody = tell(people.house)
    MigrationExecutor(connection).migrate([("reports", "0003_month_without_functions")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert reports_in_sight(viewer=viewer_of(people.mei, NEW)).filter(is_restricted=True).get() == newer
    assert set(reports_in_sight(viewer=viewer_of(people.dana))) == {older, newer, everybody}
