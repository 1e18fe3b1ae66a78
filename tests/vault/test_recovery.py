import itertools
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.vault.errors import CannotOpen, MalformedRecoveryCode
from banyan.vault.keys import Binding, generate_key_pair, open_sealed, seal_to
from banyan.vault.recovery import new_recovery_code, parse_recovery_code, recovery_key_pair
from banyan.vault.symbols import ALPHABET, check_letters, in_groups, write_symbols
from tests.vault.hurry import few, unhurried

ORGANISATION = UUID(int=7)


def code_of(values: list[int]) -> str:
    groups = [values[at : at + 4] for at in range(0, 32, 4)]
    symbols = [value for at, group in enumerate(groups, 1) for value in (*group, check_letters(group, at))]
    return in_groups(write_symbols(symbols), (5,) * 8)


codes = st.lists(st.integers(0, 31), min_size=32, max_size=32).map(code_of)


def wrong_group(text: str) -> int | None:
    with pytest.raises(MalformedRecoveryCode) as caught:
        parse_recovery_code(text)
    assert caught.value.__context__ is None
    return caught.value.group


def test_new_codes_use_every_symbol_everywhere() -> None:
    drawn = [new_recovery_code() for _ in range(1_500)]
    assert all(parse_recovery_code(code) == code for code in drawn)
    assert len(set(drawn)) == len(drawn)
    assert all([len(group) for group in code.split("-")] == [5] * 8 for code in drawn)
    assert all({code[at] for code in drawn} == set(ALPHABET) for at in range(47) if at % 6 != 5)


@unhurried
@given(code=codes)
def test_paper_is_read_however_it_is_typed(code: str) -> None:
    assert parse_recovery_code(code.lower().replace("-", "  ").replace("0", "o").replace("1", "l")) == code
    assert parse_recovery_code("\u200f" + code.replace("-", "")) == code


@few
@given(code=codes)
def test_every_wrong_symbol_names_its_group(code: str) -> None:
    for at, wrong in itertools.product(range(len(code)), ALPHABET):
        if code[at] not in {"-", wrong}:
            assert wrong_group(code[:at] + wrong + code[at + 1 :]) == at // 6 + 1


@few
@given(code=codes)
def test_every_swap_within_a_group_and_of_groups_is_noticed(code: str) -> None:
    groups = code.split("-")
    for one, other in itertools.combinations(range(8), 2):
        if groups[one][:4] == groups[other][:4]:
            continue
        swapped = groups.copy()
        swapped[one], swapped[other] = groups[other], groups[one]
        assert wrong_group("-".join(swapped)) == one + 1
    for at, group in enumerate(groups):
        for one, other in itertools.combinations(range(5), 2):
            if group[one] != group[other]:
                letters = list(group)
                letters[one], letters[other] = group[other], group[one]
                assert wrong_group("-".join([*groups[:at], "".join(letters), *groups[at + 1 :]])) == at + 1


@pytest.mark.parametrize("text", ["", "hello", "7" * 39, "7" * 41, "U" * 40, "7" * 100_000])
def test_other_text_is_refused_without_naming_a_group(text: str) -> None:
    assert wrong_group(text) is None


@unhurried
@given(code=codes, other=codes)
def test_a_code_makes_one_pair_for_one_organisation(code: str, other: str) -> None:
    pair = recovery_key_pair(code, ORGANISATION)
    assert recovery_key_pair(code.lower(), ORGANISATION).private == pair.private
    assert recovery_key_pair(code, UUID(int=8)) != pair
    assert (recovery_key_pair(other, ORGANISATION) == pair) == (other == code)


def test_a_mistyped_code_makes_no_pair() -> None:
    with pytest.raises(MalformedRecoveryCode):
        recovery_key_pair("7KQ", ORGANISATION)


def test_later_versions_are_sealed_without_the_paper_and_opened_with_it() -> None:
    code = new_recovery_code()
    kept_public = recovery_key_pair(code, ORGANISATION).public
    for version in (1, 2, 3):
        binding = Binding(ORGANISATION, "organisation key", ORGANISATION, version)
        organisation = generate_key_pair()
        sealed = seal_to(kept_public, organisation.private, binding)
        assert open_sealed(recovery_key_pair(code, ORGANISATION), sealed, binding) == organisation.private
        with pytest.raises(CannotOpen):
            open_sealed(recovery_key_pair(new_recovery_code(), ORGANISATION), sealed, binding)
