"""A picture as a printed brief: typst sets it from picture.typ with the fonts that ship beside it.

The same picture gives the same bytes: nothing in the file but `drawn_on` tells a time, and system fonts are ignored.
The file is tagged for screen readers (PDF/UA-1). Heavy: import it in the kitchen or on the command line only.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.observatory.charts import labels
from banyan.observatory.charts.drawing import render_brief
from banyan.observatory.charts.frame import Paper
from banyan.observatory.charts.numbers import count, day
from banyan.observatory.charts.stories import Story, caveats_of, tell
from banyan.observatory.charts.table import Table, hidden_reasons, table_of
from banyan.observatory.charts.text import direction_of
from banyan.observatory.measures.notes import stretch
from banyan.observatory.rules.picture import Finding, Picture, SeriesNote, SourceNote

_HERE: Final = Path(__file__).parent
_FONTS: Final = _HERE / "fonts"
_LATIN: Final = {"body": ["Noto Sans"], "heading": ["Noto Serif"], "serif": ["Noto Serif"]}
_FALLBACK: Final = ["Noto Sans", "Noto Sans Arabic", "Noto Sans CJK TC", "Noto Sans CJK SC"]
_SCRIPTS: Final[dict[str, dict[str, list[str]]]] = {
    # Digits and Latin names come from Noto Sans in every script, so that numbers look alike throughout.
    "zh-hant": {kind: ["Noto Sans", "Noto Sans CJK TC"] for kind in _LATIN},
    "zh-hans": {kind: ["Noto Sans", "Noto Sans CJK SC"] for kind in _LATIN},
    "ar": {
        "body": ["Noto Sans Arabic"],
        "heading": ["Noto Naskh Arabic"],
        "serif": ["Noto Naskh Arabic"],
    },
}
_REGIONS: Final = {"zh-hant": "TW", "zh-hans": "CN"}


def render_pdf(picture: Picture, language: str, *, paper: Paper = "us-letter") -> bytes:
    """The whole picture as PDF bytes, in one of the languages that pages are written in (KeyError for another)."""
    with translation.override(language):
        data = json.dumps(_contents(picture, language, paper), ensure_ascii=False)
    drawn_at = datetime.combine(picture.drawn_on, time(), tzinfo=UTC)
    try:
        return compile_brief(data, drawn_at=drawn_at, standards=["ua-1"])
    except typst.TypstError:
        # A place or a quoted note may hold a character that no font of ours has. A brief with an empty box in it
        # serves better than none; it is tagged all the same, only not certified.
        return compile_brief(data, drawn_at=drawn_at, standards=[])


def compile_brief(data: str, *, drawn_at: datetime, standards: list[typst.PDFStandard]) -> bytes:
    """The brief of `_contents` as JSON, as PDF bytes; typst.TypstError when it can't meet a standard."""
    made = _compiler().compile(
        input=(_HERE / "picture.typ").read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        pdf_standards=standards,
        timestamp=int(drawn_at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """The compiler with our fonts read once. It reads no package and no other file."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_FONTS)])
    return typst.Compiler(root=str(_HERE), font_paths=fonts, ignore_system_fonts=True)


def _contents(picture: Picture, language: str, paper: Paper) -> dict[str, Any]:
    """Everything the template shows, in the active language."""
    fonts = {kind: [*names, *_FALLBACK] for kind, names in _SCRIPTS.get(language, _LATIN).items()}
    drawn = _("Drawn on %(date)s") % {"date": day(picture.drawn_on, language)}
    general, stories = tell(picture, language)
    return {
        "lang": language.split("-", maxsplit=1)[0],
        "region": _REGIONS.get(language),
        "rtl": direction_of(language) == "rtl",
        "leading": 0.85 if language.startswith("zh") or language == "ar" else 0.7,
        "fonts": fonts,
        "paper": paper,
        "title": _("What the official count shows, and what lies around it"),
        "subject": labels.subject(picture.question, language),
        "keywords": [labels.place(picture.question.place), labels.community(picture.question.community)],
        "publisher": "Banyan",
        "footer": f"{labels.subject(picture.question, language)} · {drawn}",
        "demonstration": labels.demonstration(picture),
        "watermark": _("Demonstration data"),
        "findings": [_as_finding(finding) for finding in general],
        "caveats": caveats_of(general),
        "figures": [_as_figure(picture, story, language) for story in stories],
        "notes": [_as_note(note, language) for note in picture.notes if not note.language],
        "hidden": [f"{reason}: {count(number, language)}" for reason, number in hidden_reasons(picture)],
        "hidden_sentence": " ".join((_hidden_sentence(picture, language), labels.protection(picture))),
        "sources": _sources(picture, language),
        "words": {
            "numbers": _("The numbers"),
            "sure": _("How sure:"),
            "keep": _("Keep in mind"),
            "else": _("What else these numbers say"),
            "notes": _("What to know about these numbers"),
            "hidden": _("What is hidden, and why"),
            "sources": _("Sources"),
            "no_findings": _("There are too few numbers here to say anything."),
        },
    }


def _as_finding(finding: Finding) -> dict[str, str]:
    return {"text": finding.text, "confidence": labels.confidence(finding.confidence)}


def _as_figure(picture: Picture, story: Story, language: str) -> dict[str, Any]:
    """One figure with what is said of it, and its numbers."""
    name = story.figure.name
    return {
        **_as_json(table_of(picture, name, language)),
        "findings": [_as_finding(finding) for finding in story.findings],
        "caveats": story.caveats,
        "entered": [_as_note(note, language) for note in story.notes if note.language],
        "notes": story.figure.notes,
        "closing": story.figure.closing,
        "drawings": [{"svg": svg, "words": words} for svg, words in render_brief(picture, name, language=language)],
    }


def _as_json(table: Table) -> dict[str, Any]:
    return {"title": table.title, "head": table.head, "rows": table.rows}


def _as_note(note: SeriesNote, language: str) -> dict[str, str]:
    """A note, with its own language for whoever reads it aloud."""
    return {
        "when": stretch(note),
        "text": labels.note_text(note, language),
        "citation": labels.citation(note, language),
        "lang": (note.language or language).split("-", maxsplit=1)[0],
    }


def _hidden_sentence(picture: Picture, language: str) -> str:
    hidden = sum(row.suppressed is not False for row in picture.rows)
    if not hidden:
        return _("Nothing in this picture is hidden.")
    words = ngettext("%(hidden)s of %(all)s numbers is hidden.", "%(hidden)s of %(all)s numbers are hidden.", hidden)
    return words % {"hidden": count(hidden, language), "all": count(len(picture.rows), language)}


def _sources(picture: Picture, language: str) -> dict[str, Any]:
    """The table of sources: what each is, how old, how much of it was read and how much was kept aside."""
    head = (_("Source"), _("Publisher"), _("Licence"), _("As of"), _("Rows read"), _("Rows kept aside"))
    rows = [
        (
            source.title,
            source.publisher,
            source.licence,
            _dated(source, language),
            count(source.rows, language),
            count(source.rejects, language),
        )
        for source in picture.sources
    ]
    return {"head": head, "rows": rows}


def _dated(source: SourceNote, language: str) -> str:
    if not source.vintage:
        return _("no date")
    when = labels.vintage(source.vintage, language)
    return when if source.is_dated else _("read on %(day)s") % {"day": when}
