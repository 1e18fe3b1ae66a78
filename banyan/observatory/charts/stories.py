"""Which findings, caveats, notes and sources stand beside which figure of a picture."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import translation

from banyan.observatory.charts import reading
from banyan.observatory.charts.reading import Figure
from banyan.observatory.measures.notes import caveat
from banyan.observatory.rules.picture import Finding, Picture, SeriesNote, SourceNote


@dataclass(frozen=True, kw_only=True)
class Story:
    """One figure with what is said of it. The first finding is the sentence to read before the figure."""

    figure: Figure
    findings: tuple[Finding, ...]
    """As they are read one after another: what one says, those below it don't say again."""
    caveats: tuple[str, ...]
    """Those of its findings that neither a finding nor a note beside the figure says already."""
    notes: tuple[SeriesNote, ...]
    sources: tuple[SourceNote, ...]


def tell(picture: Picture, language: str) -> tuple[tuple[Finding, ...], tuple[Story, ...]]:
    """The findings about no single figure, and then a story for each figure, in reading order.

    Pictures kept from before findings said what they are about have all of theirs first.
    """
    with translation.override(language):
        figures = reading.figures_of(picture, language)
        beside = [_name(finding, figures) for finding in picture.findings]
        stories = []
        for figure in figures:
            notes = reading.notes_of(picture, figure.measures, figure.sources)
            about = (one for one, name in zip(picture.findings, beside, strict=True) if name == figure.name)
            findings = _said_once(about, said=[words for note in notes for words in (note.text, caveat(note))])
            stories.append(
                Story(
                    figure=figure,
                    findings=findings,
                    caveats=caveats_of(findings),
                    notes=notes,
                    sources=tuple(note for note in picture.sources if note.name in figure.sources),
                )
            )
    general = (one for one, name in zip(picture.findings, beside, strict=True) if name is None)
    return _said_once(general), tuple(stories)


def caveats_of(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The caveats of several findings that `tell` gave."""
    return tuple(words for finding in findings for words in finding.caveats)


def _said_once(findings: Iterable[Finding], *, said: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Findings as they are read one after another, or nobody would read what is said three times.

    In the picture each stands for itself: it opens with what would mislead, and that is word for word among its
    caveats. Here an opening stands where it is read first, and a caveat only where nothing above it said it.
    """
    told, read, above = set(said), [], ""
    for finding in findings:
        text = finding.text
        for words in finding.caveats:
            if words in above:
                text = text.replace(f"{words} ", "").replace(words, "")  # Chinese puts no space after a sentence.
        above += text
        left = tuple(words for words in dict.fromkeys(finding.caveats) if words not in told and words not in above)
        told.update(left)
        read.append(replace(finding, text=text, caveats=left))
    return tuple(read)


def _name(finding: Finding, figures: tuple[Figure, ...]) -> str | None:
    """The figure that a finding stands beside: its own source's, or for reports the rings before the counts."""
    own = [figure for figure in figures if finding.about and figure.source == finding.about]
    if finding.about == "told":
        own = [figure for figure in figures if figure.name == "told"]
    if finding.about == "community":
        reports = [figure for figure in figures if "community" in figure.sources and figure.name != "told"]
        own = sorted(reports, key=lambda figure: figure.name != "rings")
    return own[0].name if own else None
