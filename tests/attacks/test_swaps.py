"""Somebody who can write to the database puts one sealed thing in the place of another, and waits for its reader.

Two ways. First, whole rows are exchanged as a thief would. Then each column is given what was sealed under its very own
key, but for another record, organisation, version or field: so each binding is tested alone, as if the attacker had
that key. Whoever reads must be told that it doesn't open, never shown the wrong words as if they belonged there.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import models

from banyan.people.models import OrganisationKey
from banyan.reports.actions.openings import NotAdmitted, open_file, open_report
from banyan.reports.actions.search_index import search
from banyan.reports.models import Attachment, Contact, FirstLook, Message, ReadKey, Report, SealedChunk, SearchShard
from banyan.reports.queries import keys
from banyan.reports.queries.attachments import file_binding
from banyan.reports.queries.keys import open_data_key
from banyan.reports.queries.opening import OpenReport
from banyan.reports.queries.receipts import list_told
from banyan.reports.queries.search import open_search_shard, shard_binding, shard_key_binding
from banyan.vault.errors import CannotOpen
from banyan.vault.files import seal_chunks
from banyan.vault.keys import Binding, open_sealed, seal_to
from banyan.vault.sealing import seal_json, unseal_json
from banyan.vault.shards import seal_shard
from tests.attacks.filled import Filled, Told, fill
from tests.attacks.test_thief import sealed_columns
from tests.factories import NOW, viewer_of
from tests.reports.desk.telling import tell

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


@pytest.fixture
def filled() -> Filled:
    return fill()


def opened(filled: Filled, told: Told) -> OpenReport | None:
    """The report as Mei sees it; None when she is told that it doesn't open."""
    report = Report.objects.select_related("organisation").get(pk=told.report.pk)
    try:
        return open_report(by=viewer_of(filled.people.mei), report=report, now=NOW)
    except NotAdmitted:
        return None


def exchange(one: models.Model, other: models.Model, *columns: str) -> None:
    """What stands in these columns of two rows changes places."""
    for column in columns:
        mine, theirs = getattr(one, column), getattr(other, column)
        setattr(one, column, theirs)
        setattr(other, column, mine)
    one.save(update_fields=columns)
    other.save(update_fields=columns)


def pair_of(model: Any, one: Told, other: Told, **which: Any) -> tuple[Any, Any]:
    return model.objects.get(report=one.report, **which), model.objects.get(report=other.report, **which)


# --- Whole rows exchanged ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["other", "elsewhere"])
@pytest.mark.parametrize("with_keys", [False, True], ids=["content alone", "content with all its keys"])
def test_attack_exchanged_reports_open_for_nobody(filled: Filled, who: str, *, with_keys: bool) -> None:
    mine, theirs = filled.mine, getattr(filled, who)
    exchange(mine.report, theirs.report, "content", *(("key_for_person",) if with_keys else ()))
    if with_keys:
        exchange(*pair_of(ReadKey, mine, theirs), "sealed")
    assert opened(filled, mine) is None
    assert list_told(visit=mine.visit) == []
    assert list_told(visit=theirs.visit) == []


@pytest.mark.parametrize("who", ["other", "elsewhere"])
def test_attack_an_exchanged_key_opens_no_report(filled: Filled, who: str) -> None:
    mine, theirs = filled.mine, getattr(filled, who)
    exchange(*pair_of(ReadKey, mine, theirs), "sealed")
    exchange(mine.report, theirs.report, "key_for_person")
    assert opened(filled, mine) is None
    assert list_told(visit=mine.visit) == []


def test_attack_two_messages_of_one_thread_do_not_change_places(filled: Filled) -> None:
    """The person's question as if the advocate had written it, and the other way round."""
    question, answer = Message.objects.filter(report=filled.mine.report).order_by("number")
    exchange(question, answer, "body")
    seen = opened(filled, filled.mine)
    assert seen is not None
    assert [said.text for said in seen.messages] == ["", ""]
    assert [said.text for said in list_told(visit=filled.mine.visit)[0].messages] == ["", ""]


def test_attack_notes_and_messages_of_one_report_do_not_change_places(filled: Filled) -> None:
    """A note for staff, put where the person reads it; the key is the same."""
    answer = Message.objects.filter(report=filled.mine.report).order_by("-number")[0]
    call, look = Contact.objects.get(report=filled.mine.report), FirstLook.objects.get(report=filled.mine.report)
    Message.objects.filter(pk=answer.pk).update(body=call.note)
    Contact.objects.filter(pk=call.pk).update(note=look.content)
    FirstLook.objects.filter(pk=look.pk).update(content=call.note)
    Message.objects.create(id=call.pk, report=filled.mine.report, number=9, body=look.content, written_at=NOW)
    assert [said.text for said in list_told(visit=filled.mine.visit)[0].messages][1:] == ["", ""]
    seen = opened(filled, filled.mine)
    assert seen is not None
    assert all("damaged" in noted.note for noted in (*seen.contacts, *seen.first_looks))


@pytest.mark.parametrize("who", ["other", "elsewhere"])
def test_attack_exchanged_files_do_not_open(filled: Filled, who: str) -> None:
    mine, theirs = pair_of(Attachment, filled.mine, getattr(filled, who))
    exchange(mine, theirs, "cleaned_id")
    by = viewer_of(filled.people.mei)
    file = open_file(by=by, report=filled.mine.report, file=mine.pk, which="cleaned", now=NOW)
    with pytest.raises(CannotOpen):
        list(file.content)
    exchange(mine, theirs, "details")
    seen = opened(filled, filled.mine)
    assert seen is not None
    assert [file.is_damaged for file in seen.files] == [True]


def test_attack_exchanged_shards_of_two_organisations_find_nothing(filled: Filled) -> None:
    ours, theirs = (
        SearchShard.objects.get(organisation=house) for house in (filled.people.house, filled.people.elsewhere)
    )
    exchange(ours, theirs, "sealed", "sealed_key")
    found = search(by=viewer_of(filled.people.mei), words="kite", now=NOW)
    assert (found.reports, found.not_searched) == ((), 2)


def test_attack_a_shard_and_its_key_rolled_back_find_nothing(filled: Filled) -> None:
    """An older index would still hold what was taken back. Its version is in the row and in the seal."""
    old = SearchShard.objects.get(organisation=filled.people.house)
    late = tell(filled.people.house)
    by = viewer_of(filled.people.mei)
    assert late in search(by=by, words="kite", now=NOW).reports
    SearchShard.objects.filter(pk=old.pk).update(sealed=old.sealed, sealed_key=old.sealed_key)
    found = search(by=by, words="kite", now=NOW)
    assert (found.reports, found.not_searched) == ((), 3)
    newest = tell(filled.people.house)  # It goes into a shard of its own, and the search goes on.
    found = search(by=by, words="kite", now=NOW)
    assert (found.reports, found.not_searched) == ((newest,), 3)


# --- Each column, sealed under its own key for another place ----------------------------------------------------------


@dataclass(frozen=True)
class Place:
    """A sealed column of one report: what it is bound to, how it is sealed and planted there, and if it is read."""

    bound: dict[str, Any]
    binding: Callable[..., Binding]
    seal: Callable[[Binding], bytes]
    plant: Callable[[bytes], object]
    is_read: Callable[[], bool]

    @property
    def here(self) -> Binding:
        return self.binding(**self.bound)

    def elsewhere(self, others: "list[Place]") -> dict[str, Binding]:
        """The same for another record, organisation, version or reader, each alone; and for the others' fields."""
        found = {name: self.binding(**{**self.bound, name: _another(value)}) for name, value in self.bound.items()}
        fields = {other.here.field for other in others if other.binding is not self.binding}
        return found | {f"field {name}": replace(self.here, field=name) for name in fields}


def _another(value: Any) -> Any:
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, OrganisationKey):
        return OrganisationKey(version=value.version + 1, organisation_id=value.organisation_id)
    assert isinstance(value, int)
    return value + 1


class Mei:
    """The reader: what she holds, and what she sees of each sealed column."""

    def __init__(self, filled: Filled) -> None:
        self.filled, self.report = filled, filled.mine.report
        self.house, self.by = self.report.organisation_id, viewer_of(filled.people.mei)
        self.data_key = open_data_key(report=self.report, viewer=self.by)
        self.shard = SearchShard.objects.get(organisation=self.house)
        self.house_key = self.shard.organisation_key
        at = shard_key_binding(self.shard.pk, self.house_key, self.shard.version)
        self.shard_key = open_sealed(self.by.open_key(self.house_key), self.shard.sealed_key, at)
        self.index = open_search_shard(viewer=self.by, row=self.shard)
        self.file = Attachment.objects.get(report=self.report)
        self.details = unseal_json(self.file.details, self.data_key, keys.attachment_binding(self.file.pk, self.house))
        self.file_key = base64.b64decode(self.details["cleaned_key"])

    def seal(self, at: Binding) -> bytes:
        return seal_json({"words": "Planted."}, self.data_key, at)

    def box(self, public: bytes | memoryview | None, key: bytes) -> Callable[[Binding], bytes]:
        return lambda at: seal_to(public or b"", key, at)

    def sees(self) -> OpenReport:
        seen = opened(self.filled, self.filled.mine)
        assert seen is not None
        return seen

    def is_open(self) -> bool:
        return opened(self.filled, self.filled.mine) is not None

    def finds(self) -> bool:
        return bool(search(by=viewer_of(self.filled.people.mei), words="kite", now=NOW).reports)

    def put_file(self, sealed: bytes) -> None:
        SealedChunk.objects.filter(file=self.file.cleaned_id).delete()
        SealedChunk.objects.create(file_id=self.file.cleaned_id, number=0, sealed=sealed)

    def reads_file(self) -> bool:
        file = open_file(by=self.by, report=self.report, file=self.file.pk, which="cleaned", now=NOW)
        try:
            return bool(list(file.content))
        except CannotOpen:
            return False


def put(found: models.Model, column: str) -> Callable[[bytes], object]:
    return lambda sealed: type(found)._base_manager.filter(pk=found.pk).update(**{column: sealed})


def places(filled: Filled) -> dict[str, Place]:
    mei, report, kept = Mei(filled), filled.mine.report, filled.kept.report
    house, member, shard = mei.house, filled.people.mei, mei.shard
    message, call, look = (kind.objects.filter(report=report)[0] for kind in (Message, Contact, FirstLook))
    assert report.receipt is not None
    named_key = open_data_key(report=kept, viewer=mei.by)
    return {
        "reports.report.content": Place(
            {"report": report.pk, "organisation": house, "version": 1},
            keys.content_binding, mei.seal, put(report, "content"), mei.is_open,
        ),
        "reports.report.key_for_person": Place(
            {"record": report.pk, "organisation": house}, keys.person_key_binding,
            mei.box(report.receipt.public_key, mei.data_key), put(report, "key_for_person"),
            lambda: list_told(visit=filled.mine.visit) != [],
        ),
        "reports.readkey.sealed": Place(
            {"report": report.pk, "organisation": house, "key_version": mei.house_key.version},
            keys.read_key_binding, mei.box(mei.house_key.public_key, mei.data_key),
            put(ReadKey.objects.get(report=report), "sealed"), mei.is_open,
        ),
        "reports.readkey.sealed for a member": Place(
            {"report": kept.pk, "organisation": house, "member": member.pk},
            keys.read_key_binding, mei.box(member.public_key, named_key),
            put(ReadKey.objects.get(report=kept, member=member), "sealed"),
            lambda: opened(filled, filled.kept) is not None,
        ),
        "reports.message.body": Place(
            {"record": message.pk, "organisation": house},
            keys.message_binding, mei.seal, put(message, "body"),
            lambda: all(said.text for said in mei.sees().messages),
        ),
        "reports.contact.note": Place(
            {"record": call.pk, "organisation": house},
            keys.note_binding, mei.seal, put(call, "note"), lambda: "damaged" not in mei.sees().contacts[0].note,
        ),
        "reports.firstlook.content": Place(
            {"record": look.pk, "organisation": house},
            keys.look_binding, lambda at: seal_json({"dangers": [], "conflict": "", "note": ""}, mei.data_key, at),
            put(look, "content"), lambda: not mei.sees().first_looks[0].is_damaged,
        ),
        "reports.attachment.details": Place(
            {"record": mei.file.pk, "organisation": house},
            keys.attachment_binding, lambda at: seal_json(mei.details, mei.data_key, at),
            put(mei.file, "details"), lambda: not mei.sees().files[0].is_damaged,
        ),
        "reports.sealedchunk.sealed": Place(
            {"file": mei.file.cleaned_id},
            file_binding, lambda at: b"".join(seal_chunks([b"Planted."], mei.file_key, at)),
            mei.put_file, mei.reads_file,
        ),
        "reports.searchshard.sealed_key": Place(
            {"shard": shard.pk, "key": mei.house_key, "version": shard.version},
            shard_key_binding, mei.box(mei.house_key.public_key, mei.shard_key), put(shard, "sealed_key"), mei.finds,
        ),
        "reports.searchshard.sealed": Place(
            {"shard": shard.pk, "organisation": house, "version": shard.version},
            shard_binding, lambda at: seal_shard(mei.index, mei.shard_key, at), put(shard, "sealed"), mei.finds,
        ),
    }  # fmt: skip


# A receipt's wrap is bound in the vault (tests/vault/test_tampering.py); a draft to its name, which its key makes.
ELSEWHERE = {"reports.receipt.wrapped_private_key", "reports.draft.sealed"}


def test_attack_what_was_sealed_for_another_place_is_read_nowhere_else(filled: Filled) -> None:
    """Each column of a report, each part of its binding. Sealed for its own place the same thing is read."""
    found = places(filled)
    wrong = {}
    for name, place in found.items():
        for part, binding in place.elsewhere(list(found.values())).items():
            place.plant(place.seal(binding))
            if place.is_read():
                wrong[f"{name}, {part}"] = "was read although it was sealed for another place"
        place.plant(place.seal(place.here))
        if not place.is_read():
            wrong[name] = "wasn't read although it was sealed for this place"
    assert wrong == {}


def test_every_sealed_column_of_reports_is_tried(filled: Filled) -> None:
    sealed = {name for name, _model, _column in sealed_columns() if name.startswith("reports.")}
    assert {name.split()[0] for name in places(filled)} | ELSEWHERE == sealed
