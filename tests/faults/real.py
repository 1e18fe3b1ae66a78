"""The real server as a process of its own, whose every trace lies under one directory and can be searched."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import server

SETTINGS = "tests.faults.settings"


@dataclass(frozen=True)
class Running:
    port: int
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """SIGKILL to the server and every process it started, at once: nobody gets to tidy up."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def environment(data: Path) -> dict[str, str]:
    """As an operator's, on this data, with temporary files where they can be looked at."""
    (data / "tmp").mkdir(parents=True, exist_ok=True)
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("BANYAN", "DJANGO"))}
    return {
        **keep,
        "BANYAN_DATA": str(data),
        "BANYAN_SECRETS": str(data / "secrets"),
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
        "TMPDIR": str(data / "tmp"),
    }


def run(data: Path, code: str) -> str:
    """Run Python on this data in a process of its own; gives what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(data), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def banyan(data: Path, *words: str) -> str:
    """Call a command as from a shell; it must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", "banyan.cli", *words], env=environment(data), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def prepare(data: Path) -> None:
    """A coalition of two partners with keys, whose passwords cost little."""
    run(data, server.PREPARE)


@contextlib.contextmanager
def serving(data: Path, *, workers: int = 2) -> Iterator[Running]:
    """Start it, in a process group of its own, and end it whatever happens."""
    port = server.free_port()
    command = [sys.executable, "-m", "banyan.cli", "serve", "--port", str(port), "--workers", str(workers)]
    with (data / "server.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment(data), stdout=log, stderr=log, start_new_session=True)
    running = Running(port, process)
    try:
        server.wait_for(port, 60)
        yield running
    finally:
        running.kill()
