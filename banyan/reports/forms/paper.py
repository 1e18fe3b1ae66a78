"""The pages' own questions as they stand on paper, so that the two can't drift apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from banyan.base.widgets import DatePieces
from banyan.reports.forms.readers import ReadersForm
from banyan.reports.forms.steps import FORMS, WhenForm
from banyan.reports.forms.typed import StepForm
from banyan.reports.rules.steps import STEPS

MANY_NAMES = 20
SAY_HOW = {"wants", "for_whom", "kinds"}
LINES = {"words": 16, "language_note": 2}


@dataclass(frozen=True, slots=True)
class Box:
    """One answer to tick."""

    label: str
    hint: str
    picture: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question on paper: boxes under their headings, lines to write on, or short lines with their own words."""

    label: str
    hint: str
    groups: tuple[tuple[str, tuple[Box, ...]], ...] = ()
    is_many: bool = False  # As many as fit; else one.
    says_how: bool = False  # Its own words say how many to tick.
    is_long: bool = False  # A list of names, which needs no room for hints.
    pieces: tuple[str, ...] = ()
    lines: range = range(0)


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the report, as a part of the paper."""

    code: str
    title: str
    questions: tuple[Question, ...]


def list_parts(*, place: str, today: date) -> tuple[Part, ...]:
    """Every page's questions in the order of the pages. Whom to hand it to is listed by the template: it needs more."""
    return tuple(Part(step.code, step.title, tuple(_questions(_form(step.code, place, today)))) for step in STEPS)


def _form(code: str, place: str, today: date) -> StepForm:
    if code == "readers":
        return ReadersForm(offered=())
    return WhenForm(place=place, today=today) if code == "when" else FORMS[code]()


def _questions(form: StepForm) -> Iterator[Question]:
    if not isinstance(form, ReadersForm):
        yield from (_question(bound) for bound in form.visible_fields())


def _question(bound: BoundField) -> Question:
    field = bound.field
    words: dict[str, Any] = {"label": str(bound.label), "hint": str(bound.help_text)}
    if isinstance(field, forms.BooleanField):
        return Question(words["label"], "", groups=(("", (Box(words["label"], words["hint"], ""),)),), is_many=True)
    if isinstance(field, forms.ChoiceField):
        groups = tuple(_groups(field))
        is_many = isinstance(field, forms.MultipleChoiceField)
        return Question(
            **words,
            groups=groups,
            is_many=is_many,
            says_how=bound.name in SAY_HOW,
            is_long=sum(len(boxes) for _, boxes in groups) > MANY_NAMES,
        )
    if isinstance(field.widget, DatePieces):
        pieces = field.widget.get_context(bound.name, None, None)["widget"]["subwidgets"]
        return Question(**words, pieces=tuple(str(piece["label"]) for piece in pieces))
    return Question(**words, lines=range(LINES.get(bound.name, 1)))


def _groups(field: forms.ChoiceField) -> Iterator[tuple[str, tuple[Box, ...]]]:
    hints, pictures = getattr(field.widget, "hints", {}), getattr(field.widget, "pictures", {})

    def box(code: Any, label: Any) -> Box:
        return Box(str(label), str(hints.get(str(code), "")), pictures.get(str(code), ""))

    alone = []
    for code, label in list(field.choices):  # type: ignore[arg-type]  # Once it is a field's, it is a list of pairs.
        if isinstance(label, list | tuple):
            yield str(code), tuple(box(*pair) for pair in label)
        else:
            alone.append(box(code, label))
    if alone:
        yield "", tuple(alone)
