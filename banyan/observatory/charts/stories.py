"""Which findings, caveats, notes and sources stand beside which figure of a picture."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation

from banyan.observatory.charts import reading
from banyan.observatory.charts.reading import Figure
from banyan.observatory.rules.picture import Finding, Picture, SeriesNote, SourceNote


@dataclass(frozen=True, kw_only=True)
class Story:
    """One figure with what is said of it. The first finding is the sentence to read before the figure."""

    figure: Figure
    findings: tuple[Finding, ...]
    caveats: tuple[str, ...]
    """Those of all its findings, each once."""
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
        findings = tuple(one for one, name in zip(picture.findings, beside, strict=True) if name == figure.name)
        stories.append(
            Story(
                figure=figure,
                findings=findings,
                caveats=caveats_of(findings),
                notes=reading.notes_of(picture, figure.measures, figure.sources),
                sources=tuple(note for note in picture.sources if note.name in figure.sources),
            )
        )
    general = tuple(one for one, name in zip(picture.findings, beside, strict=True) if name is None)
    return general, tuple(stories)


def caveats_of(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    """The caveats of several findings, each said once, or nobody would read any of them."""
    return tuple(dict.fromkeys(caveat for finding in findings for caveat in finding.caveats))


def _name(finding: Finding, figures: tuple[Figure, ...]) -> str | None:
    """The figure that a finding stands beside: its own source's, or for reports the rings before the counts."""
    own = [figure for figure in figures if finding.about and figure.source == finding.about]
    if finding.about == "told":
        own = [figure for figure in figures if figure.name == "told"]
    if finding.about == "community":
        reports = [figure for figure in figures if "community" in figure.sources and figure.name != "told"]
        own = sorted(reports, key=lambda figure: figure.name != "rings")
    return own[0].name if own else None
