"""The operator's commands, run as an operator runs them, on a data directory of their own."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest


def banyan(data: Path, *words: str, secrets: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Call a command as from a shell."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("BANYAN", "DJANGO"))}
    environment = {**keep, "BANYAN_DATA": str(data), "BANYAN_SECRETS": str(secrets or data / "secrets")}
    command = [sys.executable, "-m", "banyan.cli", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A coalition that was set up, with nobody in it yet."""
    data = tmp_path_factory.mktemp("founded")
    done = banyan(data, "setup", "--name", "Lantern Coalition (fictional)")
    assert done.returncode == 0, done.stderr
    assert "/desk/account/invitation/" in done.stdout
    return data


def test_help_names_every_command(tmp_path: Path) -> None:
    done = banyan(tmp_path, "--help")
    assert done.returncode == 0
    for command in ("setup", "serve", "demo", "import", "picture", "keys", "audit", "backup", "restore", "tidy"):
        assert command in done.stdout


def test_without_secrets_it_says_what_helps(tmp_path: Path) -> None:
    done = banyan(tmp_path, "audit", "verify")
    assert done.returncode == 1
    assert "banyan setup" in done.stderr
    assert "Traceback" not in done.stderr


def test_only_their_owner_reads_secrets_and_data(founded: Path) -> None:
    for path in (founded, founded / "secrets"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in (founded / "secrets").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_setting_up_again_changes_nothing(founded: Path) -> None:
    before = {path.name: path.read_text() for path in (founded / "secrets").iterdir()}
    done = banyan(founded, "setup")
    assert done.returncode == 0
    assert "is ready" in done.stdout
    assert {path.name: path.read_text() for path in (founded / "secrets").iterdir()} == before


def test_the_trail_verifies_and_a_change_is_found(founded: Path, tmp_path: Path) -> None:
    assert banyan(founded, "audit", "verify").returncode == 0
    target = tmp_path / "copy.banyan"
    assert banyan(founded, "backup", str(target)).returncode == 0
    restored = tmp_path / "restored"
    assert banyan(restored, "restore", str(target), secrets=founded / "secrets").returncode == 0
    with sqlite3.connect(restored / "banyan.sqlite3") as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in names:
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("UPDATE base_auditline SET action = 'people.coalition.other' WHERE sequence = 1")
    done = banyan(restored, "audit", "verify", "--json", secrets=founded / "secrets")
    assert done.returncode == 1
    assert json.loads(done.stdout)["broken"][0]["reason"] == "changed"


def test_a_backup_holds_no_secret_and_comes_back_whole(founded: Path, tmp_path: Path) -> None:
    target = tmp_path / "whole.banyan"
    done = banyan(founded, "backup", str(target), "--json")
    assert json.loads(done.stdout)["engine"] == "sqlite"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    for path in (founded / "secrets").iterdir():
        assert path.read_bytes() not in target.read_bytes()
    again = banyan(founded, "backup", str(target))
    assert again.returncode == 1
    assert "there already" in again.stderr


def test_a_backup_cut_short_is_refused_in_a_sentence(founded: Path, tmp_path: Path) -> None:
    target = tmp_path / "cut.banyan"
    banyan(founded, "backup", str(target))
    target.write_bytes(target.read_bytes()[: target.stat().st_size // 2])
    done = banyan(tmp_path / "empty", "restore", str(target), secrets=founded / "secrets")
    assert done.returncode == 1
    assert "cut short" in done.stderr
    assert not (tmp_path / "empty" / "banyan.sqlite3").exists()


def test_restoring_over_records_is_refused(founded: Path, tmp_path: Path) -> None:
    target = tmp_path / "over.banyan"
    banyan(founded, "backup", str(target))
    done = banyan(founded, "restore", str(target))
    assert done.returncode == 1
    assert "there already" in done.stderr


def test_tidy_and_keys_say_what_they_found(founded: Path) -> None:
    assert json.loads(banyan(founded, "tidy", "--json").stdout) == {"drafts": 0, "files": 0, "sessions": 0}
    assert json.loads(banyan(founded, "keys", "list", "--json").stdout) == {"keys": [], "at_risk": []}


def test_a_demonstration_never_overwrites_a_real_coalition(founded: Path) -> None:
    done = banyan(founded, "demo", "up")
    assert done.returncode == 1
    assert "real coalition" in done.stderr


def test_there_is_no_demonstration_code_for_a_real_coalition(founded: Path) -> None:
    assert banyan(founded, "demo", "code", "steward").returncode == 1


def test_a_wrong_file_is_refused_in_a_sentence(founded: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("<!doctype html><title>Not found</title>")
    done = banyan(founded, "import", "sf-hate-crimes", str(wrong))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_the_real_file_reads_as_published(founded: Path) -> None:
    data = Path(os.environ.get("BANYAN_TEST_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
    file = data / "sf-hate-crimes" / "hate_crimes.csv"
    if not file.exists():
        pytest.skip("The San Francisco file isn't here; set BANYAN_TEST_DATA to the folder that has it.")
    assert banyan(founded, "import", "sf-hate-crimes", str(file)).returncode == 0
    asked = ("--place", "San Francisco", "--community", "asian", "--from", "2019", "--to", "2025", "--format", "json")
    found = json.loads(banyan(founded, "picture", *asked).stdout)
    series = {row["period"]: row["n"] for row in found["rows"] if row["measure"] == "official_incidents"}
    assert series == {"2019": 6, "2020": 9, "2021": 60, "2022": 6, "2023": 13, "2024": 5, "2025": 6}
    assert not found["demonstration"]
    again = banyan(founded, "import", "sf-hate-crimes", str(file))
    assert "Nothing new" in again.stdout
