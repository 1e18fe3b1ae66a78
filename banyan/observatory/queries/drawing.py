"""Drawing a picture for the public: checked once, then drawn in every language. Runs in the checking process."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from time import monotonic
from typing import Any

from django.conf import settings
from django.utils.translation import override

from banyan.base.audit import Operator
from banyan.disclosure.plain import from_plain, to_plain
from banyan.observatory.queries.asking import TooManyNumbers
from banyan.observatory.queries.pictures import draw_picture
from banyan.observatory.queries.public import Protected, protect_community
from banyan.observatory.queries.publications import list_tables
from banyan.observatory.rules.picture import Question, QuestionRefused
from banyan.observatory.rules.publications import ForPublic, NotForPublic

LIMIT_SECONDS = 600.0
"""Whoever proposed needn't wait on the page, but a machine kept busy for longer serves nobody."""


def draw_for_public(
    *, viewer: Operator, question: Question, today: date, heard: Callable[[int, int], None]
) -> ForPublic | NotForPublic:
    """Check a picture beside everything published before, and draw it. Takes seconds to minutes.

    Whatever the question says of itself, it is asked for the public: the desk's picture isn't checked. `heard` is
    told how many numbers are checked, and of how many. Time running out counts as unsafe.
    """
    question = replace(question, as_public=True)
    tables = list_tables()
    earlier = [from_plain(plain) for plain in tables.values()]
    end = monotonic() + LIMIT_SECONDS

    def count(done: int, of: int) -> None:
        if monotonic() > end:
            raise TooManyNumbers
        heard(done, of)

    try:
        protected = protect_community(viewer, question, today=today, earlier=earlier, heard=count)
    except TooManyNumbers:
        return NotForPublic(_say_too_many())
    pictures, refusal = {}, {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            try:
                pictures[code] = _draw(viewer, question, today, protected)
            except QuestionRefused as refused:
                refusal[code] = str(refused)
    if refusal:
        return NotForPublic(refusal)
    return ForPublic(pictures, to_plain(protected.published) if protected.published else None, tuple(tables))


def _say_too_many() -> dict[str, str]:
    said = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            said[code] = str(TooManyNumbers())
    return said


def _draw(viewer: Operator, question: Question, today: date, protected: Protected) -> dict[str, Any]:
    drawn = draw_picture(
        viewer=viewer,
        question=question,
        data=settings.BANYAN_DATA,
        engine=settings.BANYAN_ENGINE,
        today=today,
        protected=protected,
    )
    return drawn.to_json_dict()
