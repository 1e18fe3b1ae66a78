"""The words of our own codes, in the reader's language."""

from collections.abc import Iterable, Sequence

from banyan.harms.queries import get_staff_label, staff_label
from banyan.harms.rules.codes import Code, UnknownCodeError, find


def word_of(vocabulary: Sequence[Code], code: str) -> str:
    """The words of one code; the code itself when it is older than the vocabulary."""
    try:
        return staff_label(find(vocabulary, code))
    except UnknownCodeError:
        return code


def choices_of(vocabulary: Sequence[Code]) -> list[tuple[str, str]]:
    """Every code with its words, for a form."""
    return [(entry.code, staff_label(entry)) for entry in vocabulary]


def words_of_codes(vocabulary: str, codes: Iterable[str]) -> str:
    """The staff's words for stored codes, in one line."""
    return "; ".join(word_of_code(vocabulary, code) for code in codes)


def word_of_code(vocabulary: str, code: str) -> str:
    """The staff's words for one stored code of the harm vocabulary; the code itself when it isn't known any more."""
    try:
        return get_staff_label(vocabulary, code)
    except UnknownCodeError:
        return code
