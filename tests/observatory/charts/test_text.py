"""Words break where their language allows, and never leave their room."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.observatory.charts.text import direction_of, isolate, longest_piece, width_of, wrap

WORDS = st.text(alphabet="abc defghij 樹下的人們，。العدد ôắ", max_size=60)


@given(text=WORDS, room=st.floats(20, 300))
def test_every_line_fits_and_nothing_is_lost(text: str, room: float) -> None:
    lines = wrap(text, size=12, room=room)

    assert all(width_of(line, 12) <= room + 1e-9 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_chinese_breaks_anywhere_but_before_a_stop() -> None:
    assert wrap("樹下的人，們", size=10, room=43) == ("樹下的", "人，們")


def test_latin_breaks_between_words() -> None:
    assert wrap("Hate and violence", size=15, room=80) == ("Hate and", "violence")


@pytest.mark.parametrize(("text", "ems"), [("樹", 1.0), ("i", 0.3), ("W", 0.95), ("e\u0301", 0.6), ("\u2067", 0)])
def test_widths_follow_the_script(text: str, ems: float) -> None:
    assert width_of(text, 100) == pytest.approx(ems * 104)


def test_the_longest_piece_is_what_a_narrow_space_must_hold() -> None:
    assert longest_piece("hidden for safety", 10) == max(width_of(word, 10) for word in ("hidden", "safety"))
    assert longest_piece("已隱藏", 10) == width_of("已", 10)


def test_only_right_to_left_languages_need_marks() -> None:
    assert isolate("Hate", "ltr") == "Hate"
    assert isolate("العنف", "rtl") == "\u2067العنف\u2069"
    assert isolate("San Francisco", "rtl") == "\u2066San Francisco\u2069"


def test_directions_are_those_of_the_pages() -> None:
    assert direction_of("ar") == "rtl"
    assert direction_of("zh-hant") == "ltr"
    with pytest.raises(KeyError):
        direction_of("xx")
