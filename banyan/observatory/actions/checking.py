"""The checking process's own program: it checks a proposed picture and says what came of it.

No web process imports it, and whoever proposed needs to wait for it on no page: what it found is in the database, what
it is at is told to whoever asks (`charts.glances`). Should it be killed, nothing is half written, and the proposal says
that it stopped.
"""

import sys
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import django

from banyan.observatory.charts.glances import say
from banyan.observatory.charts.kitchen import serve


def _check(arguments: Mapping[str, Any]) -> None:
    """The job "check": the publication of this key, if it still waits for it."""
    # Loaded by the first job, once Django has started.
    from banyan.base.audit import Operator
    from banyan.base.clock import now
    from banyan.observatory.actions.publications import record_check, stop_check
    from banyan.observatory.models import Publication
    from banyan.observatory.queries.drawing import draw_for_public
    from banyan.observatory.rules.picture import Question
    from banyan.observatory.rules.publications import State
    from banyan.people.queries.coalition import day_here

    pk, operator = UUID(arguments["publication"]), Operator("publication")
    waiting = Publication.objects.filter(pk=pk, state=State.CHECKING).first()
    if waiting is None:
        return
    try:
        question, today = Question(**waiting.question), day_here(now())
        found = draw_for_public(viewer=operator, question=question, today=today, heard=say)
    except Exception:
        stop_check(by=operator, pk=pk, now=now())
        raise
    record_check(by=operator, pk=pk, found=found, now=now())


if __name__ == "__main__":
    serve({"check": _check}, sys.argv[1:], set_up=django.setup)
