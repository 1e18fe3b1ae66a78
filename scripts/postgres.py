"""A throwaway PostgreSQL for one run of the tests, from Debian's own binaries, on a socket of its own."""

import contextlib
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

DATABASES = ("banyan", "banyan_drafts")


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    sys.exit("There is no PostgreSQL here. On Debian or Ubuntu this one command helps: sudo apt install postgresql")


@contextlib.contextmanager
def temporary_postgres() -> Iterator[str]:
    """Start a server in a temporary directory and yield the start of its address; stop it and forget it after."""
    binaries, home = _binaries(), Path(tempfile.mkdtemp(prefix="banyan-postgres-"))
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if user:
        account = pwd.getpwnam("postgres")
        os.chown(home, account.pw_uid, account.pw_gid)
    port = "54329"

    def call(*words: str) -> None:
        subprocess.run([*user, *words], check=True, stdout=subprocess.DEVNULL, cwd=home)

    call(str(binaries / "initdb"), "-D", str(home / "data"), "-U", "banyan", "--auth=trust", "-E", "UTF8")
    options = f"-k {home} -p {port} -c listen_addresses=127.0.0.1 -c max_connections=60"
    call(str(binaries / "pg_ctl"), "-D", str(home / "data"), "-w", "-l", str(home / "log"), "-o", options, "start")
    try:
        for name in DATABASES:
            call(str(binaries / "createdb"), "-h", "127.0.0.1", "-p", port, "-U", "banyan", name)
        yield f"postgres://banyan:@127.0.0.1:{port}"
    finally:
        call(str(binaries / "pg_ctl"), "-D", str(home / "data"), "-m", "immediate", "stop")
        shutil.rmtree(home, ignore_errors=True)
