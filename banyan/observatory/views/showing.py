"""A picture laid out for a page: findings first, then each figure with its numbers, sources and notes."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from banyan.base.languages import get_locale
from banyan.observatory.charts import DRAWINGS, csv_of, inline, labels, render, table_of
from banyan.observatory.charts.numbers import count
from banyan.observatory.charts.stories import Story, tell
from banyan.observatory.measures import words
from banyan.observatory.measures.notes import stretch
from banyan.observatory.models import Publication
from banyan.observatory.queries.asking import get_kitchen
from banyan.observatory.rules.picture import Picture, Question, SeriesNote
from banyan.observatory.rules.publications import Progress

TYPES = {"json": "application/json", "svg": "image/svg+xml", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A note on a series as a page shows it. `language` is named where it isn't the reader's."""

    when: str
    text: str
    citation: str
    tag: str
    direction: str
    language: str = ""
    is_demonstration: bool = False


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One figure as a page shows it."""

    id: str
    title: str
    findings: tuple[tuple[str, str], ...]
    """Each sentence with how sure it is, in words; the first stands above the drawing."""
    svg: SafeString
    lines: tuple[str, ...]
    """Its n, what is hidden and where its numbers are from: below the drawing."""
    notes: tuple[str, ...]
    caveats: tuple[str, ...]
    entered: tuple[Said, ...]
    """What staff noted on its series, to be read before its numbers."""
    series: tuple[Said, ...]
    """Other notes on its series."""
    is_demonstration: bool
    made_up: str
    """Which of its sources are made up."""
    table: SafeString
    links: tuple[tuple[str, str], ...]


def lay_out(picture: Picture, *, address: str, query: str) -> dict[str, Any]:
    """What templates/observatory/body.html is given. `address` is where this picture is found as files, if anywhere."""
    language = get_language() or "en"
    general, stories = tell(picture, language)
    asked = picture.question
    return {
        "picture": picture,
        "demonstration_says": labels.demonstration(picture),
        "subject": (labels.place(asked.place), labels.community(asked.community), labels.years(asked, language)),
        "findings": [(one.text, labels.confidence(one.confidence), one.caveats) for one in general],
        "figures": [_shown(picture, story, language, address, query) for story in stories],
        "sources": [
            {
                "title": one.title,
                "publisher": one.publisher,
                "licence": one.licence,
                "day": labels.vintage(one.vintage, language) if one.vintage else "",
                "n": count(one.rows, language),
                "rejects": count(one.rejects, language) if one.rejects else "",
                "demonstration": one.demonstration,
                "is_dated": one.is_dated,
            }
            for one in picture.sources
        ],
        "files": [(kind.upper(), f"{address}{kind}/{query}") for kind in ("pdf", "csv", "json")] if address else [],
    }


def subject_of(publication: Publication) -> str:
    """What a publication is about, in one line of the reader's language."""
    return labels.subject(Question(**publication.question), get_language() or "en")


@dataclass(frozen=True)
class CheckShown:
    """How far the check of a publication is, as a page says it: numbers in the reader's digits, and whole ones."""

    done: str
    of: str
    value: int
    most: int

    @property
    def is_over(self) -> bool:
        """Every number is checked; the picture is being drawn."""
        return self.value == self.most


def numbers_of(progress: Progress | None, publication: Publication, language: str) -> CheckShown | None:
    """How many of its numbers are checked; None as long as the check of this publication hasn't begun to count."""
    if progress is None or progress.subject != str(publication.pk) or not progress.of:
        return None
    return CheckShown(count(progress.done, language), count(progress.of, language), progress.done, progress.of)


def _shown(picture: Picture, story: Story, language: str, address: str, query: str) -> Shown:
    figure = story.figure
    made_up = labels.made_up(story.sources, story.notes)
    return Shown(
        id=figure.name,
        title=figure.title,
        findings=tuple((one.text, labels.confidence(one.confidence)) for one in story.findings),
        svg=inline(picture, figure.name, language=language, cache=settings.BANYAN_DATA / DRAWINGS),
        lines=figure.closing,
        notes=figure.notes,
        caveats=story.caveats,
        entered=tuple(_said(note, language) for note in story.notes if note.language),
        series=tuple(_said(note, language) for note in story.notes if not note.language),
        is_demonstration=bool(made_up),
        made_up="; ".join(made_up),
        table=render_to_string("observatory/table.html", {"table": table_of(picture, figure.name, language)}),
        links=(("SVG", f"{address}svg/{figure.name}/{query}"),) if address else (),
    )


def _said(note: SeriesNote, language: str) -> Said:
    written = get_locale(note.language or language)
    return Said(
        when=stretch(note),
        text=note.text,
        citation=labels.citation(note, language),
        tag=written.tag,
        direction=written.direction,
        language=words.language(note.language) if labels.is_foreign(note, language) else "",
        is_demonstration=note.demonstration,
    )


def give_file(picture: Picture, kind: str, figure: str = "") -> HttpResponse:
    """The picture, or one figure of it, as a file."""
    if kind not in TYPES:
        raise Http404
    response = HttpResponse(_content(picture, kind, figure), content_type=TYPES[kind])
    response["Content-Disposition"] = f'inline; filename="{figure or "picture"}.{kind}"'
    # A drawing is a document of its own: nothing in it may load or run.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _content(picture: Picture, kind: str, figure: str) -> str | bytes:
    language = get_language() or "en"
    if kind == "json":
        return json.dumps(picture.to_json_dict(), indent=2, ensure_ascii=False)
    if kind == "csv":
        return csv_of(picture)
    if kind == "pdf":
        return render(picture, format="pdf", language=language, make_pdf=get_kitchen().render_pdf)
    try:
        return render(picture, format="svg", figure=figure, language=language, standalone=True)
    except KeyError:
        raise Http404 from None
