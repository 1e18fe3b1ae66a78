"""Panels of a chart over time: columns that share their periods, with values beside them rather than an axis to read.

A missing period is an empty dotted space that says "no data", a withheld one is hatched and says "hidden": neither can
be taken for zero, which is a line on the ground with its 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from django.utils.translation import gettext as _

from banyan.observatory.charts.numbers import count, span
from banyan.observatory.charts.svg import Box, Drawing
from banyan.observatory.charts.text import LINE_HEIGHT, longest_piece, width_of, wrap

VALUE_SIZE: Final = 13.0
SMALL_SIZE: Final = 12.5
_LEAST_SIZE: Final = 12.0
MANY: Final = 20
PERIODS_ROOM: Final = 24.0
"""The height that period labels take below a ground line."""
_HEADROOM: Final = 18.0
_GAP_HEIGHT: Final = 126.0
_GAP_SIZES: Final = (SMALL_SIZE, 12.0, 11.0)
_COMFORTABLE: Final = 12.0

State = Literal["shown", "missing", "hidden"]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One period of one series: a count (`low` equal to `high`) or a range, with the part that is one group's."""

    period: str
    low: int | None = None
    high: int | None = None
    cluster: int = 0
    hidden: bool = False

    @property
    def state(self) -> State:
        """Whether there is a number, none was reported, or it is withheld."""
        if self.hidden:
            return "hidden"
        return "missing" if self.high is None else "shown"


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Where a series is drawn: its ground line, height, width, and the paint of its columns."""

    columns: Sequence[Column]
    left: float
    width: float
    ground: float
    height: float
    paint: str
    is_range: bool = False

    @property
    def step(self) -> float:
        """The width that one period takes."""
        return self.width / max(len(self.columns), 1)

    @property
    def thick(self) -> float:
        """The width of one column within its period."""
        return min(self.step * 0.62, 46)

    @property
    def most(self) -> int:
        """The largest number shown, at least 1."""
        return max([column.high or 0 for column in self.columns if column.state == "shown"] + [1])

    @property
    def highest(self) -> int:
        """The index of the first largest number."""
        return max(range(len(self.columns)), key=lambda index: (self.columns[index].high or 0, -index))

    def edge(self, index: int) -> float:
        """Where a period begins."""
        return self.left + index * self.step

    def middle(self, index: int) -> float:
        """The middle of a period."""
        return self.edge(index) + self.step / 2

    def y(self, value: float) -> float:
        """The height of a value; all panels begin at zero."""
        return self.ground - value / self.most * (self.height - _HEADROOM)


def draw_panel(drawing: Drawing, panel: Panel) -> None:
    """Columns, their values, the gaps in words, and the ground line."""
    for index, column in enumerate(panel.columns):
        if column.state == "shown":
            (_draw_range if panel.is_range else _draw_count)(drawing, panel, index, column)
    _draw_gaps(drawing, panel)
    drawing.line((panel.left, panel.ground), (panel.left + panel.width, panel.ground), stroke="edge", thick=1.2)


def draw_periods(drawing: Drawing, panel: Panel, labels: Sequence[str]) -> None:
    """Period labels below the ground line; an empty label is left out, and the rest are thinned until they fit."""
    said = [index for index, label in enumerate(labels) if label]
    is_sparse = len(said) < len(labels)
    apart = panel.step * (said[1] - said[0] if len(said) > 1 else len(labels))
    widest = max((width_of(label, SMALL_SIZE) for label in labels), default=0) + 6
    every = max(1, math.ceil(widest / max(apart, 1)))
    for index in said[::every]:
        if is_sparse:
            # A year among months is named where it begins.
            drawing.line(
                (panel.edge(index), panel.ground), (panel.edge(index), panel.ground + 6), stroke="edge", thick=1
            )
            drawing.text((panel.edge(index) + 3, panel.ground + 15), labels[index], size=SMALL_SIZE, fill="ink-soft")
        else:
            at = (_within(panel, panel.middle(index), width_of(labels[index], SMALL_SIZE)), panel.ground + 15)
            drawing.text(at, labels[index], size=SMALL_SIZE, anchor="middle", fill="ink-soft")


def _within(panel: Panel, middle: float, width: float) -> float:
    """A label's middle, moved so that the label stays over its panel."""
    return min(max(middle, panel.left + width / 2), panel.left + panel.width - width / 2)


def _draw_count(drawing: Drawing, panel: Panel, index: int, column: Column) -> None:
    """A column; the part that is one group of records stands hatched on top of the rest."""
    value = column.high or 0
    cluster = min(column.cluster, value)
    left, top = panel.middle(index) - panel.thick / 2, panel.y(value)
    split = panel.y(value - cluster)
    if value > cluster:
        drawing.rect(Box(left, split, panel.thick, panel.ground - split), fill=panel.paint)
    if cluster:
        drawing.rect(
            Box(left, top, panel.thick, split - top), fill=f"hatch:{panel.paint}", stroke=panel.paint, thick=1.4
        )
    _draw_value(drawing, panel, index, top, count(value, drawing.language))


def _draw_range(drawing: Drawing, panel: Panel, index: int, column: Column) -> None:
    """A range as a floating column from low to high; a range without width as a bar of its own thickness."""
    low, high = column.low or 0, column.high or 0
    middle, top, foot = panel.middle(index), panel.y(high) - 1.5, panel.y(low) + 1.5
    words = span(column.low, column.high, drawing.language)
    # Where a range is too wide to be read in its period, its ends stand above and below it instead.
    is_cramped = width_of(words, _COMFORTABLE) > panel.step - 5 and len(panel.columns) <= MANY
    is_split = is_cramped and low < high and panel.ground - foot >= 2 * VALUE_SIZE
    if high:
        # A thin stem to the ground keeps the zero in sight: the range floats above it, it doesn't start there.
        stem = foot + (VALUE_SIZE + 4 if is_split else 0)
        drawing.line((middle, min(stem, panel.ground)), (middle, panel.ground), stroke="line")
        box = Box(middle - panel.thick / 2, top, panel.thick, foot - top)
        drawing.rect(box, fill=f"{panel.paint}-tint", stroke=panel.paint, radius=3)
    if is_split:
        least = count(low, drawing.language)
        size = min(VALUE_SIZE, VALUE_SIZE * (panel.step - 5) / width_of(least, VALUE_SIZE))
        drawing.text((middle, foot + VALUE_SIZE), least, size=size, anchor="middle")
        words = count(high, drawing.language)
    _draw_value(drawing, panel, index, top, words)


def _draw_value(drawing: Drawing, panel: Panel, index: int, top: float, words: str) -> None:
    """The value above its column, set smaller where periods are narrow.

    Of many periods only the highest and the last carry their value, or numbers would hide the shape; the table
    beside the figure has them all.
    """
    room = panel.step - 5
    if len(panel.columns) > MANY:
        if index not in {panel.highest, len(panel.columns) - 1}:
            return
        room = VALUE_SIZE * 3
    wide = width_of(words, VALUE_SIZE)
    size = min(VALUE_SIZE, VALUE_SIZE * room / max(wide, 1))
    if size >= _LEAST_SIZE:
        middle = _within(panel, panel.middle(index), wide * size / VALUE_SIZE)
        drawing.text((middle, top - 5), words, size=size, anchor="middle")


def _draw_gaps(drawing: Drawing, panel: Panel) -> None:
    """Runs of missing or withheld periods, each said once in words."""
    indexed = list(enumerate(panel.columns))
    for state, run in groupby(indexed, key=lambda pair: pair[1].state):
        if state == "shown":
            continue
        indexes = [index for index, _column in run]
        left, right = panel.edge(indexes[0]) + 2, panel.edge(indexes[-1] + 1) - 2
        tall = min(panel.height - _HEADROOM, _GAP_HEIGHT)
        box = Box(left, panel.ground - tall, max(right - left, 1), tall)
        if state == "hidden":
            drawing.rect(box, fill="hatch:edge", radius=2)
            drawing.rect(box, fill="none", stroke="edge", thick=1, radius=2)
        else:
            drawing.rect(box, fill="none", stroke="edge", thick=1, radius=2, dash="2 4")
        _draw_gap_words(drawing, box, _("hidden for safety") if state == "hidden" else _("no data"))


def _draw_gap_words(drawing: Drawing, box: Box, words: str) -> None:
    """Words in the middle of a gap on a clear ground: upright where they fit, else turned, else smaller."""
    for size in _GAP_SIZES:
        if _draw_upright(drawing, box, words, size) or _draw_turned(drawing, box, words, size):
            return


def _draw_upright(drawing: Drawing, box: Box, words: str, size: float) -> bool:
    """Words over as many lines as they need, if they fit."""
    lines, leading = wrap(words, size=size, room=box.width - 6), size * LINE_HEIGHT
    if longest_piece(words, size) > box.width - 6 or len(lines) * leading > box.height:
        return False
    middle, wide = box.x + box.width / 2, max(width_of(line, size) for line in lines)
    top = box.y + (box.height - len(lines) * leading) / 2
    drawing.rect(Box(middle - wide / 2 - 3, top - 1, wide + 6, len(lines) * leading + 2), fill="surface", radius=3)
    for row, line in enumerate(lines):
        drawing.text((middle, top + row * leading + size), line, size=size, anchor="middle", fill="ink-soft")
    return True


def _draw_turned(drawing: Drawing, box: Box, words: str, size: float) -> bool:
    """Words on one line that reads upwards, if they fit."""
    wide = width_of(words, size)
    if wide + 4 > box.height or box.width < size + 2:
        return False
    middle = (box.x + box.width / 2, box.y + box.height / 2)
    drawing.rect(Box(middle[0] - 8, middle[1] - wide / 2 - 3, 16, wide + 6), fill="surface", radius=3)
    at = (middle[0], middle[1] + size * 0.35)
    drawing.text(at, words, size=size, anchor="middle", fill="ink-soft", turned=True)
    return True
