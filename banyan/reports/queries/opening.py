"""A report unsealed in memory, for one request of somebody who holds a key to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from banyan.people.models import Member
from banyan.people.queries.team import list_readers
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.names import fold_names
from banyan.people.rules.permissions import REPORT_OPEN
from banyan.reports.models import Attachment, Coding, Contact, FirstLook, Message, ReadKey, Report
from banyan.reports.queries.facts import (
    REACHING,
    TELLING,
    Corrected,
    Fact,
    changed_facts,
    coded_facts,
    corrected_of,
    sealed_facts,
)
from banyan.reports.queries.keys import (
    attachment_binding,
    content_binding,
    look_binding,
    message_binding,
    named_wraps,
    note_binding,
    open_data_key,
    unless_damaged,
)
from banyan.reports.queries.locks import get_data_key
from banyan.reports.queries.words import word_of
from banyan.reports.rules.states import State
from banyan.reports.rules.work import CONFLICTS, DANGERS, FILE_NOTES, HANDED, HOWS, NOTED, WHYS, WRITTEN_HERE
from banyan.vault.sealing import unseal_json, unseal_text


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the thread, opened; without text when it was damaged."""

    pk: UUID
    is_from_person: bool
    is_mine: bool
    who: str
    text: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """A contact, a first look or a handing over, with its note opened."""

    what: str
    who: str
    at: datetime
    note: str = field(repr=False)
    details: tuple[str, ...] = ()
    is_damaged: bool = False
    is_for_colleague: bool = False


@dataclass(frozen=True, slots=True)
class CodingVersion:
    """One version of the coding, and what it changed."""

    coding: Coding
    why: str
    changed: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file of the report, named as it may safely be shown."""

    pk: UUID
    kind: str
    name: str = field(repr=False)
    notes: tuple[str, ...]
    has_original: bool
    original_hash: str
    arrived_at: datetime | None  # To the second, of the original: when it came to us, not when it was made.
    added_at: datetime
    is_damaged: bool


@dataclass(frozen=True, slots=True)
class CanRead:
    """Who can read the report, and since when; None stands for everybody whom the organisation's key is sealed to."""

    member: Member | None
    since: datetime


@dataclass(frozen=True, slots=True)
class OpenReport:
    """Everything the report's page shows."""

    report: Report
    words: str = field(repr=False)
    telling: tuple[Fact, ...] = field(repr=False)
    reaching: tuple[Fact, ...] = field(repr=False)
    reached_by: str = field(repr=False)
    coding: Corrected
    coded: tuple[Fact, ...]
    history: tuple[CodingVersion, ...]
    messages: tuple[Said, ...]
    contacts: tuple[Noted, ...]
    first_looks: tuple[Noted, ...]
    files: tuple[File, ...]
    readers: tuple[CanRead, ...]

    @property
    def handed(self) -> Noted | None:
        """The note that came with the report to whoever looks after it now."""
        return next((one for one in self.contacts if one.is_for_colleague and one.at == self.report.claimed_at), None)


def unseal_content(*, report: Report, data_key: bytes) -> dict[str, Any]:
    """The sealed part of a report. Raises CannotOpen."""
    binding = content_binding(report.pk, report.organisation_id, report.content_version)
    content = unseal_json(bytes(report.content or b""), data_key, binding)
    return content if isinstance(content, dict) else {}


def unseal_report(*, viewer: Viewer, report: Report) -> OpenReport:
    """A report with all that belongs to it, opened. Raises CannotOpen for somebody whom nobody gave a key."""
    viewer.must(REPORT_OPEN, subject=report.pk)
    data_key = open_data_key(report=report, viewer=viewer)
    content = unseal_content(report=report, data_key=data_key)
    history = _history(report)
    return OpenReport(
        report=report,
        words=str(content.get("words", "")),
        telling=tuple(sealed_facts(content, TELLING)),
        reaching=tuple(sealed_facts(content, REACHING)),
        reached_by=_reached_by(content),
        coding=corrected_of(history[0].coding),
        coded=tuple(coded_facts(corrected_of(history[0].coding))),
        history=history,
        messages=_messages(report, data_key, viewer),
        contacts=_contacts(report, data_key),
        first_looks=_first_looks(report, data_key),
        files=_files(report, data_key),
        readers=_readers(report),
    )


def _reached_by(content: Mapping[str, Any]) -> str:
    """The first way they said to reach them by, as a contact's code; somebody who gave none is written to here."""
    known = {entry.code for entry in HOWS}
    return next((one for one in content.get("channels", ()) if one in known), WRITTEN_HERE)


def list_takers(*, viewer: Viewer, report: Report) -> list[Member]:
    """Colleagues to whom the report could be handed: those who may read, but nobody the person asked to keep it from.

    Nor anybody called as they are: she may have left, and be here again by another account. Of a restricted report only
    somebody who can open it knows whom it is to be kept from. Raises CannotRead.
    """
    viewer.must(REPORT_OPEN, subject=report.pk)
    content: Mapping[str, Any] = {}
    if report.is_restricted:
        content = unseal_content(report=report, data_key=get_data_key(viewer=viewer, report=report))
    hidden, names, only = set(content.get("hidden_from", [])), _kept_names(content), content.get("only")
    found = [one for one in list_readers(report.organisation) if only is None or str(one.pk) in only]
    takers = [
        one
        for one in found
        if str(one.pk) not in hidden
        and names.isdisjoint(fold_names(one.name, one.public_name))
        and one.pk != report.claimed_by_id
    ]
    prefetch_related_objects(takers, "languages")
    return takers


def _kept_names(content: Mapping[str, Any]) -> frozenset[str]:
    """What those are called, or were when they left, and what they were called in public then."""
    hidden = set(content.get("hidden_from", []))
    then = [name for pk, name in content.get("names", {}).items() if pk in hidden]
    called = Member.objects.filter(pk__in=hidden).values_list("name", "public_name")
    return fold_names(*then, *(name for names in called for name in names))


def list_withdrawn_facts(*, viewer: Viewer, report: Report) -> tuple[Fact, ...]:
    """What remains of a report that its person took back: the coded lines."""
    viewer.must(REPORT_OPEN, subject=report.pk)
    if report.state != State.WITHDRAWN:
        return ()
    return tuple(coded_facts(get_coding(viewer=viewer, report=report)))


def get_coding(*, viewer: Viewer, report: Report) -> Corrected:
    """How a report is coded now. Codes aren't sealed, so this opens nothing."""
    viewer.must(REPORT_OPEN, subject=report.pk)
    return corrected_of(Coding.objects.get(**_of(report), is_current=True))


def _of(report: Report) -> dict[str, Any]:
    """What belongs to a report, bound to its organisation too."""
    return {"report": report, "report__organisation": report.organisation_id}


def _history(report: Report) -> tuple[CodingVersion, ...]:
    codings = list(Coding.objects.filter(**_of(report)).select_related("coded_by").order_by("-version"))
    older = [*codings[1:], None]
    return tuple(
        CodingVersion(
            coding=coding,
            why=word_of(WHYS, coding.why) if coding.why else "",
            changed=tuple(changed_facts(corrected_of(before), corrected_of(coding))) if before else (),
        )
        for coding, before in zip(codings, older, strict=True)
    )


def _messages(report: Report, data_key: bytes, viewer: Viewer) -> tuple[Said, ...]:
    rows = Message.objects.filter(**_of(report)).select_related("written_by").order_by("number")
    return tuple(
        Said(
            pk=row.pk,
            is_from_person=row.written_by is None,
            is_mine=row.written_by == viewer.member,
            who=row.written_by.name if row.written_by else "",
            text=unless_damaged(unseal_text, row.body, data_key, message_binding(row.pk, report.organisation_id)) or "",
            at=row.written_at,
        )
        for row in rows
    )


def _contacts(report: Report, data_key: bytes) -> tuple[Noted, ...]:
    rows = Contact.objects.filter(**_of(report)).select_related("made_by").order_by("-made_at", "pk")
    return tuple(
        Noted(
            what=word_of(NOTED, row.outcome),
            who=row.made_by.name,
            at=row.made_at,
            note=_note(row, report, data_key),
            details=(word_of(HOWS, row.how),) if row.how else (),
            is_for_colleague=row.outcome == HANDED,
        )
        for row in rows
    )


def _first_looks(report: Report, data_key: bytes) -> tuple[Noted, ...]:
    rows = FirstLook.objects.filter(**_of(report)).select_related("looked_by").order_by("-looked_at", "pk")
    return tuple(_looked(row, report, data_key) for row in rows)


def _looked(row: FirstLook, report: Report, data_key: bytes) -> Noted:
    """One first look, opened. A damaged one says so: nobody may take it for a look that found no danger."""
    found = unless_damaged(unseal_json, row.content, data_key, look_binding(row.pk, report.organisation_id))
    if found is None:
        return Noted("", row.looked_by.name, row.looked_at, _damaged(), is_damaged=True)
    return Noted(
        what=word_of(CONFLICTS, found["conflict"]),
        who=row.looked_by.name,
        at=row.looked_at,
        note=found["note"],
        details=tuple(word_of(DANGERS, danger) for danger in found["dangers"]),
    )


def _note(row: Contact, report: Report, data_key: bytes) -> str:
    if row.note is None:
        return ""
    note = unless_damaged(unseal_text, row.note, data_key, note_binding(row.pk, report.organisation_id))
    return _damaged() if note is None else note


def _damaged() -> str:
    return _("This note was damaged and cannot be opened.")


def _files(report: Report, data_key: bytes) -> tuple[File, ...]:
    found = []
    for row in Attachment.objects.filter(**_of(report)).order_by("added_at", "pk"):
        binding = attachment_binding(row.pk, report.organisation_id)
        opened = unless_damaged(unseal_json, row.details, data_key, binding)
        details = opened or {}
        found.append(
            File(
                pk=row.pk,
                kind=row.kind,
                name=str(details.get("name", "")),
                notes=tuple(word_of(FILE_NOTES, one) for one in details.get("notes", ())),
                has_original=row.original_id is not None,
                original_hash=str(details.get("sha256_original", "")),
                arrived_at=_arrived(details) if row.original_id else None,
                is_damaged=opened is None,
                added_at=row.added_at,
            )
        )
    return tuple(found)


def _arrived(details: Mapping[str, Any]) -> datetime | None:
    text = details.get("arrived_at") or details.get("taken_at")  # As it was called at first.
    return datetime.fromisoformat(text) if text else None


def _readers(report: Report) -> tuple[CanRead, ...]:
    shared = ReadKey.objects.filter(**_of(report), member=None).values_list("since", flat=True)
    named = [CanRead(wrap.member, wrap.since) for wrap in named_wraps(report=report)]
    return tuple(([CanRead(None, min(shared))] if shared else []) + named)
