"""San Francisco's file: what it becomes, what is kept aside, and what is refused."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from banyan.observatory.sources import vintages
from banyan.observatory.sources.lines import FileRefused
from banyan.observatory.sources.sf_hate_crimes import stage_sf_hate_crimes
from banyan.observatory.sources.vintages import Vintage
from tests.observatory.sources.files import (
    AS_OF,
    LOADED,
    NOW,
    SF_COLUMNS,
    left_in,
    put,
    real_data,
    sf_line,
    sf_lines,
    write_sf,
)


def import_lines(tmp_path: Path, lines: list[str], *, end: str = "\n") -> Vintage:
    file = write_sf(tmp_path / "file.csv", lines, end=end)
    return put(stage_sf_hate_crimes(file, data=tmp_path / "data", now=NOW))


def rejects(vintage: Vintage) -> list[dict[str, object]]:
    text = (vintage.folder / vintages.REJECTS).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_the_real_file_reads_as_published(tmp_path: Path) -> None:
    vintage = put(stage_sf_hate_crimes(real_data("sf-hate-crimes/hate_crimes.csv"), data=tmp_path, now=NOW))
    found = (
        duckdb.connect()
        .sql(
            f"SELECT year, count(*) FROM '{vintage.records}' WHERE contains(communities, '|asian|') GROUP BY 1"  # noqa: S608
        )
        .fetchall()
    )
    series = dict(found)
    assert [series[year] for year in range(2019, 2026)] == [6, 9, 60, 6, 13, 5, 6]
    assert sum(series.values()) == 211
    manifest = vintage.manifest
    assert (manifest.rows, manifest.rejects, manifest.vintage) == (1804, 0, "2026-02-15")
    assert (manifest.columns_missing, manifest.columns_unknown, manifest.labels_unmapped) == ((), (), {})


def test_a_record_becomes_the_columns_every_source_shares(tmp_path: Path) -> None:
    vintage = import_lines(tmp_path, [sf_line("CA00-0000036015", "2021/06/01", "Anti-Jewish", "Robbery", "3")])
    row = pq.read_table(vintage.records).to_pylist()[0]
    assert (row["series"], row["number"], row["year"], row["month"].isoformat()) == ("CA00-", 36015, 2021, "2021-06-01")
    assert (row["bases"], row["communities"], row["bias"]) == ("|jewish|", "|jewish|", "Anti-Jewish")
    assert (row["place"], row["region"], row["country"]) == ("San Francisco", None, None)
    assert (row["offence"], row["victims"], row["is_demonstration"]) == ("Robbery", 3, False)


def test_bad_lines_are_kept_with_their_number_and_reason(tmp_path: Path) -> None:
    good = sf_lines(12)
    bad = [
        "only,three,cells",
        sf_line("X1", "June 2021"),
        sf_line("", "2021/06/01"),
        sf_line("X2", "2021/06/01", bias=""),
        sf_line("X3", "2031/06/01"),
        good[0],
        '"never closed,2021/06/01,a,b,1,c,d',
    ]
    vintage = import_lines(tmp_path, good[:6] + bad + good[6:])
    kept = rejects(vintage)
    assert [entry["line"] for entry in kept] == [8, 9, 10, 11, 12, 13, 14]
    assert all(entry["reason"] for entry in kept)
    assert [entry["raw"] for entry in kept] == bad
    assert (vintage.manifest.rows, vintage.manifest.rejects) == (12, 7)


def test_a_cell_that_cannot_be_read_is_noted_and_its_record_kept(tmp_path: Path) -> None:
    vintage = import_lines(tmp_path, [sf_line("A1", "2021/06/01", victims="many")])
    assert (vintage.manifest.rows, vintage.manifest.rejects, vintage.manifest.cells_not_read) == (1, 0, 1)
    assert rejects(vintage)[0]["row_kept"] is True


def test_a_quoted_cell_may_hold_line_breaks(tmp_path: Path) -> None:
    vintage = import_lines(tmp_path, [sf_line("A1", "2021/06/01", offence='"Simple\nAssault"'), *sf_lines(2)])
    assert vintage.manifest.rows == 3


def test_bytes_that_are_no_text_spoil_only_their_line(tmp_path: Path) -> None:
    file = write_sf(tmp_path / "file.csv", sf_lines(3))
    file.write_bytes(file.read_bytes() + sf_line("\udcff", "2021/06/01").encode(errors="surrogateescape") + b"\n")
    vintage = put(stage_sf_hate_crimes(file, data=tmp_path / "data", now=NOW))
    assert (vintage.manifest.rows, vintage.manifest.rejects) == (3, 1)


def test_columns_are_found_by_name_in_any_order_and_the_missing_ones_said(tmp_path: Path) -> None:
    columns = ("Most Serious Bias", "Occurence Month", "Record ID", "Something New")
    file = write_sf(tmp_path / "file.csv", ["Anti-Asian,2021-06-01T00:00:00.000,A1,x"], columns=columns)
    manifest = put(stage_sf_hate_crimes(file, data=tmp_path / "data", now=NOW)).manifest
    assert manifest.rows == 1
    assert "most_serious_ucr" in manifest.columns_missing
    assert manifest.columns_unknown == ("something_new",)
    assert (manifest.vintage, manifest.as_of_is_from_file) == ("2026-03-01", False)


def test_a_bias_without_a_code_is_kept_counted_and_said(tmp_path: Path) -> None:
    vintage = import_lines(tmp_path, [sf_line("A1", "2021/06/01", "Anti-Martian"), *sf_lines(3)])
    assert vintage.manifest.labels_unmapped == {"Anti-Martian": 1}
    assert "Anti-Martian" in vintage.manifest.warnings[0]
    assert pq.read_table(vintage.records).to_pylist()[0]["communities"] == "|"


def test_the_profile_tells_what_each_column_held_each_year(tmp_path: Path) -> None:
    vintage = import_lines(tmp_path, [sf_line("A1", "2020/06/01", victims=""), sf_line("A2", "2021/06/01")])
    profile = vintage.profile()
    assert isinstance(profile["total_number_of_victims"], dict)
    assert profile["total_number_of_victims"]["2020"]["filled"] == 0
    assert profile["total_number_of_victims"]["2021"]["filled"] == 1


def test_a_file_without_a_last_line_break_is_whole(tmp_path: Path) -> None:
    assert import_lines(tmp_path, sf_lines(3), end="").manifest.rows == 3


WHOLE = "\n".join([",".join(SF_COLUMNS), *sf_lines(4)]).encode()
CUTS = sorted({len(WHOLE) - back for back in (1, 5, len(LOADED) - 1, len(LOADED), len(LOADED) + 1, 30, 60)})


@pytest.mark.parametrize("cut", CUTS)
def test_a_file_cut_anywhere_in_its_last_line_is_refused(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "file.csv"
    file.write_bytes(WHOLE[:cut])
    with pytest.raises(FileRefused, match="breaks off"):
        put(stage_sf_hate_crimes(file, data=tmp_path / "data", now=NOW))
    assert left_in(tmp_path / "data") == []


def _as(text: str) -> bytes:
    return text.encode()


REFUSED = {
    "empty": (b"", "is empty"),
    "blank": (b" \n \n", "is empty"),
    "header only": (_as(",".join(SF_COLUMNS) + "\n"), "no records"),
    "another csv": (b"a,b,c\n1,2,3\n", "no column named record_id, occurence_month, most_serious_bias"),
    "half a header": (b"record_id,occurence_mo", "no column named"),
    "a column twice": (_as("record_id," + ",".join(SF_COLUMNS) + "\n"), "twice"),
    "web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
    "indented web page": (b"\xef\xbb\xbf\n  <html>", "web page"),
    "json": (b'[{"record_id": "1"}]', "JSON"),
    "spreadsheet": (b"PK\x03\x04rest of it", "spreadsheet"),
    "old spreadsheet": (b"\xd0\xcf\x11\xe0rest of it", "spreadsheet"),
    "pdf": (b"%PDF-1.7", "PDF"),
    "compressed": (b"\x1f\x8b\x08\x00", "compressed"),
    "utf-16": ("record_id,x".encode("utf-16"), "UTF-16"),
    "binary": (b"record_id\x00\x01\x02", "isn't text"),
    "old Mac line ends": (_as("\r".join([",".join(SF_COLUMNS), *sf_lines(3)])), "no column named"),
    "mostly unreadable": (_as(",".join(SF_COLUMNS) + "\n" + "x,y\n" * 9 + sf_lines(1)[0] + "\n"), "9 of 10 lines"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_such_file_is_refused_in_a_sentence_with_nothing_kept(tmp_path: Path, case: str) -> None:
    content, says = REFUSED[case]
    file = tmp_path / "file.csv"
    file.write_bytes(content)
    with pytest.raises(FileRefused, match=says) as refusal:
        put(stage_sf_hate_crimes(file, data=tmp_path / "data", now=NOW))
    assert str(refusal.value).endswith((".", "now."))
    assert left_in(tmp_path / "data") == []


def test_a_folder_and_an_absent_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="folder"):
        put(stage_sf_hate_crimes(tmp_path, data=tmp_path / "data", now=NOW))
    with pytest.raises(FileRefused, match="no file"):
        put(stage_sf_hate_crimes(tmp_path / "none.csv", data=tmp_path / "data", now=NOW))


def test_progress_reaches_the_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    file = write_sf(tmp_path / "file.csv", sf_lines(12))
    put(stage_sf_hate_crimes(file, data=tmp_path / "data", now=NOW, progress=lambda *at: seen.append(at)))
    assert seen[-1] == (file.stat().st_size, file.stat().st_size)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


def test_the_sample_lines_are_what_the_agency_writes() -> None:
    cells = sf_lines(1)[0].split(",")
    assert (cells[-2], cells[-1]) == (AS_OF, LOADED)
    assert Counter(SF_COLUMNS).most_common(1)[0][1] == 1
