"""Notes on a source's series: entered with their own source, changed as new versions, retired, never deleted."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.languages import mark_staff
from banyan.observatory.models import NoteVersion
from banyan.observatory.queries.notes import newest_version
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import NOTE_KEEP


class ChangedMeanwhile(Refused):
    """Somebody else's version would be written over unread."""

    says = mark_staff("Somebody else changed this note meanwhile. Read it again, then change it.")

    def __str__(self) -> str:
        return _(self.says)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a note says, and of what. Fields are those of `NoteVersion`."""

    source: str
    measure: str
    community: str
    place: str
    period_from: str
    period_to: str
    kind: str
    text: str
    citation: str
    cited_on: date
    language: str


@action("observatory.note.enter")
def enter_note(*, by: Viewer, written: Written, now: datetime) -> NoteVersion:
    """Enter a note. Every picture that it touches shows it from now on."""
    by.must(NOTE_KEEP)
    return _add("enter", NoteVersion(**asdict(written)), by=by, now=now)


@action("observatory.note.change")
def change_note(*, by: Viewer, note: UUID, seen: int, written: Written, now: datetime) -> NoteVersion:
    """Write a note anew, retired or not. `seen` is the version that whoever changes it has read."""
    by.must(NOTE_KEEP, subject=note)
    _hold(note, seen)
    return _add("change", NoteVersion(note=note, version=seen + 1, **asdict(written)), by=by, now=now)


@action("observatory.note.retire")
def retire_note(*, by: Viewer, note: UUID, seen: int, now: datetime) -> NoteVersion:
    """Take a note out of pictures drawn from now on. What was published with it keeps it."""
    by.must(NOTE_KEEP, subject=note)
    held = _hold(note, seen)
    kept = {name: getattr(held, name) for name in Written.__slots__}
    return _add("retire", NoteVersion(note=note, version=seen + 1, is_retired=True, **kept), by=by, now=now)


def _hold(note: UUID, seen: int) -> NoteVersion:
    """The version that holds. The first stays for good, so it is what those who write at once wait for."""
    NoteVersion.objects.select_for_update().filter(note=note, version=1).first()
    held = newest_version(note)
    if held.version != seen:
        raise ChangedMeanwhile
    return held


def _add(verb: str, made: NoteVersion, *, by: Viewer, now: datetime) -> NoteVersion:
    made.written_by, made.written_at = by.member, now
    made.save(force_insert=True)
    details: dict[str, str | int | bool | list[str]] = {"source": made.source, "version": made.version}
    audit.record(by=by, action=f"observatory.note.{verb}", now=now, subject=made.note, details=details)
    return made
