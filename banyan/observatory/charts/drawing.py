"""Draws one figure of a picture, or says it in words."""

from __future__ import annotations

from django.utils import translation

from banyan.observatory.charts import labels, reading, series, signature, told
from banyan.observatory.charts.frame import Frame, Width
from banyan.observatory.charts.reading import Figure
from banyan.observatory.charts.svg import Medium
from banyan.observatory.rules.picture import Picture


def render_figure(
    picture: Picture, figure: str, *, language: str, medium: Medium = "page", width: Width = "wide"
) -> str:
    """One figure as SVG text; KeyError when the picture has no such figure."""
    with translation.override(language):
        found = reading.figure_of(picture, figure, language)
        frame = Frame(
            ident=f"{figure}-{width}",
            title=found.title,
            language=language,
            width=width,
            medium=medium,
            notes=found.lines,
            demonstration=labels.demonstration(picture),
        )
        if figure == "rings":
            return signature.draw(reading.rings_of(picture), frame=frame)
        if figure == "told":
            return told.draw(reading.told_of(picture), frame=frame)
        return series.draw(_series(picture, found, language), frame=frame)


def render_brief(picture: Picture, figure: str, *, language: str) -> tuple[tuple[str, str], ...]:
    """One figure for a printed brief: the SVG and the words of each part that a page must not cut."""
    with translation.override(language):
        found = reading.figure_of(picture, figure, language)
        if figure in {"rings", "told"}:
            drawn = render_figure(picture, figure, language=language, medium="print", width="brief")
            return ((drawn, describe(picture, figure, language=language)),)
        frame = Frame(ident=figure, title=found.title, language=language, medium="print", width="brief")
        parts = series.parts_of(_series(picture, found, language))
        return tuple((series.draw(part, frame=frame), series.describe(part, language)) for part in parts)


def describe(picture: Picture, figure: str, *, language: str) -> str:
    """A figure in words: what its SVG's description says."""
    with translation.override(language):
        found = reading.figure_of(picture, figure, language)
        if figure == "rings":
            return signature.describe(reading.rings_of(picture), language)
        if figure == "told":
            return told.describe(reading.told_of(picture), language)
        return series.describe(_series(picture, found, language), language)


def _series(picture: Picture, figure: Figure, language: str) -> series.Series:
    """The series of a figure over time; the community's counts stand beside the first official source only."""
    is_first = figure.source in {None, *reading.official_sources(picture)[:1]}
    return reading.series_of(picture, figure.source, with_community=is_first, language=language)
