"""Where the rings of the signature figure stand: hate crimes in hate acts in all harm, violence crossing them.

Everything is computed from the numbers that are shown and from nothing else, so a coordinate tells no more than the
label beside it. A hidden or missing number gets a size that depends on no number at all.

Plan: all harm is the unit circle (the drawing stretches it into an ellipse, which keeps every proportion and every
"inside"). Hate acts and hate crimes are circles, violence is an ellipse. Each area is to all harm's as the HIGH of its
count is to all harm's high; the low is drawn as a second outline inside. Two limits are stronger than the scale: a
shape is never too small to be seen, and never so large that what it must cross disappears. `enlarged` and `reduced`
name the shapes for which that happened, and the drawing says so in words. How far violence overlaps the others is
searched for on a fixed grid: as near to the counts as these shapes allow, so the overlap is close, not exact.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

Name = Literal["all_harm", "hate_acts", "hate_crimes", "violence", "both", "crimes_and_violence"]
Point = tuple[float, float]

MARGIN: Final = 0.035
"""Distance kept between one outline and the next, in radii of all harm."""
_LARGEST: Final = {"hate_acts": 0.88, "violence": 0.8}
_UNKNOWN: Final = {"hate_acts": 0.72, "hate_crimes": 0.3, "violence": 0.55}
_FAR: Final = 0.42
_ASIDE: Final[Point] = (-1.0, 0.0)
_CLEARLY: Final = 0.03
"""How far into or out of an ellipse a point must lie for the eye to see it there."""
_GRID: Final = 20
_ROOMY: Final = 0.12
_LINE_APART: Final = 0.09
_TOLERANCE: Final = 0.15
"""A drawn area further than this share from its number is said not to be to scale."""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """A count of reports from low to high; both None with `hidden` False means nobody reported."""

    low: int | None = None
    high: int | None = None
    hidden: bool = False
    official: int | None = None
    """What officials counted, where they count this at all."""
    estimate: tuple[int, int] | None = None
    """The range that is probably there, only where it can be estimated."""

    @property
    def is_shown(self) -> bool:
        """Whether there is a number to draw."""
        return self.high is not None and not self.hidden

    @property
    def is_up_to(self) -> bool:
        """Whether only the upper end tells something: a lower end that is withheld is written 0."""
        return self.is_shown and bool(self.high) and not self.low


@dataclass(frozen=True)
class Ellipse:
    """An upright ellipse in units of all harm's radius, y growing downwards."""

    x: float
    y: float
    rx: float
    ry: float

    def level(self, point: Point) -> float:
        """How far out a point lies: below 1 inside, 1 on the outline."""
        return math.hypot((point[0] - self.x) / self.rx, (point[1] - self.y) / self.ry)

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside."""
        return self.level(point) < 1

    def clearance(self, point: Point) -> float:
        """About how far a point is from the outline."""
        return abs(self.level(point) - 1) * min(self.rx, self.ry)

    def outline(self, count: int = 24) -> list[Point]:
        """Points spread over the outline."""
        return [(self.x + self.rx * x, self.y + self.ry * y) for x, y in _circle(count)]

    def filling(self) -> list[Point]:
        """Points spread evenly over the inside, each standing for the same area."""
        return [(self.x + self.rx * x, self.y + self.ry * y) for x, y in _SUNFLOWER]

    @property
    def area(self) -> float:
        """The area, all harm's being pi."""
        return math.pi * self.rx * self.ry


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """The rings in place, the points that labels lead to, and what could not be kept to scale."""

    shapes: Mapping[Name, Ellipse]
    anchors: Mapping[Name, Point]
    enlarged: tuple[Name, ...]
    reduced: tuple[Name, ...]
    is_rough: bool
    """Whether an overlap is further from its count than the shapes' areas are from theirs."""


_DOTS: Final = 128
_GOLDEN: Final = math.pi * (3 - math.sqrt(5))
_SUNFLOWER: Final[tuple[Point, ...]] = tuple(
    (math.sqrt((i + 0.5) / _DOTS) * math.cos(i * _GOLDEN), math.sqrt((i + 0.5) / _DOTS) * math.sin(i * _GOLDEN))
    for i in range(_DOTS)
)


@lru_cache(maxsize=8)
def _circle(count: int) -> tuple[Point, ...]:
    turns = (2 * math.pi * step / count for step in range(count))
    return tuple((math.cos(turn), math.sin(turn)) for turn in turns)


UNIT: Final = Ellipse(0, 0, 1, 1)


def arrange(amounts: Mapping[Name, Amount], *, smallest: float) -> Arrangement:
    """Places the rings. `smallest` is the smallest radius that can be seen, in radii of all harm.

    Takes some 50 ms of searching, so the last ones are remembered.
    """
    return _arrange(tuple(amounts.items()), smallest)


@lru_cache(maxsize=64)
def _arrange(named: tuple[tuple[Name, Amount], ...], smallest: float) -> Arrangement:
    amounts = dict(named)
    sized: tuple[Name, ...] = ("hate_acts", "hate_crimes", "violence")
    true = {name: _true_radius(amounts, name) for name in sized}
    hate_radius = _clip(true["hate_acts"] or _UNKNOWN["hate_acts"], 2.6 * smallest, _LARGEST["hate_acts"])
    violence_radius = _clip(true["violence"] or _UNKNOWN["violence"], 2 * smallest, _LARGEST["violence"])
    crimes_wanted = true["hate_crimes"] if true["hate_crimes"] is not None else _UNKNOWN["hate_crimes"]
    crimes_radius = _clip(crimes_wanted, smallest, 0.8 * hate_radius)
    far = min(1 - MARGIN - hate_radius, _FAR)
    hate = Ellipse(_ASIDE[0] * far, _ASIDE[1] * far, hate_radius, hate_radius)
    violence = _place_violence(hate, violence_radius, crimes_radius, _share(amounts, "both"))
    crimes = _place_crimes(hate, violence, crimes_radius, _share(amounts, "crimes_and_violence"))
    shapes: dict[Name, Ellipse] = {"all_harm": UNIT, "hate_acts": hate, "hate_crimes": crimes, "violence": violence}
    drawn = {name: math.sqrt(shapes[name].rx * shapes[name].ry) for name in true}
    return Arrangement(
        shapes=shapes,
        anchors=_anchors(hate, crimes, violence),
        enlarged=tuple(name for name, radius in true.items() if radius is not None and _off(drawn[name], radius) > 0),
        reduced=tuple(name for name, radius in true.items() if radius is not None and _off(drawn[name], radius) < 0),
        is_rough=_is_rough(amounts, hate, violence),
    )


def _is_rough(amounts: Mapping[Name, Amount], hate: Ellipse, violence: Ellipse) -> bool:
    both = _share(amounts, "both")
    if both is None:
        return False
    return abs(_overlap(violence, hate) / math.pi - both) > _TOLERANCE * violence.area / math.pi


def low_scale(amount: Amount) -> float | None:
    """How much smaller the low's outline is than the high's, or None where there is nothing to draw inside."""
    if not amount.is_shown or not amount.high or not amount.low or amount.low >= amount.high:
        return None
    return math.sqrt(amount.low / amount.high)


def _clip(value: float, least: float, most: float) -> float:
    return max(min(value, most), min(least, most))


def _off(drawn: float, true: float) -> int:
    """Whether a drawn area is well above (1), well below (-1) or at its number (0)."""
    if drawn**2 > true**2 * (1 + _TOLERANCE) + 1e-9:
        return 1
    return -1 if drawn**2 < true**2 * (1 - _TOLERANCE) else 0


def _share(amounts: Mapping[Name, Amount], name: Name) -> float | None:
    """A count's high as a share of all harm's high, or None where either isn't shown."""
    whole, part = amounts["all_harm"], amounts.get(name, Amount())
    if not whole.is_shown or not part.is_shown or not whole.high:
        return None
    return min((part.high or 0) / whole.high, 1)


def _true_radius(amounts: Mapping[Name, Amount], name: Name) -> float | None:
    share = _share(amounts, name)
    return None if share is None else math.sqrt(share)


def _overlap(shape: Ellipse, other: Ellipse) -> float:
    """The area that two shapes share, by counting even points of the first."""
    return shape.area * sum(map(other.holds, shape.filling())) / len(_SUNFLOWER)


def _crosses(one: Ellipse, other: Ellipse) -> bool:
    """Whether each has a visible part outside the other and a visible part in common."""
    levels = [other.level(point) for point in one.outline()]
    return min(levels) < 1 < max(levels) and any(one.level(point) > 1 for point in other.outline())


def _place_violence(hate: Ellipse, radius: float, crimes_radius: float, both: float | None) -> Ellipse:
    """The violence ellipse whose overlap with hate acts comes nearest to the count."""
    wanted = math.pi * both if both is not None else 0.35 * math.pi * radius**2
    best: tuple[float, Ellipse] | None = None
    for flat in (1.0, 0.8, 0.66, 0.52, 0.44):
        rx, ry = radius * math.sqrt(flat), radius / math.sqrt(flat)
        for step in range(1, 18):
            distance = (hate.rx + radius) * step / 18
            for turn in range(-5, 6):
                angle = turn * math.pi / 11
                shape = Ellipse(hate.x + distance * math.cos(angle), hate.y + distance * math.sin(angle), rx, ry)
                taste = 0.006 * abs(turn + 1) + 0.015 * abs(flat - 1)
                if best is not None and taste >= best[0]:
                    continue
                if any(math.hypot(*point) > 1 - MARGIN for point in shape.outline(12)):
                    continue
                score = abs(_overlap(shape, hate) - wanted) + taste
                if (best is None or score < best[0]) and _reaches(hate, shape, crimes_radius):
                    best = (score, shape)
    # Where all harm leaves no room for the two to part, violence goes as far to the other side as it can.
    room = 1 - MARGIN - radius
    return best[1] if best else Ellipse(-_ASIDE[0] * room, -_ASIDE[1] * room, radius, radius)


def _reaches(hate: Ellipse, violence: Ellipse, crimes_radius: float) -> bool:
    """Whether violence crosses hate acts so that a circle of hate crimes can lie in the one and cross the other."""
    if not _crosses(hate, violence):
        return False
    room = hate.rx - crimes_radius - MARGIN * hate.rx
    gap = math.hypot(violence.x - hate.x, violence.y - hate.y) or 1
    toward = ((violence.x - hate.x) / gap, (violence.y - hate.y) / gap)
    near = Ellipse(hate.x + toward[0] * room, hate.y + toward[1] * room, crimes_radius, crimes_radius)
    away = Ellipse(hate.x - toward[0] * room, hate.y - toward[1] * room, crimes_radius, crimes_radius)
    reached = min(map(violence.level, near.outline(16)))
    left = max(map(violence.level, away.outline(16)))
    return reached < 1 - _CLEARLY and left > 1 + _CLEARLY


def _place_crimes(hate: Ellipse, violence: Ellipse, radius: float, share: float | None) -> Ellipse:
    """The hate crimes circle inside hate acts whose overlap with violence comes nearest to the count."""
    wanted = math.pi * share if share is not None else 0.3 * math.pi * radius**2
    room = hate.rx - radius - MARGIN * hate.rx
    best: tuple[float, Ellipse] | None = None
    for ring in range(9):
        for turn in range(24):
            angle = turn * math.pi / 12
            shape = Ellipse(
                hate.x + room * ring / 8 * math.cos(angle), hate.y + room * ring / 8 * math.sin(angle), radius, radius
            )
            score = abs(_overlap(shape, violence) - wanted) - 0.02 * (shape.y - hate.y)
            if best is not None and score >= best[0]:
                continue
            score += 0 if _crosses(shape, violence) else 9
            if best is None or score < best[0]:
                best = (score, shape)
    assert best is not None  # noqa: S101 -- the grid is never empty
    return best[1]


def _anchors(hate: Ellipse, crimes: Ellipse, violence: Ellipse) -> dict[Name, Point]:
    """For each region the roomiest point to lead a label to, at heights of their own and rather to the right."""
    steps = range(-_GRID, _GRID + 1)
    grid = [(x / _GRID, y / _GRID) for x in steps for y in steps if math.hypot(x, y) < _GRID]
    for shape in (hate, crimes, violence):
        grid += shape.filling()
    wanted: tuple[tuple[Name, tuple[bool | None, bool | None, bool | None]], ...] = (
        ("hate_crimes", (True, True, False)),
        ("both", (True, False, True)),
        ("violence", (False, False, True)),
        ("hate_acts", (True, False, False)),
        ("all_harm", (False, False, False)),
    )
    sides = [(point, tuple(shape.holds(point) for shape in (hate, crimes, violence))) for point in grid]
    clear = {point: min(s.clearance(point) for s in (UNIT, hate, crimes, violence)) for point in grid}
    found: dict[Name, Point] = {}
    for name, inside in wanted:
        # A region with nothing to itself still gets a point: the one that is wrong about the fewest outlines.
        least = min(sum(map(operator.ne, held, inside)) for _point, held in sides)
        points = [point for point, held in sides if sum(map(operator.ne, held, inside)) == least]
        taken = [other[1] for other in found.values()]
        found[name] = max(points, key=lambda point, taken=taken: _merit(point, clear[point], taken))  # type: ignore[misc]
    return found


def _merit(point: Point, clear: float, taken: list[float]) -> float:
    """How good a point is to lead a label to: clear of outlines, not at a height that is taken, rather to the right."""
    crowd = sum(max(0.0, _LINE_APART - abs(point[1] - other)) for other in taken)
    return min(clear, _ROOMY) - 3 * crowd + 0.05 * point[0]
