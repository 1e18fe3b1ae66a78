"""What a crosswalk is, what it promises, and how answers travel over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from banyan.harms.rules.codes import Code, UnknownCodeError


class Certainty(StrEnum):
    """How sure the foreign list is: what our sources say, not how well it fits."""

    PUBLISHED = "published"
    TWO_SOURCES = "two_sources"
    ONE_SOURCE = "one_source"
    UNSURE = "unsure"


class BrokenCrosswalkError(ValueError):
    """A crosswalk that misses a code, or leads to one that doesn't exist."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What answers become on the other list. Choices are a worker's to make: never all of them by default."""

    settled: tuple[str, ...] = ()
    to_decide: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    without_home: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """A total way from one list to another: every code of the first has its place, if only none.

    `valid_from` and `valid_to` bound the foreign list where we know them; `drawn_on` is the day we drew the way.
    Codes in `unsure` lead somewhere that a worker must confirm.
    """

    name: str
    version: str
    source: str
    certainty: Certainty
    origin: Mapping[str, str]
    target: Mapping[str, str]
    mapping: Mapping[str, tuple[str, ...]]
    valid_from: date | None
    drawn_on: date
    valid_to: date | None = None
    unsure: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        """Refuse to exist with a hole in it."""
        _require(set(self.origin) - set(self.mapping), "has no place for")
        _require(set(self.mapping) - set(self.origin), "places a code that its origin lacks:")
        reached = {code for codes in self.mapping.values() for code in codes}
        _require(reached - set(self.target), "leads to a code that its target lacks:")
        _require(self.unsure - set(self.origin), "is unsure of a code that its origin lacks:")
        for name in ("origin", "target", "mapping"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def is_valid_on(self, day: date) -> bool:
        """Say whether the foreign list stood on a day, as far as its bounds are known."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


def _require(faults: set[str] | frozenset[str], fault: str) -> None:
    if faults:
        raise BrokenCrosswalkError(f"The crosswalk {fault} {', '.join(sorted(faults))}.")


def translate(crosswalk: Crosswalk, codes: Iterable[str]) -> Translation:
    """Carry answers over a crosswalk; raises UnknownCodeError for one that its origin lacks.

    One sure target is settled; several, or an unsure one, are left to a worker; none stays without a home.
    """
    settled: list[str] = []
    to_decide: dict[str, tuple[str, ...]] = {}
    without_home: list[str] = []
    for code in dict.fromkeys(codes):
        if code not in crosswalk.mapping:
            raise UnknownCodeError(code)
        targets = crosswalk.mapping[code]
        if not targets:
            without_home.append(code)
        elif len(targets) == 1 and code not in crosswalk.unsure:
            settled.append(targets[0])
        else:
            to_decide[code] = targets
    return Translation(tuple(dict.fromkeys(settled)), MappingProxyType(to_decide), tuple(without_home))


def read_foreign(crosswalk: Crosswalk, text: str) -> tuple[str, ...] | None:
    """Read a published string into our codes, in any letter case and spacing; None for one that isn't on the list."""
    wanted = _plain(text)
    return next((codes for origin, codes in crosswalk.mapping.items() if _plain(origin) == wanted), None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def own(vocabulary: Iterable[Code]) -> Mapping[str, str]:
    """Make our side of a crosswalk from a vocabulary, in the field's own terms."""
    return {entry.code: entry.staff_label or entry.label for entry in vocabulary}


def foreign(strings: Iterable[str]) -> Mapping[str, str]:
    """Make the other side of a crosswalk from published strings, which are their own labels."""
    return {string: string for string in strings}
