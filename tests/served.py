"""The real server on a real socket, with a fictional coalition, for what only the wire or a browser can tell."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60  # Seconds for a server to start on a busy machine.
FOUND = """
from datetime import time
from banyan.cli.setup import prepare
prepare(quiet=True)
from banyan.people.models import Member, OpenHours
from banyan.partners.actions.listings import load_listings
from banyan.site.models import LanguageApproval
from banyan.site.queries.languages import digest_of
from tests.factories import NOW, OPERATOR, call_in_public, make_personas
made = make_personas()
load_listings(by=OPERATOR, place="san_francisco", now=NOW)
call_in_public((made.mei, made.dana, made.tomas))
for house in (made.house, made.elsewhere):
    for weekday in range(7):
        OpenHours.objects.create(organisation=house, weekday=weekday, opens_at=time(0, 1), closes_at=time(23, 59))
made.house.languages.create(tag="yue")
made.house.languages.create(tag="en")
for code in ("zh-hant", "zh-hans", "es", "vi", "fil", "ar"):
    LanguageApproval.objects.create(language=code, digest=digest_of(code), approved_by=made.dana, approved_at=NOW)
"""


@contextmanager
def serve(home: Path) -> Iterator[str]:
    """Set it up in an empty folder, serve it, and give its address."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BANYAN_", "DJANGO_"))}
    env = {**kept, "BANYAN_DATA": str(home), "BANYAN_SECRETS": str(home / "secrets"), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", FOUND], env=env, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "banyan.cli", "serve", "--port", str(port), "--workers", "1"]
    log = (home / "server.log").open("w")
    server = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
    try:
        address = f"http://localhost:{port}"
        _wait_for(address, server)
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=PATIENCE)
        log.close()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and server.poll() is None:
        try:
            with urlopen(f"{address}/en/", timeout=PATIENCE):  # noqa: S310 - our own server
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("The server did not start.")
