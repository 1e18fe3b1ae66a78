"""Files that wait, sealed, for the report to be sent."""

from django.conf import settings
from django.http import HttpRequest

from banyan.base.audit import Person
from banyan.base.cleaning import NoCopy
from banyan.reports.actions.attachments import Given, NoRoom, TooManyFiles, drop_files, keep_file
from banyan.reports.forms.files import FileForm
from banyan.reports.queries.attachments import stored_of
from banyan.reports.views.files import read_upload
from banyan.reports.views.public.drafts import OpenDraft


def read_file(request: HttpRequest, form: FileForm) -> Given | None:
    """The copy for reading of what was chosen; None, with the reason on the form, when there can't be one."""
    try:
        return read_upload(request, form.cleaned_data["file"], keep_original=form.cleaned_data["keep_original"])
    except NoCopy as refused:
        form.refuse(refused.reason)
        return None


def change_files(request: HttpRequest, draft: OpenDraft) -> FileForm | None:
    """Take away what is to be removed and add what was chosen. Gives the form only when a file can't be taken."""
    if request.POST.get("remove"):
        _remove(draft, request.POST["remove"])
        return None
    if "file" not in request.FILES and request.POST.get("go") != "add":
        return None
    form = FileForm(request.POST, request.FILES)
    given = read_file(request, form) if _may_add(draft, form) and form.is_valid() else None
    draft.read_again()
    if given is None or draft.is_over or not _may_add(draft, form):
        return form
    try:
        draft.files.append(keep_file(by=Person(), given=given, now=draft.now))
    except NoRoom as full:
        form.add_error("file", str(full))
        return form
    return None


def _may_add(draft: OpenDraft, form: FileForm) -> bool:
    """Asked before a file is copied, which takes long, and after: another page may have added one meanwhile."""
    if len(draft.files) < settings.BANYAN_MAX_FILES:
        return True
    form.add_error("file", str(TooManyFiles.says))
    return False


def _remove(draft: OpenDraft, stored: str) -> None:
    gone = [file for file in draft.files if file["cleaned"] == stored]
    drop_files(by=Person(), stored=stored_of(gone), now=draft.now)
    draft.content["files"] = [file for file in draft.files if file not in gone]
