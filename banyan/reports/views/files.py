"""Making the copy for reading of a file that comes in by either door."""

import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from banyan.base import throttle
from banyan.base.audit import Person
from banyan.base.cleaning import NoCopy, Reason, clean
from banyan.base.clock import now
from banyan.reports.actions.attachments import Given, clear_expired_files
from banyan.reports.queries.attachments import known_of
from banyan.reports.queries.sealing import NewFile

# A file may stand for 40 MB that wait for hours. Without this, one network could fill the disk and so silence others;
# whoever it slows down still sends their words.
FILES = throttle.Limit("file", size=30, seconds_a_token=60)
SITE_FILES = throttle.Limit("files of a site", size=120, seconds_a_token=15)  # However many networks it is given.
_copying: set[str] = set()  # Networks, in memory and only as long as it takes.
_lock = threading.Lock()


def new_files(waiting: Iterable[Mapping[str, Any]]) -> list[NewFile]:
    """What is kept of files that wait, as submitting wants it."""
    return [
        NewFile(
            kind=file["kind"],
            cleaned=UUID(file["cleaned"]),
            original=UUID(file["original"]) if file.get("original") else None,
            details=known_of(file),
        )
        for file in waiting
    ]


def read_upload(request: HttpRequest, upload: "UploadedFile[Any]", *, keep_original: bool) -> Given:
    """The copy for reading of one file. Raises NoCopy.

    Of files that are gone some are cleared away, whether or not there is room for this one.
    """
    client = throttle.client_of(request)
    with _only_one_of(client):
        limits = {FILES: client, SITE_FILES: throttle.site_of(client)}
        if not all(throttle.take(limit, client=whose, now=now()) for limit, whose in limits.items()):
            raise NoCopy(Reason.BUSY)
        clear_expired_files(by=Person(), now=now())
        name, data = upload.name or "", upload.read()
        return Given(clean(data, name=name), name, data if keep_original else None)


@contextmanager
def _only_one_of(client: str) -> Iterator[None]:
    """One file at a time for one network, or a few slow ones of it would keep out everybody else's. Raises NoCopy.

    Whoever comes second is told at once: a thread that waits answers nobody.
    """
    with _lock:
        if client in _copying:
            raise NoCopy(Reason.BUSY)
        _copying.add(client)
    try:
        yield
    finally:
        _copying.discard(client)
