"""Counts over time: what officials recorded, what people told partner organisations, and how open the doors were.

Small panels one above the other with the same periods, never two scales in one panel. Each panel's own scale begins
at zero. A group of records that is one event is hatched and named; where the way records are kept changed, the ground
is hatched from there and a line breaks the series. For right-to-left languages time runs with the reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from banyan.observatory.charts import callouts
from banyan.observatory.charts.columns import SMALL_SIZE, Column, Panel, draw_panel, draw_periods
from banyan.observatory.charts.frame import Frame, Width
from banyan.observatory.charts.numbers import count, period, span
from banyan.observatory.charts.svg import Box, Drawing
from banyan.observatory.charts.text import LINE_HEIGHT, width_of, wrap

_TITLE_SIZE: Final = 15.0
_NOTE_SIZE: Final = 13.5
_PERIODS_ROOM: Final = 24.0
_PANEL_GAP: Final = 22.0
_WIDTHS: Final[dict[Width, float]] = {"wide": 640, "narrow": 322}
_OFFICIAL_HEIGHT: Final = 170.0
_COMMUNITY_HEIGHT: Final = 140.0
_EFFORT_HEIGHT: Final = 46.0
_A_YEAR: Final = 12


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that holds for a stretch of periods, such as a changed definition."""

    period_from: str
    period_to: str
    text: str


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
    y = _draw_official(drawing, series, labels)
    if series.community:
        y = _draw_titled(drawing, series.community_title, y + _PANEL_GAP, bold=True)
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
        y = panel.ground + _PERIODS_ROOM
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
        y += _PERIODS_ROOM - 6
    drawing.height = y + 2
    return drawing


def describe(series: Series, language: str) -> str:
    """The figure in words, for those who hear the page."""
    said = [f"{series.official_title}: {_said(series.official, language)}."]
    if series.community:
        said.append(f"{series.community_title}: {_said(series.community, language)}.")
    said += [f"{strip.title}: {_said(strip.columns, language)}." for strip in series.effort]
    said += [words for _place, words in _pointers(series, language)]
    return " ".join(said)


def _said(columns: Sequence[Column], language: str) -> str:
    """One series read aloud."""
    words = {"hidden": _("hidden: too few"), "missing": _("no data")}
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


def _pointers(series: Series, language: str) -> list[tuple[int, str]]:
    """What points into the official panel: the index of a period and the words."""
    found = []
    for index, column in enumerate(series.official):
        if column.state == "shown" and column.cluster and column.high:
            numbers = {"cluster": count(column.cluster, language), "total": count(column.high, language)}
            words = series.cluster_text or _("one group of records close together")
            # Translators: on a chart, for example "24 of 60: one group of records close together".
            found.append((index, _("%(cluster)s of %(total)s: %(words)s") % {**numbers, "words": words}))
    return found + _stretches(series)


def _stretches(series: Series) -> list[tuple[int, str]]:
    """Where stretches begin and what their notes say; notes that begin together share one pointer."""
    starts: dict[int, list[str]] = {}
    for note in series.notes:
        for index in _inside(note, series.periods)[:1]:
            starts.setdefault(index, []).append(note.text)
    return [(index, " ".join(dict.fromkeys(texts))) for index, texts in starts.items()]


def _inside(note: Note, periods: Sequence[str]) -> list[int]:
    """The indexes of the periods that a note covers; a year covers its months."""
    return [
        index for index, code in enumerate(periods) if note.period_from[: len(code)] <= code <= note.period_to + "~"
    ]


def _draw_official(drawing: Drawing, series: Series, labels: Sequence[str]) -> float:
    """The official panel with its flags and hatched stretches; returns where the next panel may begin."""
    y = _draw_titled(drawing, series.official_title, 0, bold=True) + 4
    pointers = _pointers(series, drawing.language)
    clusters = len(pointers) - len(_stretches(series))
    step = drawing.width / max(len(series.periods), 1)
    poles = [
        max(0.8, (index + 0.5) * step - max(step * 0.4, 11)) if order < clusters else index * step + 0.8
        for order, (index, _words) in enumerate(pointers)
    ]
    flags = callouts.place(
        [(pole, words) for pole, (_i, words) in zip(poles, pointers, strict=True)], width=drawing.width
    )
    band = flags[1] if flags else 22.0
    # Nothing but zeros needs no height to be seen.
    height = _OFFICIAL_HEIGHT if any(c.high or c.state != "shown" for c in series.official) else _EFFORT_HEIGHT
    ground = y + band + height
    panel = Panel(columns=series.official, left=0, width=drawing.width, ground=ground, height=height, paint="sky")
    for note in series.notes:
        _draw_stretch(drawing, panel, _inside(note, series.periods), y + band)
    draw_panel(drawing, panel)
    draw_periods(drawing, panel, labels)
    for order, (index, _words) in enumerate(pointers):
        foot = y + band
        if order < clusters:
            foot = _draw_cluster_arm(drawing, panel, index, poles[order])
        if flags:
            _draw_flag(drawing, next(flag for flag in flags[0] if flag.index == order), y, foot)
    if not flags:
        _draw_marks(drawing, poles, y + band - 7)
    y = ground + _PERIODS_ROOM
    return y if flags else _draw_list(drawing, [words for _i, words in pointers], y)


def _draw_stretch(drawing: Drawing, panel: Panel, inside: Sequence[int], top: float) -> None:
    """The hatched ground of a stretch, and the broken line where it begins."""
    if not inside:
        return
    left, right = panel.edge(inside[0]), panel.edge(inside[-1] + 1)
    drawing.rect(Box(left, top, right - left, panel.ground - top), fill="amber-tint")
    drawing.rect(Box(left, top, right - left, panel.ground - top), fill="hatch:surface")
    drawing.line((left + 0.8, top), (left + 0.8, panel.ground), stroke="amber", thick=1.6, dash="5 4")


def _draw_cluster_arm(drawing: Drawing, panel: Panel, index: int, pole: float) -> float:
    """The short arm from a pole to the hatched part of a column; returns the pole's foot."""
    column = panel.columns[index]
    foot = panel.y((column.high or 0) - column.cluster / 2)
    drawing.line((pole, foot), (panel.middle(index) - panel.thick / 2, foot), stroke="ink-soft", thick=1.2)
    return foot


def _draw_flag(drawing: Drawing, flag: callouts.Flag, top: float, foot: float) -> None:
    """A pole from its words down to what they explain."""
    drawing.line((flag.pole, top + flag.box.y + 2), (flag.pole, foot), stroke="ink-soft", thick=1.2)
    edge = flag.box.x + flag.box.width if flag.is_left else flag.box.x
    for row, line in enumerate(flag.lines):
        at = (edge, top + flag.box.y + callouts.SIZE * (0.98 + row * LINE_HEIGHT))
        drawing.text(at, line, size=callouts.SIZE, anchor="end" if flag.is_left else "start")


def _draw_marks(drawing: Drawing, poles: Sequence[float], y: float) -> None:
    """The numbers of listed notes beside their poles; those that would meet are written as one."""
    groups: list[tuple[float, str]] = []
    for pole, order in sorted((pole, order) for order, pole in enumerate(poles)):
        number = count(order + 1, drawing.language)
        if groups and pole < groups[-1][0] + width_of(f"({groups[-1][1]})", SMALL_SIZE) + 8:
            groups[-1] = (groups[-1][0], f"{groups[-1][1]}, {number}")
        else:
            groups.append((pole, number))
    for pole, numbers in groups:
        left = min(pole + 4, drawing.width - width_of(f"({numbers})", SMALL_SIZE))
        drawing.text((left, y), f"({numbers})", size=SMALL_SIZE, bold=True, fill="ink-soft")


def _draw_list(drawing: Drawing, notes: Sequence[str], y: float) -> float:
    """Numbered notes below the panel, where there are too many to point."""
    for order, words in enumerate(notes, start=1):
        for line in wrap(f"({count(order, drawing.language)}) {words}", size=_NOTE_SIZE, room=drawing.width):
            drawing.text((0, y + _NOTE_SIZE), line, size=_NOTE_SIZE, fill="ink-soft")
            y += _NOTE_SIZE * LINE_HEIGHT
    return y


__all__ = ["Column", "Note", "Series", "Strip", "compose", "describe", "draw"]
