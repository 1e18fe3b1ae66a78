import pickle

import pytest

from banyan.vault.errors import CannotOpen, MalformedReceipt, MalformedRecoveryCode, VaultError


@pytest.mark.parametrize("error", [CannotOpen(), MalformedReceipt(), MalformedRecoveryCode(), MalformedRecoveryCode(3)])
def test_errors_are_sentences_of_the_vault(error: VaultError) -> None:
    assert isinstance(error, VaultError)
    assert str(error).endswith(".")


def test_a_recovery_code_error_survives_the_way_to_another_process() -> None:
    back = pickle.loads(pickle.dumps(MalformedRecoveryCode(3)))  # noqa: S301 - our own bytes.
    assert isinstance(back, MalformedRecoveryCode)
    assert back.group == 3
    assert MalformedRecoveryCode().group is None
