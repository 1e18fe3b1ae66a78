"""Files that wait, sealed, for the report to be sent."""

import threading
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest

from banyan.base import throttle
from banyan.base.audit import Person
from banyan.base.cleaning import Reason, Refused, clean
from banyan.base.clock import now
from banyan.reports.actions.attachments import Given, TooManyFiles, drop_files, keep_file
from banyan.reports.actions.submissions import NewFile
from banyan.reports.forms.files import FileForm
from banyan.reports.queries.attachments import known_of, stored_of
from banyan.reports.views.public.drafts import OpenDraft

# Making a copy takes seconds and a thread. However many files are sent at once, some threads stay free for reports.
MOST_AT_ONCE = 2
# A file may stand for 40 MB that wait for hours. Without this, one network could fill the disk and so silence others;
# whoever it slows down still sends their words.
FILES = throttle.Limit("file", size=30, seconds_a_token=60)
_gate = threading.BoundedSemaphore(MOST_AT_ONCE)


def new_files(waiting: Iterable[Mapping[str, Any]]) -> list[NewFile]:
    """What a draft holds of its files, as submitting wants it."""
    return [
        NewFile(
            kind=file["kind"],
            cleaned=UUID(file["cleaned"]),
            original=UUID(file["original"]) if file.get("original") else None,
            details=known_of(file),
        )
        for file in waiting
    ]


def read_file(request: HttpRequest, form: FileForm) -> Given | None:
    """The copy for reading of what was chosen; None, with the reason on the form, when there can't be one."""
    if not throttle.take(FILES, client=throttle.client_of(request), now=now()):
        form.refuse(Reason.BUSY)
        return None
    upload = form.cleaned_data["file"]
    data = upload.read()
    if not _gate.acquire(blocking=False):
        form.refuse(Reason.BUSY)
        return None
    try:
        cleaned = clean(data, name=upload.name)
    except Refused as refused:
        form.refuse(refused.reason)
        return None
    finally:
        _gate.release()
    return Given(cleaned, upload.name, data if form.cleaned_data["keep_original"] else None)


def change_files(request: HttpRequest, draft: OpenDraft) -> FileForm | None:
    """Take away what is to be removed and add what was chosen. Gives the form only when a file can't be taken."""
    if request.POST.get("remove"):
        _remove(draft, request.POST["remove"])
        return None
    if "file" not in request.FILES and request.POST.get("go") != "add":
        return None
    form = FileForm(request.POST, request.FILES)
    if len(draft.files) >= settings.BANYAN_MAX_FILES:
        form.add_error("file", str(TooManyFiles.says))
    given = read_file(request, form) if form.is_valid() else None
    if given is None:
        return form
    draft.files.append(keep_file(by=Person(), given=given, now=draft.now))
    return None


def _remove(draft: OpenDraft, stored: str) -> None:
    gone = [file for file in draft.files if file["cleaned"] == stored]
    drop_files(by=Person(), stored=stored_of(gone), now=draft.now)
    draft.content["files"] = [file for file in draft.files if file not in gone]
