"""Files of a report: what is known of one, and its content, opened piece by piece."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from banyan.reports.models import Attachment, SealedChunk, SealedFile
from banyan.reports.queries.keys import attachment_binding
from banyan.vault.files import FRAME_SIZE, open_chunks
from banyan.vault.keys import Binding
from banyan.vault.sealing import unseal_json

Which = Literal["cleaned", "original"]
DAY = timedelta(days=1)


def file_binding(file: UUID) -> Binding:
    """What a sealed stream is bound to. It belongs to no organisation: each that has it holds its key."""
    return Binding(record=file, field="file", organisation=None, version=1)


def open_attachment(*, data_key: bytes, attachment: Attachment, which: Which) -> tuple[dict[str, Any], Iterator[bytes]]:
    """What is known of a file, and its content in pieces. The caller has checked who asks, and holds the report's key.

    Raises CannotOpen at once for a wrong key, while reading for an altered stream; Http404 when there is no original.
    """
    binding = attachment_binding(attachment.pk, attachment.report.organisation_id)
    details = unseal_json(bytes(attachment.details), data_key, binding)
    stored = attachment.cleaned_id if which == "cleaned" else attachment.original_id
    if stored is None:
        raise Http404
    key = base64.b64decode(details[f"{which}_key"])
    return details, open_chunks(_sealed(stored), key, file_binding(stored))


def known_of(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What a report's sealed details hold of a file: everything but where it is stored."""
    return {name: value for name, value in kept.items() if name not in {"kind", "cleaned", "original"}}


def stored_of(waiting: Iterable[Mapping[str, Any]]) -> list[str]:
    """Where the files of a draft are stored."""
    return [pk for file in waiting for pk in (file["cleaned"], file.get("original")) if pk]


def count_new_bytes(*, now: datetime) -> int:
    """About what files take that wait for a report, aren't cleared away yet, or came in within a day, sent or not.

    Frames are counted, each as a whole one: that reads an index, where their lengths would mean reading every row.
    """
    new = SealedFile.objects.filter(Q(expires_at__isnull=False) | Q(made_at__gt=now - DAY))
    return SealedChunk.objects.filter(file__in=new, number__gt=0).count() * FRAME_SIZE


def _sealed(stored: UUID) -> Iterator[bytes]:
    rows = SealedChunk.objects.filter(file=stored).order_by("number").values_list("sealed", flat=True)
    return (bytes(sealed) for sealed in rows.iterator(chunk_size=4))
