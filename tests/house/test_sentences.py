"""Words are whole sentences: a piece that goes on after a link can't be put in another language's order."""

import unicodedata

import pytest

from banyan.cli.translations import extract_sentences


def goes_on(sentence: str) -> bool:
    """Whether it begins with what only ends or joins: a comma, a full stop, a bracket that closes."""
    first = sentence.lstrip()[:1]
    return first in {",", ".", ";", ":", "!", "?"} or (first != "" and unicodedata.category(first) in {"Pe", "Pf"})


def test_no_sentence_is_the_second_half_of_another() -> None:
    public, desk = extract_sentences()
    said = {str(text) for found in (public, desk) for one in found for text in _texts(one.id)}
    assert len(said) > 1000
    assert [text for text in said if goes_on(text)] == []


def _texts(message: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


@pytest.mark.parametrize("piece", [", and reports in them come first.", ". Then wait.", " ) of them", "” she said"])
def test_a_planted_piece_is_found(piece: str) -> None:
    assert goes_on(piece)


@pytest.mark.parametrize("whole", ["", "(not checked yet)", "“Call me” is what they said.", "¿Ya?", "%(n)s reports"])
def test_a_whole_sentence_is_let_be(whole: str) -> None:
    assert not goes_on(whole)
