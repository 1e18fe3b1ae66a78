"""What a receipt opens: its own reports and their messages, and nothing else."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from banyan.reports.models import Attachment, Message, ReadKey, Receipt, Report
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.keys import (
    attachment_binding,
    content_binding,
    is_data_key_proven,
    message_binding,
    named_wraps,
    person_key_binding,
    unless_damaged,
)
from banyan.reports.rules.clocks import is_promise_firm
from banyan.vault.errors import CannotOpen, MalformedReceipt
from banyan.vault.keys import KeyPair, key_pair_from, open_sealed
from banyan.vault.receipts import NOBODYS_WRAP, ReceiptKeys, derive, handle_hash, parse_receipt, unwrap_person_key
from banyan.vault.sealing import unseal_json, unseal_text


@dataclass(frozen=True, slots=True)
class Promise:
    """By when one organisation answers."""

    organisation: str
    answer_by: datetime
    is_firm: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """A person who came back with their code."""

    receipt: Receipt
    keys: ReceiptKeys = field(repr=False)
    key_pair: KeyPair = field(repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """One report as its person sees it."""

    report: Report
    data_key: bytes = field(repr=False)
    content: dict[str, Any] = field(repr=False)
    messages: tuple["Written", ...]
    readers: tuple["ReaderSince", ...]
    files: tuple[dict[str, Any], ...] = field(repr=False)
    is_firm: bool = False  # Whether its promise rests on hours that are really kept.

    @property
    def reader_names(self) -> str:
        return ", ".join(dict.fromkeys(reader.name for reader in self.readers))

    @property
    def is_answered(self) -> bool:
        """Whether somebody there has written, or tried to reach them another way."""
        return self.report.first_attempt_at is not None or any(not one.is_mine for one in self.messages)


@dataclass(frozen=True, slots=True)
class Written:
    """One message, opened; without text when it was damaged."""

    is_mine: bool
    text: str = field(repr=False)
    at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class ReaderSince:
    """Who can read a report, and since when."""

    name: str
    since: datetime


def open_visit(*, receipt_code: str) -> Visit | None:
    """The receipt a code opens, or None. A wrong code costs the same work as a right one, so timing tells nothing."""
    try:
        keys = derive(parse_receipt(receipt_code), settings.BANYAN_PEPPER)
    except MalformedReceipt:
        return None
    receipt = Receipt.objects.filter(handle_hash=handle_hash(keys.handle)).first()
    wrapped, pk = (bytes(receipt.wrapped_private_key), receipt.pk) if receipt else (NOBODYS_WRAP, UUID(int=0))
    try:
        private = unwrap_person_key(wrapped, keys.wrap_key, pk)
    except CannotOpen:
        return None
    return Visit(receipt, keys, key_pair_from(private)) if receipt else None


def list_promises(*, receipt_code: str) -> list[Promise]:
    """By when each organisation that was told answers, for whoever holds the code."""
    visit = open_visit(receipt_code=receipt_code)
    if visit is None:
        return []
    reports = visit.receipt.reports.select_related("organisation").order_by("organisation__name")
    return [promise_of(report) for report in reports]


def promise_of(report: Report) -> Promise:
    """By when a report's organisation answers."""
    return Promise(organisation=report.organisation.name, answer_by=report.answer_by, is_firm=_is_firm(report))


def list_report_keys(*, visit: Visit) -> frozenset[str]:
    """The keys of the reports of this receipt, as they stand in the names of a page's controls."""
    return frozenset(str(pk) for pk in visit.receipt.reports.values_list("pk", flat=True))


def list_told(*, visit: Visit) -> list[Told]:
    """Each report of this receipt, opened. One whose key doesn't open any more is left out rather than half shown."""
    reports = visit.receipt.reports.select_related("organisation").order_by("organisation__name")
    return [told for report in reports if (told := open_told(visit=visit, report=report)) is not None]


def open_told(*, visit: Visit, report: Report) -> Told | None:
    """One report of this receipt, with its messages, readers and files."""
    organisation = report.organisation_id
    if report.receipt_id != visit.receipt.pk:
        return None
    try:
        key, content = open_content(visit=visit, report=report)
        messages = tuple(
            Written(
                is_mine=row.written_by_id is None,
                text=unless_damaged(unseal_text, row.body, key, message_binding(row.pk, organisation)) or "",
                at=row.written_at,
                is_read=row.is_read,
            )
            for row in Message.objects.filter(report=report).order_by("number")
        )
        files = tuple(
            unless_damaged(unseal_json, row.details, key, attachment_binding(row.pk, organisation)) or {}
            for row in Attachment.objects.filter(report=report).order_by("added_at", "pk")
        )
    except CannotOpen:
        return None
    return Told(report, key, content, messages, _readers(report), files, _is_firm(report))


def open_content(*, visit: Visit, report: Report) -> tuple[bytes, dict[str, Any]]:
    """The key of a report, and its sealed part, for its person. Raises CannotOpen."""
    organisation = report.organisation_id
    key = open_sealed(visit.key_pair, bytes(report.key_for_person or b""), person_key_binding(report.pk, organisation))
    if not is_data_key_proven(report, key):
        raise CannotOpen
    binding = content_binding(report.pk, organisation, report.content_version)
    return key, unseal_json(bytes(report.content or b""), key, binding)


def _is_firm(report: Report) -> bool:
    return is_promise_firm(report.waits_since, get_calendar(organisation=report.organisation))


def _readers(report: Report) -> tuple[ReaderSince, ...]:
    """Who can open it now: nobody, when it was locked for some by name and none of them reads there any more."""
    everybody = ReadKey.objects.filter(report=report, member=None).order_by("since").first()
    if everybody is not None:
        return (ReaderSince(report.organisation.name, everybody.since),)
    return tuple(
        ReaderSince(wrap.member.public_name or report.organisation.name, wrap.since)
        for wrap in named_wraps(report=report)
        if wrap.member is not None
    )
