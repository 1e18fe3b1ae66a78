"""The signature figure: hate crimes within hate acts within all harm, with violence crossing them.

Shapes stand on the reading side, one label per region in a column beside them, each joined to its region by a thin
line, so that no number, however small, and no language, however long its words, makes two labels meet. Where the
shapes stand is rings.py's business; what is drawn there comes from the shown numbers only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from banyan.observatory.charts.frame import Frame, Width
from banyan.observatory.charts.numbers import count, span
from banyan.observatory.charts.rings import UNIT, Amount, Arrangement, Ellipse, Name, Point, arrange, low_scale
from banyan.observatory.charts.svg import Box, Drawing
from banyan.observatory.charts.text import LINE_HEIGHT, width_of, wrap

_NAME_SIZE: Final = 15.0
_NUMBER_SIZE: Final = 20.0
_SMALL_SIZE: Final = 13.0
_GAP: Final = 13.0
_ELBOW: Final = 20.0
_ROOMY: Final = 0.9
"""Labels keep to this share of their column, since some readers' bold type is wider than any estimate."""
_LABELLED: Final[tuple[Name, ...]] = ("all_harm", "violence", "both", "hate_acts", "hate_crimes")
_NAME_PAINT: Final[Mapping[Name, str]] = {
    "all_harm": "ink",
    "violence": "green",
    "both": "ink",
    "hate_acts": "clay",
    "hate_crimes": "clay",
}


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """Sizes of one layout, in drawing units: the ellipse of all harm and the column of labels."""

    width: float
    radii: tuple[float, float]
    label_x: float
    smallest: float
    number_size: float = _NUMBER_SIZE


_PLANS: Final[Mapping[Width, _Plan]] = {
    "wide": _Plan(width=640, radii=(192, 196), label_x=430, smallest=9 / 192),
    "narrow": _Plan(width=322, radii=(77, 172), label_x=182, smallest=7 / 77),
    "brief": _Plan(width=731, radii=(226, 176), label_x=506, smallest=9 / 176, number_size=_NAME_SIZE),
}


@dataclass(frozen=True, kw_only=True)
class _Label:
    """The lines of one label, with what each looks like."""

    name: Name
    lines: tuple[tuple[str, float, bool, str], ...]

    @property
    def height(self) -> float:
        """How tall the label is, without the gap below it."""
        return sum(size * LINE_HEIGHT for _words, size, _bold, _paint in self.lines)


def names() -> dict[Name, str]:
    """What each region is called, in the active language."""
    return {
        "all_harm": _("All harm"),
        "violence": _("Violence"),
        "both": _("Hate and violence"),
        "hate_acts": _("Hate acts"),
        "hate_crimes": _("Hate crimes"),
        "crimes_and_violence": _("Violent hate crimes"),
    }


def draw(amounts: Mapping[Name, Amount], *, frame: Frame) -> str:
    """The figure as SVG. `amounts` holds what is shown for each region; a region left out counts as not reported."""
    return frame.finish(compose(amounts, frame=frame), description=describe(amounts, frame.language))


def compose(amounts: Mapping[Name, Amount], *, frame: Frame) -> Drawing:
    """The marks and labels of the figure, before they are written out."""
    filled: dict[Name, Amount] = {name: amounts.get(name, Amount()) for name in names()}
    plan = _PLANS[frame.width]
    arrangement = arrange(filled, smallest=plan.smallest)
    labels = [_label(name, filled[name], plan, frame.language) for name in _LABELLED]
    labels.sort(key=lambda label: (arrangement.anchors[label.name][1], label.name))
    needed = sum(label.height + _GAP for label in labels) - _GAP
    radii = (plan.radii[0], max(plan.radii[1], needed / 2 - 4))
    center = (radii[0] + 4, radii[1] + 4)
    notes = _notes(arrangement, filled, plan)
    drawing = Drawing(
        ident=frame.ident,
        width=plan.width,
        height=2 * radii[1] + 8 + len(notes) * _SMALL_SIZE * 1.4 + (10 if notes else 0),
        language=frame.language,
        medium=frame.medium,
    )
    _draw_shapes(drawing, arrangement, filled, center, radii)
    points = [_place(Ellipse(*arrangement.anchors[label.name], 1, 1), center, radii)[0] for label in labels]
    _draw_labels(drawing, labels, points, plan, 2 * radii[1] + 8)
    for index, line in enumerate(notes):
        at = (0.0, 2 * radii[1] + 8 + 12 + (index + 0.4) * _SMALL_SIZE * 1.4)
        drawing.text(at, line, size=_SMALL_SIZE, fill="ink-soft")
    return drawing


def describe(amounts: Mapping[Name, Amount], language: str) -> str:
    """The figure in one sentence per region, for those who hear the page."""
    called = names()
    said = [
        # Translators: read aloud with the figure, for example "Hate acts: 230–270."
        _("%(name)s: %(number)s.") % {"name": called[name], "number": _number(amounts[name], language)}
        for name in called
        if name in amounts
    ]
    rule = _("Hate crimes lie within hate acts, and those within all harm. Violence crosses them.")
    return " ".join([rule, *said])


def _number(amount: Amount, language: str) -> str:
    """What stands where the number stands."""
    if amount.hidden:
        return _("hidden for safety")
    if not amount.is_shown:
        return _("no data")
    if amount.is_up_to and amount.high is not None:  # To say "0" would claim that perhaps nobody was harmed.
        return _("up to %(high)s") % {"high": count(amount.high, language)}
    return span(amount.low, amount.high, language)


def _label(name: Name, amount: Amount, plan: _Plan, language: str) -> _Label:
    """A region's name, its number, and below them what officials counted and what is probably there."""
    room = (plan.width - plan.label_x) * _ROOMY
    lines = [(line, _NAME_SIZE, True, _NAME_PAINT[name]) for line in wrap(names()[name], size=_NAME_SIZE, room=room)]
    words = _number(amount, language)
    size = plan.number_size if amount.is_shown else _NAME_SIZE
    # A long range is set smaller before it is broken: digits on two lines read as two numbers.
    size = max(min(size, size * room / max(width_of(words, size), 1)), _SMALL_SIZE)
    lines += [(line, size, False, "ink") for line in wrap(words, size=size, room=room)]
    small = []
    if amount.official is not None:
        recorded = ngettext("%(n)s recorded by officials", "%(n)s recorded by officials", amount.official)
        small.append(recorded % {"n": count(amount.official, language)})
    if amount.estimate is not None:
        small.append(_("%(range)s estimated in all") % {"range": span(*amount.estimate, language)})
    for text in small:
        lines += [(line, _SMALL_SIZE, False, "ink-soft") for line in wrap(text, size=_SMALL_SIZE, room=room)]
    return _Label(name=name, lines=tuple(lines))


def _notes(arrangement: Arrangement, amounts: Mapping[Name, Amount], plan: _Plan) -> tuple[str, ...]:
    """Says what a dotted line means and which shapes are not to scale, where there are such."""
    called = names()
    said = []
    if any(low_scale(amounts[name]) is not None for name in arrangement.shapes):
        said.append(_("Areas show the high count; dotted lines the low."))
    if arrangement.is_rough:
        said.append(_("How far shapes overlap is drawn roughly."))
    if arrangement.enlarged:
        listed = ", ".join(called[name] for name in arrangement.enlarged)
        said.append(_("Drawn larger than its number, to be seen: %(names)s.") % {"names": listed})
    if arrangement.reduced:
        listed = ", ".join(called[name] for name in arrangement.reduced)
        said.append(_("Drawn smaller than its number, to leave room: %(names)s.") % {"names": listed})
    return tuple(line for text in said for line in wrap(text, size=_SMALL_SIZE, room=plan.width))


def _draw_shapes(
    drawing: Drawing,
    arrangement: Arrangement,
    amounts: Mapping[Name, Amount],
    center: Point,
    radii: Point,
) -> None:
    """The four shapes, largest first; the low's outline inside each; hatching where the number is hidden."""
    looks: tuple[tuple[Name, str, str, float, str, float], ...] = (
        ("all_harm", "sunken", "edge", 1.5, "", 1),
        ("hate_acts", "clay-tint", "clay", 2, "", 1),
        ("hate_crimes", "clay", "clay", 2, "", 0.86),
        ("violence", "green", "green", 2.6, "8 5", 0.16),
    )
    for name, fill, stroke, thick, dash, opacity in looks:
        amount = amounts[name]
        at, size = _place(arrangement.shapes[name], center, radii)
        if amount.hidden:
            drawing.ellipse(at, size, fill="surface", opacity=0.75)
            drawing.ellipse(at, size, fill=f"hatch:{stroke}", stroke=stroke, thick=thick, dash=dash, opacity=0.45)
            continue
        empty = not amount.is_shown or amount.high == 0
        drawing.ellipse(
            at,
            size,
            fill="none" if empty else fill,
            stroke=stroke,
            thick=thick,
            dash=dash or ("2 4" if empty else ""),
            opacity=opacity,
        )
        scale = low_scale(amount)
        if scale is not None:
            line = "surface" if name == "hate_crimes" else stroke
            drawing.ellipse(at, (size[0] * scale, size[1] * scale), fill="none", stroke=line, thick=1.1, dash="1 3.5")


def _place(shape: Ellipse, center: Point, radii: Point) -> tuple[Point, Point]:
    """A shape of the unit plan in drawing units: its centre and radii."""
    at = (center[0] + shape.x * radii[0], center[1] + shape.y * radii[1])
    return at, (shape.rx * radii[0], shape.ry * radii[1])


def _draw_labels(drawing: Drawing, labels: list[_Label], points: list[Point], plan: _Plan, bottom: float) -> None:
    """The column of labels and the lines that join each to its region."""
    tops = spread([point[1] - 12 for point in points], [label.height for label in labels], bottom)
    bend = plan.label_x - _ELBOW - 6
    for label, point, top in zip(labels, points, tops, strict=True):
        level = top + _NAME_SIZE * 0.72
        corners = [point, (bend, point[1]), (plan.label_x - 8, level), (plan.label_x - 4, level)]
        drawing.polyline(corners, stroke="ink-soft")
        drawing.ellipse(point, (3.6, 3.6), fill="ink", stroke="surface", thick=1.6)
        y = top
        for words, size, bold, paint in label.lines:
            drawing.text((plan.label_x, y + size), words, size=size, bold=bold, fill=paint)
            y += size * LINE_HEIGHT


def spread(tops: list[float], heights: list[float], bottom: float) -> list[float]:
    """The tops moved as little as possible (least squares) so that labels keep their order and a gap, within 0..bottom.

    Isotonic regression by pooling neighbours: labels that would meet share one shift.
    """
    before = [sum(heights[:index]) + _GAP * index for index in range(len(heights))]
    pools: list[tuple[float, int]] = []
    for wanted in (top - offset for top, offset in zip(tops, before, strict=True)):
        mean, size = wanted, 1
        while pools and pools[-1][0] > mean:
            other, members = pools.pop()
            mean, size = (mean * size + other * members) / (size + members), size + members
        pools.append((mean, size))
    shifts = [mean for mean, size in pools for _ in range(size)]
    most = bottom - sum(heights) - _GAP * (len(heights) - 1)
    return [max(0.0, min(shift, most)) + offset for shift, offset in zip(shifts, before, strict=True)]


__all__ = ["UNIT", "Amount", "Box", "describe", "draw", "names"]
