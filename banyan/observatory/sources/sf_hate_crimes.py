"""San Francisco police hate crimes (DataSF huqr-9p9x), as the file is published.

What the file as of 2026-02-15 holds, found by reading it (1,804 records, January 2001 to December 2025):

- Dates are months: every `occurence_month` (the agency's own spelling) is a first of the month.
- Every `record_id` is there once. Until 2021 it is "CA00-" and ten digits that count up over the whole state, so San
  Francisco's own are about 15 apart in 2021; in 2001 they are nearly all consecutive. From January 2022 it is the
  department's incident number; five records of October 2023 are parts "-1" to "-5" of one number.
- From January 2022 on `ncic` and `most_serious_ucr_type` are always empty, `weapon_type` is always filled (46 % in
  2021), and `offensive_act` is "Other" where it had been "Verbal slurs" in half of the records. The form changed.
- In 2015 and 2016 the four columns of adults and juveniles begin, `suspects_ethnicity_as_a_group` begins, and
  "Hispanic" and "Asian/Pacific Islander" give way to others in `suspects_race_as_a_group`.
- 24 anti-Asian vandalism records of June 2021 are numbered CA00-0000036015 to -36044, all with one white suspect and an
  empty `offensive_act`; a burglary of the same run (36036) isn't among them. That is 24 of the 60
  anti-Asian records of the year.
- `is_multiple_bias` is TRUE once (CA00-0000029798, May 2016); only the most serious bias of it is in the file.
- One record of June 2008 counts 50 victims. Records are counted here, never victims.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path

from banyan.observatory.sources.catalogue import SF_HATE_CRIMES
from banyan.observatory.sources.dates import read_date
from banyan.observatory.sources.importing import Bench, Staged, Unusable, stage
from banyan.observatory.sources.lines import CsvFile, Progress, Record, nothing_said
from banyan.observatory.sources.records import OfficialRecord, pattern_of

REQUIRED = ("record_id", "occurence_month", "most_serious_bias")
OPTIONAL = (
    "ncic",
    "total_number_of_victims",
    "total_number_of_individual_victims",
    "suspects_race_as_a_group",
    "total_number_of_suspects",
    "most_serious_ucr",
    "most_serious_ucr_type",
    "most_serious_location",
    "most_serious_bias_type",
    "most_serious_victim_type",
    "weapon_type",
    "offensive_act",
    "is_multiple_bias",
    "total_number_of_individual_victims_adult",
    "total_number_of_individual_victims_juvenile",
    "total_number_of_suspects_adult",
    "total_number_of_suspects_juvenile",
    "suspects_ethnicity_as_a_group",
    "data_as_of",
    "data_loaded_at",
)
NUMBERING = "record_id (its form)"
VOCABULARIES = (
    NUMBERING,
    "suspects_race_as_a_group",
    "most_serious_ucr",
    "most_serious_ucr_type",
    "most_serious_location",
    "most_serious_bias",
    "most_serious_bias_type",
    "most_serious_victim_type",
    "weapon_type",
    "offensive_act",
    "suspects_ethnicity_as_a_group",
)


def stage_sf_hate_crimes(
    path: Path, *, data: Path, now: datetime, progress: Progress = nothing_said
) -> AbstractContextManager[Staged]:
    """Read the CSV file at `path` into a staged vintage. Raises `FileRefused`, with nothing kept."""

    def read(bench: Bench) -> None:
        file = CsvFile(path, required=REQUIRED, progress=progress)
        bench.read_file(file, lambda item: _take(item, bench, file=path.name))
        bench.compare_columns(file.header, required=REQUIRED, optional=OPTIONAL)

    return stage(
        SF_HATE_CRIMES,
        [path],
        data=data,
        now=now,
        vocabularies=VOCABULARIES,
        read=read,
        progress=progress,
    )


def _take(item: Record, bench: Bench, *, file: str) -> None:
    cells = item.cells
    as_of = read_date(cells.get("data_as_of", ""))
    month = _month(cells, as_of)
    if not cells["most_serious_bias"]:
        raise Unusable("it names no bias")
    bench.must_be_new(item, "record_id")
    if as_of is not None:
        bench.as_of = max(bench.as_of or as_of, as_of)
    bases, communities = bench.aimed_at([cells["most_serious_bias"]])
    bench.profile.add(month.year, {**cells, NUMBERING: pattern_of(cells["record_id"])})
    bench.records.write(
        OfficialRecord(
            record_id=cells["record_id"],
            month=month.replace(day=1),
            place="San Francisco",
            bases=bases,
            communities=communities,
            bias=cells["most_serious_bias"],
            offence=cells.get("most_serious_ucr", ""),
            location=cells.get("most_serious_location") or None,
            victim_type=cells.get("most_serious_victim_type") or None,
            victims=bench.victims(item, "total_number_of_victims", file=file),
        )
    )


def _month(cells: Mapping[str, str], as_of: date | None) -> date:
    """The month of a record that has a number. Raises `Unusable`."""
    if not cells["record_id"]:
        raise Unusable("it has no record_id")
    month = read_date(cells["occurence_month"])
    if month is None:
        raise Unusable(f"its month can't be read: {cells['occurence_month']!r}")
    if as_of is not None and month > as_of:
        raise Unusable(f"its month {month:%Y-%m} is after the day the file was made")
    return month
