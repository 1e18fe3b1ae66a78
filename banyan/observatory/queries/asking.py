"""Asking the shared child process for a picture, so that web processes never load what counts and prints."""

from dataclasses import asdict
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.observatory.charts.kitchen import Kitchen
from banyan.observatory.charts.reading import picture_from_json
from banyan.observatory.rules.picture import Picture, Question, QuestionRefused
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import PICTURE_READ

CHILD = "banyan.observatory.queries.kitchen"
CHECKER = "banyan.observatory.actions.checking"


class TooManyNumbers(QuestionRefused):
    """Nobody can tell in time whether the answer could be published without singling somebody out."""

    def __init__(self) -> None:
        super().__init__(
            _("This picture has more numbers than can be checked for safety. Ask for fewer years, or by year.")
        )


@cache
def get_kitchen() -> Kitchen:
    """This process's line to the child that all web processes share."""
    return Kitchen(settings.BANYAN_DATA, module=CHILD)


@cache
def get_checker() -> Kitchen:
    """This process's line to the child that checks a proposal: one of its own, so that pictures needn't wait for it.

    It is seldom asked twice in a row, so it gives its memory back soon.
    """
    return Kitchen(settings.BANYAN_DATA, module=CHECKER, idle_seconds=10)


def ask_picture(*, viewer: Viewer, question: Question, today: date) -> Picture:
    """As `draw_picture`, made in the child. Whoever asks is checked here, where they are known."""
    viewer.must(PICTURE_READ)
    asked = {"question": asdict(question), "today": today.isoformat(), "language": get_language() or "en"}
    answer = get_kitchen().ask("picture", asked)
    if "refused" in answer:
        raise QuestionRefused(answer["refused"])
    return picture_from_json(answer["picture"])
