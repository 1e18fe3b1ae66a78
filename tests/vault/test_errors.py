import pickle

from banyan.vault.errors import MalformedRecoveryCode


def test_a_recovery_code_error_survives_the_way_to_another_process() -> None:
    back = pickle.loads(pickle.dumps(MalformedRecoveryCode(3)))  # noqa: S301 - our own bytes.
    assert isinstance(back, MalformedRecoveryCode)
    assert back.group == 3
    assert MalformedRecoveryCode().group is None
