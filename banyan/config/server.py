"""The server's entry point: `granian --interface rsgi banyan.config.server:application`.

A request's body has arrived whole before it takes one of the few threads that answer. So whoever sends slowly, on a bad
line or on purpose, holds up nobody else; and what is on its way is in memory only, never in a temporary file.
"""

import asyncio
import gc
import logging
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils.http import parse_header_parameters
from granian._granian import RSGIHTTPProtocol as HTTPProtocol
from granian._granian import RSGIProtocolClosed as ProtocolClosed
from granian.rsgi import Scope

from banyan.config.lanes import Lane, Turn
from banyan.config.wsgi import application as django

HELD_UP_SECONDS = 0.02  # Most answers take a few milliseconds. A longer one waits for a disk, a key or a child.
LANES = TELLING, PICTURE, DESK = "telling", "picture", "desk"
SMALL = 64 * 1024  # Bytes.
SWITCH_SECONDS = 0.001  # How long a busy thread may keep the others waiting; Python's own 5 ms delays every answer.
REQUEST_TIMEOUT = 408
Answer = tuple[int, list[tuple[str, str]], bytes]
TOO_MANY_PARTS: Answer = (413, [], b"")
BROKEN: Answer = (500, [], b"")
logger = logging.getLogger(__name__)
WSGI = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class TooSlow(Exception):  # noqa: N818 - reads as what happened
    """A body stopped coming, came too slowly, or had to give way to others."""


@dataclass
class Bodies:
    """Bodies in memory, until they are answered.

    When they are too many, the one that has been on its way longest gives way: it is the slowest.
    """

    idle_seconds: float = 30
    least_seconds: float = 60
    least_speed: float = 8_000  # Bytes a second, once the least time is over: an old phone at the edge of its network.
    most_held: int = 256 * 1024 * 1024
    held: int = 0
    _coming: dict[asyncio.Timeout, None] = field(default_factory=dict)

    @asynccontextmanager
    async def arrived(self, protocol: HTTPProtocol, length: int) -> AsyncIterator[BytesIO]:
        """Give the whole body, held once, and forget it at the end. Raises TooSlow."""
        if length <= SMALL:
            yield BytesIO(await self._read_small(protocol))
            return
        body = BytesIO()
        try:
            try:
                await self._read(protocol, length, body)
            finally:
                size = body.tell()
            body.seek(0)
            yield body
        finally:
            self.held -= size

    async def _read_small(self, protocol: HTTPProtocol) -> bytes:
        """Nearly every body. It isn't worth counting: granian's own buffer is as large."""
        try:
            async with asyncio.timeout(self.least_seconds):
                return await protocol()
        except TimeoutError as error:
            raise TooSlow from error

    async def _read(self, protocol: HTTPProtocol, length: int, body: BytesIO) -> None:
        time = asyncio.get_running_loop().time
        end = time() + self.least_seconds + length / self.least_speed
        try:
            async with asyncio.timeout(self.idle_seconds) as patience:
                self._coming[patience] = None
                try:
                    async for chunk in protocol:
                        body.write(chunk)
                        self.held += len(chunk)
                        self._make_room()
                        if patience not in self._coming:
                            raise TimeoutError
                        patience.reschedule(min(time() + self.idle_seconds, end))
                finally:
                    self._coming.pop(patience, None)
        except TimeoutError as error:
            raise TooSlow from error

    def _make_room(self) -> None:
        """Take the oldest from the list; it notices when its next piece comes, or at once if none does."""
        if self.held > self.most_held and self._coming:
            oldest = next(iter(self._coming))
            del self._coming[oldest]
            if not oldest.expired():
                oldest.reschedule(asyncio.get_running_loop().time())


class Application:
    """Django behind granian's RSGI: https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md."""

    def __init__(self, wsgi: WSGI, bodies: Bodies, held_up_seconds: float = HELD_UP_SECONDS) -> None:
        self._wsgi, self._bodies, self._held_up_seconds = wsgi, bodies, held_up_seconds

    def __rsgi_init__(self, _loop: asyncio.AbstractEventLoop) -> None:
        os.umask(0o077)  # `banyan serve` has done so; records are nobody else's under another starter either.
        sys.setswitchinterval(SWITCH_SECONDS)
        gc.freeze()  # What was loaded stays: looking through it for what could go holds up everybody.
        self._lanes: dict[str, Lane[Answer]] = {lane: Lane(lane) for lane in LANES}
        self._turns = asyncio.Semaphore()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Read the body, answer in a thread."""
        try:
            answer = await self._read_and_answer(scope, protocol)
        except (TooSlow, ProtocolClosed):
            answer = (REQUEST_TIMEOUT, [("connection", "close")], b"")
        except Exception:  # granian would print its words.
            logger.exception("A request broke before Django had it, or after")
            answer = BROKEN
        protocol.response_bytes(*answer)

    async def _read_and_answer(self, scope: Scope, protocol: HTTPProtocol) -> Answer:
        length = _length_of(scope)
        if not 0 < length <= settings.BANYAN_MAX_BODY_BYTES:  # Django refuses a longer one by what it says of itself.
            return await self._answer(scope, BytesIO())
        async with self._bodies.arrived(protocol, length) as body:
            return await self._answer(scope, body)

    async def _answer(self, scope: Scope, body: BytesIO) -> Answer:
        """Answer one after another; only what is held up is overtaken.

        Python runs one thread at a time. Threads that compete for it take it from whoever is writing a record, at each
        statement, while everybody else who wants to write waits for that record: fewer at once get more done.
        """
        environ, lane = environ_of(scope, body), self._lanes[lane_of(scope.path)]
        async with lane.place:  # Before the turn: whoever waits for a thread of a full lane keeps no turn.
            await self._turns.acquire()
            turn = Turn(self._turns, self._held_up_seconds)
            try:
                return await lane.start(partial(run, self._wsgi, environ))
            finally:
                turn.end()


def lane_of(path: str) -> str:
    """Whose threads answer. A flood of sign-ins or of drawings to make holds up nobody who is telling something."""
    door, _, rest = path.removeprefix("/").partition("/")
    if door == "desk":
        return DESK
    return PICTURE if rest.startswith("picture/") else TELLING


def run(wsgi: WSGI, environ: dict[str, Any]) -> Answer:
    """Call a WSGI application (PEP 3333) and gather its whole answer."""
    if _has_too_many_parts(environ):
        return TOO_MANY_PARTS
    started: list[tuple[int, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        started.append((int(status[:3]), [(name.lower(), value) for name, value in headers]))

    pieces = wsgi(environ, start)
    try:
        content = b"".join(pieces)
    finally:
        if hasattr(pieces, "close"):
            pieces.close()
    return (*started[-1], content)


def _has_too_many_parts(environ: dict[str, Any]) -> bool:
    """Whether it has more parts than any form of ours. Django takes long over each, and counts none without a name."""
    _kind, options = parse_header_parameters(environ.get("CONTENT_TYPE", ""))  # As Django reads it.
    if "boundary" not in options:
        return False
    most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + settings.DATA_UPLOAD_MAX_NUMBER_FILES + 2
    body: bytes = environ["wsgi.input"].getvalue()
    return body.count(b"--" + options["boundary"].encode(errors="replace")) > most


def environ_of(scope: Scope, body: BytesIO) -> dict[str, Any]:
    """The request as WSGI wants it. A header with an underscore could pass for another one, so it is left out."""
    host, _, port = scope.server.rpartition(":")
    environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = _key_of(name)
        joined = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joined}{value}" if key in environ and key != "HTTP_HOST" else value
    return environ


@lru_cache(256)  # Browsers send the same few; somebody may send any.
def _key_of(name: str) -> str:
    """How WSGI calls a header."""
    key = name.upper().replace("-", "_")
    return key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"


def _length_of(scope: Scope) -> int:
    """What a body says of its length. One that doesn't say is not read: no browser sends a form so."""
    length = scope.headers.get("content-length", "0")
    return int(length) if length.isdecimal() else 0


application = Application(django, Bodies())
