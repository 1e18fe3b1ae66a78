"""Runs of numbers are found where records of one kind follow each other, whatever else lies between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from banyan.observatory.sources.records import OfficialRecord, RecordWriter, numbered, pattern_of, read_whole_number
from banyan.observatory.sources.runs import find_runs
from banyan.observatory.sources.summaries import summarise
from tests.observatory.sources.synthetic import write_synthetic


@dataclass(frozen=True)
class Made:
    number: str
    offence: str = "Vandalism"
    month: int = 6
    place: str = "Here"


def runs_of(records: list[Made]) -> list[tuple[int, str, str]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.parquet"
        with RecordWriter(path, "test") as writer:
            for made in records:
                writer.write(
                    OfficialRecord(
                        record_id=made.number,
                        month=date(2021, made.month, 1),
                        place=made.place,
                        bases=("asian",),
                        communities=("asian",),
                        bias="Anti-Asian",
                        offence=made.offence,
                    )
                )
        found = find_runs(path).to_pylist()
    return sorted((run["size"], run["first_record"], run["last_record"]) for run in found)


def numbers(*at: int, **kind: object) -> list[Made]:
    return [Made(f"CA-{number:06d}", **kind) for number in at]  # type: ignore[arg-type]  # fields of Made


SPARSE = numbers(1000, 20_000, 40_000, 60_000, 80_000, offence="Robbery")


def test_a_run_may_have_small_gaps_and_others_between() -> None:
    run = numbers(500, 501, 504, 508)
    assert runs_of([*SPARSE, *run, *numbers(502, 503, offence="Burglary")]) == [(4, "CA-000500", "CA-000508")]


def test_a_wider_gap_another_month_place_or_offence_ends_a_run() -> None:
    assert runs_of([*SPARSE, *numbers(500, 501, 507, 508)]) == []
    assert runs_of([*SPARSE, *numbers(500, 501), *numbers(502, month=7)]) == []
    assert runs_of([*SPARSE, *numbers(500, 501), *numbers(502, place="There")]) == []
    assert runs_of([*SPARSE, *numbers(500, 501), *numbers(502, offence="Assault")]) == []


def test_in_a_dense_register_only_true_neighbours_count() -> None:
    every_third = numbers(*range(0, 300, 3), offence="Robbery") + numbers(*range(1, 300, 3), offence="Assault")
    assert runs_of(every_third) == []
    assert runs_of([*every_third, *numbers(902, 903, 904)]) == [(3, "CA-000902", "CA-000904")]


def test_parts_of_one_number_are_a_run() -> None:
    assert runs_of([Made(f"230738356-{part}") for part in range(1, 6)]) == [(5, "230738356-1", "230738356-5")]


def test_numbers_of_other_registers_are_no_neighbours() -> None:
    assert runs_of([Made("A-1"), Made("B-2"), Made("C-3"), *SPARSE]) == []


def test_records_without_a_number_are_in_no_run() -> None:
    assert runs_of([Made("first"), Made("second"), Made("third")]) == []
    assert runs_of([]) == []


@given(start=st.integers(1, 10_000), gaps=st.lists(st.integers(1, 5), min_size=2, max_size=30))
def test_every_planted_run_is_found_whole(start: int, gaps: list[int]) -> None:
    at = [start]
    for gap in gaps:
        at.append(at[-1] + gap)
    far = numbers(*range(100_000, 900_000, 20_000), offence="Robbery")
    assert runs_of([*far, *numbers(*at)]) == [(len(at), f"CA-{at[0]:06d}", f"CA-{at[-1]:06d}")]


def test_numbers_are_read_from_the_end_of_a_record_id() -> None:
    assert numbered("CA00-0000036015") == ("CA00-", 36015)
    assert numbered("230738356-2") == ("230738356-", 2)
    assert numbered("000") == ("", 0)
    assert numbered("none") == (None, None)


def test_the_form_of_a_record_id_tells_registers_apart() -> None:
    assert pattern_of("CA00-0000036015") != pattern_of("220076956")
    assert pattern_of("CA00-0000036015") == pattern_of("CA01-0000001827")


def test_counts_of_people_are_whole_numbers() -> None:
    assert [read_whole_number(cell) for cell in ("3", "3.0", "", "x", "-1", "99999999999")] == [
        3,
        3,
        None,
        None,
        None,
        None,
    ]


def test_the_benchs_records_are_as_an_import_leaves_them(tmp_path: Path) -> None:
    vintage = write_synthetic(tmp_path, 3000)
    assert vintage.manifest.demonstration
    assert vintage.counts.exists()
    summarise(vintage.folder)
    assert vintage.runs.exists()
