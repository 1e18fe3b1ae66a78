"""The figure's one rule: hate crimes within hate acts within all harm, and violence crossing them.

Every region counts what was described, from a low (only answers "yes") to a high (every answer but "no"). These are
people's accounts, not legal findings, so words about them say "described as".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from banyan.harms.rules import bias as bias_rules
from banyan.harms.rules import crime as crime_rules
from banyan.harms.rules.codes import UnknownCodeError, codes_of, unknown_codes
from banyan.harms.rules.kinds import KINDS, OPEN_CODES, VIOLENT_CODES


class Standing(StrEnum):
    """Whether a harm was described as belonging to a region."""

    YES = "yes"
    UNDETERMINED = "undetermined"
    NO = "no"


class Cell(StrEnum):
    """The cells of the partition: every harm lies in exactly one."""

    HATE_AND_VIOLENCE = "hate_and_violence"
    HATE_ONLY = "hate_only"
    VIOLENCE_ONLY = "violence_only"
    OTHER = "other"
    UNDETERMINED = "undetermined"


class Region(StrEnum):
    """What the figure draws: the rings, and the cells of the partition."""

    ALL_HARM = "all_harm"
    HATE_ACTS = "hate_acts"
    HATE_CRIMES = "hate_crimes"
    VIOLENCE = "violence"
    HATE_AND_VIOLENCE = "hate_and_violence"
    HATE_ONLY = "hate_only"
    VIOLENCE_ONLY = "violence_only"
    OTHER = "other"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Rings:
    """Where one harm lies."""

    hate_act: Standing
    hate_crime: Standing
    violence: Standing
    cell: Cell


_CELLS = {
    (Standing.YES, Standing.YES): Cell.HATE_AND_VIOLENCE,
    (Standing.YES, Standing.NO): Cell.HATE_ONLY,
    (Standing.NO, Standing.YES): Cell.VIOLENCE_ONLY,
    (Standing.NO, Standing.NO): Cell.OTHER,
}


def cell_of(hate_act: Standing, violence: Standing) -> Cell:
    """Say in which cell of the partition a harm lies."""
    return _CELLS.get((hate_act, violence), Cell.UNDETERMINED)


def _standing(answer: str) -> Standing:
    if answer in {Standing.YES, Standing.NO}:
        return Standing(answer)
    return Standing.UNDETERMINED


def _both(first: Standing, second: Standing) -> Standing:
    if Standing.NO in {first, second}:
        return Standing.NO
    return Standing.YES if first is second is Standing.YES else Standing.UNDETERMINED


def _neither_way(standing: Standing) -> Standing:
    opposite = {Standing.YES: Standing.NO, Standing.NO: Standing.YES}
    return opposite.get(standing, Standing.UNDETERMINED)


def violence_of(kinds: Iterable[str]) -> Standing:
    """Say whether the kinds of act were violence; no kind, or only an unnamed one, leaves it open."""
    chosen = frozenset(kinds)
    unknown = unknown_codes(KINDS, chosen)
    if unknown:
        raise UnknownCodeError(", ".join(sorted(unknown)))
    if chosen & VIOLENT_CODES:
        return Standing.YES
    return Standing.UNDETERMINED if not chosen or chosen & OPEN_CODES else Standing.NO


def place_harm(*, bias: str, crime: str, kinds: Iterable[str]) -> Rings:
    """Derive where one harm lies from three answers; raises UnknownCodeError for an answer we don't have."""
    if bias not in codes_of(bias_rules.ALL_ANSWERS):
        raise UnknownCodeError(bias)
    if crime not in codes_of(crime_rules.ANSWERS):
        raise UnknownCodeError(crime)
    hate_act = _standing(bias)
    violence = violence_of(kinds)
    return Rings(hate_act, _both(hate_act, _standing(crime)), violence, cell_of(hate_act, violence))


def standing_in(rings: Rings, region: Region) -> Standing:
    """Say whether one harm lies in a region of the figure."""
    not_hate, not_violence = _neither_way(rings.hate_act), _neither_way(rings.violence)
    if region is Region.UNDETERMINED:
        return Standing.YES if rings.cell is Cell.UNDETERMINED else Standing.NO
    return {
        Region.ALL_HARM: Standing.YES,
        Region.HATE_ACTS: rings.hate_act,
        Region.HATE_CRIMES: rings.hate_crime,
        Region.VIOLENCE: rings.violence,
        Region.HATE_AND_VIOLENCE: _both(rings.hate_act, rings.violence),
        Region.HATE_ONLY: _both(rings.hate_act, not_violence),
        Region.VIOLENCE_ONLY: _both(not_hate, rings.violence),
        Region.OTHER: _both(not_hate, not_violence),
    }[region]
