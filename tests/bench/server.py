"""A real server for the bench: the same command that operators run, on data of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PREPARE = """
from banyan.cli.setup import prepare
prepare(quiet=True)
from tests.bench.prepare import make_partners
make_partners()
"""


@dataclass(frozen=True)
class Server:
    port: int
    pid: int
    started_in: float
    data: Path

    def resident_mb(self) -> float:
        """Resident memory of the server and all its processes, shared pages counted once for each."""
        pids, total = [self.pid], 0
        while pids:
            pid = pids.pop()
            children = Path(f"/proc/{pid}/task/{pid}/children")
            with contextlib.suppress(OSError):
                pids += [int(child) for child in children.read_text().split()]
                total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        return total / 2**20


def environment(data: Path) -> dict[str, str]:
    return {
        **os.environ,
        "BANYAN_DATA": str(data),
        "BANYAN_SECRETS": str(data / "secrets"),
        "DJANGO_SETTINGS_MODULE": "banyan.config.settings",
        # As behind a proxy: each journey comes from a network of its own, as each person does.
        "BANYAN_CLIENT_HEADER": "X-Forwarded-For",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float) -> None:
    """Until it answers a whole request: an open port alone isn't a server."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as one:
            one.sendall(b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            if one.recv(12).startswith(b"HTTP/1.1 200"):
                return
        time.sleep(0.02)
    raise TimeoutError(f"No server on {port}.")


@contextlib.contextmanager
def running(workers: int = 2) -> Iterator[Server]:
    """Prepare data, start the server, and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="banyan-bench-") as directory:
        data = Path(directory)
        subprocess.run([sys.executable, "-c", PREPARE], env=environment(data), check=True)
        with started(data, workers) as server:
            yield server


@contextlib.contextmanager
def started(data: Path, workers: int = 2) -> Iterator[Server]:
    port, began = free_port(), time.monotonic()
    command = [sys.executable, "-m", "banyan.cli", "serve", "--port", str(port), "--workers", str(workers)]
    process = subprocess.Popen(command, env=environment(data), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, 60)
        yield Server(port, process.pid, time.monotonic() - began, data)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
