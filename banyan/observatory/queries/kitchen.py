"""The child process's own program: draws pictures and prints them. Nothing in a web process imports it."""

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import django
from django.conf import settings
from django.utils.translation import override

from banyan.observatory.charts.kitchen import JOBS, serve
from banyan.observatory.rules.picture import Question, QuestionRefused


def draw(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The job "picture": a question and a language in, a picture or a refusal out."""
    # Loaded by the first job, once Django has started.
    from banyan.base.audit import Operator
    from banyan.observatory.queries.pictures import draw_picture

    with override(arguments["language"]):
        try:
            picture = draw_picture(
                viewer=Operator("picture"),
                question=Question(**arguments["question"]),
                data=settings.BANYAN_DATA,
                engine=settings.BANYAN_ENGINE,
                today=date.fromisoformat(arguments["today"]),
            )
        except QuestionRefused as refusal:
            return {"refused": str(refusal)}
    return {"picture": picture.to_json_dict()}


if __name__ == "__main__":
    serve({**JOBS, "picture": draw}, sys.argv[1:], set_up=django.setup)
