"""Notes that point into a panel: where each one's words stand so that no words and no pointing line meet.

A note is a pole with a flag: a line that rises from the place it explains into a band above the panel, and words on
one side of its top. Words in a lower row stop short of the poles that come down from rows above. All orders and sides
of a few notes are tried, and the flattest arrangement wins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations, product
from typing import Final

from banyan.observatory.charts.svg import Box
from banyan.observatory.charts.text import LINE_HEIGHT, width_of, wrap

SIZE: Final = 13.5
MOST: Final = 4
"""More notes than this are numbered and listed below instead: trying all orders would take too long, and read badly."""

_PAD: Final = 5.0
_ROW_GAP: Final = 5.0
_LEAST_ROOM: Final = 92.0
_COMFORTABLE: Final = 250.0


@dataclass(frozen=True)
class Flag:
    """One note in place: its lines, its box, the pole's x and on which side of it the words stand."""

    index: int
    lines: tuple[str, ...]
    box: Box
    pole: float
    is_left: bool


def place(notes: Sequence[tuple[float, str]], *, width: float) -> tuple[tuple[Flag, ...], float] | None:
    """Flags for notes given as (pole's x, words), with the height of their band; None when they can't be kept apart.

    `width` is the panel's. Boxes are in the band's own coordinates, y from 0 downwards.
    """
    if not notes:
        return (), 0.0
    if len(notes) > MOST:
        return None
    best: tuple[float, tuple[Flag, ...]] | None = None
    for order in permutations(range(len(notes))):
        for sides in product((False, True), repeat=len(notes)):
            flags = _try(notes, order, sides, width)
            if flags is None:
                continue
            height = flags[-1].box.y + flags[-1].box.height
            # Words to the right of their pole read more easily; prefer them among equals.
            cost = height + 2 * sum(sides)
            if best is None or cost < best[0]:
                best = (cost, flags)
    if best is None:
        return None
    lowest = best[1][-1].box
    return best[1], lowest.y + lowest.height + _ROW_GAP


def _try(
    notes: Sequence[tuple[float, str]], order: Sequence[int], sides: Sequence[bool], width: float
) -> tuple[Flag, ...] | None:
    """The flags in one order, top row first, or None where a row has too little room."""
    placed: list[Flag] = []
    y = 0.0
    for index in order:
        pole, words = notes[index]
        is_left = sides[index]
        above = [flag.pole for flag in placed]
        if any(abs(pole - other) < _PAD for other in above):
            return None
        if is_left:
            room = pole - _PAD - max((other + _PAD for other in above if other < pole), default=0.0)
        else:
            room = min((other - _PAD for other in above if other > pole), default=width) - pole - _PAD
        lines = wrap(words, size=SIZE, room=min(room, _COMFORTABLE)) if room >= _LEAST_ROOM else ()
        if not lines:
            return None
        wide = max(width_of(line, SIZE) for line in lines)
        box = Box(pole - _PAD - wide if is_left else pole + _PAD, y, wide, len(lines) * SIZE * LINE_HEIGHT)
        placed.append(Flag(index, lines, box, pole, is_left))
        y += box.height + _ROW_GAP
    return tuple(placed)
