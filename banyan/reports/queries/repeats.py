"""What somebody sent twice: a button pressed twice, or again after an answer that got lost. The first time counts."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from banyan.base.clock import to_hour
from banyan.people.queries.viewers import Viewer
from banyan.reports.models import Attachment, Contact, FirstLook, Message, Report
from banyan.reports.queries.keys import attachment_binding, look_binding, message_binding, note_binding, unless_damaged
from banyan.reports.rules.states import State
from banyan.vault.sealing import unseal_json, unseal_text

TWICE = timedelta(minutes=1)


def find_words(*, report: Report, data_key: bytes, text: str, author: UUID | None, now: datetime) -> Message | None:
    """The same words by the same author, last in the thread and in this hour: when they were written is kept no closer.

    What straddles two hours stands there twice rather than not at all. `author` is None for the person.
    """
    thread = Message.objects.filter(report=report, report__organisation=report.organisation_id)
    last = thread.order_by("-number").first()
    if last is None or last.written_by_id != author or last.written_at != to_hour(now):
        return None
    said = unless_damaged(unseal_text, last.body, data_key, message_binding(last.pk, report.organisation_id))
    return last if said == text else None


def find_contact(
    *, viewer: Viewer, report: Report, data_key: bytes, outcome: str, how: str, note: str, now: datetime
) -> Contact | None:
    """The same contact, noted within a minute."""
    rows = Contact.objects.filter(report=report, report__organisation=viewer.organisation_id, made_by=viewer.member)
    rows = rows.filter(outcome=outcome, how=how, made_at__gt=now - TWICE, made_at__lte=now)
    return next((one for one in rows if _note_of(one, report, data_key) == note), None)


def find_look(
    *, viewer: Viewer, report: Report, data_key: bytes, found: Mapping[str, Any], now: datetime
) -> FirstLook | None:
    """A look that found the same, noted within a minute."""
    rows = FirstLook.objects.filter(report=report, report__organisation=viewer.organisation_id, looked_by=viewer.member)
    for one in rows.filter(looked_at__gt=now - TWICE, looked_at__lte=now):
        binding = look_binding(one.pk, report.organisation_id)
        if unless_damaged(unseal_json, one.content, data_key, binding) == found:
            return one
    return None


def find_file(*, report: Report, data_key: bytes, hashed: str, has_original: bool, now: datetime) -> Attachment | None:
    """The same file that the person added in this hour, unless somebody saw it or the report was closed since."""
    if report.state == State.CLOSED:
        return None
    rows = Attachment.objects.filter(report=report, report__organisation=report.organisation_id, is_seen=False)
    for one in rows.filter(added_at=to_hour(now), original__isnull=not has_original):
        known = unless_damaged(unseal_json, one.details, data_key, attachment_binding(one.pk, report.organisation_id))
        if known is not None and known.get("sha256_original") == hashed:
            return one
    return None


def _note_of(row: Contact, report: Report, data_key: bytes) -> str | None:
    """The note of a contact; None when it can't be opened."""
    if not row.note:
        return ""
    return unless_damaged(unseal_text, row.note, data_key, note_binding(row.pk, report.organisation_id))
