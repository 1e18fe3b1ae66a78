"""Made-up official counts for a place that has no file yet, so that the first start shows how a picture works.

They are marked as a demonstration in every row, and so in every page, SVG, PDF and JSON drawn from them. The same seed
gives the same numbers, so screenshots stay comparable.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final

from banyan.harms.rules.crosswalks.communities import communities_of_bases
from banyan.observatory.sources.catalogue import DEMONSTRATION
from banyan.observatory.sources.importing import Bench, Staged, stage_made_up
from banyan.observatory.sources.records import OfficialRecord

SEED: Final = "banyan demonstration 1"
YEARS: Final = 6
PLACE: Final = "San Francisco"
_YEARLY: Final = {"asian": 14, "black": 12, "jewish": 8, "gay": 9, "latine": 6, "transgender": 3, "muslim": 3}
_OFFENCES: Final = ("Simple Assault", "Intimidation", "Destruction/Damage/Vandalism", "Robbery", "Aggravated Assault")
_LOCATIONS: Final = ("Highway/Road/Alley/Street", "Residence/Home/Driveway", "Restaurant", "Air/Bus/Train Terminal")


@contextmanager
def stage_demonstration(*, data: Path, now: datetime) -> Iterator[Staged]:
    """Stage made-up records of the last whole years before `now`; the same seed and year are recognised as the same."""
    sha256 = hashlib.sha256(f"{SEED}|{PLACE}|{now.year}".encode()).hexdigest()

    def read(bench: Bench) -> None:
        for record in make_up(now.year):
            cells = {"bias": record.bias, "offence": record.offence, "location": record.location or ""}
            bench.profile.add(record.month.year, cells)
            bench.records.write(record)
        bench.as_of = date(now.year, 1, 1)
        bench.read_sha256 = sha256

    with stage_made_up(DEMONSTRATION, sha256, data=data, now=now, read=read) as staged:
        yield staged


def make_up(year: int) -> Iterator[OfficialRecord]:
    """Made-up records for the `YEARS` whole years before `year`, the same every time."""
    chance = random.Random(f"{SEED}|{PLACE}")  # noqa: S311 - no secret: it must repeat
    number = 0
    for at in range(year - YEARS, year):
        for base, yearly in _YEARLY.items():
            for _record in range(max(0, round(chance.gauss(yearly, yearly**0.5)))):
                number += chance.randint(7, 60)  # Never near-consecutive, so that no spree is made up by accident.
                yield OfficialRecord(
                    record_id=f"DEMO-{number:08d}",
                    month=date(at, chance.randint(1, 12), 1),
                    place=PLACE,
                    bases=(base,),
                    communities=communities_of_bases((base,)),
                    bias=f"Demonstration: {base}",
                    offence=chance.choice(_OFFENCES),
                    location=chance.choice(_LOCATIONS),
                )
