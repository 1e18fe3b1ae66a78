"""The child process survives what its jobs do, is shared, and leaves nothing behind."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from banyan.observatory.charts import kitchen
from banyan.observatory.charts.kitchen import ClosedError, JobFailedError, Kitchen, TookTooLongError
from banyan.observatory.rules.publications import Progress
from tests.observatory.charts.sample import picture

STOVE = "tests.observatory.charts.stove"
ROOT = Path(__file__).resolve().parents[3]


def make(directory: Path, **given: float) -> Kitchen:
    """A kitchen with the jobs of the tests."""
    return Kitchen(directory, module=STOVE, **given)


@pytest.fixture
def stove(tmp_path: Path) -> Iterator[Kitchen]:
    made = make(tmp_path)
    yield made
    made.close()


def test_a_job_is_done_elsewhere_and_the_process_is_kept(stove: Kitchen) -> None:
    first, second = stove.ask("echo", {"word": "樹"}), stove.ask("echo", {})

    assert first["word"] == "樹"
    assert first["pid"] == second["pid"] != os.getpid()


def test_nobody_else_on_the_machine_can_ask(stove: Kitchen) -> None:
    stove.ask("echo", {})

    assert stat.S_IMODE(stove.address.stat().st_mode) == 0o700


def test_what_a_job_raises_comes_back_without_its_words(stove: Kitchen) -> None:
    with pytest.raises(JobFailedError) as failed:
        stove.ask("fail", {})

    assert failed.value.kind == "ValueError"
    assert "name" not in str(failed.value)
    assert stove.ask("echo", {"still": "there"})["still"] == "there"


def test_a_job_it_does_not_know_is_refused(stove: Kitchen) -> None:
    with pytest.raises(JobFailedError) as failed:
        stove.ask("os.system", {})

    assert failed.value.kind == "KeyError"


def test_a_crash_is_tried_once_more(stove: Kitchen, tmp_path: Path) -> None:
    assert stove.ask("crash_once", {"mark": str(tmp_path / "mark")}) == "done"


def test_a_job_that_always_crashes_is_given_up_and_the_next_one_works(stove: Kitchen) -> None:
    with pytest.raises(ClosedError):
        stove.ask("crash", {})

    assert stove.ask("echo", {"after": 1})["after"] == 1


def test_a_job_that_hangs_is_ended_at_its_limit(stove: Kitchen) -> None:
    with pytest.raises(TookTooLongError):
        stove.ask("hang", {}, limit=0.4)

    assert stove.ask("echo", {"after": 1})["after"] == 1


def test_those_who_wait_behind_a_job_that_hangs_are_served(stove: Kitchen) -> None:
    stove.ask("echo", {})

    with ThreadPoolExecutor() as pool:
        hanging = pool.submit(stove.ask, "hang", {}, limit=0.6)
        waiting = [pool.submit(stove.ask, "echo", {"n": n}) for n in range(4)]

        assert isinstance(hanging.exception(), TookTooLongError)
        assert [one.result()["n"] for one in waiting] == [0, 1, 2, 3]


def test_two_clients_at_once_start_one_process(tmp_path: Path) -> None:
    clients = [make(tmp_path) for _ in range(3)]

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(lambda client: client.ask("echo", {}), clients))

    assert len({answer["pid"] for answer in answers}) == 1
    assert sum(client._process is not None for client in clients) == 1
    for client in clients:
        client.close()


def test_it_ends_when_nobody_asks_and_starts_again(tmp_path: Path) -> None:
    stove = make(tmp_path, idle_seconds=0.2)
    first = stove.ask("echo", {})["pid"]
    assert stove._process is not None

    assert stove._process.wait(timeout=20) == 0
    assert not stove.address.exists()
    assert stove.ask("echo", {})["pid"] != first
    stove.close()


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    program = (
        "import sys, django; django.setup()\n"
        "from tests.observatory.charts.test_kitchen import make\n"
        "from pathlib import Path\n"
        "stove = make(Path(sys.argv[1])); stove.ask('echo', {})\n"
        "print('started', flush=True); sys.stdin.read()"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    starter = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
    )
    assert starter.stdout is not None
    assert starter.stdin is not None
    assert starter.stdout.readline() == b"started\n"
    connection = kitchen._dial(kitchen.socket_path(tmp_path, STOVE))
    assert connection is not None
    with connection:
        kitchen._send(connection, {"job": "hang", "arguments": {}, "limit": 60})
        kitchen._receive(connection)
        connection.settimeout(20)

        starter.send_signal(signal.SIGKILL)

        assert connection.recv(1) == b""
    starter.wait()
    starter.stdin.close()
    starter.stdout.close()


def test_nothing_a_library_prints_is_shown(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    stove = make(tmp_path)

    assert stove.ask("chatter", {}) == "said"

    stove.close()
    assert "name" not in "".join(capfd.readouterr())


def test_a_client_that_says_nothing_holds_nobody_up_for_long(stove: Kitchen) -> None:
    stove.ask("echo", {})
    silent = kitchen._dial(stove.address)
    assert silent is not None

    with silent:
        assert stove.ask("echo", {"n": 1})["n"] == 1


def test_a_long_directory_gets_a_short_private_socket(tmp_path: Path) -> None:
    deep = tmp_path / ("x" * 120)

    path = kitchen.socket_path(deep, STOVE)

    assert len(os.fsencode(path)) <= 100
    assert path != kitchen.socket_path(tmp_path, STOVE)
    stove = make(deep)
    assert stove.ask("echo", {"n": 1})["n"] == 1
    assert stat.S_IMODE(stove.address.parent.stat().st_mode) == 0o700
    stove.close()


def test_a_process_that_cannot_start_is_said_to_be_closed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ClosedError):
        Kitchen(tmp_path, module="tests.observatory.charts.no_such_module").ask("echo", {})


def test_a_pdf_is_made_in_the_child(stove: Kitchen) -> None:
    made = stove.render_pdf(picture(), "en")

    assert made.startswith(b"%PDF")


def test_asking_loads_nothing_heavy(tmp_path: Path) -> None:
    """In a fresh process, because this one may have loaded anything; a brief is asked for there, and none drawn."""
    program = (
        "import django, sys; django.setup()\n"
        "from pathlib import Path\n"
        "from banyan.observatory.charts.kitchen import Kitchen\n"
        "from tests.observatory.charts.sample import picture\n"
        f"stove = Kitchen(Path({str(tmp_path)!r}))\n"
        "assert stove.render_pdf(picture(), 'en').startswith(b'%PDF')\n"
        "stove.close()\n"
        "heavy = {'typst', 'duckdb', 'narwhals', 'statsmodels', 'scipy', 'numpy', 'pandas', 'pyarrow', 'altair'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}

    said = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    ).stdout

    assert said == "[]\n"


def test_a_temporary_folder_that_others_can_open_is_not_asked_in(tmp_path: Path) -> None:
    """Whoever made it first could sit there and answer, or write down what is asked."""
    stove = make(tmp_path / ("long" * 30) / "data")
    stove.address.parent.mkdir(mode=0o777)
    stove.address.parent.chmod(0o777)

    try:
        with pytest.raises(ClosedError, match="Somebody else"):
            stove.ask("echo", {})
    finally:
        stove.address.parent.rmdir()


def test_a_job_that_nobody_waits_for_tells_how_far_it_is(stove: Kitchen, tmp_path: Path) -> None:
    assert stove.glance() is None, "nothing runs, and looking starts nothing"
    assert not stove.address.exists()
    stove.leave("count", {"enough": str(tmp_path / "enough")}, subject="picture", limit=30).join()
    found = next(seen for seen in iter(stove.glance, ...) if seen is None or seen.done)
    assert found == Progress("picture", 14, 36)
    (tmp_path / "enough").touch()
    assert stove.ask("echo", {})["pid"], "the next one waits for it"
    assert stove.glance() is None


def test_a_killed_process_is_known_to_be_gone(stove: Kitchen, tmp_path: Path) -> None:
    pid = stove.ask("echo", {})["pid"]
    stove.leave("count", {"enough": str(tmp_path / "never")}, subject="picture", limit=30).join()
    assert stove.glance() is not None
    os.kill(pid, signal.SIGKILL)
    stove.close()
    assert stove.glance() is None


def test_a_job_is_given_up_where_the_process_is_at_another(
    stove: Kitchen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kitchen, "_SOON", 0.1)
    stove.ask("echo", {})
    for subject in ("first", "second"):
        stove.leave("count", {"enough": str(tmp_path / "enough")}, subject=subject, limit=30).join()
    found = stove.glance()
    assert found is not None
    assert found.subject == "first"
    (tmp_path / "enough").touch()
    assert stove.ask("echo", {})["pid"]
    assert stove.glance() is None, "the second never began"
