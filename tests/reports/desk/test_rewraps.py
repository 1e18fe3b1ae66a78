"""After somebody left: open work is sealed to the new key, and the key they kept leads nowhere any more."""

import pytest
from django.db import transaction
from django.urls import reverse

from banyan.people.actions.members import remove_member
from banyan.people.models import KeyWrap, Member, OrganisationKey
from banyan.people.queries.viewers import Viewer
from banyan.reports.actions.closures import close_report
from banyan.reports.actions.rewraps import rewrap_open_reports
from banyan.reports.actions.search_index import search
from banyan.reports.models import ReadKey, Report, SearchShard
from banyan.reports.queries.keys import open_data_key
from banyan.reports.queries.rewraps import is_rewrap_due
from banyan.reports.rules.states import CloseReason
from banyan.vault.errors import CannotOpen
from tests.factories import NOW, Personas, viewer_of
from tests.reports.desk.telling import CANARY, at_desk, tell

pytestmark = pytest.mark.django_db


class KeptCopy:
    """Mei's own key and a copy of the wraps she had, brought back with her row after she was removed."""

    def __init__(self, member: Member) -> None:
        self.viewer = viewer_of(member)
        self.wraps = list(KeyWrap.objects.filter(member=member))

    def opens(self, report: Report) -> bool:
        viewer = Viewer(member=self.viewer.member, permissions=self.viewer.permissions, key_pair=self.viewer.key_pair)
        with transaction.atomic():
            self.viewer.member.save(update_fields=["public_key", "public_key_proof", "wrapped_private_key"])
            KeyWrap.objects.bulk_create(self.wraps)
            try:
                open_data_key(report=report, viewer=viewer)
            except CannotOpen:
                return False
            finally:
                transaction.set_rollback(True)
        return True


def test_whoever_left_opens_nothing_that_goes_on_even_with_a_copy_of_their_key(people: Personas) -> None:
    goes_on, closed = tell(people.house), tell(people.house)
    close_report(by=viewer_of(people.mei), report=closed, reason=CloseReason.HELPED, now=NOW)
    kept = KeptCopy(people.mei)
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert OrganisationKey.objects.filter(organisation=people.house).count() == 2  # Amira holds it, so it turned.
    assert kept.opens(goes_on)  # Before anybody who reads came by.

    dana = at_desk(people.dana)
    dana.get(reverse("reports:my_day"))
    assert not kept.opens(goes_on)
    assert kept.opens(closed)  # What was done with stays as it was; a stolen old key could open the old copy anyway.
    assert CANARY in dana.get(reverse("reports:report", args=[goes_on.pk])).content.decode()
    assert CANARY in dana.get(reverse("reports:report", args=[closed.pk])).content.decode()
    assert ReadKey.objects.get(report=goes_on).organisation_key.version == 2  # type: ignore[union-attr]


def test_the_person_is_not_told_that_there_are_new_readers(people: Personas) -> None:
    report = tell(people.house)
    since = ReadKey.objects.get(report=report).since
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert rewrap_open_reports(by=viewer_of(people.dana), now=NOW) == 1
    assert ReadKey.objects.get(report=report).since == since
    assert not is_rewrap_due(viewer=viewer_of(people.dana))


def test_many_are_done_in_batches(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("banyan.reports.actions.rewraps.AT_ONCE", 2)
    for _ in range(3):
        tell(people.house)
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    by = viewer_of(people.dana)
    assert [rewrap_open_reports(by=by, now=NOW) for _ in range(3)] == [2, 1, 0]


def test_nothing_is_due_for_others(people: Personas) -> None:
    tell(people.house)
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    assert is_rewrap_due(viewer=viewer_of(people.dana))
    for member in (people.rosa, people.amira, people.tomas, people.sol):
        assert not is_rewrap_due(viewer=viewer_of(member))
    assert rewrap_open_reports(by=viewer_of(people.rosa), now=NOW) == 0


def test_named_readers_who_left_lose_their_wrap(people: Personas) -> None:
    report = tell(people.house, hidden_from=frozenset({people.rosa.pk}))
    assert report.read_keys.count() == 2
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    rewrap_open_reports(by=viewer_of(people.dana), now=NOW)
    assert [wrap.member for wrap in report.read_keys.all()] == [people.dana]


def test_the_search_index_is_built_anew_under_the_new_key(people: Personas) -> None:
    report = tell(people.house)
    search(by=viewer_of(people.dana), words="orchid", now=NOW)
    remove_member(by=viewer_of(people.amira), member=people.mei, now=NOW)
    rewrap_open_reports(by=viewer_of(people.dana), now=NOW)
    assert not SearchShard.objects.exists()
    assert search(by=viewer_of(people.dana), words="orchid", now=NOW).reports == (report,)
    assert SearchShard.objects.get().organisation_key.version == 2
