"""Drawings are kept for a while, by many at once, and never at the price of a page."""

import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from banyan.observatory.charts import cache
from banyan.observatory.charts.cache import KEPT, keep, prune, read
from tests.factories import NOW


def test_two_readers_of_a_new_picture_are_never_in_each_others_way(tmp_path: Path) -> None:
    def write(at: int) -> None:
        keep(tmp_path / f"{at}.svg", b"<svg/>")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(240)))
    assert len(list(tmp_path.iterdir())) == 240


def test_a_drawing_that_another_thread_drops_meanwhile_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(tmp_path / "one.svg", b"1")
    listed = [tmp_path / "gone.svg", tmp_path / "one.svg"]
    monkeypatch.setattr(Path, "iterdir", lambda _folder: iter(listed))
    monkeypatch.setattr(cache, "_MOST_KEPT", 1)
    keep(tmp_path / "two.svg", b"2")
    assert prune(tmp_path, now=NOW - 2 * KEPT) == 0
    assert read(tmp_path / "two.svg") == b"2"


def test_the_oldest_drawings_are_dropped_and_never_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_KEPT", 2)
    draft = tmp_path / "another.1f.draft"
    draft.write_bytes(b"half")
    os.utime(draft, (0, 0))
    for at, name in enumerate("abcd"):
        keep(tmp_path / f"{name}.svg", b"<svg/>")
        os.utime(tmp_path / f"{name}.svg", (at, at))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["another.1f.draft", "c.svg", "d.svg"]


def test_a_disk_that_takes_nothing_costs_no_page(tmp_path: Path) -> None:
    file = tmp_path / "drawings"
    file.write_bytes(b"no folder")
    keep(file / "one.svg", b"1")
    assert read(file / "one.svg") is None


def test_what_was_kept_too_long_is_removed_and_drafts_left_behind_too(tmp_path: Path) -> None:
    for name, age in {"old.svg": KEPT, "left.1f.draft": KEPT, "new.svg": timedelta(0)}.items():
        keep(tmp_path / name, b"1")
        at = (NOW - age - timedelta(hours=1)).timestamp()
        os.utime(tmp_path / name, (at, at))
    assert prune(tmp_path, now=NOW) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["new.svg"]
    assert prune(tmp_path / "never made", now=NOW) == 0
