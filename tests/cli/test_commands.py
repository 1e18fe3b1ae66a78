"""The operator's commands, run as an operator runs them, on a data directory of their own."""

import io
import json
import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import tarfile
from pathlib import Path
from uuid import UUID

import click
import pytest

from banyan.cli.serve import _must_be_free


def banyan(data: Path, *words: str, secrets: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
    """Call a command as from a shell."""
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("BANYAN", "DJANGO"))}
    environment = {**keep, "BANYAN_DATA": str(data), "BANYAN_SECRETS": str(secrets or data / "secrets"), **more}
    command = [sys.executable, "-m", "banyan.cli", *words]
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A coalition that was set up, with nobody in it yet."""
    data = tmp_path_factory.mktemp("founded")
    done = banyan(data, "setup", "--name", "Lantern Coalition (fictional)")
    assert done.returncode == 0, done.stderr
    assert "/desk/account/invitation/" in done.stdout
    return data


def test_what_is_there_already_is_said_as_json_too(founded: Path) -> None:
    ready = {"coalition": "Lantern Coalition (fictional)", "founded": False}
    assert json.loads(banyan(founded, "setup", "--json").stdout) == ready
    assert json.loads(banyan(founded, "translations", "compile", "--json").stdout) == {"compiled": 0}


def test_a_new_coalition_without_a_name_is_never_asked_for_in_json(tmp_path: Path) -> None:
    done = banyan(tmp_path, "setup", "--json")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--name" in done.stderr
    named = banyan(tmp_path, "setup", "--json", "--name", "Lantern Coalition (fictional)")
    assert "/desk/account/invitation/" in json.loads(named.stdout)["path"]


def test_help_names_every_command(tmp_path: Path) -> None:
    done = banyan(tmp_path, "--help")
    assert done.returncode == 0
    for command in (
        "setup",
        "serve",
        "demo",
        "import",
        "picture",
        "keys",
        "invite",
        "audit",
        "backup",
        "restore",
        "tidy",
    ):
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


def test_attack_another_user_of_the_machine_reads_nothing_that_a_command_wrote(founded: Path, tmp_path: Path) -> None:
    """The desk's numbers are exact, and the place where somebody restores may be one that others look into."""
    kept, restored, drawn = tmp_path / "kept.banyan", tmp_path / "restored", tmp_path / "picture.txt"
    assert banyan(founded, "backup", str(kept)).returncode == 0
    assert banyan(restored, "restore", str(kept), secrets=founded / "secrets").returncode == 0
    asked = ("--place", "san_francisco", "--from", "2024", "--to", "2024", "--output", str(drawn))
    assert banyan(founded, "picture", *asked).returncode == 0
    made = [kept, drawn, restored, *restored.iterdir(), *founded.iterdir()]
    assert [path for path in made if path.stat().st_mode & 0o077] == []


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


def cut_back(data: Path, lines: int) -> None:
    """As somebody who may write to the database would: the last lines go, and the older head comes back."""
    with sqlite3.connect(data / "banyan.sqlite3") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        connection.execute("DELETE FROM base_auditline WHERE chain = 'coalition' AND sequence > ?", [lines])
        connection.execute(
            "UPDATE base_auditchain SET sequence = ?, digest = (SELECT digest FROM base_auditline"
            " WHERE chain = 'coalition' AND sequence = ?) WHERE chain = 'coalition'",
            [lines, lines],
        )


def test_a_tail_cut_off_shows_only_against_the_heads_kept_elsewhere(founded: Path, tmp_path: Path) -> None:
    target, noted, restored = tmp_path / "copy.banyan", tmp_path / "heads.json", tmp_path / "restored"
    banyan(founded, "backup", str(target))
    banyan(restored, "restore", str(target), secrets=founded / "secrets")
    told = banyan(restored, "audit", "heads", "--to", str(noted), "--json", secrets=founded / "secrets")
    assert json.loads(told.stdout) == {"file": str(noted), "chains": 1}
    assert stat.S_IMODE(noted.stat().st_mode) == 0o600
    held = banyan(restored, "audit", "verify", "--heads", str(noted), secrets=founded / "secrets")
    assert (held.returncode, "against what was noted" in held.stdout) == (0, True)
    cut_back(restored, json.loads(noted.read_text())["heads"]["coalition"]["sequence"] - 1)
    assert banyan(restored, "audit", "verify", secrets=founded / "secrets").returncode == 0
    found = banyan(restored, "audit", "verify", "--heads", str(noted), "--json", secrets=founded / "secrets")
    assert found.returncode == 1
    assert [place["reason"] for place in json.loads(found.stdout)["broken"]] == ["not what it was when it was noted"]


def test_noted_heads_are_never_written_over(founded: Path, tmp_path: Path) -> None:
    noted = tmp_path / "heads.json"
    assert banyan(founded, "audit", "heads", "--to", str(noted)).returncode == 0
    before = noted.read_text()
    again = banyan(founded, "audit", "heads", "--to", str(noted))
    assert (again.returncode, noted.read_text()) == (1, before)
    assert "there already" in again.stderr
    nowhere = banyan(founded, "audit", "heads", "--to", str(tmp_path / "nowhere" / "heads.json"))
    assert (nowhere.returncode, "Traceback" in nowhere.stderr) == (1, False)


@pytest.mark.parametrize("content", ["", "{}", '{"heads": []}', '{"heads": {"coalition": {"sequence": 1}}}'])
def test_a_file_that_notes_no_heads_is_refused_and_not_taken_for_a_trail_that_holds(
    founded: Path, tmp_path: Path, content: str
) -> None:
    noted = tmp_path / "heads.json"
    noted.write_text(content)
    done = banyan(founded, "audit", "verify", "--heads", str(noted))
    assert done.returncode == 1
    assert "isn't a whole file" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_operator_invites_a_new_steward_and_the_trail_says_so(founded: Path) -> None:
    done = banyan(founded, "invite", "--steward", "--for", "Noor (fictional)", "--yes")
    assert done.returncode == 0, done.stderr
    assert "/desk/account/invitation/" in done.stdout
    assert "reads no report" in done.stdout
    with sqlite3.connect(founded / "banyan.sqlite3") as connection:
        last = connection.execute("SELECT actor, action FROM base_auditline ORDER BY sequence DESC LIMIT 1").fetchone()
    assert last == ("operator:invite", "people.member.invite")


def test_an_invitation_wants_to_know_where_to(founded: Path) -> None:
    both = banyan(founded, "invite", "--steward", "--organisation", "Lantern", "--yes")
    assert (both.returncode, banyan(founded, "invite", "--yes").returncode) == (2, 2)
    unknown = banyan(founded, "invite", "--organisation", "Nobody's House", "--yes")
    assert unknown.returncode == 1
    assert "No organisation is called Nobody's House" in unknown.stderr


def test_an_invitation_is_asked_about_first(founded: Path) -> None:
    unanswered = banyan(founded, "invite", "--steward")
    assert unanswered.returncode == 1
    assert "/desk/account/invitation/" not in unanswered.stdout


@pytest.fixture
def restored(founded: Path, tmp_path: Path) -> Path:
    """The same coalition in a place of its own, for whoever writes its database by hand."""
    target, place = tmp_path / "copy.banyan", tmp_path / "restored"
    assert banyan(founded, "backup", str(target)).returncode == 0
    assert banyan(place, "restore", str(target), secrets=founded / "secrets").returncode == 0
    return place


def test_a_name_that_somebody_changed_in_the_database_is_said(founded: Path, restored: Path) -> None:
    pk = "5b3c2f6e4a1d4c0f9e8b7a6d5c4b3a29"
    with sqlite3.connect(restored / "banyan.sqlite3") as connection:
        connection.execute(
            "INSERT INTO people_organisation (id, name, name_proof, about, about_language, phone, takes_reports,"
            " has_mandated_reporters, key_turn_due) VALUES (?, 'Fictional House', x'00', '', 'en', '', 1, 1, 0)",
            (pk,),
        )
    done = banyan(restored, "audit", "verify", "--json", secrets=founded / "secrets")
    assert done.returncode == 1
    assert json.loads(done.stdout)["changed_names"] == [f"organisation {UUID(pk)}"]
    said = banyan(restored, "audit", "verify", secrets=founded / "secrets")
    assert f"the name of organisation {UUID(pk)}" in said.stderr
    assert "Every chain holds" in said.stdout


def test_a_published_picture_that_nobody_approved_is_said(founded: Path, restored: Path) -> None:
    pk = "6c3c2f6e4a1d4c0f9e8b7a6d5c4b3a29"
    with sqlite3.connect(restored / "banyan.sqlite3") as connection:
        connection.execute(
            "INSERT INTO observatory_publication (id, state, question, pictures, checked_beside, proposed_by_id,"
            " proposed_at, decided_by_id, decided_at)"
            " VALUES (?, 'published', '{}', '{}', '[]', ?, '2026-03-02', ?, '2026-03-02')",
            (pk, "a" * 32, "b" * 32),
        )
    done = banyan(restored, "audit", "verify", "--json", secrets=founded / "secrets")
    assert (done.returncode, json.loads(done.stdout)["changed_pictures"]) == (1, [str(UUID(pk))])
    said = banyan(restored, "audit", "verify", secrets=founded / "secrets")
    assert f"the published picture {UUID(pk)}" in said.stderr
    assert "Every chain holds" in said.stdout


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


@pytest.mark.parametrize("damage", ["changed", "gone", "added"])
def test_official_files_that_were_damaged_are_refused_too(founded: Path, tmp_path: Path, damage: str) -> None:
    data, target, broken = tmp_path / "with-files", tmp_path / "whole.banyan", tmp_path / "broken.banyan"
    # A server of another test may be ending: what it closes goes while it is copied.
    shutil.copytree(founded, data, ignore=shutil.ignore_patterns("*-shm", "*-wal"))
    counts = data / "observatory" / "sf-hate-crimes" / "counts.parquet"
    counts.parent.mkdir(parents=True)
    counts.write_bytes(b"PAR1 fictional")
    assert banyan(data, "backup", str(target)).returncode == 0
    with tarfile.open(target) as whole, tarfile.open(broken, "w") as copy:
        for entry in whole:
            content = whole.extractfile(entry)
            words = content.read() if content else b""
            if entry.name.endswith("counts.parquet"):
                if damage == "gone":
                    continue
                words = words.replace(b"f", b"g") if damage == "changed" else words
            copy.addfile(entry, io.BytesIO(words))
        if damage == "added":
            copy.addfile(tarfile.TarInfo("observatory/more.parquet"))
    refused = banyan(tmp_path / "empty", "restore", str(broken), secrets=data / "secrets")
    assert refused.returncode == 1
    assert "changed or cut short" in refused.stderr
    assert not (tmp_path / "empty" / "banyan.sqlite3").exists()
    assert banyan(tmp_path / "empty", "restore", str(target), secrets=data / "secrets").returncode == 0
    assert (tmp_path / "empty" / "observatory" / "sf-hate-crimes" / "counts.parquet").read_bytes() == b"PAR1 fictional"


@pytest.mark.parametrize("kind", ["linked", "holed", "packed"])
def test_a_backup_that_would_unpack_to_more_than_itself_is_refused(founded: Path, tmp_path: Path, kind: str) -> None:
    target, hostile, empty = tmp_path / "whole.banyan", tmp_path / "hostile.banyan", tmp_path / "empty"
    banyan(founded, "backup", str(target))
    with tarfile.open(target) as whole, tarfile.open(hostile, "w:xz" if kind == "packed" else "w") as copy:
        for entry in whole:
            copy.addfile(entry, whole.extractfile(entry))
        more = tarfile.TarInfo("observatory/more")
        if kind == "linked":
            more.type, more.linkname = tarfile.SYMTYPE, "."
        if kind == "holed":
            more.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.map": "0,0", "GNU.sparse.size": str(2**30)}
        copy.addfile(more)
    done = banyan(empty, "restore", str(hostile), secrets=founded / "secrets")
    assert done.returncode == 1
    assert "isn't a backup of Banyan" in done.stderr
    assert not empty.exists() or not any(empty.iterdir())


def test_restoring_over_records_is_refused(founded: Path, tmp_path: Path) -> None:
    target = tmp_path / "over.banyan"
    banyan(founded, "backup", str(target))
    done = banyan(founded, "restore", str(target))
    assert done.returncode == 1
    assert "there already" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["backup", "nothing.banyan"], ["audit", "verify", "--json"], ["keys", "list", "--json"], ["serve"],
    ],
)  # fmt: skip
def test_where_nothing_was_set_up_a_command_says_so_and_makes_nothing(
    founded: Path, tmp_path: Path, words: list[str]
) -> None:
    """Somebody who mistypes the data directory in a nightly backup must not learn it on the day they need one."""
    done = banyan(tmp_path / "mistyped", *words, secrets=founded / "secrets")
    assert done.returncode == 1
    assert "There are no records in" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "mistyped" / "banyan.sqlite3").exists()
    assert not Path("nothing.banyan").exists()


def test_a_backup_that_cannot_be_written_is_said_in_a_sentence(founded: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = banyan(founded, "backup", str(tmp_path / "file" / "whole.banyan"))
    assert done.returncode == 1
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.stderr


def test_restoring_beside_official_files_is_refused_before_anything_is_restored(founded: Path, tmp_path: Path) -> None:
    data, target, place = tmp_path / "with-files", tmp_path / "files.banyan", tmp_path / "place"
    assert banyan(data, "setup", "--name", "Lantern Coalition (fictional)").returncode == 0
    (data / "observatory").mkdir(exist_ok=True)
    assert banyan(data, "backup", str(target)).returncode == 0
    (place / "observatory").mkdir(parents=True)
    done = banyan(place, "restore", str(target), secrets=data / "secrets")
    assert done.returncode == 1
    assert "empty data directory" in done.stderr
    assert not (place / "banyan.sqlite3").exists()
    (place / "observatory").rmdir()
    assert banyan(place, "restore", str(target), secrets=data / "secrets").returncode == 0


def test_restoring_with_other_secrets_says_that_it_may_be_they(founded: Path, tmp_path: Path) -> None:
    target, other = tmp_path / "whole.banyan", tmp_path / "other"
    banyan(founded, "backup", str(target))
    banyan(other, "setup", "--name", "Another Coalition (fictional)")
    done = banyan(tmp_path / "restored", "restore", str(target), secrets=other / "secrets")
    assert done.returncode == 1
    assert "aren't those that belong to this backup" in done.stdout


def test_tidy_and_keys_say_what_they_found(founded: Path) -> None:
    gone = json.loads(banyan(founded, "tidy", "--json").stdout)
    assert gone == {"drafts": 0, "files": 0, "sessions": 0, "drawings": 0}
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


def test_a_port_that_another_server_has_is_not_shared_with_it() -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(click.ClickException, match="Choose another by --port"):
            _must_be_free("127.0.0.1", port)

    _must_be_free("127.0.0.1", port)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--community", "martians"), "asian"),
        (("--language", "xx"), "zh-hant"),
        (("--output", "no/such/folder/picture.txt"), "No such file or directory"),
    ],
)
def test_a_picture_that_cannot_be_drawn_as_asked_is_refused_in_a_sentence(
    founded: Path, words: tuple[str, ...], said: str
) -> None:
    """A mistyped community was once a finding: the police had recorded nothing about it."""
    done = banyan(founded, "picture", "--place", "San Francisco", "--from", "2019", "--to", "2020", *words)
    assert done.returncode in {1, 2}
    assert said in done.stderr
    assert "Traceback" not in done.stderr
