"""The vocabulary in the reader's language."""

import pytest
from django.utils import translation

from banyan.harms import queries
from banyan.harms.rules import bias, kinds, needs
from banyan.harms.rules.codes import UnknownCodeError, find


def test_the_person_and_the_staff_read_different_words_for_the_same_code() -> None:
    with translation.override("en"):
        assert queries.get_label("kinds", "threats") == "Threatened or scared on purpose"
        assert queries.get_staff_label("kinds", "threats") == "Threats and intimidation"


def test_staff_read_the_persons_words_where_there_are_no_others() -> None:
    with translation.override("en"):
        assert queries.get_staff_label("communities", "asian") == "Asian"


def test_words_are_translated_when_they_are_shown_not_when_they_are_written() -> None:
    entry = find(bias.ANSWERS, "yes")  # Django's own catalogue has this word, so no translation of ours is needed here.
    with translation.override("es"):
        assert queries.label(entry) == "Sí"
        assert queries.list_choices("bias_answers")[0].label == "Sí"
    with translation.override("en"):
        assert queries.label(entry) == "Yes"


def test_an_entry_without_a_hint_shows_none_in_any_language() -> None:
    with translation.override("es"):
        assert {choice.hint for choice in queries.list_choices("told")} == {""}


def test_choices_carry_all_that_a_page_needs_in_the_order_of_the_vocabulary() -> None:
    with translation.override("en"):
        choices = queries.list_choices("needs")
    assert [choice.code for choice in choices] == [need.code for need in needs.NEEDS]
    assert [choice.code for choice in choices if choice.stands_alone] == ["only_counted"]
    assert all(choice.picture for choice in choices)


def test_groups_hold_every_kind_under_plain_headings() -> None:
    with translation.override("en"):
        groups = queries.list_choice_groups("kinds", for_staff=True)
    assert [choice.code for group in groups for choice in group.choices] == [kind.code for kind in kinds.KINDS]
    assert groups[0].heading == "Words, threats and being followed"
    assert groups[0].choices[0].label == "Verbal harassment"


def test_two_answers_that_cannot_both_be_so_are_named_as_the_reader_sees_them() -> None:
    with translation.override("en"):
        assert queries.find_contradiction("told", ["police", "nobody"]) == ("Nobody until now", "The police")
        assert queries.find_contradiction("told", ["police", "nobody"], for_staff=True) == ("Nobody", "Police")
    assert queries.find_contradiction("told", ["police", "friend"]) is None


def test_what_we_do_not_have_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        queries.get_label("kinds", "murder")
    with pytest.raises(KeyError):
        queries.get_label("weather", "rain")
    with pytest.raises(KeyError):
        queries.list_choice_groups("told")
