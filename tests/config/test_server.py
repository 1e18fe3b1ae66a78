"""Bodies arrive before they take a thread, give way when they are too many, and never come in under a false header."""

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest

from banyan.base.cleaning.cleaner import MAX_CHILDREN
from banyan.config.lanes import THREADS
from banyan.config.logs import WithoutWords
from banyan.config.server import (
    DESK,
    PICTURE,
    SMALL,
    TELLING,
    Application,
    Bodies,
    TooSlow,
    environ_of,
    lane_of,
    run,
)

LARGE = SMALL + 1


class Sender:
    """A protocol's body, piece by piece; None stands for silence that lasts."""

    def __init__(self, pieces: Iterable[bytes | None]) -> None:
        self.pieces = pieces

    async def __call__(self) -> bytes:
        return b"".join([piece async for piece in self])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self.pieces:
            if piece is None:
                await asyncio.Event().wait()
            else:
                await asyncio.sleep(0)
                yield piece


async def read(bodies: Bodies, *pieces: bytes | None, length: int = LARGE) -> bytes:
    sender: Any = Sender(pieces)
    async with bodies.arrived(sender, length) as body:
        return body.read()


def test_a_body_comes_whole_and_is_forgotten_once_answered() -> None:
    bodies = Bodies()
    for length in (13, LARGE):
        assert asyncio.run(read(bodies, b"what ", b"happened", length=length)) == b"what happened"
    assert bodies.held == 0


def test_who_falls_silent_is_let_go_and_takes_no_memory_along() -> None:
    bodies = Bodies(idle_seconds=0.02, least_seconds=0.02)
    for length in (9, LARGE):
        with pytest.raises(TooSlow):
            asyncio.run(read(bodies, b"words", None, length=length))
    assert bodies.held == 0


def test_who_drips_is_let_go_at_the_end_of_the_time_for_that_length() -> None:
    async def drip() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.01)
            yield b"."

    async def wait() -> None:
        dripping: Any = drip()
        async with Bodies(idle_seconds=0.2, least_seconds=0.05, least_speed=10**9).arrived(dripping, LARGE):
            pytest.fail("It never ends.")

    with pytest.raises(TooSlow):
        asyncio.run(asyncio.wait_for(wait(), 5))


def test_when_memory_runs_out_the_slowest_gives_way_and_the_others_arrive() -> None:
    async def meet() -> tuple[bytes | BaseException, bytes | BaseException]:
        bodies = Bodies(most_held=100)
        slow = asyncio.ensure_future(read(bodies, b"s" * 60, None))
        await asyncio.sleep(0.01)
        return await asyncio.gather(slow, read(bodies, b"q" * 60), return_exceptions=True)

    slow, quick = asyncio.run(meet())
    assert isinstance(slow, TooSlow)
    assert quick == b"q" * 60


def test_a_body_that_alone_is_too_large_for_memory_gives_way_itself() -> None:
    with pytest.raises(TooSlow):
        asyncio.run(read(Bodies(most_held=100), b"a" * 60, b"a" * 60))


def scope(**changes: Any) -> Any:
    given = {
        "method": "GET", "path": "/en/", "query_string": "a=1", "scheme": "http", "http_version": "1.1",
        "server": "127.0.0.1:8000", "client": "203.0.113.7:5555", "authority": None, "headers": {"host": "example.org"},
    }  # fmt: skip
    return SimpleNamespace(**{**given, **changes})


@pytest.mark.parametrize("part", [b"content-disposition:f;filename=a", b'content-disposition: form-data; name="a"'])
def test_attack_a_form_of_very_many_parts_is_not_even_read(part: bytes) -> None:
    """Django counts no file part without a name, and takes a second over each megabyte of them."""

    def wsgi(_environ: Any, start: Any) -> list[bytes]:
        start("200 OK", [])
        return []

    def send(parts: int) -> int:
        body = b"--X\r\n" + b"\r\n\r\n\r\n--X\r\n".join([part] * parts) + b"\r\n\r\n\r\n--X--"
        headers = {"content-type": "multipart/form-data; boundary=X", "content-length": str(len(body))}
        answered: list[int] = []

        async def ask() -> None:
            application = Application(wsgi, Bodies())
            application.__rsgi_init__(asyncio.get_running_loop())
            protocol: Any = Sender([body])
            protocol.response_bytes = lambda status, _headers, _content: answered.append(status)
            await application.__rsgi__(scope(method="POST", headers=headers), protocol)

        asyncio.run(ask())
        return answered[0]

    assert send(100) == 200
    assert send(1_000) == 413


def test_attack_an_error_that_django_never_saw_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    """Granian would print it whole: a form's boundary, as the sender wrote it, in an encoding that Python lacks."""

    def wsgi(_environ: Any, _start: Any) -> list[bytes]:
        raise LookupError("the blue kite over the bakery")

    assert answer(Application(wsgi, Bodies()), "/") == [500]
    (record,) = caplog.records
    line = WithoutWords().format(record)
    assert "LookupError" in line
    assert "kite" not in line


def test_the_request_is_told_as_wsgi_tells_it() -> None:
    environ = environ_of(
        scope(path="/zh-hant/問/", headers={"host": "example.org", "content-type": "a/b"}), BytesIO(b"body")
    )
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/zh-hant/問/"
    assert environ["HTTP_HOST"] == "example.org"
    assert environ["CONTENT_TYPE"] == "a/b"
    assert environ["REMOTE_ADDR"] == "203.0.113.7"
    assert environ["wsgi.input"].read() == b"body"
    assert environ_of(scope(client="[2001:db8::1]:5555"), BytesIO())["REMOTE_ADDR"] == "2001:db8::1"


def test_attack_an_underscore_can_t_pass_for_the_proxy_s_own_header() -> None:
    headers = {"x-forwarded-for": "203.0.113.7", "x_forwarded_for": "198.51.100.1"}
    assert environ_of(scope(headers=headers), BytesIO())["HTTP_X_FORWARDED_FOR"] == "203.0.113.7"


def test_the_answer_is_gathered_whole_and_closed() -> None:
    closed: list[bool] = []

    class Pieces(list[bytes]):
        def close(self) -> None:
            closed.append(True)

    def wsgi(_environ: Any, start: Any) -> Pieces:
        start("303 See Other", [("Location", "/en/")])
        return Pieces([b"a", b"b"])

    assert run(wsgi, {}) == (303, [("location", "/en/")], b"ab")
    assert closed == [True]


def answer(application: Application, *paths: str) -> list[int]:
    """The statuses of requests that all arrive at once."""
    answered: list[int] = []

    async def ask() -> None:
        application.__rsgi_init__(asyncio.get_running_loop())
        protocol: Any = SimpleNamespace(response_bytes=lambda status, _headers, _content: answered.append(status))
        await asyncio.gather(*(application.__rsgi__(scope(path=path), protocol) for path in paths))

    asyncio.run(asyncio.wait_for(ask(), 30))
    return answered


def test_answers_are_made_one_after_another() -> None:
    inside, most = 0, 0

    def wsgi(_environ: Any, start: Any) -> list[bytes]:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        threading.Event().wait(0.001)  # Lets any other thread in.
        inside -= 1
        start("200 OK", [])
        return []

    assert answer(Application(wsgi, Bodies(), held_up_seconds=30), *["/"] * 2 * THREADS) == [200] * 2 * THREADS
    assert most == 1


def test_whoever_is_held_up_is_overtaken() -> None:
    may_go_on = threading.Event()

    def wsgi(environ: Any, start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/held-up/":
            assert may_go_on.wait(20)
        may_go_on.set()
        start("200 OK", [])
        return []

    assert answer(Application(wsgi, Bodies(), held_up_seconds=0.001), "/held-up/", "/") == [200, 200]


def test_the_thread_that_was_free_last_answers_next() -> None:
    """Those that were needed once, while another was held up, sleep on: their connections know nothing any more."""
    answering, all_held = [], threading.Barrier(THREADS)

    def wsgi(environ: Any, start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == "/held-up/":
            all_held.wait(20)
        else:
            answering.append(threading.get_ident())
        start("200 OK", [])
        return []

    application = Application(wsgi, Bodies(), held_up_seconds=0.5)
    assert answer(application, *["/held-up/"] * THREADS, *["/"] * 4 * THREADS) == [200] * 5 * THREADS
    assert len(set(answering[THREADS:])) == 1  # The first may come while those that were held up are still ending.


@pytest.mark.parametrize("slow", ["/desk/account/login/", "/en/picture/1/pdf/"])
def test_attack_however_many_sign_in_or_ask_for_a_drawing_whoever_tells_something_is_answered(slow: str) -> None:
    told = threading.Event()

    def wsgi(environ: Any, start: Any) -> list[bytes]:
        if environ["PATH_INFO"] == slow:
            assert told.wait(20)
        told.set()
        start("200 OK", [])
        return []

    # Whoever waits for a thread of a full lane keeps no turn: together they would keep it for half a minute.
    application, flood = Application(wsgi, Bodies(), held_up_seconds=0.25), [slow] * 30 * THREADS
    assert answer(application, *flood, "/en/tell/words/") == [200] * (len(flood) + 1)


def test_what_a_server_writes_is_its_own_however_it_was_started() -> None:
    before = os.umask(0o022)
    try:
        answer(Application(lambda _environ, start: [start("200 OK", []) or b""], Bodies()), "/")
        assert os.umask(0o022) == 0o077
    finally:
        os.umask(before)


def test_every_address_has_a_lane() -> None:
    lanes = {
        path: lane_of(path) for path in ("/", "/en/", "/desk", "/desk/x/", "/ar/picture/", "/en/tell/picture/", "//")
    }
    assert list(lanes.values()) == [TELLING, TELLING, DESK, DESK, PICTURE, TELLING, TELLING]


def test_files_being_copied_leave_threads_for_those_who_write() -> None:
    assert 2 * MAX_CHILDREN <= THREADS
