"""What the codes of a picture are called on charts, in tables and in the PDF, in the active language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.harms.queries import get_label
from banyan.harms.rules.codes import UnknownCodeError
from banyan.harms.rules.neighbourhoods import get_place
from banyan.observatory.charts.numbers import count, day, span
from banyan.observatory.charts.text import as_number, direction_of
from banyan.observatory.measures import words
from banyan.observatory.rules.notes import Kind
from banyan.observatory.rules.picture import EVERYONE, Picture, Question, SeriesNote, SourceNote


def community(code: str) -> str:
    """A community's name; a code that the vocabulary lacks is shown as it is."""
    if code == EVERYONE:
        return _("Everyone")
    try:
        return get_label("communities", code)
    except UnknownCodeError:
        return code


def place(name_or_code: str) -> str:
    """A place's name. Place names are proper names and stay as they are."""
    known = get_place(name_or_code)
    return known.name if known else name_or_code


def years(question: Question, language: str) -> str:
    """The years a question covers."""
    if question.since == question.until:
        return str(question.since)
    text = f"{question.since}–{question.until}"
    return as_number(text) if direction_of(language) == "rtl" else text


def subject(question: Question, language: str) -> str:
    """What a picture is about, in one line."""
    return " · ".join((place(question.place), community(question.community), years(question, language)))


def confidence(code: str) -> str:
    """How sure a finding is, in words."""
    return {
        "recorded": _("As recorded"),
        "strong": _("Quite sure"),
        "moderate": _("Fairly sure"),
        "weak": _("Not very sure"),
        "cannot_tell": _("We cannot tell"),
    }[code]


def hidden_because(code: str) -> str:
    """Why a number is withheld, in words."""
    return {
        "small_cell": _("fewer than 10, hidden to protect people"),
        "complementary": _("hidden so that another hidden number cannot be worked out"),
        "few_organisations": _("fewer than three organizations reported"),
    }.get(code, _("hidden to protect people"))


def told(code: str) -> str:
    """An answer to whom else someone told."""
    return get_label("told", code)


def effort(measure: str) -> str:
    """A measure of reporting effort."""
    return {
        "effort_organisations_open": _("Organizations that took reports"),
        "effort_languages_open": _("Languages in which people could report"),
        "effort_reports_by_staff": _("Reports written down by staff"),
        "effort_reports_by_web": _("Reports sent through the web"),
    }[measure]


def demonstration(picture: Picture) -> str:
    """The mark that every demonstration figure carries wherever it goes; empty for real data."""
    if not picture.demonstration:
        return ""
    listed = made_up(picture.sources, picture.notes)
    if not listed or all(source.demonstration for source in picture.sources):
        return _("Demonstration data: these numbers are made up")
    # Real counts beside made-up reports are still real: the mark says which are which.
    return _("Partly demonstration data. Made up: %(sources)s") % {"sources": "; ".join(listed)}


def made_up(sources: Iterable[SourceNote], notes: Iterable[SeriesNote]) -> list[str]:
    """What of these is made up, in words."""
    entered = [_("notes that staff entered")] if any(note.demonstration for note in notes) else []
    return [source.title for source in sources if source.demonstration] + entered


def note_text(note: SeriesNote, language: str) -> str:
    """A note's words; where they are in another language, it says in which they stand."""
    if not is_foreign(note, language):
        return note.text
    # Translators: a note quoted as it was written, for example "... (written in Spanish)".
    return _("%(text)s (written in %(language)s)") % {"text": note.text, "language": words.language(note.language)}


def doubt(kind: str) -> str:
    """What a note says of a count, in the few words that a chart has room for; empty where only its text can tell."""
    return {
        # Translators: on a chart, above the bar of a year.
        Kind.CLUSTER.value: _("perhaps one person or event"),
        Kind.COVERAGE.value: _("some may be missing"),
    }.get(kind, "")


def is_foreign(note: SeriesNote, language: str) -> bool:
    """Whether a note stands in another language than the reader's."""
    return note.language not in {"", language}


def citation(note: SeriesNote, language: str) -> str:
    """Where a note is from, with the day of that where it has one."""
    return f"{note.citation}, {vintage(note.cited_on, language)}" if note.cited_on else note.citation


def protection(picture: Picture) -> str:
    """What was done to the counts of partners' reports before they are shown here."""
    said = _(
        "Numbers of reports to partner organizations are rounded to 5, and small ones are hidden, "
        "to protect people. Official numbers stand as published."
    )
    if picture.question.as_public:
        return said
    return words.joined([said, _("Made for work inside the coalition, not for publication.")])


def source_line(source: SourceNote, language: str) -> str:
    """A source as a figure names it: title, publisher and the date of the file."""
    named = f"{source.title} ({source.publisher})"
    if not source.vintage:
        return named
    facts = {"source": named, "date": vintage(source.vintage, language)}
    if not source.is_dated:
        # Translators: the file itself tells no date, so this is the day on which it was read.
        return _("%(source)s, read on %(date)s") % facts
    return _("%(source)s, as of %(date)s") % facts


def vintage(code: str, language: str) -> str:
    """A vintage's date in words; a vintage that is no date is shown as it is."""
    try:
        return day(date.fromisoformat(code), language)
    except ValueError:
        return code


def reports(low: float | None, high: float | None, language: str) -> str:
    """A count of reports in words."""
    most = round(high or low or 0)
    if low is not None and high is not None and round(low) != round(high):
        return _("%(range)s reports") % {"range": span(low, high, language)}
    return ngettext("%(n)s report", "%(n)s reports", most) % {"n": count(most, language)}
