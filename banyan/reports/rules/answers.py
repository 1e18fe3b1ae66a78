"""What a draft holds, and how it parts: codes that may stand in clear, and words that are sealed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
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


def coded_of(answers: Mapping[str, Mapping[str, Any]]) -> Coded:
    """The coded part of a draft's answers, by the names the pages' forms use."""
    merged = _merge(answers)
    month = merged.get("month")
    given = {name: _plain(merged[name]) for name in _names(Coded) - {"month"} if merged.get(name)}
    return Coded(**given, month=date.fromisoformat(f"{month}-01") if month else None)


def routing_of(answers: Mapping[str, Mapping[str, Any]]) -> Routing:
    """What routes the report."""
    merged = _merge(answers)
    given = {name: _plain(merged[name]) for name in _names(Routing) - {"may_contact"} if merged.get(name)}
    return Routing(**given, may_contact=bool(set(merged.get("channels", [])) - {ONLY_RECEIPT}))


def words_of(answers: Mapping[str, Mapping[str, Any]]) -> Words:
    """What is sealed."""
    merged = _merge(answers)
    return Words(**{name: _plain(merged[name]) for name in _names(Words) if merged.get(name)})


def _names(kind: type) -> set[str]:
    return {entry.name for entry in fields(kind)}


def _merge(answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    merged = {name: value for step in answers.values() for name, value in step.items()}
    notes = [step["language_note"] for step in answers.values() if step.get("language_note")]  # Asked on two pages.
    return merged | {"language_note": ", ".join(notes)}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
