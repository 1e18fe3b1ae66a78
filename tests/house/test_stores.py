"""The databases are opened as the settings promise: asked of real connections, of the real settings, on a real disk."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
ASKED = ("synchronous", "journal_mode", "foreign_keys", "secure_delete", "temp_store")
FULL, OFF, MEMORY = 2, 0, 2
PROMISED = {
    # An acknowledged report is on the disk, and what was deleted is overwritten there.
    "default": {
        "synchronous": FULL,
        "journal_mode": "wal",
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": MEMORY,
    },
    # A draft may be lost in a power cut; it is overwritten when it goes, too.
    "drafts": {"synchronous": OFF, "journal_mode": "wal", "foreign_keys": 1, "secure_delete": 1, "temp_store": MEMORY},
}
ASK = """
import json, sys
import django
django.setup()
from django.db import connections
def ask(store, word):
    with connections[store].cursor() as cursor:
        return cursor.execute(f"PRAGMA {word}").fetchone()[0]
found = {store: {word: ask(store, word) for word in sys.argv[1:]} for store in connections}
found["modes"] = {store: connections[store].transaction_mode for store in connections}
print(json.dumps(found))
"""


def asked(data: Path, *, settings: str = "banyan.config.settings") -> dict[str, Any]:
    """What a process of its own, started as an operator would, finds its connections set to."""
    for name, value in {"django_key": "a key for tests only", "pepper": "07" * 32}.items():
        (data / name).write_text(value)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BANYAN_", "DJANGO_"))}
    told = {"BANYAN_DATA": str(data), "BANYAN_SECRETS": str(data), "DJANGO_SETTINGS_MODULE": settings}
    path = os.pathsep.join([str(ROOT), str(data)])
    done = subprocess.run(
        [sys.executable, "-c", ASK, *ASKED],
        env={**kept, **told, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_records_are_durable_and_what_is_deleted_is_gone(tmp_path: Path) -> None:
    assert asked(tmp_path) == {**PROMISED, "modes": dict.fromkeys(PROMISED, "IMMEDIATE")}


def test_planted_weaker_settings_are_noticed(tmp_path: Path) -> None:
    weaker = {"synchronous=FULL": "synchronous=NORMAL", "secure_delete=ON": "secure_delete=OFF", "WAL": "DELETE"}
    (tmp_path / "weaker.py").write_text(
        "from banyan.config.settings import *\n"
        "options = DATABASES['default']['OPTIONS']\n"
        f"for promise, broken in {weaker}.items():\n"
        "    options['init_command'] = options['init_command'].replace(promise, broken)\n"
    )
    found = asked(tmp_path, settings="weaker")["default"]
    wrong = {name for name, value in PROMISED["default"].items() if found[name] != value}
    assert wrong == {"synchronous", "journal_mode", "secure_delete"}


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL: ./dev test --postgres")
@pytest.mark.parametrize("setting", ["synchronous_commit", "fsync", "full_page_writes"])
def test_postgres_acknowledges_only_what_is_durable(setting: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {setting}")
        assert cursor.fetchone() == ("on",)
