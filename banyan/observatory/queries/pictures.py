"""Drawing a picture: what officials recorded, what people told partners, and what may be said of both."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from banyan.base.audit import Operator
from banyan.harms.rules.neighbourhoods import get_place
from banyan.observatory.measures.community import SOURCE, Counts, find_community, rows_of
from banyan.observatory.measures.findings import find_official
from banyan.observatory.queries.community import community_note, list_community
from banyan.observatory.queries.notes import notes_touching
from banyan.observatory.queries.official import list_official
from banyan.observatory.rules.picture import Finding, Picture, Question, QuestionRefused
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_READ

if TYPE_CHECKING:
    from banyan.observatory.queries.public import Protected


def draw_picture(
    *,
    viewer: Viewer | Operator,
    question: Question,
    data: Path,
    engine: str,
    today: date,
    protected: Protected | None = None,
) -> Picture:
    """Draw the picture that a question asks for, as the desk may see it.

    `data` and `engine` are the settings BANYAN_DATA and BANYAN_ENGINE. Partners' reports are
    rounded here and few are withheld; with `as_public` they go through disclosure control, or are what it `protected`
    before. Raises `QuestionRefused` with a sentence, and Denied for a member who may not read the picture.
    """
    if isinstance(viewer, Viewer):
        viewer.must(PICTURE_READ)
    if question.since > question.until:
        raise QuestionRefused(_("The first year is after the last. Ask for years in order."))
    known = get_place(question.place)
    question = replace(question, place=known.name) if known else question
    entered = notes_touching(question)
    official = list_official(question, data=data, engine=engine, notes=entered)
    community, more = _community(viewer, question, today, protected)
    rows = [row for source in official for row in source.rows(question)]
    rows += [row for counts in community for row in rows_of(counts, question)]
    findings = [
        replace(finding, about=source.source.code) for source in official for finding in find_official(source.evidence)
    ]
    own = tuple(note for note in entered if note.source == SOURCE) if community else ()
    findings += [*find_community(community, as_public=question.as_public, notes=own), *more]
    sources = [source.source_note() for source in official]
    if community:
        sources.append(community_note(community))
    notes = (*(note for source in official for note in source.notes(question)), *own)
    return Picture(
        question=question,
        rows=tuple(rows),
        findings=tuple(findings) or (_nothing(question),),
        notes=notes,
        sources=tuple(sources),
        demonstration=any(source.demonstration for source in sources) or any(note.demonstration for note in notes),
        drawn_on=today,
    )


def _community(
    viewer: Viewer | Operator, question: Question, today: date, protected: Protected | None
) -> tuple[tuple[Counts, ...], tuple[Finding, ...]]:
    if not question.as_public:
        return list_community(viewer, question, today), ()
    if protected is None:
        # Disclosure control loads an integer programming solver, which a picture for the desk doesn't need.
        from banyan.observatory.queries.public import protect_community

        protected = protect_community(viewer, question, today=today)
    return protected.counts, protected.findings


def _nothing(question: Question) -> Finding:
    text = _("Nothing is on record here about %(place)s for these years. That isn't zero: nobody reported.")
    return Finding(text=text % {"place": question.place}, confidence="cannot_tell")
