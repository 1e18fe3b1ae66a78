"""What the child process is at, told to whoever asks while it works: how far it is, and that it lives at all.

A socket beside the one for jobs, answered by a thread of its own. Nothing is kept anywhere: a process that was killed
answers nobody, and that is how it is known to be gone.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

from banyan.observatory.rules.publications import Progress

PATIENCE: Final = 12.0
"""Seconds. A solver may keep the interpreter to itself for ten."""
_LARGEST: Final = 4096


_NOTHING: Final = Progress(subject="")
"""An empty `subject` is nothing to tell of."""
_at: Progress = _NOTHING
"""A process does one job at a time."""


@contextmanager
def at_work(subject: str) -> Iterator[None]:
    """While this lasts, the process says that it is at `subject`."""
    global _at  # noqa: PLW0603 - what the whole process is at
    _at = Progress(subject)
    try:
        yield
    finally:
        _at = _NOTHING


def say(done: int, of: int) -> None:
    """How far the job is."""
    global _at  # noqa: PLW0603 - as above
    _at = replace(_at, done=done, of=of)


def listen(jobs: Path) -> socket.socket:
    """Where glances arrive from now on. `jobs` is the address of the socket for jobs."""
    path = _beside(jobs)
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(64)
    return listener


def answer(listener: socket.socket) -> None:
    """Answer every glance, for the rest of the process's life."""
    while True:
        connection, _address = listener.accept()
        with connection, suppress(OSError):
            connection.sendall(json.dumps(asdict(_at)).encode())


def glance(jobs: Path) -> Progress | None:
    """What the process at this address is at; None where it is at nothing or there is none."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(PATIENCE)
        try:
            connection.connect(str(_beside(jobs)))
            found = Progress(**json.loads(connection.recv(_LARGEST)))
        except (OSError, ValueError):
            return None
    return found if found.subject else None


def _beside(jobs: Path) -> Path:
    return jobs.with_suffix(".glance")
