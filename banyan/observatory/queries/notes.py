"""Notes on series that staff entered: for the desk with their history, and for a picture those that touch it."""

from uuid import UUID

from django.http import Http404

from banyan.harms.rules.neighbourhoods import code_of
from banyan.observatory.models import NoteVersion
from banyan.observatory.rules.notes import touches
from banyan.observatory.rules.picture import EVERYONE, Question, SeriesNote
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_READ


def list_notes(*, viewer: Viewer) -> list[NoteVersion]:
    """The newest version of every note, those in use first, then by source and time."""
    viewer.must(PICTURE_READ)
    return sorted(_newest(), key=lambda one: (one.is_retired, one.source, one.period_from))


def get_note(*, viewer: Viewer, note: UUID) -> list[NoteVersion]:
    """Every version of one note, the newest first."""
    viewer.must(PICTURE_READ)
    found = list(NoteVersion.objects.filter(note=note).select_related("written_by").order_by("-version"))
    if not found:
        raise Http404
    return found


def newest_version(note: UUID) -> NoteVersion:
    """The version of a note that holds."""
    found = NoteVersion.objects.filter(note=note).order_by("-version").first()
    if found is None:
        raise Http404
    return found


def notes_touching(question: Question) -> tuple[SeriesNote, ...]:
    """The entered notes that a picture shows: of its years, its place and its community."""
    asked = [one for one in _newest() if not one.is_retired and _is_about(one, question)]
    made_up = bool(asked) and get_coalition().is_demonstration
    return tuple(
        SeriesNote(
            source=one.source,
            measure=one.measure,
            period_from=one.period_from,
            # A stretch that lasts still is told as far as the picture goes.
            period_to=one.period_to or f"{question.until}{'-12' if '-' in one.period_from else ''}",
            text=one.text,
            citation=one.citation,
            kind=one.kind,
            language=one.language,
            cited_on=one.cited_on.isoformat(),
            demonstration=made_up,
        )
        for one in sorted(asked, key=lambda one: (one.period_from, one.written_at))
    )


def _newest() -> list[NoteVersion]:
    by_note = {one.note: one for one in NoteVersion.objects.select_related("written_by").order_by("version")}
    return list(by_note.values())


def _is_about(one: NoteVersion, question: Question) -> bool:
    years = map(str, range(question.since, question.until + 1))
    return (
        any(touches(one.period_from, one.period_to, year) for year in years)
        and (not one.place or code_of(one.place) == code_of(question.place))
        and (not one.community or question.community in {EVERYONE, one.community})
    )
