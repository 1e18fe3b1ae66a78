"""Every crosswalk by name."""

from collections.abc import Mapping
from types import MappingProxyType

from banyan.harms.rules.crosswalks import (
    california,
    communities,
    fbi,
    gbvims,
    nibrs,
    san_francisco,
    shades_of_hate,
    stop_aapi_hate,
    voca,
)
from banyan.harms.rules.crosswalks.shape import Crosswalk

OUTWARD: tuple[Crosswalk, ...] = (
    communities.BASES_TO_COMMUNITIES,
    nibrs.BASES_TO_NIBRS,
    nibrs.ANSWERS_TO_NIBRS,
    stop_aapi_hate.KINDS_TO_STOP_AAPI_HATE,
    stop_aapi_hate.PLACES_TO_STOP_AAPI_HATE,
    shades_of_hate.EXPRESSIONS_TO_SHADES,
    shades_of_hate.CAPACITIES_TO_SHADES,
    shades_of_hate.REPORTERS_TO_SHADES,
    shades_of_hate.KINDS_TO_SHADES,
    voca.KINDS_TO_VOCA,
    voca.REGIONS_TO_VOCA,
    voca.AGES_TO_VOCA,
    voca.COMMUNITIES_TO_VOCA_RACES,
    voca.COMMUNITIES_TO_VOCA_SPECIAL,
    california.BASES_TO_UNRUH,
    california.BASES_TO_BANE,
    gbvims.KINDS_TO_GBVIMS,
)
INWARD: tuple[Crosswalk, ...] = (
    san_francisco.SF_BIAS_TO_BASES,
    san_francisco.SF_OFFENCES_TO_KINDS,
    fbi.FBI_BIAS_TO_BASES,
    fbi.FBI_OFFENCES_TO_KINDS,
)
CROSSWALKS: Mapping[str, Crosswalk] = MappingProxyType({walk.name: walk for walk in (*OUTWARD, *INWARD)})
