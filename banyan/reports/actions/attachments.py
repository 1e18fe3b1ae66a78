"""Files that somebody adds: sealed piece by piece, waiting until the report is sent, or joined to one that was.

The copy for reading is made before (see base.cleaning), outside any transaction: it takes seconds.
"""

import base64
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.audit import Actor, Person
from banyan.base.cleaning import Cleaned
from banyan.base.clock import to_hour
from banyan.reports.actions.closures import note_news
from banyan.reports.models import Attachment, SealedChunk, SealedFile
from banyan.reports.queries.attachments import count_new_bytes, file_binding, known_of
from banyan.reports.queries.keys import attachment_binding
from banyan.reports.queries.locks import lock_told
from banyan.reports.queries.receipts import Told, Visit
from banyan.reports.queries.repeats import find_file
from banyan.vault.files import FRAME_SIZE, seal_chunks
from banyan.vault.sealing import new_data_key, seal_json

WAITING = timedelta(hours=3)  # Longer than a draft lives after its last page, which moves it on.
BATCH = 8  # Frames in one statement: two megabytes.


class TooManyFiles(Refused):
    says = _("There are five files already. Take one away first, or send the others later with your receipt code.")


class NoRoom(Refused):
    says = _(
        "We have no room for files just now. Your words can be sent without the file. "
        "You can add it another day with your receipt code."
    )


@dataclass(frozen=True, slots=True)
class Given:
    """A cleaned copy, and the file as it was sent if the person wants it kept as evidence."""

    cleaned: Cleaned = field(repr=False)
    name: str = field(repr=False)
    original: bytes | None = field(default=None, repr=False)


@action("reports.file.keep")
def keep_file(*, by: Actor, given: Given, now: datetime) -> dict[str, Any]:
    """Seal a file for a draft; gives what unlocks it, for the draft alone. Nothing is audited before a report is sent.

    Raises NoRoom.
    """
    _must_have_room(by, now)
    return _keep(given, expires_at=now + WAITING, now=now)


@action("reports.file.await")
def await_files(*, by: Person, stored: Iterable[str], now: datetime) -> None:  # noqa: ARG001 - nobody has reported yet
    """Let the files of a draft live as long as the draft does. One that is to go may be half gone already."""
    SealedFile.objects.filter(pk__in=list(stored), expires_at__gt=now).update(expires_at=now + WAITING)


@action("reports.file.drop")
def drop_files(*, by: Person, stored: Iterable[str], now: datetime) -> None:  # noqa: ARG001 - as above
    """Remove files that wait in a draft, large ones within the hour.

    Those a report has already are none of the draft's business any more.
    """
    SealedFile.objects.filter(pk__in=list(stored), expires_at__isnull=False).update(expires_at=now)
    _clear_some(now)


@action("reports.file.drop")
def clear_expired_files(*, by: Actor, now: datetime) -> tuple[int, bool]:  # noqa: ARG001 - as above
    """Remove some of the files whose draft or report is gone. Gives how many, and whether there are more.

    Nothing of them could be opened any more, so they needn't go at once; and nobody else can write meanwhile.
    """
    return _clear_some(now)


def _clear_some(now: datetime) -> tuple[int, bool]:
    gone = SealedFile.objects.filter(expires_at__lte=now)
    some = list(SealedChunk.objects.filter(file__in=gone).values_list("pk", flat=True)[:BATCH])
    SealedChunk.objects.filter(pk__in=some).delete()
    count, _kinds = gone.filter(chunks=None).delete()
    return count, gone.exists()


@action("reports.attachment.add")
def attach_file(*, by: Person, visit: Visit, told: Told, given: Given, now: datetime) -> Attachment:
    """Add a file to a report that was sent, for one organisation. Raises TooManyFiles and NoRoom.

    The same file twice is one, as the same words are (see `post_message`).
    """
    report = lock_told(visit=visit, told=told)
    hashed, has_original = given.cleaned.sha256_original, given.original is not None
    before = find_file(report=report, data_key=told.data_key, hashed=hashed, has_original=has_original, now=now)
    if before is not None:
        return before
    if Attachment.objects.filter(report=report).count() >= settings.BANYAN_MAX_FILES:
        raise TooManyFiles
    _must_have_room(by, now)
    note_news(by=by, report=report, now=now)
    details = _keep(given, expires_at=None, now=now)
    attachment_id = uuid4()
    sealed_for = attachment_binding(attachment_id, report.organisation_id)
    attachment = Attachment.objects.create(
        id=attachment_id,
        report=report,
        kind=details["kind"],
        cleaned_id=UUID(details["cleaned"]),
        original_id=UUID(details["original"]) if details["original"] else None,
        details=seal_json(known_of(details), told.data_key, sealed_for),
        added_at=to_hour(now),
        is_seen=False,
    )
    audit.record(by=by, action="reports.attachment.add", now=now, chain=report.chain, subject=report.pk)
    return attachment


def _must_have_room(by: Actor, now: datetime) -> None:
    """A flood of files must leave the disk for words. Staff, who are known, add what they are handed all the same."""
    if isinstance(by, Person) and count_new_bytes(now=now) >= settings.BANYAN_FILES_ROOM:
        raise NoRoom


def _keep(given: Given, *, expires_at: datetime | None, now: datetime) -> dict[str, Any]:
    cleaned, original = given.cleaned, given.original
    first, first_key = _store(cleaned.data, expires_at=expires_at, now=now)
    kept: dict[str, Any] = {
        "kind": cleaned.kind.value,
        "cleaned": str(first),
        "cleaned_key": first_key,
        "original": None,
        "name": cleaned.safe_name,
        "media_type": cleaned.media_type,
        "extension": cleaned.extension,
        "size": len(cleaned.data),
        "sha256_original": cleaned.sha256_original,
        "arrived_at": now.isoformat(timespec="seconds"),
        "notes": list(cleaned.notes),
    }
    if original is not None:
        second, second_key = _store(original, expires_at=expires_at, now=now)
        kept |= {"original": str(second), "original_key": second_key, "original_name": given.name}
    return kept


def _store(content: bytes, *, expires_at: datetime | None, now: datetime) -> tuple[UUID, str]:
    stored, key = uuid4(), new_data_key()
    SealedFile.objects.create(id=stored, made_at=to_hour(now), expires_at=expires_at)
    rows = (
        SealedChunk(file_id=stored, number=number, sealed=sealed)
        for number, sealed in enumerate(seal_chunks(_pieces(content), key, file_binding(stored)))
    )
    while batch := list(islice(rows, BATCH)):
        SealedChunk.objects.bulk_create(batch)
    return stored, base64.b64encode(key).decode()


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + FRAME_SIZE] for start in range(0, len(content), FRAME_SIZE))
