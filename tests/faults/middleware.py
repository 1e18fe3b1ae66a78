"""Faults that a test asks for in a real server: dying at an exact moment, and failing with the worst possible words."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from banyan.reports.actions.submissions import submit_report
from banyan.reports.views.public import sending

Answer = Callable[[HttpRequest], HttpResponse]


class DiesOnDemand:
    """Kills the whole server after a report's commit and before anything else, when a file in the data asks for it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        if (Path(settings.BANYAN_DATA) / "die-after-commit").exists():

            def submit_and_die(**given: Any) -> None:
                submit_report(**given)
                sys.stderr.write("killed after commit\n")
                sys.stderr.flush()
                os.killpg(os.getpgrp(), signal.SIGKILL)

            vars(sending)["submit_report"] = submit_and_die

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)


class StumblesOnDemand:
    """Raises an error that holds everything somebody sent, when a file in the data asks for it and says which kind."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        asked = Path(settings.BANYAN_DATA) / "stumble"
        if request.method == "POST" and asked.exists():
            kinds = {"bug": RuntimeError, "store": OperationalError, "disk": OSError}
            raise kinds[asked.read_text()](dict(request.POST.lists()))
