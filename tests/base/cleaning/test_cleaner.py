"""The child: what it may do, how it ends, and what the web process learns of it."""

import hashlib
import io
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from banyan.base.cleaning import MAX_BYTES, RESPONSE_HEADERS, NoCopy, Note, Reason, clean, cleaner
from banyan.base.cleaning.child import read_file, rewrite
from banyan.base.cleaning.contract import MAX_OUTPUT_BYTES, Rewritten
from banyan.base.cleaning.wire import Answer, receive, send_copy, send_refusal
from tests.base.cleaning.samples import MARK, recordings
from tests.base.cleaning.samples.films import Film
from tests.base.cleaning.samples.pictures import busy_pdf, tagged_jpeg


def refusal(data: bytes | Iterator[bytes]) -> Reason:
    with pytest.raises(NoCopy) as caught:
        clean(data, name="x")
    return caught.value.reason


def in_child(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Let a planted program stand where the child would: it has been taken over, or it failed."""
    started = subprocess.Popen

    def planted(_command: list[str], **options: object) -> "subprocess.Popen[bytes]":
        return started([sys.executable, "-c", program], **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(subprocess, "Popen", planted)


def test_bytes_and_chunks_give_the_same_copy_and_hash() -> None:
    data = recordings.wav()
    whole, pieces = clean(data, name="x"), clean((data[at : at + 7] for at in range(0, len(data), 7)), name="x")
    assert whole == pieces
    assert whole.sha256_original == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("data", [b"", iter([b"", b""])])
def test_an_empty_file_is_refused(data: bytes | Iterator[bytes]) -> None:
    assert refusal(data) is Reason.EMPTY


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    assert refusal(bytes(MAX_BYTES + 1)) is Reason.TOO_LARGE
    assert refusal(bytes(1024 * 1024) for _ in range(30)) is Reason.TOO_LARGE


def test_the_web_process_loads_no_decoder() -> None:
    program = "import sys, banyan.base.cleaning; print([m for m in sys.modules if m.split('.')[0] in "
    program += "{'PIL', 'pypdfium2', 'pypdfium2_raw', 'mutagen', 'pillow_heif', 'django'}])"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout.strip() == b"[]"


def test_nothing_is_written_to_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for variable in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(variable, str(home))
    monkeypatch.chdir(home)
    for data in (tagged_jpeg(), busy_pdf(), Film().whole(), recordings.mp3()):
        clean(data, name="x")
    assert list(tmp_path.rglob("*")) == [home]


LOCKED = """
from banyan.base.cleaning.limits import close_the_doors, limit_resources
limit_resources()
close_the_doors()
def tried(what):
    try:
        what()
    except OSError as error:
        return error.errno
    return 0
import sys, os, socket, errno, resource
answers = [tried(lambda: open("/etc/passwd")), tried(socket.socket), tried(os.pipe), tried(lambda: open("/tmp/x", "w"))]
assert answers == [errno.EMFILE] * 4, answers
try:
    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))
except (ValueError, PermissionError):
    pass
try:
    bytearray(2 * 1024**3)
except MemoryError:
    print("closed")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the limits on memory are Linux's")
def test_the_child_can_open_no_file_and_no_connection_and_has_bounded_memory() -> None:
    program = LOCKED.replace("    resource.setrlimit(resource.RLIMIT_AS, (-1, -1))", "    raise ValueError")
    done = subprocess.run([sys.executable, "-c", "import socket\n" + program], capture_output=True, check=False)
    assert done.stdout.strip() == b"closed", done.stderr


MODEST = """
import os, resource
from banyan.base.cleaning.limits import limit_resources
before = os.nice(0)
limit_resources()
print(resource.getrlimit(resource.RLIMIT_CPU)[0] <= 15, os.nice(0) > before)
"""


def test_attack_a_file_made_to_take_long_ends_soon_and_lets_everybody_else_go_first() -> None:
    """A PDF of 125 kB whose pages share one drawing keeps a processor busy for as long as it may."""
    done = subprocess.run([sys.executable, "-c", MODEST], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True True"


def test_the_child_gets_no_secret_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANYAN_PEPPER", "secret")
    environment = cleaner._environment()
    assert "BANYAN_PEPPER" not in environment
    assert set(environment) <= {"LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT"}


def test_a_child_that_crashes_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    in_child(monkeypatch, "import os; os.abort()")
    assert refusal(bytes(1_000_000)) is Reason.COULD_NOT_OPEN


def test_a_child_that_fails_after_its_answer_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    program = (
        "import sys\n"
        "from banyan.base.cleaning.wire import send_copy\n"
        "from banyan.base.cleaning.contract import Rewritten\n"
        "sys.stdin.buffer.read(); send_copy(sys.stdout.buffer, Rewritten('wav', b'x')); sys.stdout.flush(); sys.exit(3)"
    )
    in_child(monkeypatch, program)
    assert refusal(b"x") is Reason.COULD_NOT_OPEN


@pytest.mark.parametrize(
    "program", ["import time; time.sleep(60)", "import sys, time; sys.stdin.read(); time.sleep(60)"]
)
def test_a_child_that_never_answers_is_ended(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    in_child(monkeypatch, program)
    monkeypatch.setattr(cleaner, "WALL_SECONDS", 1.0)
    begun = time.monotonic()
    assert refusal(bytes(10_000_000)) is Reason.TOOK_TOO_LONG
    assert time.monotonic() - begun < 20


def test_a_child_that_burns_the_processor_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    in_child(monkeypatch, "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 3))\nwhile True: pass")
    assert refusal(b"x") is Reason.TOOK_TOO_LONG


def test_a_child_that_talks_nonsense_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    in_child(monkeypatch, "import sys; sys.stdin.buffer.read(); sys.stdout.write('x' * 100_000)")
    assert refusal(b"x") is Reason.COULD_NOT_OPEN


def children() -> set[str]:
    """The processes that this one started and that are there, or haven't been asked how they ended."""
    found: set[str] = set()
    for thread in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # Another thread may end while this one looks.
            found |= set((thread / "children").read_text().split())
    return found


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="only Linux lists a process's children there")
def test_no_child_is_left_behind() -> None:
    before = children()  # Other tests of this process may keep one warm, such as the picture's.
    clean(recordings.wav(), name="x")
    assert children() <= before


def test_a_file_that_finds_every_place_taken_hears_at_once_that_it_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaner, "_children", threading.BoundedSemaphore(1))
    with cleaner._place():
        assert refusal(b"x") is Reason.BUSY
    assert clean(recordings.wav(), name="x").data


def test_many_at_once_never_exceed_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most, lock = 0, 0, threading.Lock()

    class Counted(cleaner._Child):
        def __init__(self) -> None:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            super().__init__()

        def end(self) -> None:
            nonlocal running
            super().end()
            with lock:
                running -= 1

    monkeypatch.setattr(cleaner, "_Child", Counted)
    came: list[Reason | None] = []

    def send() -> None:
        try:
            clean(recordings.wav(), name="x")
        except NoCopy as refused:
            came.append(refused.reason)
        else:
            came.append(None)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(came) == 6
    assert set(came) == {None, Reason.BUSY}
    assert came.count(None) >= most == cleaner.MAX_CHILDREN
    assert running == 0


def test_what_the_child_says_arrives() -> None:
    pipe = io.BytesIO()
    send_copy(pipe, Rewritten("pdf", b"data", (Note.SCALED_DOWN,)))
    pipe.seek(0)
    assert receive(pipe) == Answer("pdf", (Note.SCALED_DOWN,), b"data")
    pipe = io.BytesIO()
    send_refusal(pipe, Reason.ENCRYPTED_PDF)
    pipe.seek(0)
    with pytest.raises(NoCopy) as caught:
        receive(pipe)
    assert caught.value.reason is Reason.ENCRYPTED_PDF


@pytest.mark.parametrize(
    "header",
    [
        [],
        {},
        {"refused": "because"},
        {"format": "html", "notes": [], "size": 1},
        {"format": "pdf", "notes": ["<script>"], "size": 1},
        {"format": "pdf", "notes": 1, "size": 1},
        {"format": ["pdf"], "notes": [], "size": 1},
        {"format": "pdf", "notes": [], "size": "1"},
        {"format": "pdf", "notes": [], "size": 0},
        {"format": "pdf", "notes": [], "size": MAX_OUTPUT_BYTES + 1},
        {"format": "pdf", "notes": [], "size": 2},
        {"format": "pdf", "notes": ["x" * 5000], "size": 1},
    ],
)
def test_nothing_in_an_answer_is_believed(header: object) -> None:
    encoded = json.dumps(header).encode()
    with pytest.raises(NoCopy) as caught:
        receive(io.BytesIO(len(encoded).to_bytes(4, "big") + encoded + b"x"))
    assert caught.value.reason is Reason.COULD_NOT_OPEN


@pytest.mark.parametrize(
    ("thrown", "reason"),
    [(MemoryError(), Reason.TOO_COMPLEX), (OSError(), Reason.DAMAGED), (SyntaxError(), Reason.DAMAGED)],
)
def test_what_decoders_throw_becomes_a_reason(thrown: BaseException, reason: Reason) -> None:
    def broken(_data: bytes) -> Rewritten:
        raise thrown

    with pytest.raises(NoCopy) as caught:
        rewrite(MARK, broken)
    assert caught.value.reason is reason


def test_a_copy_is_neither_empty_nor_endless() -> None:
    with pytest.raises(NoCopy) as caught:
        rewrite(b"", lambda _data: Rewritten("pdf", b""))
    assert caught.value.reason is Reason.DAMAGED
    with pytest.raises(NoCopy) as caught:
        rewrite(b"", lambda _data: Rewritten("pdf", bytes(MAX_OUTPUT_BYTES + 1)))
    assert caught.value.reason is Reason.TOO_LARGE


def test_the_child_too_refuses_to_read_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(bytes(MAX_BYTES + 1))

    monkeypatch.setattr(sys, "stdin", Stdin)
    with pytest.raises(NoCopy):
        read_file()


def test_copies_are_served_as_downloads_that_cannot_run() -> None:
    headers = dict(RESPONSE_HEADERS)
    assert headers["Content-Disposition"] == "attachment"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in headers["Cache-Control"]
