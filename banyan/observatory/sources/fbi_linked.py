"""The FBI's hate crimes as linked tables: incidents, and lists of each one's biases, offences, places and victims."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from banyan.observatory.sources.fbi_flat import UNITED_STATES, day_of
from banyan.observatory.sources.importing import Bench, Unusable, combined
from banyan.observatory.sources.lines import CsvFile, Progress, Record
from banyan.observatory.sources.records import OfficialRecord

INCIDENTS = "incident.csv"
STATES = "state.csv"


@dataclass(frozen=True)
class Link:
    """One list of an incident's values: the file that links, the file that names, and their columns."""

    links: str
    names: str
    key: str
    name: str


BIAS = Link("incident_bias.csv", "bias.csv", "bias_id", "bias")
OFFENCE = Link("incident_offense.csv", "offense.csv", "offense_id", "offense")
LOCATION = Link("incident_location.csv", "location.csv", "location_id", "location")
VICTIM_TYPE = Link("incident_victim_type.csv", "victim_type.csv", "victim_type_id", "victim_type")
LINKS = (BIAS, OFFENCE, LOCATION, VICTIM_TYPE)

REQUIRED_FILES = (INCIDENTS, BIAS.links, BIAS.names)
OPTIONAL_FILES = (STATES, *(name for link in LINKS[1:] for name in (link.links, link.names)))
VOCABULARIES = (*(link.name for link in LINKS), "offender_race_id", "jurisdiction_id")


def read(folder: Path, bench: Bench, progress: Progress) -> None:
    """Read the linked tables onto the bench."""
    names = (*REQUIRED_FILES, *OPTIONAL_FILES)
    total = sum((folder / name).stat().st_size for name in names if (folder / name).is_file())
    with closing(sqlite3.connect(bench.folder / "links.sqlite3")) as database:
        database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        _Reading(folder, bench, database, progress, total).run()
    (bench.folder / "links.sqlite3").unlink()


@dataclass
class _Reading:
    """The links wait in a file on disk while the incidents pass by once, so memory stays flat."""

    folder: Path
    bench: Bench
    database: sqlite3.Connection
    progress: Progress
    total: int
    done: int = 0
    hashes: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    states: dict[str, str] = field(default_factory=dict)

    def run(self) -> None:
        for item in self._records(STATES, ("state_abbr", "state")):
            self.states[item.cells["state_abbr"]] = item.cells["state"]
        for link in LINKS:
            self._read_links(link)
        self._read_incidents()
        self._reject_orphans()
        self.bench.columns_missing = tuple(self.missing)
        self.bench.read_sha256 = combined(self.hashes)

    def _records(self, name: str, required: tuple[str, ...]) -> Iterator[Record]:
        """The records of one file; lines that can't be read go to the rejects. An absent optional file has none."""
        path = self.folder / name
        if not path.is_file():
            self.missing.append(name)
            return
        before = self.done
        file = CsvFile(path, required=required, progress=lambda done, _size: self.progress(before + done, self.total))
        yield from self.bench.records_in(file)
        self.done += file.size
        self.hashes.append((name, file.sha256))

    def _read_links(self, link: Link) -> None:
        table = link.name  # One of four constants above, never a reader's text.
        self.database.execute(f"CREATE TABLE {table} (incident TEXT, value TEXT, line INTEGER, raw TEXT)")
        values = {
            item.cells[link.key]: item.cells[link.name] for item in self._records(link.names, (link.key, link.name))
        }
        for item in self._records(link.links, ("incident_id", link.key)):
            value = values.get(item.cells[link.key])
            if value is None:
                reason = f"{link.key} {item.cells[link.key]!r} isn't in {link.names}"
                self.bench.rejects.reject(file=link.links, line=item.line, reason=reason, raw=item.raw)
            else:
                row = (item.cells["incident_id"], value, item.line, item.raw)
                self.database.execute(f"INSERT INTO {table} VALUES (?, ?, ?, ?)", row)  # noqa: S608 - a constant
        self.database.execute(f"CREATE INDEX {table}_incident ON {table} (incident)")

    def _values(self, link: Link, incident: str) -> tuple[str, ...]:
        found = self.database.execute(f"SELECT value FROM {link.name} WHERE incident = ? ORDER BY line", (incident,))  # noqa: S608 - a constant
        return tuple(dict.fromkeys(value for (value,) in found))

    def _read_incidents(self) -> None:
        records = self._records(INCIDENTS, ("incident_id", "incident_date", "state_abbr"))
        self.bench.take_each(records, self._take, file=INCIDENTS)

    def _take(self, item: Record) -> None:
        cells = item.cells
        incident, day = cells["incident_id"], day_of(cells)
        biases = self._values(BIAS, incident)
        if not biases:
            raise Unusable(f"no line of {BIAS.links} names its bias")
        self.bench.must_be_new(item, "incident_id")
        bases, communities = self.bench.aimed_at(biases)
        lists = {link.name: self._values(link, incident) for link in LINKS[1:]}
        self.bench.profile.add(day.year, cells | lists | {BIAS.name: biases})
        self.bench.records.write(
            OfficialRecord(
                record_id=incident,
                month=day.replace(day=1),
                day=day,
                place=None,
                region=self.states.get(cells["state_abbr"], cells["state_abbr"]) or None,
                country=UNITED_STATES,
                bases=bases,
                communities=communities,
                bias="; ".join(biases),
                offence="; ".join(lists[OFFENCE.name]),
                location="; ".join(lists[LOCATION.name]) or None,
                victim_type="; ".join(lists[VICTIM_TYPE.name]) or None,
                victims=self.bench.victims(item, "victim_count", file=INCIDENTS),
            )
        )

    def _reject_orphans(self) -> None:
        for link in LINKS:
            orphans = self.database.execute(f"SELECT incident, line, raw FROM {link.name} ORDER BY line")  # noqa: S608 - a constant
            for incident, line, raw in orphans:
                if not self.bench.seen.has(incident):
                    reason = f"there is no readable incident {incident!r}"
                    self.bench.rejects.reject(file=link.links, line=line, reason=reason, raw=raw)
