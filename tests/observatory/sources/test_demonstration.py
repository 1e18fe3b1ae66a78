"""Made-up counts are marked in every row and the same every time."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from banyan.observatory.sources.demonstration import make_up, stage_demonstration
from tests.observatory.sources.files import NOW, put


def test_every_row_and_the_vintage_are_marked_as_made_up(tmp_path: Path) -> None:
    vintage = put(stage_demonstration(data=tmp_path, now=NOW))
    assert vintage.manifest.demonstration
    assert set(pq.read_table(vintage.records, columns=["is_demonstration"])["is_demonstration"].to_pylist()) == {True}


def test_a_second_start_makes_nothing_new(tmp_path: Path) -> None:
    put(stage_demonstration(data=tmp_path, now=NOW))
    with stage_demonstration(data=tmp_path, now=NOW) as staged:
        assert not staged.is_new


def test_the_numbers_repeat_and_end_before_this_year() -> None:
    first, second = list(make_up(2026)), list(make_up(2026))
    assert first == second
    assert max(record.month.year for record in first) == 2025
    assert all(record.bias.startswith("Demonstration") for record in first)
