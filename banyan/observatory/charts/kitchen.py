"""The child process that does heavy work on demand: statistics and PDF, so that web processes stay small.

Started by the first web process that asks, with subprocess and never by fork (typst hangs in a fork made after its
first use), and shared by all of them over a Unix socket in the data directory. It does one job at a time, ends itself
when nobody has asked for a while, and is ended by its starter's death. Messages are a length and that many bytes of
JSON. Nothing is logged and nothing is written: jobs may hold numbers that aren't public yet.

Rooms above this one add their jobs by a module of their own that calls
`serve({**JOBS, "picture": ...}, sys.argv[1:], set_up=django.setup)` under `if __name__ == "__main__"`, and ask it by
`Kitchen(directory, module="that.module")`. No job is ever imported by a
name that arrives over the socket.
"""

from __future__ import annotations

import base64
import contextlib
import faulthandler
import fcntl
import hashlib
import json
import os
import select
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, Final

from django.apps import apps
from django.conf import settings

from banyan.observatory.charts.frame import Paper
from banyan.observatory.charts.glances import answer, at_work, glance, listen
from banyan.observatory.charts.reading import picture_from_json
from banyan.observatory.rules.picture import Picture
from banyan.observatory.rules.publications import Progress

Job = Callable[[Mapping[str, Any]], Any]
_LENGTH: Final = struct.Struct(">Q")
_LARGEST: Final = 256 * 1024 * 1024
_LONGEST_PATH: Final = 100
"""Unix socket addresses hold 108 bytes at most."""
_READY: Final = b"ready\n"
_ATTEMPTS: Final = 2
_SOON: Final = 5.0
"""Seconds in which a job that nobody waits for must have begun."""


class KitchenError(Exception):
    """A job could not be done. Holds a job's name and a kind of error, never data."""


class JobFailedError(KitchenError):
    """The job itself raised; `kind` is the name of what it raised."""

    def __init__(self, job: str, kind: str) -> None:
        super().__init__(f"The job {job} failed: {kind}.")
        self.kind = kind


class TookTooLongError(KitchenError):
    """The job ran past its limit and its process was ended."""


class ClosedError(KitchenError):
    """The process ended without an answer, twice."""


class _EndedError(Exception):
    """The other side closed the connection; `started` tells whether it had begun the job, and when."""

    def __init__(self, started: float | None) -> None:
        super().__init__()
        self.started = started


class Kitchen:
    """A client of the one child process of a data directory; safe to share between threads."""

    def __init__(
        self,
        directory: Path,
        *,
        module: str = "banyan.observatory.charts.kitchen",
        idle_seconds: float = 60,
        limit_seconds: float = 30,
        start_seconds: float = 30,
    ) -> None:
        self.directory = directory
        self.module = module
        self.idle_seconds = idle_seconds
        self.limit_seconds = limit_seconds
        self.start_seconds = start_seconds
        self.address = socket_path(directory, module)
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, job: str, arguments: Mapping[str, Any], *, limit: float | None = None) -> Any:
        """The job's answer. Starts the process when there is none, and once more when it ended under the job.

        Arguments and answer are JSON. `limit` is in seconds of working time; waiting for others' jobs comes on top.
        Raises JobFailedError, TookTooLongError or ClosedError.
        """
        allowed = self.limit_seconds if limit is None else limit
        request = {"job": job, "arguments": dict(arguments), "limit": allowed}
        begun, give_up_at = 0, monotonic() + self.start_seconds
        while begun < _ATTEMPTS and (begun or monotonic() < give_up_at):
            with self._connect() as connection:
                try:
                    answer = _converse(connection, request, patience=allowed + self.start_seconds)
                except _EndedError as ended:
                    # Ending before the job began (idle just then, or another's job killed it) isn't this job's fault.
                    if ended.started is not None:
                        begun += 1
                        if monotonic() - ended.started >= allowed:
                            raise TookTooLongError(f"The job {job} took longer than {allowed:g} seconds.") from None
                    continue
            if "error" in answer:
                raise JobFailedError(job, answer["error"])
            return answer["answer"]
        raise ClosedError(f"The process ended during the job {job}.")

    def leave(self, job: str, arguments: Mapping[str, Any], *, subject: str, limit: float) -> threading.Thread:
        """Have a job done some time soon, and return at once; its answer is dropped.

        `subject` is what `glance` tells of it. It is given up where the process doesn't start, or is at another job:
        whoever left it looks with `glance` whether it began. The thread is for tests to wait for.
        """
        request = {"job": job, "arguments": dict(arguments), "limit": limit, "subject": subject}
        sender = threading.Thread(target=self._send_off, args=(request,), daemon=True)
        sender.start()
        return sender

    def _send_off(self, request: Mapping[str, Any]) -> None:
        for _attempt in range(_ATTEMPTS):  # It may have been ending, idle, just as it was asked.
            with contextlib.suppress(KitchenError, OSError, _EndedError), self._connect() as connection:
                connection.settimeout(_SOON)
                _send(connection, request)
                _receive(connection)
                return

    def glance(self) -> Progress | None:
        """What the process is at, while it is at it; None where it does nothing or doesn't run. Starts nothing."""
        return glance(self.address)

    def render_pdf(self, picture: Picture, language: str, *, paper: Paper = "us-letter") -> bytes:
        """A picture as PDF bytes, made in the child; what `charts.render` takes as `make_pdf`."""
        arguments = {"picture": picture.to_json_dict(), "language": language, "paper": paper}
        return base64.b64decode(self.ask("render", arguments))

    def close(self) -> None:
        """Ends the process if this client started it; it would end by itself when idle or when this process ends."""
        process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _connect(self) -> socket.socket:
        """A connection to the running process, or to a new one."""
        self.address.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.address.parent != self.directory.resolve():
            _must_be_ours(self.address.parent)
        connection = _dial(self.address)
        if connection is not None:
            return connection
        with self.address.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            # Another process may have started it while this one waited for the lock.
            connection = _dial(self.address)
            if connection is None:
                self.close()
                self._process = self._start()
                connection = _dial(self.address)
        if connection is None:
            raise ClosedError("The process started but does not answer.")
        return connection

    def _start(self) -> subprocess.Popen[bytes]:
        """A new process, once it listens."""
        self.address.unlink(missing_ok=True)
        command = [sys.executable, "-m", self.module, str(self.address), str(self.idle_seconds)]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
        root = str(Path(__file__).resolve().parents[3])
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (root, environment.get("PYTHONPATH"))))
        process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module, nothing from outside
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        if process.stdout is None or not _is_ready(process.stdout.fileno(), self.start_seconds):
            _end(process)
            raise ClosedError("The process did not start.")
        return process


def socket_path(directory: Path, module: str) -> Path:
    """The socket of a data directory and job module; in a private temporary directory where the path is too long."""
    name = hashlib.sha256(module.encode()).hexdigest()[:8]
    path = directory.resolve() / f"kitchen-{name}.socket"
    if len(os.fsencode(path)) <= _LONGEST_PATH:
        return path
    place = hashlib.sha256(os.fsencode(directory.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"banyan-{os.getuid()}-{place}" / f"kitchen-{name}.socket"


def set_up_words() -> None:
    """Readies Django for translating and no more: drawing needs no models, and without them a child starts at once."""
    apps.populate(())


def serve(jobs: Mapping[str, Job], arguments: list[str], *, set_up: Callable[[], None] = set_up_words) -> None:
    """The child's whole life: listen, do one job at a time, end when idle. `arguments` are the socket and idle seconds.

    Ends at once when its standard input closes, which happens when its starter dies. A room whose jobs read records
    passes `django.setup` as `set_up`.
    """
    path, idle = Path(arguments[0]), float(arguments[1])
    os.umask(0o077)
    set_up()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener, listen(path) as glances:
        listener.bind(str(path))
        listener.listen(64)
        listener.settimeout(idle)
        os.write(1, _READY)
        _fall_silent()
        threading.Thread(target=_end_with_starter, daemon=True).start()
        threading.Thread(target=answer, args=(glances,), daemon=True).start()
        while True:
            try:
                connection, _address = listener.accept()
            except TimeoutError:
                # A client that dials between this line and the end gets no answer and starts a new process.
                path.unlink(missing_ok=True)
                return
            with connection, contextlib.suppress(OSError, _EndedError):
                _serve_one(connection, jobs)


def _serve_one(connection: socket.socket, jobs: Mapping[str, Job]) -> None:
    """Reads one request, does it under its limit, and answers."""
    # A client that connects and then says nothing must not hold up the others.
    connection.settimeout(5)
    request = _receive(connection)
    connection.settimeout(None)
    with at_work(request.get("subject", "")):
        _send(connection, {"started": True})
        done = _do(request, jobs)
    _send(connection, done)


def _do(request: Mapping[str, Any], jobs: Mapping[str, Job]) -> dict[str, Any]:
    # Native code may hold the interpreter for ever; this timer is a thread of C and ends the process all the same.
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        faulthandler.dump_traceback_later(request["limit"], exit=True, file=nowhere)
        try:
            return {"answer": jobs[request["job"]](request["arguments"])}
        except Exception as error:  # noqa: BLE001 -- the kind alone goes back; the message may hold data
            return {"error": type(error).__name__}
        finally:
            faulthandler.cancel_dump_traceback_later()


def _end_with_starter() -> None:
    """Waits for standard input to close, which means that the starter is gone."""
    while os.read(0, 1024):
        pass
    os._exit(0)


def _fall_silent() -> None:
    """Whatever libraries print from here on goes nowhere: it could hold data."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _must_be_ours(folder: Path) -> None:
    """A temporary directory is everybody's: whoever made this folder first could listen to what is asked in it."""
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise ClosedError(f"Somebody else can open {folder}. Remove it, or choose a data directory of a shorter path.")


def _dial(path: Path) -> socket.socket | None:
    """A connection to a process that listens, or None."""
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        return None
    return connection


def _is_ready(pipe: int, seconds: float) -> bool:
    """Whether the child said that it listens before time was up."""
    readable, _writable, _broken = select.select([pipe], [], [], seconds)
    return bool(readable) and os.read(pipe, len(_READY)) == _READY


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a child and leaves nothing of it behind."""
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()


def _converse(connection: socket.socket, request: Mapping[str, Any], *, patience: float) -> dict[str, Any]:
    """Sends a request and waits for its answer, however long the queue before it is."""
    started: float | None = None
    try:
        _send(connection, request)
        _receive(connection)
        started = monotonic()
        connection.settimeout(patience)
        return _receive(connection)
    except (OSError, _EndedError):
        raise _EndedError(started) from None


def _send(connection: socket.socket, message: Mapping[str, Any]) -> None:
    body = json.dumps(message).encode()
    connection.sendall(_LENGTH.pack(len(body)) + body)


def _receive(connection: socket.socket) -> dict[str, Any]:
    (length,) = _LENGTH.unpack(_read(connection, _LENGTH.size))
    if length > _LARGEST:
        raise _EndedError(None)
    message: dict[str, Any] = json.loads(_read(connection, length))
    return message


def _read(connection: socket.socket, length: int) -> bytes:
    """Exactly so many bytes."""
    parts = bytearray()
    while len(parts) < length:
        part = connection.recv(min(length - len(parts), 1 << 20))
        if not part:
            raise _EndedError(None)
        parts += part
    return bytes(parts)


def _cook_pdf(arguments: Mapping[str, Any]) -> str:
    """The job "render": a picture's JSON form and a language in, a PDF in base64 out."""
    # Loaded here, in the child, and only once someone wants a PDF.
    from banyan.observatory.charts.pdf import render_pdf

    made = render_pdf(picture_from_json(arguments["picture"]), arguments["language"], paper=arguments["paper"])
    return base64.b64encode(made).decode()


JOBS: Final[Mapping[str, Job]] = {"render": _cook_pdf}
"""The jobs of this room; a module above adds its own."""

if __name__ == "__main__":
    serve(JOBS, sys.argv[1:])
