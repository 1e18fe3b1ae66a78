"""San Francisco files with sprees and breaks planted in them, and what a picture of them says."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from banyan.observatory.measures.findings import find_official
from banyan.observatory.queries.official import list_official
from banyan.observatory.rules.picture import Finding, Question, SeriesNote
from banyan.observatory.sources.sf_hate_crimes import stage_sf_hate_crimes
from tests.observatory.sources.files import AS_OF, LOADED, NOW, put, write_sf

COLUMNS = (
    "record_id",
    "occurence_month",
    "most_serious_ucr",
    "most_serious_bias",
    "ncic",
    "weapon_type",
    "offensive_act",
    "data_as_of",
    "data_loaded_at",
)
OFFENCES = ("Simple Assault", "Intimidation", "Robbery", "Aggravated Assault")


@dataclass(frozen=True)
class Spree:
    """So many vandalism records of one month, numbered `gap` apart."""

    year: int
    month: int
    size: int
    gap: int = 1


@dataclass(frozen=True)
class Break:
    """From a year on a column is empty (or, with `begins`, was empty until then)."""

    year: int
    column: str = "ncic"
    begins: bool = False


def lines_of(
    counts: Mapping[int, int], *, sprees: Sequence[Spree] = (), breaks: Sequence[Break] = (), others: int = 24
) -> list[str]:
    """Lines with so many anti-Asian records a year, spread over its months, among `others` of another bias."""
    lines = []
    for year, count in counts.items():
        for at in range(count):
            number = (year - 2000) * 100_000 + 500 + at * 97
            lines.append(_line(f"CA00-{number:010d}", (year, at * 5 % 12 + 1), "Anti-Asian", OFFENCES[at % 4], breaks))
        for at in range(others):
            number = (year - 2000) * 100_000 + 50_000 + at * 131
            lines.append(_line(f"CA00-{number:010d}", (year, at % 12 + 1), "Anti-Jewish", OFFENCES[at % 4], breaks))
    for index, spree in enumerate(sprees):
        for at in range(spree.size):
            number = (spree.year - 2000) * 100_000 + 90_000 + index * 1000 + at * spree.gap
            offence = "Destruction/Damage/Vandalism"
            lines.append(_line(f"CA00-{number:010d}", (spree.year, spree.month), "Anti-Asian", offence, breaks))
    return lines


def more_of_others(year: int, count: int) -> list[str]:
    """Lines of so many more records of another bias in one year."""
    numbers = (f"CA00-{(year - 2000) * 100_000 + 60_000 + at * 131:010d}" for at in range(count))
    return [
        _line(number, (year, at % 12 + 1), "Anti-Jewish", OFFENCES[at % 4], ()) for at, number in enumerate(numbers)
    ]


def _line(number: str, when: tuple[int, int], bias: str, offence: str, breaks: Sequence[Break]) -> str:
    year, month = when
    cells = {"ncic": "3801", "weapon_type": "Unknown", "offensive_act": "Verbal slurs"}
    for at in breaks:
        if (year >= at.year) != at.begins:
            cells[at.column] = ""
    filled = f"{cells['ncic']},{cells['weapon_type']},{cells['offensive_act']}"
    return f"{number},{year}/{month:02d}/01,{offence},{bias},{filled},{AS_OF},{LOADED}"


def findings_of(
    lines: Sequence[str], since: int, until: int, community: str = "asian", *, notes: Sequence[SeriesNote] = ()
) -> tuple[Finding, ...]:
    """What is said of these years of a file of these lines."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        file = write_sf(Path(folder) / "planted.csv", lines, columns=COLUMNS)
        put(stage_sf_hate_crimes(file, data=data, now=NOW))
        question = Question(place="San Francisco", community=community, since=since, until=until)
        (official,) = list_official(question, data=data, engine="duckdb", notes=notes)
        return find_official(official.evidence)


def claims(findings: Sequence[Finding]) -> list[Finding]:
    """The findings that call a change a rise or a fall."""
    verbs = (
        "rose",
        "fell",
        "grew",
        "increase",
        "decrease",
        "declin",
        "dropped",
        "doubled",
        "halved",
        "more hate",
        "fewer",
    )
    return [finding for finding in findings if any(verb in finding.text.lower() for verb in verbs)]
