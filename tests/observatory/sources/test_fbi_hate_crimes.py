"""The FBI's file in both its forms."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from banyan.observatory.sources import vintages
from banyan.observatory.sources.fbi_hate_crimes import stage_fbi_hate_crimes
from banyan.observatory.sources.lines import FileRefused
from banyan.observatory.sources.vintages import Vintage
from tests.observatory.sources.files import LINKED, NOW, left_in, put, real_data, write_linked

FLAT_HEADER = (
    "incident_id,data_year,ori,pug_agency_name,pub_agency_unit,agency_type_name,state_abbr,state_name,incident_date,"
)
FLAT_HEADER += "victim_count,offense_name,location_name,bias_desc,victim_types,multiple_offense,multiple_bias\n"


def flat_line(
    number: int, *, agency: str = "San Francisco,,City", day: str = "2021-03-02", bias: str = "Anti-Asian"
) -> str:
    return f"{number},2021,CA0380100,{agency},CA,California,{day},1,Simple Assault;Robbery,Bank,{bias},Individual,M,S\n"


def import_at(path: Path, tmp_path: Path) -> Vintage:
    return put(stage_fbi_hate_crimes(path, data=tmp_path / "data", now=NOW))


def rows(vintage: Vintage) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(vintage.records).to_pylist()
    return found


def rejected(vintage: Vintage) -> list[tuple[str, int]]:
    text = (vintage.folder / vintages.REJECTS).read_text(encoding="utf-8")
    return [(entry["file"], entry["line"]) for entry in map(json.loads, text.splitlines())]


def test_the_real_tables_give_the_published_totals(tmp_path: Path) -> None:
    vintage = import_at(real_data("fbi-hate-crimes-2009-2020"), tmp_path)
    assert (vintage.manifest.rows, vintage.manifest.rejects) == (81_666, 0)
    asked = f"SELECT year, count(*) FROM '{vintage.records}' WHERE contains(communities, '|asian|') GROUP BY 1"  # noqa: S608
    series = dict(duckdb.connect().sql(asked).fetchall())
    assert (series[2019], series[2020]) == (199, 344)
    assert vintage.manifest.labels_unmapped == {}


def test_linked_tables_keep_every_bias_of_an_incident(tmp_path: Path) -> None:
    first, second, third = rows(import_at(write_linked(tmp_path / "fbi"), tmp_path))
    assert (first["bases"], first["bias"]) == ("|asian|jewish|", "Anti-Asian; Anti-Jewish")
    assert second["offence"] == "Robbery; Simple Assault"
    assert (third["place"], third["region"], third["country"]) == (None, "Hawaii", "United States")
    assert str(third["day"]) == "2020-01-05"


def test_linked_tables_without_the_optional_ones_say_what_is_missing(tmp_path: Path) -> None:
    vintage = import_at(write_linked(tmp_path / "fbi", state=None, offense=None, incident_offense=None), tmp_path)
    assert {"state.csv", "offense.csv", "incident_offense.csv"} <= set(vintage.manifest.columns_missing)
    assert rows(vintage)[0]["region"] == "CA"


def test_links_that_lead_nowhere_are_kept_aside(tmp_path: Path) -> None:
    links = LINKED["incident_bias.csv"] + "99,3\n11,77\n"
    vintage = import_at(write_linked(tmp_path / "fbi", incident_bias=links), tmp_path)
    assert rejected(vintage) == [("incident_bias.csv", 7), ("incident_bias.csv", 6)]


def test_an_incident_without_a_bias_a_date_or_a_number_of_its_own_is_kept_aside(tmp_path: Path) -> None:
    more = "14,2020,2020-01-06,0,CA,0,1,1\n12,2020,2020-01-06,0,CA,0,1,1\n15,2020,soon,0,CA,0,1,1\n"
    vintage = import_at(write_linked(tmp_path / "fbi", incident=LINKED["incident.csv"] + more), tmp_path)
    assert rejected(vintage) == [("incident.csv", 5), ("incident.csv", 6), ("incident.csv", 7)]
    assert vintage.manifest.rows == 3


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fbi").mkdir()
    with pytest.raises(FileRefused, match=r"no file named incident\.csv"):
        import_at(tmp_path / "fbi", tmp_path)


@pytest.mark.parametrize("name", ["incident", "incident_bias", "bias"])
def test_a_linked_table_cut_short_is_refused_with_nothing_kept(tmp_path: Path, name: str) -> None:
    cut = LINKED[f"{name}.csv"].rstrip("\n").rpartition(",")[0]
    with pytest.raises(FileRefused, match="breaks off"):
        import_at(write_linked(tmp_path / "fbi", **{name: cut}), tmp_path)
    assert left_in(tmp_path / "data") == []


def test_the_flat_file_names_cities_and_never_lets_a_county_pass_for_one(tmp_path: Path) -> None:
    file = tmp_path / "hate_crime.csv"
    lines = [
        flat_line(1, bias="Anti-Asian;Anti-Female"),
        flat_line(2, agency="Alameda,,County"),
        flat_line(3, agency="University of California,San Francisco,University or College", day="02-MAR-21"),
    ]
    file.write_text(FLAT_HEADER + "".join(lines), encoding="utf-8")
    city, county, campus = rows(import_at(file, tmp_path))
    assert (city["place"], city["region"], city["communities"]) == ("San Francisco", "California", "|asian|women|")
    assert county["place"] == "Alameda (County)"
    assert campus["place"] == "University of California, San Francisco (University or College)"
    assert str(campus["day"]) == "2021-03-02"


def test_a_folder_may_hold_the_flat_file(tmp_path: Path) -> None:
    (tmp_path / "hate_crime.csv").write_text(FLAT_HEADER + flat_line(1), encoding="utf-8")
    vintage = import_at(tmp_path, tmp_path)
    assert vintage.manifest.rows == 1
    assert "offender_race" in vintage.manifest.columns_missing


def test_the_flat_file_keeps_its_bad_lines(tmp_path: Path) -> None:
    file = tmp_path / "hate_crime.csv"
    lines = [flat_line(n) for n in range(1, 6)]
    bad = [flat_line(9, day="?"), flat_line(9, bias=" "), flat_line(1), "1,2\n"]
    file.write_text(FLAT_HEADER + "".join(lines + bad), encoding="utf-8")
    assert [line for _, line in rejected(import_at(file, tmp_path))] == [7, 8, 9, 10]
