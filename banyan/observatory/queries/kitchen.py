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


def draw_public(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The job "public": a picture after disclosure control in every language, and what readers learn from it."""
    from banyan.base.audit import Operator
    from banyan.disclosure.plain import from_plain, to_plain
    from banyan.observatory.queries.pictures import draw_picture
    from banyan.observatory.queries.public import protect_community

    question = Question(**arguments["question"])
    earlier = [from_plain(plain) for plain in arguments["earlier"]]
    pictures = {}
    try:
        for language in arguments["languages"]:
            with override(language):
                pictures[language] = draw_picture(
                    viewer=Operator("publication"),
                    question=question,
                    data=settings.BANYAN_DATA,
                    engine=settings.BANYAN_ENGINE,
                    today=date.fromisoformat(arguments["today"]),
                    earlier=earlier,
                ).to_json_dict()
    except QuestionRefused as refusal:
        return {"refused": str(refusal)}
    asked = pictures["en"]["question"]
    published = protect_community(Operator("publication"), Question(**asked), earlier=earlier).published
    return {"question": asked, "pictures": pictures, "table": to_plain(published) if published else None}


if __name__ == "__main__":
    serve({**JOBS, "picture": draw, "public": draw_public}, sys.argv[1:], set_up=django.setup)
