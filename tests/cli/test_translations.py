"""Catalogues: every sentence is in every language, and its placeholders are the same."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from banyan.cli.translations import DESK, DRAFTED, PUBLIC, Sentences, extract_sentences, read

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>")
CASES = [
    (name, sentences, language)
    for name, sentences in (("public", PUBLIC), ("desk", DESK))
    for language in sentences.languages
]


@pytest.fixture(scope="module")
def extracted() -> dict[str, Catalog]:
    public, desk = extract_sentences()
    return {"public": public, "desk": desk}


def ids(catalogue: Catalog) -> set[tuple[str, str | None]]:
    return {(str(message.id), message.context) for message in catalogue if message.id}


def faults(message: Message) -> list[str]:
    """What is wrong with one translated sentence."""
    said = message.string if isinstance(message.string, tuple | list) else (message.string,)
    source = message.id if isinstance(message.id, tuple | list) else (message.id,)
    texts = [text for text in said if text]
    if len(texts) < len(said):
        return [f"not translated: {source[0]}"]
    wanted = set(PLACEHOLDER.findall(source[-1]))
    return [f"other placeholders: {text}" for text in texts if set(PLACEHOLDER.findall(text)) - wanted]


@pytest.mark.parametrize(
    ("name", "sentences", "language"), CASES, ids=[f"{name}-{language}" for name, _, language in CASES]
)
def test_a_catalogue_is_current_and_whole(
    name: str, sentences: Sentences, language: str, extracted: dict[str, Catalog]
) -> None:
    catalogue = read(sentences.catalogue(language), language)
    assert ids(catalogue) == ids(extracted[name]), "run: banyan translations extract"
    assert [fault for message in catalogue if message.id for fault in faults(message)] == []


def test_a_planted_gap_and_a_planted_placeholder_are_found() -> None:
    assert faults(Message("Hello %(name)s", ""))
    assert faults(Message("Hello %(name)s", "Hola %(nombre)s"))
    assert not faults(Message("Hello %(name)s", "Hola %(name)s"))


def test_every_catalogue_says_that_it_is_drafted() -> None:
    for sentences in (PUBLIC, DESK):
        for language in sentences.languages:
            assert Path(sentences.catalogue(language)).read_text().startswith(DRAFTED)


def test_sentences_of_the_desk_are_kept_apart(extracted: dict[str, Catalog]) -> None:
    assert extracted["public"].get("Someone to talk to")
    assert not extracted["public"].get("Emotional support")
    assert extracted["desk"].get("Emotional support")
