"""Start a child for one file, hand it the bytes through a pipe, and judge what comes back."""

import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Final

from banyan.base.cleaning.contract import FORMATS, MAX_BYTES, Cleaned, NoCopy, Reason
from banyan.base.cleaning.limits import WALL_SECONDS
from banyan.base.cleaning.names import safe_name
from banyan.base.cleaning.wire import Answer, receive

# Each child may use a processor and 768 MiB; more at once would starve the people who are writing. Nor does a file
# wait for its turn: that would hold a thread, and however many are sent at once, some threads stay free for reports.
MAX_CHILDREN: Final = 2
_SLICE: Final = 256 * 1024

_children = threading.BoundedSemaphore(MAX_CHILDREN)


def clean(data: bytes | Iterable[bytes], *, name: str) -> Cleaned:
    """Make the copy for reading of one attached file, or raise NoCopy with a reason a page can translate.

    `data` is the file or its chunks (at most MAX_BYTES, at hand: a slow source counts against the time limit);
    `name` is only ever made safe, never believed.
    """
    if isinstance(data, bytes) and len(data) > MAX_BYTES:
        raise NoCopy(Reason.TOO_LARGE)
    chunks = _filled(_sliced(data) if isinstance(data, bytes) else data)
    first = next(chunks, None)
    if first is None:
        raise NoCopy(Reason.EMPTY)
    digest = hashlib.sha256()
    with _place(), _child() as child:
        _feed(child.stdin, first, chunks, digest)
        answer = _answer(child)
    made = FORMATS[answer.format]
    return Cleaned(
        kind=made.kind,
        media_type=made.media_type,
        extension=made.extension,
        data=answer.data,
        safe_name=safe_name(name, extension=made.extension),
        sha256_original=digest.hexdigest(),
        notes=answer.notes,
    )


def _sliced(data: bytes) -> Iterator[memoryview]:
    view = memoryview(data)
    return (view[start : start + _SLICE] for start in range(0, len(view), _SLICE))


def _filled(chunks: Iterable[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    return (chunk for chunk in chunks if len(chunk))


@contextmanager
def _place() -> Iterator[None]:
    """Hold one of the few places, or say that it's busy rather than let files pile up in memory."""
    if not _children.acquire(blocking=False):
        raise NoCopy(Reason.BUSY)
    try:
        yield
    finally:
        _children.release()


class _Child:
    """A running child with its clock; when the clock runs out both pipes break, so nobody waits for ever."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-B", "-P", "-s", "-m", "banyan.base.cleaning.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # A decoder's complaint may quote the file, and a log is for ever.
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )
        if self.process.stdin is None or self.process.stdout is None:  # pragma: no cover -- both were asked for.
            raise RuntimeError("The cleaner has no pipes.")
        self.stdin: IO[bytes] = self.process.stdin
        self.stdout: IO[bytes] = self.process.stdout
        self.ran_out = False
        self._clock = threading.Timer(WALL_SECONDS, self._stop)
        self._clock.daemon = True
        self._clock.start()

    def _stop(self) -> None:
        self.ran_out = True
        self.kill()

    def kill(self) -> None:
        # A process already waited for has given its number back, perhaps to somebody else.
        if self.process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def end(self) -> None:
        self._clock.cancel()
        self.kill()
        with suppress(BrokenPipeError):
            self.stdin.close()
        self.stdout.close()
        self.process.wait()


@contextmanager
def _child() -> Iterator[_Child]:
    child = _Child()
    try:
        yield child
    finally:
        child.end()


def _environment() -> dict[str, str]:
    """Only what Python needs to start: the web process's settings and secrets stay with it."""
    kept = ("PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
    return {"LC_ALL": "C.UTF-8"} | {key: os.environ[key] for key in kept if key in os.environ}


def _feed(
    pipe: IO[bytes], first: bytes | memoryview, rest: Iterator[bytes | memoryview], digest: "hashlib._Hash"
) -> None:
    """Send every chunk; a child that ended early is heard out afterwards, so its silence is no error here."""
    total, is_open = 0, True
    for chunk in _with_first(first, rest):
        total += len(chunk)
        if total > MAX_BYTES:
            raise NoCopy(Reason.TOO_LARGE)
        digest.update(chunk)
        if is_open:
            is_open = _sent(pipe, chunk)
    with suppress(BrokenPipeError):
        pipe.close()


def _with_first(first: bytes | memoryview, rest: Iterator[bytes | memoryview]) -> Iterator[bytes | memoryview]:
    yield first
    yield from rest


def _sent(pipe: IO[bytes], chunk: bytes | memoryview) -> bool:
    try:
        pipe.write(chunk)
    except BrokenPipeError:
        return False
    return True


def _answer(child: _Child) -> Answer:
    try:
        answer = receive(child.stdout)  # type: ignore[arg-type]  # IO[bytes] is what Popen calls a BinaryIO.
    except NoCopy as refused:
        if refused.reason is Reason.COULD_NOT_OPEN:
            raise NoCopy(_reason_of_death(child)) from None
        raise
    # The answer counts only if the child also ended well: a crash while writing is a crash.
    if child.process.wait() != 0:
        raise NoCopy(_reason_of_death(child))
    return answer


def _reason_of_death(child: _Child) -> Reason:
    # Whoever already died keeps its own exit code; whoever talks nonsense is stopped here.
    child.kill()
    code = child.process.wait()
    return Reason.TOOK_TOO_LONG if child.ran_out or code == -signal.SIGXCPU else Reason.COULD_NOT_OPEN
