"""The FBI's own flat file, `hate_crime.csv`: one line per incident, many values in one cell joined by ";".

The header is recalled, not checked against a current download, so columns match by name and missing ones are said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from banyan.observatory.sources.dates import read_date
from banyan.observatory.sources.importing import Bench
from banyan.observatory.sources.lines import CsvFile, Progress, Record, Unreadable
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
    _Reading(CsvFile(path, required=REQUIRED, progress=progress), bench).run()


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


@dataclass
class _Reading:
    file: CsvFile
    bench: Bench

    def run(self) -> None:
        for item in self.file:
            if isinstance(item, Unreadable):
                self._reject(item.line, item.reason, item.raw)
            else:
                self._take(item)
        self.file.check_whole()
        header = frozenset(ALSO_CALLED.get(name, name) for name in self.file.header)
        self.bench.columns_missing = tuple(name for name in OPTIONAL if name not in header)
        self.bench.columns_unknown = tuple(sorted(header - frozenset(REQUIRED + OPTIONAL)))
        self.bench.read_sha256 = self.file.sha256

    def _reject(self, line: int, reason: str, raw: str) -> None:
        self.bench.rejects.reject(file=self.file.path.name, line=line, reason=reason, raw=raw)

    def _take(self, item: Record) -> None:
        cells = {ALSO_CALLED.get(name, name): cell for name, cell in item.cells.items()}
        day = read_date(cells["incident_date"])
        reason = self._why_not(cells, day, item.line)
        if reason or day is None:
            self._reject(item.line, reason, item.raw)
            return
        labels = split(cells["bias_desc"])
        bases, communities = self.bench.aimed_at(labels)
        self.bench.profile.add(day.year, cells | {name: split(cells.get(name, "")) for name in _MANY})
        self.bench.records.write(
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
                victims=self.bench.victims(item, "victim_count", file=self.file.path.name),
            )
        )

    def _why_not(self, cells: Mapping[str, str], day: date | None, line: int) -> str:
        if not cells["incident_id"]:
            return "it has no incident_id"
        if day is None:
            return f"its date can't be read: {cells['incident_date']!r}"
        if not split(cells["bias_desc"]):
            return "it names no bias"
        before = self.bench.seen.first_line(cells["incident_id"], line)
        return f"its incident_id is already on line {before}" if before is not None else ""


def place_of(cells: Mapping[str, str]) -> str | None:
    """The name of the agency's place: a city's own, or "Alameda (County)" so that no county passes for a city."""
    name, kind = cells.get("pug_agency_name", ""), cells.get("agency_type_name", "")
    unit = cells.get("pub_agency_unit", "")
    if not name:
        return None
    if kind.casefold() == "city" and not unit:
        return name
    return f"{name}{', ' + unit if unit else ''} ({kind or 'agency'})"
