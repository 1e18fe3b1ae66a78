"""Official files in miniature, as the agencies write them, and how the tests import them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from banyan.observatory.sources.importing import Staged
from banyan.observatory.sources.vintages import Vintage

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
SF_COLUMNS = (
    "record_id",
    "occurence_month",
    "most_serious_ucr",
    "most_serious_bias",
    "total_number_of_victims",
    "data_as_of",
    "data_loaded_at",
)
AS_OF = "2026/02/15 12:00:00 AM"
LOADED = "2026/02/20 02:55:37 PM"


def sf_line(
    number: str, month: str, bias: str = "Anti-Asian", offence: str = "Simple Assault", victims: str = "1"
) -> str:
    """One line of San Francisco's file, in the order of `SF_COLUMNS`."""
    return f"{number},{month},{offence},{bias},{victims},{AS_OF},{LOADED}"


def write_sf(path: Path, lines: Iterable[str], *, columns: Iterable[str] = SF_COLUMNS, end: str = "\n") -> Path:
    """Write a San Francisco file of these lines."""
    path.write_text("\n".join([",".join(columns), *lines]) + end, encoding="utf-8")
    return path


def sf_lines(count: int = 12) -> list[str]:
    """So many good lines, one a month."""
    return [sf_line(f"CA00-{1000 + 40 * at:010d}", f"{2018 + at // 12}/{at % 12 + 1:02d}/01") for at in range(count)]


LINKED: Mapping[str, str] = {
    "incident.csv": "incident_id,incident_year,incident_date,jurisdiction_id,state_abbr,offender_race_id,"
    "offender_count,victim_count\n11,2019,2019-02-17,0,CA,0,1,1\n12,2019,2019-06-30,0,CA,6,0,2\n13,2020,2020-01-05,0,HI,0,2,1\n",
    "incident_bias.csv": "incident_id,bias_id\n11,3\n11,9\n12,3\n13,9\n",
    "bias.csv": "bias_id,bias,bias_category\n3,Anti-Asian,Race\n9,Anti-Jewish,Religion\n",
    "state.csv": "state_abbr,state,division,region\nCA,California,Pacific,West\nHI,Hawaii,Pacific,West\n",
    "incident_offense.csv": "incident_id,offense_id\n11,1\n12,2\n12,1\n13,1\n",
    "offense.csv": "offense_id,offense,code,offense_category,crimes_against\n1,Simple Assault,13B,A,P\n"
    "2,Robbery,120,R,P\n",
}


def write_linked(folder: Path, **changes: str | None) -> Path:
    """Write the FBI's linked tables; `incident_bias="..."` changes one of them and None leaves it out."""
    folder.mkdir(exist_ok=True)
    for name, text in LINKED.items():
        changed = changes.get(name.removesuffix(".csv"), text)
        if changed is not None:
            (folder / name).write_text(changed, encoding="utf-8")
    return folder


def put(staging: AbstractContextManager[Staged]) -> Vintage:
    """Stage and put in place, as the action does."""
    with staging as staged:
        return staged.put_in_place()


def left_in(data: Path) -> list[str]:
    """Everything that an import left in the data directory, but for its lock."""
    return sorted(str(path.relative_to(data)) for path in data.rglob("*") if path.is_file() and path.name != "lock")


def real_data(name: str) -> Path:
    """A real published file or folder; the test is skipped where it isn't there."""
    beside = Path(__file__).resolve().parents[4] / "shared" / "data"
    path = Path(os.environ.get("BANYAN_TEST_DATA", beside)) / name
    if not path.exists():
        pytest.skip(f"{name} isn't here; set BANYAN_TEST_DATA to the folder that holds the published files")
    return path
