"""A report is sent: sealed to each organisation the person chose, durable before it is acknowledged."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.audit import Actor
from banyan.base.clock import to_hour
from banyan.base.rows import insert
from banyan.people.models import Member, Organisation
from banyan.people.queries.keys import find_current_key
from banyan.people.queries.team import list_readers
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_ENTER
from banyan.reports.models import Attachment, Coding, ReadKey, Receipt, Report, SealedFile
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.keys import (
    attachment_binding,
    content_binding,
    person_key_binding,
    prove_data_key,
    read_key_binding,
)
from banyan.reports.queries.resends import marks_of
from banyan.reports.rules.answers import PUBLIC_FORM, coded_of, routing_of, words_of
from banyan.reports.rules.clocks import promise
from banyan.reports.rules.states import State
from banyan.vault.keys import KeyPair, generate_key_pair, key_pair_from, seal_to
from banyan.vault.receipts import ReceiptKeys, derive, handle_hash, unwrap_person_key, wrap_person_key
from banyan.vault.sealing import new_data_key, seal_json


class NobodyLeft(Refused):
    """Everyone at the organisation who could read the report was named as someone who should not."""

    says = pgettext_lazy("consent", "Nobody would be left to read this. Please choose another organization.")


class NotTakingReports(Refused):
    """The organisation has no key yet, or takes no reports."""

    says = _("One of them takes no reports just now. Please choose again.")


@dataclass(frozen=True, slots=True)
class Reader:
    """An organisation the person chose, and whom of its staff they named as someone who should not see the report.

    With `only`, nobody there but these may: the person was shown their names, and not those of others.
    """

    organisation: Organisation
    hidden_from: frozenset[UUID] = frozenset()
    only: frozenset[UUID] | None = None
    names: Mapping[UUID, str] = field(default_factory=dict)  # As those of them were called who were shown.

    @property
    def kept_from(self) -> dict[str, list[str]]:
        """Whom it is kept from, as it is sealed."""
        kept = {"hidden_from": self.hidden_from or None, "only": self.only}
        return {name: sorted(map(str, members)) for name, members in kept.items() if members is not None}

    @property
    def is_restricted(self) -> bool:
        return bool(self.hidden_from) or self.only is not None


@dataclass(frozen=True, slots=True)
class NewFile:
    """A cleaned file, already stored sealed, and the details that unlock it."""

    kind: str
    cleaned: UUID
    original: UUID | None
    details: Mapping[str, Any] = field(repr=False)


@action("reports.report.submit")
def submit_report(
    *,
    by: Actor,
    receipt_code: str,
    answers: Mapping[str, Mapping[str, Any]],
    readers: Sequence[Reader],
    written_in: str,
    files: Sequence[NewFile] = (),
    channel: str = PUBLIC_FORM,
    is_burst: bool = False,
    now: datetime,
) -> Receipt:
    """Store a report once, however often it is sent: the receipt decides whether it is there already.

    Raises NobodyLeft and NotTakingReports; both leave nothing behind.
    """
    staff = by if isinstance(by, Viewer) else None
    if staff is not None:
        staff.must(REPORT_ENTER)
    keys, pair = derive(receipt_code, settings.BANYAN_PEPPER), generate_key_pair()
    receipt = _receipt(keys, pair, now)
    # A resend after a lost answer makes nothing twice; whom the person added meanwhile is told now.
    receipt.was_there = bytes(receipt.public_key) != pair.public
    told = set(receipt.reports.values_list("organisation_id", flat=True)) if receipt.was_there else set()
    untold = [reader for reader in readers if reader.organisation.pk not in told]
    for reader in untold:
        report, data_key = _store(
            reader=reader,
            receipt=receipt,
            answers=answers,
            marks=marks_of(
                receipt_code=receipt_code,
                answers=answers,
                kept_from=reader.kept_from,
                files=[file.cleaned for file in files],
            ),
            written_in=written_in,
            channel=channel,
            is_burst=is_burst,
            entered_by=staff.member if staff else None,
            now=now,
        )
        _attach(report, data_key, _present(files), now)
        audit.record(
            by=by,
            action="reports.report.submit",
            now=now,
            chain=report.chain,
            subject=report.pk,
            details={"content": hashlib.sha256(bytes(report.content or b"")).hexdigest()},
        )
    if files and untold:  # Those of a page that is sent again came a second time: they are cleared away.
        SealedFile.objects.filter(pk__in=_stored(files)).update(expires_at=None)
    return receipt


def _receipt(keys: ReceiptKeys, pair: KeyPair, now: datetime) -> Receipt:
    """The receipt of this code: the one that is there, locked, or else a new one with this pair of keys."""
    made = Receipt(
        handle_hash=handle_hash(keys.handle),
        public_key=pair.public,
        made_at=to_hour(now),
    )
    made.wrapped_private_key = wrap_person_key(pair.private, keys.wrap_key, made.pk)
    try:
        with transaction.atomic():
            insert(made)
    except IntegrityError:
        found = Receipt.objects.select_for_update().get(handle_hash=made.handle_hash)
        # What the code opens, and not what stands beside it: that may have been exchanged since.
        found.public_key = key_pair_from(unwrap_person_key(found.wrapped_private_key, keys.wrap_key, found.pk)).public
        return found
    return made


def _store(
    *,
    reader: Reader,
    receipt: Receipt,
    answers: Mapping[str, Mapping[str, Any]],
    marks: Mapping[str, str],
    written_in: str,
    channel: str,
    is_burst: bool,
    entered_by: Member | None,
    now: datetime,
) -> tuple[Report, bytes]:
    organisation, coded, routing = reader.organisation, coded_of(answers), routing_of(answers)
    report_id, data_key, hour = uuid4(), new_data_key(), to_hour(now)
    report = Report(
        id=report_id,
        organisation=organisation,
        receipt=receipt,
        state=State.WAITING,
        received_at=hour,
        content=seal_json(_content(answers, reader, marks), data_key, content_binding(report_id, organisation.pk, 1)),
        key_for_person=seal_to(bytes(receipt.public_key), data_key, person_key_binding(report_id, organisation.pk)),
        key_proof=prove_data_key(report_id, organisation.pk, data_key),
        is_restricted=reader.is_restricted,
        channel=channel,
        entered_by=entered_by,
        is_burst=is_burst,
        wants=list(routing.wants),
        written_in=written_in,
        speaks=list(routing.speaks),
        is_safe_now=routing.is_safe_now,
        may_contact=routing.may_contact,
        answer_by=promise(hour, get_calendar(organisation=organisation)),
    )
    coding = Coding(
        report=report,
        version=1,
        coded_at=hour,
        coded_by=entered_by,
        for_whom=coded.for_whom,
        knows=coded.knows,
        people_band=coded.people_band,
        age_band=coded.age_band,
        communities=list(coded.communities),
        kinds=list(coded.kinds),
        bias=coded.bias,
        bases=list(coded.bases),
        bias_said_by="" if coded.bias == "not_asked" else "person",
        crime=coded.crime,
        crime_said_by="" if coded.crime == "not_asked" else "person",
        doers=list(coded.doers),
        places=list(coded.places),
        neighbourhood=coded.neighbourhood,
        occasion=coded.occasion,
        month=coded.month,
        told=list(coded.told),
    )
    for row in (report, *_read_keys(report, data_key, reader, hour), coding):
        insert(row)
    return report, data_key


def _content(answers: Mapping[str, Mapping[str, Any]], reader: Reader, marks: Mapping[str, str]) -> dict[str, Any]:
    """What is sealed: the words; whom it is kept from, so that its readers never hand it to them; and its marks."""
    named = reader.hidden_from | (reader.only or frozenset())
    names = {str(pk): name for pk, name in reader.names.items() if pk in named}
    return words_of(answers).as_json() | reader.kept_from | ({"names": names} if names else {}) | {"sent_as": marks}


def _read_keys(report: Report, data_key: bytes, reader: Reader, hour: datetime) -> list[ReadKey]:
    """To the organisation's newest key; or, when somebody there should not see it, to each of the others."""
    organisation = reader.organisation
    if not reader.is_restricted:
        newest = find_current_key(organisation)  # None also when the newest key isn't one that this server stored.
        if newest is None:
            raise NotTakingReports
        binding = read_key_binding(report.pk, organisation.pk, key_version=newest.version)
        sealed = seal_to(bytes(newest.public_key), data_key, binding)
        return [ReadKey(report=report, organisation_key=newest, sealed=sealed, since=hour)]
    may = [member for member in list_readers(organisation) if reader.only is None or member.pk in reader.only]
    others = [member for member in may if member.pk not in reader.hidden_from]
    if not others:
        raise NobodyLeft
    return [
        ReadKey(
            report=report,
            member=member,
            for_public_key=member.public_key,
            sealed=seal_to(
                bytes(member.public_key or b""),
                data_key,
                read_key_binding(report.pk, organisation.pk, member=member.pk),
            ),
            since=hour,
        )
        for member in others
    ]


def _attach(report: Report, data_key: bytes, files: Sequence[NewFile], now: datetime) -> None:
    for file in files:
        attachment_id = uuid4()
        Attachment.objects.create(
            id=attachment_id,
            report=report,
            kind=file.kind,
            cleaned_id=file.cleaned,
            original_id=file.original,
            details=seal_json(dict(file.details), data_key, attachment_binding(attachment_id, report.organisation_id)),
            added_at=to_hour(now),
        )


def _present(files: Sequence[NewFile]) -> list[NewFile]:
    """Those still stored: a draft outlived by its files (a clock that jumped) must not keep the words from arriving."""
    if not files:
        return []
    there = set(SealedFile.objects.filter(pk__in=_stored(files)).values_list("pk", flat=True))
    return [file for file in files if {file.cleaned, file.original} - {None} <= there]


def _stored(files: Sequence[NewFile]) -> list[UUID]:
    return [pk for file in files for pk in (file.cleaned, file.original) if pk is not None]
