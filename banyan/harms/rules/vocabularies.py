"""Every vocabulary under one name, so that forms, exports and crosswalks can ask for one by name."""

from collections.abc import Mapping
from types import MappingProxyType

from banyan.harms.rules import (
    ages,
    bias,
    communities,
    crime,
    doers,
    kinds,
    needs,
    occasions,
    places,
    reporters,
    told,
)
from banyan.harms.rules.codes import Code, Group

VOCABULARIES: Mapping[str, tuple[Code, ...]] = MappingProxyType(
    {
        "needs": needs.NEEDS,
        "offers": needs.OFFERS,
        "kinds": kinds.KINDS,
        "bias_answers": bias.ALL_ANSWERS,
        "bias_bases": bias.BASES,
        "bias_expressions": bias.EXPRESSIONS,
        "bias_who_said": bias.WHO_SAID,
        "crime_answers": crime.ANSWERS,
        "crime_who_said": crime.WHO_SAID,
        "doers": doers.DOERS,
        "capacities": doers.CAPACITIES,
        "told": told.TOLD,
        "places": places.PLACES,
        "occasions": occasions.OCCASIONS,
        "reporters": reporters.REPORTERS,
        "channels": reporters.CHANNELS,
        "awareness": reporters.AWARENESS,
        "receipt_keepers": reporters.RECEIPT_KEEPERS,
        "affected_bands": reporters.AFFECTED_BANDS,
        "ages": ages.AGES,
        "communities": communities.COMMUNITIES,
    }
)
GROUPED: Mapping[str, tuple[Group, ...]] = MappingProxyType({"kinds": kinds.GROUPS, "bias_bases": bias.GROUPS})
