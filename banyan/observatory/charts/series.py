"""Counts over time: what officials recorded, what people told partner organisations, and how open the doors were.

Small panels one above the other with the same periods, never two scales in one panel. Each panel's own scale begins
at zero. A group of records that is one event is hatched and named; where the way records are kept changed, the ground
is hatched from there and a line breaks the series. For right-to-left languages time runs with the reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from banyan.observatory.charts.columns import PERIODS_ROOM, Column, Panel, draw_panel, draw_periods
from banyan.observatory.charts.frame import Frame, Width
from banyan.observatory.charts.numbers import period, span
from banyan.observatory.charts.official import Note, Official, draw_official, pointers_of
from banyan.observatory.charts.svg import Drawing
from banyan.observatory.charts.text import LINE_HEIGHT, wrap

_TITLE_SIZE: Final = 15.0
_NOTE_SIZE: Final = 13.5
_PANEL_GAP: Final = 22.0
_WIDTHS: Final[dict[Width, float]] = {"wide": 640, "narrow": 322, "brief": 731}
_COMMUNITY_HEIGHT: Final = 140.0
_EFFORT_HEIGHT: Final = 54.0
_A_YEAR: Final = 12


@dataclass(frozen=True, kw_only=True)
class Strip:
    """One measure of reporting effort, a count per period."""

    title: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, kw_only=True)
class Series:
    """All that the figure shows. `periods` are codes ("2021", "2021-06"); every series has one column for each."""

    periods: tuple[str, ...]
    official_title: str
    official: tuple[Column, ...]
    community_title: str = ""
    community: tuple[Column, ...] = ()
    effort: tuple[Strip, ...] = ()
    notes: tuple[Note, ...] = ()
    cluster_text: str = ""
    """What the hatched group of records is, if its source says so."""


def draw(series: Series, *, frame: Frame) -> str:
    """The figure as SVG."""
    return frame.finish(compose(series, frame=frame), description=describe(series, frame.language))


def compose(series: Series, *, frame: Frame) -> Drawing:
    """The marks and labels of the figure, before they are written out."""
    drawing = Drawing(
        ident=frame.ident, width=_WIDTHS[frame.width], height=0, language=frame.language, medium=frame.medium
    )
    labels = [_tick(code, series.periods, frame.language) for code in series.periods]
    y = 0.0
    if series.official:
        y = _draw_titled(drawing, series.official_title, y, bold=True) + 4
        y = draw_official(drawing, _officials(series, frame.language), labels, y)
    if series.community:
        y = _draw_titled(drawing, series.community_title, y + (_PANEL_GAP if y else 0), bold=True)
        panel = Panel(
            columns=series.community,
            left=0,
            width=drawing.width,
            ground=y + _COMMUNITY_HEIGHT,
            height=_COMMUNITY_HEIGHT,
            paint="clay",
            is_range=True,
        )
        draw_panel(drawing, panel)
        draw_periods(drawing, panel, labels)
        y = panel.ground + PERIODS_ROOM
    for strip in series.effort:
        y = _draw_titled(drawing, strip.title, y + 12, bold=False)
        panel = Panel(
            columns=strip.columns,
            left=0,
            width=drawing.width,
            ground=y + _EFFORT_HEIGHT,
            height=_EFFORT_HEIGHT,
            paint="green",
        )
        draw_panel(drawing, panel)
        y = panel.ground + 6
    if series.effort:
        draw_periods(drawing, panel, labels)
        y += PERIODS_ROOM - 6
    drawing.height = y + 2
    return drawing


def parts_of(series: Series) -> tuple[Series, ...]:
    """What may stand on two pages of a brief: what officials recorded with its notes, and then what people told."""
    if not series.official or not series.community:
        return (series,)
    return replace(series, community=(), effort=()), replace(series, official=(), notes=())


def describe(series: Series, language: str) -> str:
    """The figure in words, for those who hear the page."""
    said = [f"{series.official_title}: {_said(series.official, language)}."] if series.official else []
    if series.community:
        said.append(f"{series.community_title}: {_said(series.community, language)}.")
    said += [f"{strip.title}: {_said(strip.columns, language)}." for strip in series.effort]
    pointers = pointers_of(_officials(series, language))
    said += [f"{words.rstrip('.')}." for pointer in pointers for words in (pointer.words, pointer.listed) if words]
    return " ".join(said)


def _officials(series: Series, language: str) -> Official:
    return Official(
        columns=series.official,
        periods=series.periods,
        notes=series.notes,
        cluster_text=series.cluster_text,
        language=language,
    )


def _said(columns: Sequence[Column], language: str) -> str:
    """One series read aloud."""
    words = {"hidden": _("hidden for safety"), "missing": _("no data")}
    return ", ".join(
        f"{period(column.period, language)} {words.get(column.state) or span(column.low, column.high, language)}"
        for column in columns
    )


def _tick(code: str, periods: Sequence[str], language: str) -> str:
    """A period's label; of more than a year of months only the years are named, where they begin."""
    year, _dash, month = code.partition("-")
    if not month or len(periods) <= _A_YEAR:
        return period(code, language)
    return year if month == "01" or code == periods[0] else ""


def _draw_titled(drawing: Drawing, title: str, y: float, *, bold: bool) -> float:
    """A panel's title; returns where its panel may begin."""
    size = _TITLE_SIZE if bold else _NOTE_SIZE
    for line in wrap(title, size=size, room=drawing.width):
        drawing.text((0, y + size), line, size=size, bold=bold, fill="ink" if bold else "ink-soft")
        y += size * LINE_HEIGHT
    return y + 4


__all__ = ["Column", "Note", "Series", "Strip", "compose", "describe", "draw"]
