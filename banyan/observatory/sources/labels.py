"""The words agencies use for a bias, brought to our codes of bias bases by the crosswalks of the shared vocabulary.

San Francisco and the FBI spell the same code differently ("Anti-Lesbian", "Anti-Lesbian (Female)"), and San Francisco
renamed one in 2022, so labels are matched after taking out case and punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from banyan.harms.rules.crosswalks.fbi import FBI_BIAS_TO_BASES
from banyan.harms.rules.crosswalks.nibrs import NIBRS_BIAS
from banyan.harms.rules.crosswalks.san_francisco import SF_BIAS_TO_BASES

_OLDER_NAMES = {"Anti-Mormon": ("latter_day_saint",), "Anti-Islamic": ("muslim",)}


def _plain(label: str) -> str:
    words = label.casefold().replace("'", "").replace("’", "")
    return " ".join(re.findall(r"[a-z]+", words)).removeprefix("anti ")


_BASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        _plain(label): bases
        for mapping in (_OLDER_NAMES, FBI_BIAS_TO_BASES.mapping, SF_BIAS_TO_BASES.mapping)
        for label, bases in mapping.items()
    }
)
_UNNAMED = frozenset({_plain(NIBRS_BIAS["88"]), _plain(NIBRS_BIAS["99"]), "none", "unknown", "unknown bias"})


def bases_of_label(label: str) -> tuple[str, ...]:
    """Our codes of one official bias label; none where there is no such code."""
    return _BASES.get(_plain(label), ())


def is_unnamed(label: str) -> bool:
    """The label says that there was no bias, or that it isn't known: read and kept, aimed at nobody we can name."""
    return _plain(label) in _UNNAMED
