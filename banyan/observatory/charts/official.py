"""The panel of what officials recorded: groups of records hatched and named, changed recording marked where it begins.

Short words point into the panel from above. Long ones are numbered where they belong and listed below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from banyan.observatory.charts import callouts
from banyan.observatory.charts.columns import PERIODS_ROOM, SMALL_SIZE, Column, Panel, draw_panel, draw_periods
from banyan.observatory.charts.numbers import count
from banyan.observatory.charts.svg import Box, Drawing
from banyan.observatory.charts.text import LINE_HEIGHT, width_of, wrap

_HEIGHT: Final = 170.0
_LOW_HEIGHT: Final = 46.0
_MARKS_ROOM: Final = 22.0
_NOTE_SIZE: Final = 13.0
_LONGEST_FLAG: Final = 640.0
"""Words wider than this, set on one line, are listed below instead of standing in the way of the numbers."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """Something that holds for a stretch of periods, such as a changed definition."""

    period_from: str
    period_to: str
    text: str
    is_change: bool = True
    """Whether counting is another one from its start on."""
    short: str = ""
    """A few words for the chart itself, where the text is too long for it."""


@dataclass(frozen=True, kw_only=True)
class Official:
    """What the panel shows. `cluster_text` is what the hatched groups of records are, if their source says so."""

    columns: tuple[Column, ...]
    periods: tuple[str, ...]
    notes: tuple[Note, ...]
    cluster_text: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Something that points to a period: a group of records, or where a stretch begins.

    `number` is set where its words, or more words on it, are listed below.
    """

    index: int
    words: str
    is_cluster: bool
    listed: str = ""
    number: int = 0


def pointers_of(official: Official) -> list[Pointer]:
    """The groups of records and then the stretches, each with its words."""
    found = []
    for index, column in enumerate(official.columns):
        if column.state == "shown" and column.cluster and column.high:
            numbers = {
                "cluster": count(column.cluster, official.language),
                "total": count(column.high, official.language),
            }
            words = official.cluster_text or _("one group of records close together")
            own = [note.text for note in official.notes if _is_about(note, column)]
            # Translators: on a chart, for example "24 of 60: one group of records close together".
            said = _("%(cluster)s of %(total)s: %(words)s") % {**numbers, "words": words}
            found.append(Pointer(index=index, words=said, is_cluster=True, listed=" ".join(own)))
    starts: dict[int, list[Note]] = {}
    for note in _stretches(official):
        starts.setdefault(inside(note, official.periods)[0], []).append(note)
    return found + [_break(index, notes, official) for index, notes in sorted(starts.items())]


def _break(index: int, notes: Sequence[Note], official: Official) -> Pointer:
    """The pointer to where a stretch begins. Notes that begin together share it; long ones are listed below."""
    pointer = Pointer(index=index, words=" ".join(dict.fromkeys(note.text for note in notes)), is_cluster=False)
    is_lasting = all(inside(note, official.periods)[-1] == len(official.periods) - 1 for note in notes)
    if _is_short(pointer):
        return pointer
    if not is_lasting or not all(note.is_change for note in notes):
        short = " ".join(dict.fromkeys(note.short for note in notes if note.short))
        return replace(pointer, words=short, listed=pointer.words) if short else pointer
    # Translators: on a chart, where from some year on the way of counting is another one.
    return replace(pointer, words=_("counted another way from here on"), listed=pointer.words)


def inside(note: Note, periods: Sequence[str]) -> list[int]:
    """The indexes of the periods that a note covers; a year covers its months, and a month lies in its year."""
    return [
        index for index, code in enumerate(periods) if note.period_from[: len(code)] <= code <= note.period_to + "~"
    ]


def draw_official(drawing: Drawing, official: Official, labels: Sequence[str], y: float) -> float:
    """The panel from `y` downwards; returns where the next may begin."""
    step = drawing.width / max(len(official.periods), 1)
    pointers = _numbered(pointers_of(official))
    pointing = [pointer for pointer in pointers if _is_short(pointer)]
    placed = callouts.place([(_pole(pointer, step), _flag_words(pointer)) for pointer in pointing], width=drawing.width)
    if placed is None:
        pointers = _numbered([replace(pointer, listed=f"{pointer.words} {pointer.listed}") for pointer in pointers])
        pointing, placed = [], ((), 0.0)
    marked = [pointer for pointer in pointers if pointer not in pointing]
    flags, band = placed
    top = y + (band + (_MARKS_ROOM if marked else 0) or 16.0)
    # Nothing but zeros needs no height to be seen.
    height = _HEIGHT if any(c.high or c.state != "shown" for c in official.columns) else _LOW_HEIGHT
    panel = Panel(
        columns=official.columns, left=0, width=drawing.width, ground=top + height, height=height, paint="sky"
    )
    _draw_stretches(drawing, panel, [inside(note, official.periods) for note in _stretches(official)], top)
    draw_panel(drawing, panel)
    draw_periods(drawing, panel, labels)
    for flag in flags:
        pointer = pointing[flag.index]
        foot = _draw_cluster_arm(drawing, panel, pointer.index, flag.pole) if pointer.is_cluster else top
        _draw_flag(drawing, flag, y, foot)
    _draw_marks(drawing, [(_pole(pointer, step), pointer.number) for pointer in marked], top - 7)
    return _draw_list(drawing, pointers, panel.ground + PERIODS_ROOM)


def _is_about(note: Note, column: Column) -> bool:
    """Whether a note is about one column's period or a part of it, such as a month of its year."""
    return all(f"{end}-".startswith(f"{column.period}-") for end in (note.period_from, note.period_to))


def _stretches(official: Official) -> list[Note]:
    """The notes that aren't about a period with a group of records: such a note goes with the group."""
    grouped = [column for column in official.columns if column.state == "shown" and column.cluster]
    return [
        note
        for note in official.notes
        if inside(note, official.periods) and not any(_is_about(note, column) for column in grouped)
    ]


def _is_short(pointer: Pointer) -> bool:
    return width_of(pointer.words, callouts.SIZE) <= _LONGEST_FLAG


def _flag_words(pointer: Pointer) -> str:
    return f"{pointer.words}\u00a0({pointer.number})" if pointer.number else pointer.words


def _numbered(pointers: Sequence[Pointer]) -> list[Pointer]:
    """The pointers with what is to be listed below, numbered in order."""
    found: list[Pointer] = []
    number = 0
    for pointer in pointers:
        listed = pointer.listed or ("" if _is_short(pointer) else pointer.words)
        number += bool(listed)
        found.append(replace(pointer, listed=listed, number=number if listed else 0))
    return found


def _pole(pointer: Pointer, step: float) -> float:
    """Where a pointer stands: at the start of its stretch, or beside the column that its group is part of."""
    if pointer.is_cluster:
        return max(0.8, (pointer.index + 0.5) * step - max(step * 0.4, 11))
    return pointer.index * step + 0.8


def _draw_stretches(drawing: Drawing, panel: Panel, stretches: Sequence[Sequence[int]], top: float) -> None:
    """The hatched ground of each stretch, and then the broken lines where they begin."""
    height = panel.ground - top
    for covered in stretches:
        left, right = panel.edge(covered[0]), panel.edge(covered[-1] + 1)
        drawing.rect(Box(left, top, right - left, height), fill="amber-tint")
        drawing.rect(Box(left, top, right - left, height), fill="hatch:surface")
    for start in sorted({panel.edge(covered[0]) + 0.8 for covered in stretches}):
        drawing.line((start, top), (start, panel.ground), stroke="amber", thick=1.6, dash="5 4")


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


def _draw_marks(drawing: Drawing, marks: Sequence[tuple[float, int]], y: float) -> None:
    """The numbers of listed notes beside their poles; those that would meet are written as one."""
    groups: list[tuple[float, str]] = []
    for pole, order in sorted(marks):
        number = count(order, drawing.language)
        if groups and pole < groups[-1][0] + width_of(f"({groups[-1][1]})", SMALL_SIZE) + 8:
            groups[-1] = (groups[-1][0], f"{groups[-1][1]}, {number}")
        else:
            groups.append((pole, number))
    for pole, numbers in groups:
        left = min(pole + 4, drawing.width - width_of(f"({numbers})", SMALL_SIZE))
        drawing.text((left, y), f"({numbers})", size=SMALL_SIZE, bold=True, fill="ink-soft")


def _draw_list(drawing: Drawing, pointers: Sequence[Pointer], y: float) -> float:
    """The numbered words below the panel."""
    for pointer in pointers:
        words = f"({count(pointer.number, drawing.language)}) {pointer.listed}" if pointer.number else ""
        for line in wrap(words, size=_NOTE_SIZE, room=drawing.width):
            drawing.text((0, y + _NOTE_SIZE), line, size=_NOTE_SIZE, fill="ink-soft")
            y += _NOTE_SIZE * LINE_HEIGHT
    return y
