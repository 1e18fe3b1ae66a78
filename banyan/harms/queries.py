"""The vocabulary in the reader's language. It holds no record of anyone, so nothing here asks for a viewer."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache

from django.utils.translation import get_language, gettext

from banyan.harms.rules.codes import Code, Group, contradictions, find
from banyan.harms.rules.neighbourhoods import Place
from banyan.harms.rules.vocabularies import GROUPED, VOCABULARIES

# Between the items of a list that goes on without "and": most of these items hold one of their own.
SEPARATORS = {"zh": "、", "ar": "، "}


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer as a page shows it, in the reader's language."""

    code: str
    label: str
    hint: str
    picture: str
    stands_alone: bool


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Answers under one heading, in the reader's language."""

    code: str
    heading: str
    choices: tuple[Choice, ...]


def _shown(text: str) -> str:
    # gettext("") would answer with the catalogue's header.
    return gettext(text) if text else ""


def label(entry: Code) -> str:
    """Give an entry's words for the person."""
    return _shown(entry.label)


def staff_label(entry: Code) -> str:
    """Give an entry's words for staff: the field's own term, or the person's words where they are the same."""
    return _shown(entry.staff_label or entry.label)


def get_label(vocabulary: str, code: str) -> str:
    """Give the person's words for a stored code; raises KeyError or UnknownCodeError for what we don't have."""
    return label(find(VOCABULARIES[vocabulary], code))


def get_labels(vocabulary: str, codes: Collection[str]) -> str:
    """Give the person's words for several codes as one line, in the vocabulary's order."""
    words = [label(entry) for entry in VOCABULARIES[vocabulary] if entry.code in codes]
    line = [word if number == 0 else word[:1].lower() + word[1:] for number, word in enumerate(words)]
    return SEPARATORS.get((get_language() or "en")[:2], ", ").join(line)


def get_staff_label(vocabulary: str, code: str) -> str:
    """Give the staff's words for a stored code; raises KeyError or UnknownCodeError for what we don't have."""
    return staff_label(find(VOCABULARIES[vocabulary], code))


def list_choices(vocabulary: str, *, for_staff: bool = False) -> tuple[Choice, ...]:
    """List a vocabulary's answers as a page shows them."""
    return _list_choices(vocabulary, get_language(), for_staff)


def list_choice_groups(vocabulary: str, *, for_staff: bool = False) -> tuple[ChoiceGroup, ...]:
    """List a vocabulary's answers under their plain headings: kinds and bias_bases have them."""
    return _list_groups(vocabulary, get_language(), for_staff)


def find_contradiction(vocabulary: str, codes: Collection[str], *, for_staff: bool = False) -> tuple[str, str] | None:
    """Give the words of two chosen answers that can't both be so, as the form shows them: what stands alone first."""
    alone = contradictions(VOCABULARIES[vocabulary], codes)
    if not alone:
        return None
    chosen = [choice for choice in list_choices(vocabulary, for_staff=for_staff) if choice.code in codes]
    one, other, *_rest = sorted(chosen, key=lambda choice: choice.code not in alone)
    return one.label, other.label


# Every page asks for these, and they change only with a new version of Banyan.
@cache
def _list_choices(vocabulary: str, _language: str | None, for_staff: bool) -> tuple[Choice, ...]:
    return _choices(VOCABULARIES[vocabulary], for_staff=for_staff)


@cache
def _list_groups(vocabulary: str, _language: str | None, for_staff: bool) -> tuple[ChoiceGroup, ...]:
    return tuple(_group(group, for_staff=for_staff) for group in GROUPED[vocabulary])


def _choices(entries: Iterable[Code], *, for_staff: bool) -> tuple[Choice, ...]:
    words = staff_label if for_staff else label
    return tuple(
        Choice(entry.code, words(entry), _shown(entry.hint), entry.picture, entry.stands_alone) for entry in entries
    )


def _group(group: Group, *, for_staff: bool) -> ChoiceGroup:
    return ChoiceGroup(group.code, _shown(group.heading), _choices(group.members, for_staff=for_staff))


def list_neighbourhoods(place: Place) -> dict[str, str]:
    """List the neighbourhoods of a place by their codes, as readers of this language find them in a list."""
    language = get_language() or "en"
    return {part.code: part.called(language) for part in place.neighbourhoods}
