"""What entered notes on a series do to a statement: what must be said before it, and what to keep in mind with it.

Only entered notes: what those that ship with the software tell of is found in the file itself (breaks, clusters).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.observatory.measures import words
from banyan.observatory.rules.notes import CHANGES, DOUBTS, Kind, begins, crosses, ends, touches
from banyan.observatory.rules.picture import SeriesNote


def qualifying(notes: Iterable[SeriesNote], named: Sequence[str]) -> tuple[SeriesNote, ...]:
    """The notes that say that these periods may not be what they seem, or may not compare."""
    first, last = min(named), max(named)
    return tuple(
        note
        for note in notes
        if (note.kind in CHANGES and crosses(note.period_from, note.period_to, first, last))
        or (note.kind in DOUBTS and any(touches(note.period_from, note.period_to, one) for one in named))
    )


def beside(notes: Iterable[SeriesNote], named: Sequence[str]) -> tuple[SeriesNote, ...]:
    """The notes to keep in mind with a statement about these periods: those that qualify it, and all others of them."""
    notes = tuple(notes)
    found = qualifying(notes, named)
    rest = (note for note in notes if any(touches(note.period_from, note.period_to, one) for one in named))
    return (*found, *(note for note in rest if note not in found and note.kind == Kind.OTHER))


def said_first(note: SeriesNote) -> str:
    """The sentence that stands before a statement that a note qualifies."""
    if note.kind in CHANGES:
        when = {"when": words.when(note.period_from)}
        if note.kind == Kind.DEFINITION:
            return _("What is counted here changed in %(when)s.") % when
        return _("The way these records are kept changed in %(when)s.") % when
    when = {"when": stretch(note)}
    if note.kind == Kind.CLUSTER:
        return _("Many of the records from %(when)s may come from one person or one event.") % when
    return _("The records from %(when)s may leave out some that belong there.") % when


def caveat(note: SeriesNote) -> str:
    """A note as something to keep in mind. One in another language is pointed at, and stands beside the figure."""
    if note.language in {"", get_language()}:
        return f"{note.text} ({note.citation})"
    facts = {"when": stretch(note), "language": words.language(note.language)}
    return _("A note written in %(language)s says more about the records from %(when)s.") % facts


def stretch(note: SeriesNote) -> str:
    """The time a note is about, in words."""
    since, until = (words.when(code) for code in (note.period_from, note.period_to))
    if begins(note.period_from) == begins(note.period_to) and ends(note.period_from) == ends(note.period_to):
        return since
    return _("%(first)s to %(last)s") % {"first": since, "last": until}
