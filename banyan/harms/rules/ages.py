"""Coarse ages: the bands that the federal report asks for, so that no birth date is needed."""

from dataclasses import dataclass

from banyan.base.languages import mark
from banyan.harms.rules.codes import Code


@dataclass(frozen=True, slots=True)
class AgeBand(Code):
    """An age band, both ends included; the last has no end."""

    first: int = 0
    last: int | None = None

    @property
    def is_minor(self) -> bool:
        """Say whether everyone in the band is under 18."""
        return self.last is not None and self.last < ADULT_AGE


ADULT_AGE = 18

AGES: tuple[AgeBand, ...] = (
    AgeBand("from_0_to_12", mark("12 or younger"), first=0, last=12),
    AgeBand("from_13_to_17", mark("13 to 17"), first=13, last=17),
    AgeBand("from_18_to_24", mark("18 to 24"), first=18, last=24),
    AgeBand("from_25_to_59", mark("25 to 59"), first=25, last=59),
    AgeBand("from_60", mark("60 or older"), first=60),
)
MINOR_CODES: frozenset[str] = frozenset(band.code for band in AGES if band.is_minor)
