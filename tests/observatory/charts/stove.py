"""A kitchen with jobs that go wrong in every way a job can, for the tests."""

import os
import sys
import threading
from collections.abc import Mapping
from typing import Any

from banyan.observatory.charts.glances import say
from banyan.observatory.charts.kitchen import JOBS, serve


def _crash(_arguments: Mapping[str, Any]) -> None:
    os._exit(3)


def _crash_once(arguments: Mapping[str, Any]) -> str:
    if not os.path.exists(arguments["mark"]):  # noqa: PTH110 -- a plain check in a plain job
        os.mkdir(arguments["mark"])  # noqa: PTH102
        os._exit(3)
    return "done"


def _hang(_arguments: Mapping[str, Any]) -> None:
    threading.Event().wait()


def _count(arguments: Mapping[str, Any]) -> None:
    say(14, 36)
    while not os.path.exists(arguments["enough"]):  # noqa: PTH110 -- as above
        threading.Event().wait(0.01)


def _fail(_arguments: Mapping[str, Any]) -> None:
    raise ValueError("a name that must not travel")


def _chatter(_arguments: Mapping[str, Any]) -> str:
    sys.stdout.write("a name that must not be printed\n")
    sys.stderr.write("a name that must not be printed\n")
    sys.stdout.flush()
    os.write(2, b"a name that must not be printed\n")
    return "said"


if __name__ == "__main__":
    serve(
        {
            **JOBS,
            "echo": lambda arguments: {"pid": os.getpid(), **arguments},
            "crash": _crash,
            "crash_once": _crash_once,
            "hang": _hang,
            "count": _count,
            "fail": _fail,
            "chatter": _chatter,
        },
        sys.argv[1:],
    )
