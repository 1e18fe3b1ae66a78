"""What one entry of the vocabulary is, and how to find it by its stable code."""

from collections.abc import Iterable
from dataclasses import dataclass


class UnknownCodeError(LookupError):
    """A code that the vocabulary doesn't hold."""


@dataclass(frozen=True, slots=True)
class Code:
    """One answer. Its code is stable for ever; its words are marked English that is translated when shown.

    `label` is for the person. `staff_label` is the field's own term, where it differs. `picture` names a pictogram.
    """

    code: str
    label: str
    staff_label: str = ""
    hint: str = ""
    picture: str = ""
    stands_alone: bool = False
    """It contradicts every other answer to the same question, as "nobody" does."""


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that belong together on a page, under a plain heading."""

    code: str
    heading: str
    members: tuple[Code, ...]


def codes_of(vocabulary: Iterable[Code]) -> tuple[str, ...]:
    """Give the codes alone, in the order of the vocabulary."""
    return tuple(entry.code for entry in vocabulary)


def find(vocabulary: Iterable[Code], code: str) -> Code:
    """Give the entry of this code; raises UnknownCodeError when there is none."""
    for entry in vocabulary:
        if entry.code == code:
            return entry
    raise UnknownCodeError(code)


def unknown_codes(vocabulary: Iterable[Code], codes: Iterable[str]) -> frozenset[str]:
    """Give those of the codes that the vocabulary doesn't hold."""
    return frozenset(codes) - frozenset(codes_of(vocabulary))


def contradictions(vocabulary: Iterable[Code], codes: Iterable[str]) -> frozenset[str]:
    """Give the chosen codes that can't stand beside the others chosen, so that a form can ask which is meant."""
    chosen = frozenset(codes)
    if len(chosen) < 2:  # noqa: PLR2004 - one answer contradicts nothing.
        return frozenset()
    return frozenset(entry.code for entry in vocabulary if entry.stands_alone and entry.code in chosen)
