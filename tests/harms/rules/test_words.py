"""The words: every code has some, they are plain, and none blames."""

import re

import pytest

from banyan.base.pictograms import PICTOGRAMS
from banyan.harms.rules import bias, kinds
from banyan.harms.rules.codes import Code
from banyan.harms.rules.vocabularies import GROUPED, VOCABULARIES
from tests.harms.rules.frozen_codes import FROZEN

ENTRIES = [(name, entry) for name, vocabulary in VOCABULARIES.items() for entry in vocabulary]
HEADINGS = [group.heading for groups in GROUPED.values() for group in groups]
# What only staff see.
DESK_ONLY = {"channels", "bias_who_said", "crime_who_said"}
GRADE_LIMIT = 8.0


def syllables(word: str) -> int:
    """Count English syllables roughly: groups of vowels, without a silent final e."""
    plain = re.sub(r"[^a-z]", "", word.casefold())
    if len(plain) > 3 and plain.endswith("e") and not plain.endswith(("le", "ee", "ie")):
        plain = plain[:-1]
    return max(1, len(re.findall(r"[aeiouy]+", plain)))


def grade(sentences: list[str]) -> float:
    """Give the Flesch-Kincaid grade of a list of sentences (Kincaid and others, 1975)."""
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z']+", sentence)]
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def said_to_the_person(vocabulary: str) -> list[str]:
    entries: tuple[Code, ...] = VOCABULARIES[vocabulary]
    return [words for entry in entries for words in (entry.label, entry.hint) if words]


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_codes_are_unique_well_formed_and_short_enough_for_a_column(vocabulary: str) -> None:
    codes = [entry.code for entry in VOCABULARIES[vocabulary]]
    assert len(codes) == len(set(codes))
    assert [code for code in codes if not re.fullmatch(r"[a-z][a-z0-9_]{1,31}", code)] == []


def test_no_code_was_renamed_or_removed_and_new_ones_are_frozen_too() -> None:
    assert set(VOCABULARIES) == set(FROZEN)
    for name, vocabulary in VOCABULARIES.items():
        codes = {entry.code for entry in vocabulary}
        assert FROZEN[name] - codes == set(), f"{name}: stored records use these codes; they can't go"
        assert codes - FROZEN[name] == set(), f"{name}: freeze the new codes in frozen_codes.py"


def test_every_answer_and_heading_has_words_of_its_own() -> None:
    assert all(entry.label.strip() == entry.label != "" for _, entry in ENTRIES)
    assert all(heading.strip() == heading != "" for heading in HEADINGS)
    for name, vocabulary in VOCABULARIES.items():
        assert len({entry.label for entry in vocabulary}) == len(vocabulary), name
        assert len({entry.staff_label or entry.label for entry in vocabulary}) == len(vocabulary), name


def test_no_word_calls_anyone_a_victim_or_a_case() -> None:
    words = [*HEADINGS, *(text for _, entry in ENTRIES for text in (entry.label, entry.staff_label, entry.hint))]
    assert [text for text in words if re.search(r"\b(victims?|cases?|perpetrators?|alleged)\b", text.casefold())] == []


def test_what_a_person_reads_stays_under_grade_eight() -> None:
    public = [words for name in VOCABULARIES if name not in DESK_ONLY for words in said_to_the_person(name)]
    assert grade([*public, *HEADINGS]) <= GRADE_LIMIT


@pytest.mark.parametrize("vocabulary", ["needs", "kinds", "doers", "told", "places", "occasions", "reporters"])
def test_every_question_asked_of_everyone_stays_under_grade_six(vocabulary: str) -> None:
    assert grade(said_to_the_person(vocabulary)) <= 6.0


def test_the_measure_of_reading_level_tells_plain_from_learned() -> None:
    assert grade(["Someone to talk to", "Hit, pushed, spat on or hurt"]) < GRADE_LIMIT
    assert grade(["Institutional discrimination or intimidation by governmental authorities"]) > GRADE_LIMIT


def test_labels_stay_short_enough_for_a_narrow_phone() -> None:
    assert [entry.label for _, entry in ENTRIES if len(entry.label) > 66] == []


def test_every_choice_of_a_question_asked_of_everyone_has_a_picture_that_is_drawn() -> None:
    for name in ["needs", "kinds", "doers", "told", "places", "occasions", "reporters"]:
        assert [entry.code for entry in VOCABULARIES[name] if not entry.picture] == []
    assert {entry.picture for _, entry in ENTRIES if entry.picture} - set(PICTOGRAMS) == set()


def test_the_form_shows_about_eight_groups_of_bases_and_six_of_kinds() -> None:
    assert len(bias.GROUPS) == 8
    assert len(kinds.GROUPS) == 6
