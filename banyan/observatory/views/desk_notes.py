"""Notes on series: what staff know of a stretch of numbers and the numbers don't tell."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.base.actions import Refused
from banyan.base.clock import now
from banyan.base.languages import get_locale
from banyan.base.statuses import status_of
from banyan.observatory.actions.notes import change_note, enter_note, retire_note
from banyan.observatory.charts import labels
from banyan.observatory.charts.numbers import period
from banyan.observatory.forms.desk_notes import NoteForm, kind_words, series_words
from banyan.observatory.models import NoteVersion
from banyan.observatory.queries.notes import get_note, list_notes
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import NOTE_KEEP


@require_safe
def notes(request: DeskRequest) -> HttpResponse:
    """Every note, and a way to enter one for whoever may."""
    shown = [(one, _in_words(one)) for one in list_notes(viewer=request.viewer)]
    context = {"notes": shown, "may_keep": request.viewer.may(NOTE_KEEP)}
    return render(request, "observatory/desk/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: DeskRequest) -> HttpResponse:
    """Enter one."""
    request.viewer.must(NOTE_KEEP)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        enter_note(by=request.viewer, written=form.written(), now=now())
        messages.success(request, _("Entered. It stands in every picture it touches from now on."))
        return redirect("observatory:notes")
    return render(request, "observatory/desk/note.html", {"form": form, "may_keep": True}, status=status_of(form))


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: DeskRequest, note_id: UUID) -> HttpResponse:
    """One note with its history; with a form for whoever may change it."""
    versions = get_note(viewer=request.viewer, note=note_id)
    may_keep = request.viewer.may(NOTE_KEEP)
    form = NoteForm(request.POST or None, held=versions[0])
    if request.method == "POST":
        request.viewer.must(NOTE_KEEP, subject=note_id)
        is_whole, retires = form.is_valid(), request.POST.get("go") == "retire"
        if retires or is_whole:
            try:
                return _keep(request, form, note_id, retires=retires)
            except Refused as refusal:
                form.add_error(None, str(refusal))
    history = [(one, _in_words(one)) for one in versions]
    context = {"form": form, "history": history, "held": versions[0], "may_keep": may_keep}
    return render(request, "observatory/desk/note.html", context, status=status_of(form))


def _keep(request: DeskRequest, form: NoteForm, note_id: UUID, *, retires: bool) -> HttpResponse:
    seen = form.cleaned_data.get("seen") or 0
    if retires:
        retire_note(by=request.viewer, note=note_id, seen=seen, now=now())
        messages.success(request, _("Retired. New pictures leave it out; what was published keeps it."))
    else:
        change_note(by=request.viewer, note=note_id, seen=seen, written=form.written(), now=now())
        messages.success(request, _("Saved as a new version. The earlier ones are kept below."))
    return redirect("observatory:note", note_id)


def _in_words(one: NoteVersion) -> dict[str, object]:
    """What a version is about, for a page."""
    written, language = get_locale(one.language), get_language() or "en"
    about = [series_words().get(f"{one.source} {one.measure}", one.source)]
    about += [labels.community(one.community)] if one.community else []
    about += [one.place] if one.place else []
    ends = [period(code, language) if code else _("still so") for code in (one.period_from, one.period_to)]
    return {
        "about": about,
        "when": " – ".join(dict.fromkeys(ends)),
        "kind": kind_words()[one.kind],
        "tag": written.tag,
        "direction": written.direction,
    }
