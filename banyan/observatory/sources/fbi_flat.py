"""The FBI's own flat file, `hate_crime.csv`: one line per incident, many values in one cell joined by ";".

The header is recalled, not checked against a current download, so columns match by name and missing ones are said.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from banyan.observatory.sources.dates import read_date
from banyan.observatory.sources.importing import Bench, Unusable
from banyan.observatory.sources.lines import CsvFile, Progress, Record
from banyan.observatory.sources.records import OfficialRecord

REQUIRED = ("incident_id", "incident_date", "bias_desc", "state_name")
OPTIONAL = (
    "data_year",
    "ori",
    "pug_agency_name",
    "pub_agency_unit",
    "agency_type_name",
    "state_abbr",
    "division_name",
    "region_name",
    "population_group_code",
    "population_group_description",
    "adult_victim_count",
    "juvenile_victim_count",
    "total_offender_count",
    "adult_offender_count",
    "juvenile_offender_count",
    "offender_race",
    "offender_ethnicity",
    "victim_count",
    "offense_name",
    "total_individual_victims",
    "location_name",
    "victim_types",
    "multiple_offense",
    "multiple_bias",
)
ALSO_CALLED = {"pub_agency_name": "pug_agency_name"}
"""The FBI's spelling "pug" looks like a slip; a file that mends it is read too."""

_MANY = ("bias_desc", "offense_name", "location_name", "victim_types")
VOCABULARIES = (*_MANY, "offender_race", "offender_ethnicity", "agency_type_name", "population_group_code")
UNITED_STATES = "United States"


def read(path: Path, bench: Bench, progress: Progress) -> None:
    """Read the file onto the bench."""
    file = CsvFile(path, required=REQUIRED, progress=progress)
    bench.read_file(file, lambda item: _take(item, bench, file=path.name))
    header = sorted(ALSO_CALLED.get(name, name) for name in file.header)
    bench.compare_columns(header, required=REQUIRED, optional=OPTIONAL)


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _take(item: Record, bench: Bench, *, file: str) -> None:
    cells = {ALSO_CALLED.get(name, name): cell for name, cell in item.cells.items()}
    day, labels = day_of(cells), split(cells["bias_desc"])
    if not labels:
        raise Unusable("it names no bias")
    bench.must_be_new(item, "incident_id")
    bases, communities = bench.aimed_at(labels)
    bench.profile.add(day.year, cells | {name: split(cells.get(name, "")) for name in _MANY})
    bench.records.write(
        OfficialRecord(
            record_id=cells["incident_id"],
            month=day.replace(day=1),
            day=day,
            place=place_of(cells),
            region=cells["state_name"] or None,
            country=UNITED_STATES,
            bases=bases,
            communities=communities,
            bias="; ".join(labels),
            offence="; ".join(split(cells.get("offense_name", ""))),
            location="; ".join(split(cells.get("location_name", ""))) or None,
            victim_type="; ".join(split(cells.get("victim_types", ""))) or None,
            victims=bench.victims(item, "victim_count", file=file),
        )
    )


def day_of(cells: Mapping[str, str]) -> date:
    """The day of an incident that has a number. Raises `Unusable`."""
    if not cells["incident_id"]:
        raise Unusable("it has no incident_id")
    day = read_date(cells["incident_date"])
    if day is None:
        raise Unusable(f"its date can't be read: {cells['incident_date']!r}")
    return day


def place_of(cells: Mapping[str, str]) -> str | None:
    """The name of the agency's place: a city's own, or "Alameda (County)" so that no county passes for a city."""
    name, kind = cells.get("pug_agency_name", ""), cells.get("agency_type_name", "")
    unit = cells.get("pub_agency_unit", "")
    if not name:
        return None
    if kind.casefold() == "city" and not unit:
        return name
    return f"{name}{', ' + unit if unit else ''} ({kind or 'agency'})"
