"""What a draft holds, and how it parts: codes that may stand in clear, and words that are sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

MAX_WORDS = 20_000  # Characters: some forty minutes of speech written down.
SAFE_DEFAULT = "not_asked"
ONLY_RECEIPT = "receipt"  # The channel that reaches nobody: the person comes back by themselves.
PUBLIC_FORM = "public_form"  # The channel of whoever writes it themselves.


@dataclass(frozen=True, slots=True)
class Coded:
    """Coded and coarse: what counting and routing need. Codes are those of banyan.harms.rules."""

    for_whom: str = ""
    knows: str = ""
    people_band: str = ""
    age_band: str = ""
    communities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    bias: str = SAFE_DEFAULT
    bases: tuple[str, ...] = ()
    crime: str = SAFE_DEFAULT
    doers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    neighbourhood: str = ""
    occasion: str = ""
    month: date | None = None
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """What the desk needs before anybody opens the report."""

    wants: tuple[str, ...] = ()
    speaks: tuple[str, ...] = ()
    is_safe_now: str = SAFE_DEFAULT
    may_contact: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """What only the readers the person chose may know. All of it is sealed."""

    words: str = ""
    when: str = ""
    where: str = ""
    loss: str = ""
    keeps_receipt: str = ""
    safe_adult: str = ""
    language_note: str = ""
    channels: tuple[str, ...] = ()
    address: str = ""
    code_name: str = ""
    safe_times: str = ""
    voicemail: str = ""

    def as_json(self) -> dict[str, Any]:
        """Only what was said, so that an empty report is as short as it is."""
        return {entry.name: value for entry in fields(self) if (value := getattr(self, entry.name))}


@dataclass(frozen=True, slots=True)
class Given:
    """All of a draft's answers, parted."""

    coded: Coded
    routing: Routing
    words: Words

    def as_json(self) -> dict[str, Any]:
        """Everything that a report holds of them, in clear or sealed."""
        coded = {name: getattr(self.coded, name) for name in _names(Coded)}
        routing = {name: getattr(self.routing, name) for name in _names(Routing)}
        return coded | routing | self.words.as_json()


def part_answers(answers: Mapping[str, Mapping[str, Any]]) -> Given:
    """Part a draft's answers, by the names the pages' forms use."""
    merged = _merge(answers)
    month = merged.pop("month", None)
    may_contact = bool(set(merged.get("channels", [])) - {ONLY_RECEIPT})
    return Given(
        coded=Coded(**_of(Coded, merged), month=date.fromisoformat(f"{month}-01") if month else None),
        routing=Routing(**_of(Routing, merged), may_contact=may_contact),
        words=Words(**_of(Words, merged)),
    )


def _of(kind: type, merged: Mapping[str, Any]) -> dict[str, Any]:
    given = {name: merged[name] for name in _names(kind) if merged.get(name)}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(entry.name for entry in fields(kind))


def _merge(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    merged = {name: value for step in answers.values() for name, value in step.items()}
    notes = [step["language_note"] for step in answers.values() if step.get("language_note")]  # Asked on two pages.
    return merged | {"language_note": ", ".join(notes)}
