"""`banyan restore` of a coalition on PostgreSQL, by a role that may do nothing special."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit
from uuid import uuid4

import pytest

from tests.cli.test_commands import banyan
from tests.cli.test_restore import repack

pytestmark = pytest.mark.skipif("BANYAN_DATABASE_URL" not in os.environ, reason="Runs with ./dev test --postgres.")


@dataclass(frozen=True)
class Coalition:
    """One that was set up on PostgreSQL, with a second database where nothing is yet."""

    data: Path
    told: str
    back: str
    drafts: str

    def backup(self, target: Path) -> None:
        done = banyan(self.data, "backup", str(target), BANYAN_DATABASE_URL=self.told)
        assert done.returncode == 0, done.stderr

    def restore(self, source: Path) -> subprocess.CompletedProcess[str]:
        place, secrets = source.parent / "place", self.data / "secrets"
        return banyan(place, "restore", str(source), secrets=secrets, BANYAN_DATABASE_URL=self.back)


def rule(*statements: str) -> None:
    """As whoever rules the server."""
    import psycopg

    server = urlsplit(os.environ["BANYAN_DATABASE_URL"])._replace(path="/postgres").geturl()
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@pytest.fixture(scope="module")
def founded_there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coalition]:
    """Set up once, by a role of its own, which owns its databases and nothing else."""
    server, role = urlsplit(os.environ["BANYAN_DATABASE_URL"]), f"banyan_{uuid4().hex[:8]}"
    place = server.netloc.rpartition("@")[2]
    told, back, drafts = (f"postgres://{role}:{role}@{place}/{role}_{name}" for name in ("told", "back", "drafts"))
    made = [f"CREATE DATABASE {role}_{name} OWNER {role}" for name in ("told", "drafts")]
    rule(f"CREATE ROLE {role} LOGIN PASSWORD '{role}'", *made)
    data = tmp_path_factory.mktemp("told")
    stores: Any = {"BANYAN_DATABASE_URL": told, "BANYAN_DRAFTS_URL": drafts}
    done = banyan(data, "setup", "--name", "Lantern Coalition (fictional)", **stores)
    assert done.returncode == 0, done.stderr
    yield Coalition(data, told, back, drafts)
    rule(*(f"DROP DATABASE {role}_{name} WITH (FORCE)" for name in ("told", "drafts")), f"DROP ROLE {role}")


@pytest.fixture
def postgres(founded_there: Coalition) -> Iterator[Coalition]:
    """A copy of it, to be changed, and an empty database."""
    role = urlsplit(founded_there.told).username
    copy = f"{role}_{uuid4().hex[:8]}"
    rule(
        f"CREATE DATABASE {copy} TEMPLATE {role}_told OWNER {role}",
        f"CREATE DATABASE {role}_back TEMPLATE template0 OWNER {role}",
    )
    told = founded_there.told.replace(f"{role}_told", copy)
    yield Coalition(founded_there.data, told, founded_there.back, founded_there.drafts)
    rule(f"DROP DATABASE {copy} WITH (FORCE)", f"DROP DATABASE {role}_back WITH (FORCE)")


def tell(database: str, *statements: LiteralString) -> list[tuple[object, ...]]:
    """What the last of these statements answers."""
    import psycopg

    with psycopg.connect(database) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


# Everything that a schema may hold, by kind, name and meaning.
OBJECTS: LiteralString = """
    SELECT 'relation', relname, relkind::text || relrowsecurity::text || relforcerowsecurity::text
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'constraint', conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'trigger', tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'rule', rulename, definition FROM pg_rules WHERE schemaname = 'public'
    UNION ALL SELECT 'policy', policyname, cmd FROM pg_policies
    UNION ALL SELECT 'default', adrelid::regclass::text || adnum, pg_get_expr(adbin, adrelid) FROM pg_attrdef
    ORDER BY 1, 2, 3"""


def test_a_backup_of_postgresql_comes_back_whole_to_a_role_that_may_do_nothing_special(
    postgres: Coalition, tmp_path: Path
) -> None:
    target = tmp_path / "whole.banyan"
    nothing = banyan(postgres.data, "backup", str(target), BANYAN_DATABASE_URL=postgres.back)
    assert nothing.returncode == 1
    assert "banyan setup" in nothing.stderr
    postgres.backup(target)
    done = postgres.restore(target)
    assert done.returncode == 0, done.stderr
    assert tell(postgres.back, OBJECTS) == tell(postgres.told, OBJECTS)
    for question in (
        "TABLE people_coalition",
        "TABLE base_auditline",
        "TABLE base_auditchain",
        "TABLE auth_permission",
    ):
        rows = tell(postgres.back, question)
        assert rows == tell(postgres.told, question)
        assert rows
    over = postgres.restore(target)
    assert over.returncode == 1
    assert "already. Restore into an empty database" in over.stderr
    stores: Any = {"BANYAN_DATABASE_URL": postgres.back, "BANYAN_DRAFTS_URL": postgres.drafts}
    more = banyan(postgres.data, "invite", "--steward", "--yes", **stores)
    assert more.returncode == 0, more.stderr
    assert banyan(postgres.data, "setup", **stores).returncode == 0
    assert banyan(postgres.data, "audit", "verify", **stores).returncode == 0


def test_attack_nothing_of_a_backup_of_postgresql_arrives_but_its_rows(postgres: Coalition, tmp_path: Path) -> None:
    target = tmp_path / "hostile.banyan"
    ours = tell(postgres.told, OBJECTS)
    tell(
        postgres.told,
        "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN DELETE FROM people_rolegrant; CREATE TABLE spied (); RETURN NEW; END $$",
        "CREATE TRIGGER spy AFTER INSERT ON base_auditline FOR EACH ROW EXECUTE FUNCTION spy()",
        "ALTER TABLE base_auditline ENABLE ALWAYS TRIGGER spy",
        "DROP TRIGGER base_auditline_refuse ON base_auditline",
        "CREATE RULE quiet AS ON UPDATE TO people_member DO INSTEAD NOTHING",
        "ALTER TABLE people_invitation ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY hidden ON people_invitation USING (false)",
        "CREATE VIEW all_names AS SELECT name FROM people_member",
        "CREATE UNIQUE INDEX more ON base_auditline (outcome, sequence)",
        "ALTER TABLE people_coalition ALTER COLUMN name SET DEFAULT 'x'",
    )
    postgres.backup(target)
    done = postgres.restore(target)
    assert done.returncode == 0, done.stderr
    assert tell(postgres.back, "SELECT tgname FROM pg_trigger WHERE tgname = 'spy'") == []
    assert tell(postgres.back, OBJECTS) == ours
    assert tell(postgres.back, "TABLE base_auditline") == tell(postgres.told, "TABLE base_auditline")
    assert tell(postgres.back, "TABLE people_invitation") != []


def test_attack_no_word_of_an_archive_of_postgresql_is_run(postgres: Coalition, tmp_path: Path) -> None:
    """Where a table's rows or a counter stand in its table of contents, any SQL can: pg_restore would run it."""
    whole, hostile = tmp_path / "whole.banyan", tmp_path / "hostile.banyan"
    postgres.backup(whole)
    counter = b"SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);"

    def plant(records: Path) -> None:
        before = records.read_bytes()
        assert counter in before
        records.write_bytes(before.replace(counter, b"CREATE TABLE public.spied ();".ljust(len(counter))))

    repack(whole, hostile, plant)
    done = postgres.restore(hostile)
    assert done.returncode == 0, done.stderr
    assert tell(postgres.back, "SELECT to_regclass('spied')") == [(None,)]
    assert tell(postgres.back, OBJECTS) == tell(postgres.told, OBJECTS)


REFUSED: dict[str, tuple[list[LiteralString], str]] = {
    "a table more": (["CREATE TABLE kept (words TEXT)"], "holds kept"),
    "our table elsewhere too": (
        ["CREATE SCHEMA b", "CREATE TABLE b.auth_group (id int, name text)"],
        "holds auth_group",
    ),
    "a table less": (["DROP TABLE people_closedday"], "lacks people_closedday"),
    "a column more": (["ALTER TABLE people_coalition ADD COLUMN more TEXT"], "people_coalition has other columns"),
    "an unknown migration": (
        ["INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0999_later', now())"],
        "people.0999_later",
    ),
    "a row that a check of ours forbids": (
        ["ALTER TABLE people_coalition DROP CONSTRAINT one_coalition", "UPDATE people_coalition SET id = 2"],
        "one_coalition",
    ),
    "a row whose other end is nowhere": (
        [
            "ALTER TABLE auth_permission DROP CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co CASCADE",
            "UPDATE auth_permission SET content_type_id = 999",
        ],
        "auth_permission",
    ),
}


@pytest.mark.parametrize("instead", REFUSED)
def test_a_backup_of_postgresql_whose_rows_are_not_ours_is_refused_in_a_sentence(
    postgres: Coalition, tmp_path: Path, instead: str
) -> None:
    target = tmp_path / "hostile.banyan"
    statements, said = REFUSED[instead]
    tell(postgres.told, *statements)
    postgres.backup(target)
    done = postgres.restore(target)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Nothing was restored" in done.stderr
    assert "Traceback" not in done.stderr
    assert tell(postgres.back, OBJECTS) == []


def test_an_archive_of_postgresql_cut_short_restores_nothing(postgres: Coalition, tmp_path: Path) -> None:
    whole, cut = tmp_path / "whole.banyan", tmp_path / "cut.banyan"
    postgres.backup(whole)
    repack(whole, cut, lambda records: os.truncate(records, records.stat().st_size - 4000))
    done = postgres.restore(cut)
    assert done.returncode == 1
    assert "Nothing was restored" in done.stderr
    assert tell(postgres.back, OBJECTS) == []
    assert postgres.restore(whole).returncode == 0
