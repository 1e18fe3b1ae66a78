"""Vintages are dated, kept, recognised, and in place whole or not at all, even under kill -9."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest

from banyan.observatory.sources import vintages
from banyan.observatory.sources.fbi_hate_crimes import stage_fbi_hate_crimes
from banyan.observatory.sources.lines import FileRefused
from banyan.observatory.sources.opening import IMPORTABLE, stage_source
from banyan.observatory.sources.sf_hate_crimes import stage_sf_hate_crimes
from tests.observatory.sources.files import NOW, left_in, put, sf_lines, write_linked, write_sf


def test_the_same_file_twice_is_recognised_and_changes_nothing(tmp_path: Path) -> None:
    file, data = write_sf(tmp_path / "file.csv", sf_lines(4)), tmp_path / "data"
    put(stage_sf_hate_crimes(file, data=data, now=NOW))
    before = left_in(data)
    renamed = file.rename(tmp_path / "another name.csv")
    with stage_sf_hate_crimes(renamed, data=data, now=NOW + timedelta(days=9)) as staged:
        assert not staged.is_new
        assert staged.put_in_place().manifest.imported_at == NOW.isoformat()
    assert left_in(data) == before


def test_a_revised_file_of_the_same_date_is_a_new_vintage_and_the_newest(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for count in (12, 14, 15):
        put(stage_sf_hate_crimes(write_sf(tmp_path / "f.csv", sf_lines(count)), data=data, now=NOW))
    names = [vintage.manifest.vintage for vintage in vintages.list_vintages(data, "sf-hate-crimes")]
    assert names == ["2026-02-15", "2026-02-15.2", "2026-02-15.3"]
    newest = vintages.newest_vintage(data, "sf-hate-crimes")
    assert newest is not None
    assert newest.manifest.rows == 15


def test_a_file_that_does_not_say_its_day_is_of_the_day_where_it_is_brought(tmp_path: Path) -> None:
    evening = datetime(2026, 3, 2, 4, tzinfo=UTC).astimezone(ZoneInfo("America/Los_Angeles"))
    vintage = put(stage_fbi_hate_crimes(write_linked(tmp_path / "linked"), data=tmp_path / "data", now=evening))
    assert (vintage.manifest.as_of, vintage.manifest.imported_at) == ("2026-03-01", "2026-03-02T04:00:00+00:00")


def test_an_older_file_brought_later_is_kept_but_not_the_newest(tmp_path: Path) -> None:
    data = tmp_path / "data"
    put(stage_sf_hate_crimes(write_sf(tmp_path / "f.csv", sf_lines(4)), data=data, now=NOW))
    older = [line.replace("2026/02/15", "2025/01/10") for line in sf_lines(3)]
    put(stage_sf_hate_crimes(write_sf(tmp_path / "f.csv", older), data=data, now=NOW))
    newest = vintages.newest_vintage(data, "sf-hate-crimes")
    assert newest is not None
    assert newest.manifest.vintage == "2026-02-15"
    assert len(vintages.list_vintages(data, "sf-hate-crimes")) == 2


def test_a_file_with_far_fewer_records_than_the_last_is_kept_with_a_warning(tmp_path: Path) -> None:
    data = tmp_path / "data"
    put(stage_sf_hate_crimes(write_sf(tmp_path / "f.csv", sf_lines(20)), data=data, now=NOW))
    vintage = put(stage_sf_hate_crimes(write_sf(tmp_path / "f.csv", sf_lines(8)), data=data, now=NOW))
    assert "may be incomplete" in vintage.manifest.warnings[0]


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file, data = write_sf(tmp_path / "f.csv", sf_lines(8)), tmp_path / "data"

    def meddle(done: int, _size: int) -> None:
        if not done:
            write_sf(file, sf_lines(9))

    with pytest.raises(FileRefused, match="changed"):
        put(stage_sf_hate_crimes(file, data=data, now=NOW, progress=meddle))
    assert left_in(data) == []


def test_a_second_import_at_the_same_time_is_refused(tmp_path: Path) -> None:
    file, data = write_sf(tmp_path / "f.csv", sf_lines(8)), tmp_path / "data"
    with (
        stage_sf_hate_crimes(file, data=data, now=NOW),
        pytest.raises(FileRefused, match="Another import"),
    ):
        put(stage_sf_hate_crimes(file, data=data, now=NOW))


def test_an_import_that_is_not_put_in_place_leaves_nothing(tmp_path: Path) -> None:
    with stage_sf_hate_crimes(write_sf(tmp_path / "f.csv", sf_lines(8)), data=tmp_path / "data", now=NOW):
        pass
    assert left_in(tmp_path / "data") == []
    assert vintages.list_sources(tmp_path / "data") == ()


def test_sources_are_opened_by_their_code(tmp_path: Path) -> None:
    file = write_sf(tmp_path / "f.csv", sf_lines(8))
    vintage = put(stage_source("sf-hate-crimes", file, data=tmp_path / "data", now=NOW))
    assert vintages.list_sources(tmp_path / "data") == ("sf-hate-crimes",)
    assert vintage.manifest.source in IMPORTABLE
    with pytest.raises(KeyError):
        stage_source("demonstration", file, data=tmp_path / "data", now=NOW)


KILLED = """
import os, signal, sys
from pathlib import Path
from banyan.observatory.sources import importing, vintages
from banyan.observatory.sources.sf_hate_crimes import stage_sf_hate_crimes
from tests.observatory.sources.files import NOW

def die(*_at):
    os.kill(os.getpid(), signal.SIGKILL)

def import_until(moment, data):
    flush, calls = vintages._flush, []
    def flush_until(path):
        flush(path)
        calls.append(path)
        if f"flush {len(calls)}" == moment:
            die()
    vintages._flush = flush_until
    if moment == "first rows":
        importing.RecordWriter._flush = die
    with stage_sf_hate_crimes(file, data=data, now=NOW) as staged:
        if moment == "staged":
            die()
        staged.put_in_place()
        if moment == "in place":
            die()

file, room = Path(sys.argv[1]), Path(sys.argv[2])
for moment in sys.argv[3:]:
    child = os.fork()  # Loading the libraries once, not once per moment.
    if not child:
        import_until(moment, room / moment)
        os._exit(0)
    print(moment, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""
MOMENTS = ["first rows", "staged", "flush 1", "flush 7", "flush 8", "in place"]
LAST_BEFORE_THE_RENAME = "flush 7"  # Six files and their folder are flushed before the one step that shows them.


def test_kill_at_any_moment_leaves_the_old_vintage_or_the_whole_new_one(tmp_path: Path) -> None:
    old, new = write_sf(tmp_path / "old.csv", sf_lines(10)), write_sf(tmp_path / "new.csv", sf_lines(11))
    for moment in MOMENTS:
        put(stage_sf_hate_crimes(old, data=tmp_path / moment, now=NOW))
    command = [sys.executable, "-c", KILLED, str(new), str(tmp_path), *MOMENTS]
    ended = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(Path.cwd())}, check=True, capture_output=True)
    assert ended.stdout.decode().splitlines() == [f"{moment} -9" for moment in MOMENTS], ended.stderr
    for moment in MOMENTS:
        data = tmp_path / moment
        newest = vintages.newest_vintage(data, "sf-hate-crimes")
        assert newest is not None
        is_new = MOMENTS.index(moment) > MOMENTS.index(LAST_BEFORE_THE_RENAME)
        assert newest.manifest.rows == (11 if is_new else 10), moment
        assert pq.read_metadata(newest.records).num_rows == newest.manifest.rows
        put(stage_sf_hate_crimes(new, data=data, now=NOW))
        assert [v.manifest.rows for v in vintages.list_vintages(data, "sf-hate-crimes")] == [10, 11]
        assert not [name for name in left_in(data) if ".staging" in name]
