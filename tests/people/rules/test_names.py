"""Names that one reader couldn't tell apart."""

import pytest

from banyan.people.rules.names import fold_name, fold_names

ALIKE = ["mei chan", "MEI  CHAN", " Mei\u3000Chan ", "\uff2d\uff45\uff49 Chan", "Mei\u200b Ch\u00adan", "Mei\nChan"]
APART = [("Mei Chan", "Meichan"), ("Nguyễn", "Nguyên"), ("梅", "美"), ("José", "Jose")]


@pytest.mark.parametrize("like", ALIKE)
def test_what_looks_like_one_name_is_one(like: str) -> None:
    assert fold_name(like) == fold_name("Mei Chan")


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_looks_like_two_names_is_two(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)


def test_who_has_no_public_name_is_called_nothing_in_public() -> None:
    assert fold_names("Mei", "", " \u200b") == {"mei"}
