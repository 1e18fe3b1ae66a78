"""A report is sent: sealed to each organisation the person chose, durable before it is acknowledged."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.audit import Actor
from banyan.base.clock import to_hour
from banyan.base.rows import insert, insert_unless_there
from banyan.people.models import Member
from banyan.people.queries.coalition import day_here
from banyan.people.queries.keys import find_current_key
from banyan.people.queries.team import list_readers
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import REPORT_ENTER
from banyan.reports.models import Attachment, ReadKey, Receipt, Report, SealedFile
from banyan.reports.queries.keys import attachment_binding, read_key_binding
from banyan.reports.queries.sealing import NewFile, Reader, SealedReport, Sending, key_for_person
from banyan.vault.keys import key_pair_from, seal_to
from banyan.vault.receipts import unwrap_person_key
from banyan.vault.sealing import seal_json


class NobodyLeft(Refused):
    """Everyone at the organisation who could read the report was named as someone who should not."""

    says = pgettext_lazy("consent", "Nobody would be left to read this. Please choose another organization.")


class NotTakingReports(Refused):
    """The organisation has no key yet, takes no reports, or left."""

    says = _("One of them takes no reports just now. Please choose again.")


@dataclass(frozen=True, slots=True)
class Kept:
    """The receipt that something was sent under, whether it was there already, and the public key that its code opens.

    Of a receipt that was there, not the key that stands beside it: that may have been exchanged since.
    """

    receipt: Receipt
    was_there: bool
    public_key: bytes = field(repr=False)


@action("reports.report.submit")
def submit_report(*, by: Actor, sending: Sending, now: datetime) -> Kept:
    """Store a report once, however often it is sent: the receipt decides whether it is there already.

    Raises NobodyLeft and NotTakingReports; both leave nothing behind.
    """
    staff = by if isinstance(by, Viewer) else None
    if staff is not None:
        staff.must(REPORT_ENTER)
    kept, files = _keep_receipt(sending), sending.files
    # A resend after a lost answer makes nothing twice; whom the person added meanwhile is told now.
    told = set(kept.receipt.reports.values_list("organisation_id", flat=True)) if kept.was_there else set()
    untold = [sealed for sealed in sending.reports if sealed.reader.organisation.pk not in told]
    for sealed in untold:
        report = _store(sealed, kept, staff.member if staff else None, now)
        _attach(report, sealed.data_key, _present(files, now), now)
        audit.record(
            by=by,
            action="reports.report.submit",
            now=now,
            chain=report.chain,
            subject=report.pk,
            details={"content": hashlib.sha256(bytes(report.content or b"")).hexdigest()},
        )
    if files and untold:  # Those of a page that is sent again came a second time: they are cleared away.
        SealedFile.objects.filter(pk__in=_stored(files), expires_at__gt=now).update(expires_at=None)
    return kept


def _keep_receipt(sending: Sending) -> Kept:
    """The new receipt; or, where its code was sent with before, the one that is there, locked."""
    made = sending.receipt
    while not insert_unless_there(made):
        found = Receipt.objects.select_for_update().filter(handle_hash=made.handle_hash).first()
        if found is None:  # Its last report was taken back in that very moment: then this is a new one.
            continue
        private = unwrap_person_key(found.wrapped_private_key, sending.keys.wrap_key, found.pk)
        return Kept(found, True, key_pair_from(private).public)
    return Kept(made, False, bytes(made.public_key))


def _store(sealed: SealedReport, kept: Kept, entered_by: Member | None, now: datetime) -> Report:
    report, coding = sealed.report, sealed.coding
    report.receipt, report.entered_by, coding.coded_by = kept.receipt, entered_by, entered_by
    if kept.was_there:
        report.key_for_person = key_for_person(report, kept.public_key, sealed.data_key)
    # Staff enter what they were told, wherever they work. Others choose, from what a page may remember for seconds.
    open_on = day_here(now) if entered_by is None else None
    for row in (report, *_read_keys(report, sealed.data_key, sealed.reader, open_on), coding):
        insert(row)
    return report


def _read_keys(report: Report, data_key: bytes, reader: Reader, open_on: date | None) -> list[ReadKey]:
    """To the organisation's newest key; or, when somebody there should not see it, to each of the others."""
    organisation, since = reader.organisation, report.received_at
    newest = find_current_key(organisation, open_on=open_on)  # None also when this server didn't store the newest.
    if newest is None:
        raise NotTakingReports
    if not reader.is_restricted:
        binding = read_key_binding(report.pk, organisation.pk, key_version=newest.version)
        sealed = seal_to(bytes(newest.public_key), data_key, binding)
        return [ReadKey(report=report, organisation_key=newest, sealed=sealed, since=since)]
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
            since=since,
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


def _present(files: Sequence[NewFile], now: datetime) -> list[NewFile]:
    """Those still stored and not to go.

    One removed in another tab, or outlived by its draft (a clock that jumped), must not keep the words from arriving.
    """
    if not files:
        return []
    stays = Q(expires_at=None) | Q(expires_at__gt=now)
    there = set(SealedFile.objects.filter(stays, pk__in=_stored(files)).values_list("pk", flat=True))
    return [file for file in files if {file.cleaned, file.original} - {None} <= there]


def _stored(files: Sequence[NewFile]) -> list[UUID]:
    return [pk for file in files for pk in (file.cleaned, file.original) if pk is not None]
