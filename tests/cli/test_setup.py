"""Setting up: the time zone that the coalition's clocks follow, and what setting up again and restoring keep."""

import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from banyan.cli import setup
from banyan.people.rules.timezones import UTC
from tests.cli.test_commands import banyan

FACTS = "SELECT name, place, timezone, leave_to FROM people_coalition"
INTERPRETERS = "SELECT language, name, phone, text_to, hours FROM people_interpretercontact ORDER BY language"


def ask(data: Path, question: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(data / "banyan.sqlite3")) as connection:
        return connection.execute(question).fetchall()


def found(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return banyan(data, "setup", "--name", "Harbour Coalition (fictional)", *words)


@pytest.fixture(scope="module")
def manila(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("manila")
    done = found(data, "--timezone", "Asia/Manila", "--place", "")
    assert done.returncode == 0, done.stderr
    assert "in the time of Asia/Manila" in done.stdout
    assert "under Team, The coalition" in done.stdout
    return data


def test_its_clocks_run_where_it_works(manila: Path) -> None:
    assert ask(manila, FACTS) == [("Harbour Coalition (fictional)", "", "Asia/Manila", "https://www.weather.gov/")]


def test_a_zone_that_there_is_not_founds_nothing(tmp_path: Path) -> None:
    done = found(tmp_path, "--timezone", "Mars/Olympus")
    assert done.returncode == 1
    assert "no time zone Mars/Olympus" in done.stderr
    assert ask(tmp_path, FACTS) == []


def test_setting_up_again_and_restoring_keep_its_facts(manila: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(manila / "banyan.sqlite3")) as connection, connection:
        connection.execute("UPDATE people_coalition SET leave_to = 'https://example.org/'")
        connection.execute(
            "INSERT INTO people_interpretercontact (id, language, name, phone, text_to, hours)"
            " VALUES ('0123456789abcdef0123456789abcdef', 'ar', 'Nadia (fictional)', '', '555-0107', '9–17')"
        )
    before = ask(manila, FACTS), ask(manila, INTERPRETERS)
    assert found(manila, "--timezone", "Europe/Paris", "--place", "san_francisco").returncode == 0
    assert (ask(manila, FACTS), ask(manila, INTERPRETERS)) == before
    target, restored = tmp_path / "copy.banyan", tmp_path / "restored"
    assert banyan(manila, "backup", str(target)).returncode == 0
    assert banyan(restored, "restore", str(target), secrets=manila / "secrets").returncode == 0
    assert banyan(restored, "setup", secrets=manila / "secrets").returncode == 0
    assert (ask(restored, FACTS), ask(restored, INTERPRETERS)) == before


# --- What the machine says of its own time zone -----------------------------------------------------------------------

Machine = Callable[..., None]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    """A machine that says so in one of the ways there are."""

    def say(*, variable: str = "", link: str = "", file: str = "") -> None:
        monkeypatch.setenv("TZ", variable)
        places = {name: tmp_path / name for name in ("localtime", "timezone")}
        if link:
            target = tmp_path / "zoneinfo" / link
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
            places["localtime"].symlink_to(target)
        if file:
            places["timezone"].write_text(f"{file}\n")
        monkeypatch.setattr(setup, "LOCALTIME", places["localtime"])
        monkeypatch.setattr(setup, "TIMEZONE", places["timezone"])

    return say


@pytest.mark.parametrize(
    ("says", "zone"),
    [
        ({"variable": "America/Chicago", "link": "Europe/Paris"}, "America/Chicago"),
        ({"variable": ":America/Chicago"}, "America/Chicago"),
        ({"link": "Europe/Paris", "file": "Asia/Manila"}, "Europe/Paris"),
        ({"variable": "PST8PDT", "file": "Asia/Manila"}, "Asia/Manila"),
        ({"link": "Etc/UTC", "file": "Etc/UTC"}, UTC),
        ({}, UTC),
    ],
)
def test_the_machines_own_zone_is_the_first_guess(machine: Machine, says: dict[str, str], zone: str) -> None:
    machine(**says)
    assert setup.machine_timezone() == zone


def test_a_machine_that_names_no_place_is_warned_about(tmp_path: Path) -> None:
    done = found(tmp_path, "--timezone", "UTC")
    assert "wrong wherever UTC isn't the time on the wall" in done.stdout
