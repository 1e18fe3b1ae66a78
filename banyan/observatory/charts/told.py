"""Whom else people told: a bar for each answer with its chance error, and how many did not answer.

The thin line on a bar is a 95 % Wilson interval: chance error only, since nobody knows how those who report to partner
organisations differ from those who tell no one. For the police, a hatched band shows where the share would lie if all
who didn't answer had told nobody, or all had told the police.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from banyan.observatory.charts import labels
from banyan.observatory.charts.frame import Frame, Width
from banyan.observatory.charts.numbers import count, share, share_span
from banyan.observatory.charts.svg import Box, Drawing
from banyan.observatory.charts.text import LINE_HEIGHT, width_of, wrap
from banyan.observatory.measures.comparison import wilson

_SIZE: Final = 15.0
_SMALL: Final = 13.0
_BAR: Final = 22.0


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer: how many gave it among those who answered; `interval` overrides the Wilson interval of the count."""

    label: str
    count: int | None = None
    hidden: bool = False
    is_official: bool = False
    interval: tuple[float, float] | None = None
    both_ways: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class Told:
    """All that the figure shows. `answered` and `unanswered` are None where they are withheld."""

    answers: tuple[Answer, ...]
    answered: int | None
    unanswered: int | None


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """Where things stand in one layout; labels stand above their bars where there is no room beside them."""

    width: float
    bar_x: float
    bar_room: float
    value_x: float
    is_stacked: bool


_PLANS: Final[Mapping[Width, _Plan]] = {
    "wide": _Plan(width=640, bar_x=186, bar_room=282, value_x=482, is_stacked=False),
    "narrow": _Plan(width=322, bar_x=0, bar_room=166, value_x=176, is_stacked=True),
    "brief": _Plan(width=731, bar_x=212, bar_room=336, value_x=562, is_stacked=False),
}


def draw(told: Told, *, frame: Frame) -> str:
    """The figure as SVG."""
    return frame.finish(compose(told, frame=frame), description=describe(told, frame.language))


def compose(told: Told, *, frame: Frame) -> Drawing:
    """The marks and labels of the figure, before they are written out."""
    plan = _PLANS[frame.width]
    drawing = Drawing(ident=frame.ident, width=plan.width, height=0, language=frame.language, medium=frame.medium)
    rows = in_order(told)
    most = max([_reach(answer, told.answered) for answer in rows] + [0.25])
    y = 0.0
    for answer in rows:
        y = _draw_answer(drawing, plan, answer, answered=told.answered, most=most, y=y)
    y = _draw_answered(drawing, plan, told, y + 8)
    drawing.height = y + 4
    return drawing


def in_order(told: Told) -> list[Answer]:
    """The answers from the most given to the least; withheld ones last."""
    return sorted(told.answers, key=lambda answer: (answer.count is None or answer.hidden, -(answer.count or 0)))


def describe(told: Told, language: str) -> str:
    """The figure in words, for those who hear the page."""
    said = [
        # Translators: read aloud with the figure, for example "The police: 16 %, 12 %–21 %."
        _("%(name)s: %(number)s.") % {"name": answer.label, "number": _said(answer, told.answered, language)}
        for answer in in_order(told)
    ]
    return " ".join([*said, answered_words(told, language)])


def answered_words(told: Told, language: str) -> str:
    """How many answered and how many didn't, in one sentence."""
    if told.answered is None or told.unanswered is None:
        return _("How many did not answer is hidden.")
    total = told.answered + told.unanswered
    numbers = {
        "answered": count(told.answered, language),
        "unanswered": count(told.unanswered, language),
        "total": count(total, language),
    }
    return _("%(answered)s of %(total)s answered; %(unanswered)s did not.") % numbers


def share_of(answer: Answer, answered: int | None) -> float | None:
    """An answer's share of those who answered, or None where it isn't shown."""
    if answer.hidden or answer.count is None or not answered:
        return None
    return min(answer.count / answered, 1.0)


def interval_of(answer: Answer, answered: int | None) -> tuple[float, float] | None:
    """The 95 % interval of the share, or None where the share isn't shown."""
    if share_of(answer, answered) is None or answer.count is None or answered is None:
        return None
    return answer.interval or wilson(min(answer.count, answered), answered)


def _said(answer: Answer, answered: int | None, language: str) -> str:
    part, interval = share_of(answer, answered), interval_of(answer, answered)
    if part is None or interval is None:
        return _without_share(answer, language)
    return f"{share(part, language)}, {share_span(*interval, language)}"


def _without_share(answer: Answer, language: str) -> str:
    """What stands where no share can: the count alone where it isn't known of how many, or why there is none."""
    if answer.hidden:
        return _("hidden for safety")
    return _("no data") if answer.count is None else labels.reports(answer.count, answer.count, language)


def _reach(answer: Answer, answered: int | None) -> float:
    """How far right anything of a row stands."""
    interval = interval_of(answer, answered)
    return max(interval[1] if interval else 0.0, answer.both_ways[1] if answer.both_ways and interval else 0.0)


def _draw_answer(
    drawing: Drawing, plan: _Plan, answer: Answer, *, answered: int | None, most: float, y: float
) -> float:
    """One row; returns where the next begins."""
    room = plan.width if plan.is_stacked else plan.bar_x - 14
    lines = wrap(answer.label, size=_SIZE, room=room)
    tall = len(lines) * _SIZE * LINE_HEIGHT
    first = y + (0 if plan.is_stacked else max(0.0, (_BAR - tall) / 2))
    for row, line in enumerate(lines):
        drawing.text((0, first + _SIZE * (0.98 + row * LINE_HEIGHT)), line, size=_SIZE)
    top = y + tall + 2 if plan.is_stacked else y + max(0.0, (tall - _BAR) / 2)
    foot = _draw_bar(drawing, plan, answer, answered=answered, most=most, top=top)
    return max(foot, first + tall) + (12 if plan.is_stacked else 14)


def _draw_bar(drawing: Drawing, plan: _Plan, answer: Answer, *, answered: int | None, most: float, top: float) -> float:
    """A row's bar, band, interval and value; returns its lower edge."""
    part, interval = share_of(answer, answered), interval_of(answer, answered)
    if part is None or interval is None:
        words = _without_share(answer, drawing.language)
        if answer.count is not None and not answer.hidden:
            drawing.text((plan.bar_x, top + 15), words, size=_SIZE, bold=True)
            return top + _BAR
        box = Box(plan.bar_x, top, width_of(words, _SMALL) + 28, _BAR)
        drawing.rect(box, fill="hatch:edge" if answer.hidden else "none", stroke="edge", thick=1, radius=3, dash="2 4")
        drawing.rect(Box(box.x + 8, top + 2, box.width - 16, _BAR - 4), fill="surface", radius=3)
        drawing.text((box.x + 14, top + 15), words, size=_SMALL, fill="ink-soft")
        return top + _BAR
    scale = plan.bar_room / most
    paint = "sky" if answer.is_official else "green"
    if answer.both_ways:
        low, high = answer.both_ways
        band = Box(plan.bar_x + low * scale, top + _BAR + 5, max((high - low) * scale, 2), 8)
        drawing.rect(band, fill=f"hatch:{paint}", stroke=paint, thick=1, radius=2)
    drawing.rect(Box(plan.bar_x, top, max(part * scale, 1.5), _BAR), fill=paint, radius=3)
    middle = top + _BAR / 2
    left, right = plan.bar_x + interval[0] * scale, plan.bar_x + interval[1] * scale
    for stroke, thick in (("surface", 5.5), ("ink", 1.8)):
        drawing.line((left, middle), (right, middle), stroke=stroke, thick=thick)
        for end in (left, right):
            drawing.line((end, middle - 5), (end, middle + 5), stroke=stroke, thick=thick)
    language = drawing.language
    value = drawing.text((plan.value_x, middle + 5), share(part, language), size=_SIZE, bold=True)
    words, left = share_span(*interval, language), plan.value_x + value.width + 8
    size = min(_SMALL, _SMALL * (plan.width - left) / width_of(words, _SMALL))
    drawing.text((left, middle + 5), words, size=size, fill="ink-soft")
    return _draw_band_words(drawing, plan, answer, top) if answer.both_ways else top + _BAR


def _draw_band_words(drawing: Drawing, plan: _Plan, answer: Answer, top: float) -> float:
    """What the hatched band below the bar means; returns its lower edge."""
    low, high = answer.both_ways or (0.0, 0.0)
    words = _("%(range)s if those who did not answer had all told nobody, or all told them") % {
        "range": share_span(low, high, drawing.language)
    }
    y = top + _BAR + 15
    for line in wrap(words, size=_SMALL, room=plan.width - plan.bar_x):
        drawing.text((plan.bar_x, y + _SMALL), line, size=_SMALL, fill="ink-soft")
        y += _SMALL * LINE_HEIGHT
    return y


def _draw_answered(drawing: Drawing, plan: _Plan, told: Told, y: float) -> float:
    """The strip of all reports: those who answered, plain, and those who didn't, hatched; returns its lower edge."""
    drawing.line((0, y), (plan.width, y), stroke="line")
    y += 12
    if told.answered is not None and told.unanswered is not None and told.answered + told.unanswered:
        room = plan.width - (0 if plan.is_stacked else plan.bar_x)
        left = 0 if plan.is_stacked else plan.bar_x
        split = room * told.answered / (told.answered + told.unanswered)
        drawing.rect(Box(left, y, split, 12), fill="green-tint", stroke="green", thick=1)
        drawing.rect(Box(left + split, y, room - split, 12), fill="hatch:edge", stroke="edge", thick=1)
        y += 18
    for line in _lines(told, drawing, plan):
        at = (0 if plan.is_stacked else plan.bar_x, y + _SMALL)
        drawing.text(at, line, size=_SMALL, fill="ink-soft")
        y += _SMALL * LINE_HEIGHT
    return y


def _lines(told: Told, drawing: Drawing, plan: _Plan) -> Sequence[str]:
    """The words below the strip."""
    room = plan.width - (0 if plan.is_stacked else plan.bar_x)
    chance = _("Thin lines show chance error only (95 %(percent)s).") % {"percent": "%"}
    has_lines = any(interval_of(answer, told.answered) for answer in told.answers)
    said = (answered_words(told, drawing.language), *([chance] if has_lines else []))
    return [line for words in said for line in wrap(words, size=_SMALL, room=room)]
