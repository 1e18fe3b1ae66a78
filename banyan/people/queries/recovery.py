"""What the printed recovery code opens."""

from banyan.people.models import Organisation, OrganisationKey
from banyan.people.queries.keys import list_keys
from banyan.people.queries.proofs import is_recovery_key_proven
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding, KeyPair, key_pair_from, open_sealed
from banyan.vault.recovery import recovery_key_pair


def recovery_binding(organisation: Organisation, version: int) -> Binding:
    """What a recovery wrap is bound to: that version of that organisation's key."""
    return Binding(record=organisation.pk, field="recovery", organisation=organisation.pk, version=version)


def open_recovery_wraps(*, organisation: Organisation, code: str) -> list[tuple[OrganisationKey, KeyPair]]:
    """Every version that the printed code opens, newest first; none for a wrong one.

    MalformedRecoveryCode if it was mistyped.
    """
    recovery = recovery_key_pair(code, organisation.pk)
    if organisation.recovery_public_key is None or recovery.public != bytes(organisation.recovery_public_key):
        return []
    if not is_recovery_key_proven(organisation):
        return []
    return [(key, pair) for key in list_keys(organisation) if (pair := _open(recovery, key))]


def _open(recovery: KeyPair, key: OrganisationKey) -> KeyPair | None:
    if key.recovery_wrap is None:
        return None
    try:
        private = open_sealed(recovery, key.recovery_wrap, recovery_binding(key.organisation, key.version))
    except CannotOpen:
        return None
    pair = key_pair_from(private)
    return pair if pair.public == bytes(key.public_key) else None
