"""What the printed recovery code opens."""

from banyan.people.models import Member, Organisation, OrganisationKey, RoleGrant
from banyan.people.queries.keys import find_current_key, list_keys
from banyan.people.queries.proofs import is_recovery_key_proven
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import RECOVERY_SET, roles_with
from banyan.vault.errors import CannotOpen
from banyan.vault.keys import Binding, KeyPair, key_pair_from, open_sealed
from banyan.vault.recovery import recovery_key_pair


def recovery_binding(organisation: Organisation, version: int) -> Binding:
    """What a recovery wrap is bound to: that version of that organisation's key."""
    return Binding(record=organisation.pk, field="recovery", organisation=organisation.pk, version=version)


def open_recovery_wraps(*, organisation: Organisation, code: str) -> list[tuple[OrganisationKey, KeyPair]]:
    """Every version that the printed code opens, newest first; none for a wrong one.

    A code that a former member may know opens those from before they left. MalformedRecoveryCode if it was mistyped.
    """
    recovery = recovery_key_pair(code, organisation.pk)
    known = organisation.recovery_public_key
    if known is not None and (recovery.public != bytes(known) or not is_recovery_key_proven(organisation)):
        return []
    return [(key, pair) for key in list_keys(organisation) if (pair := _open(recovery, key))]


def knows_recovery_code(member: Member) -> bool:
    """Whether they may have seen their organisation's paper: as administrator, now or once, or to type its code."""
    if member.organisation is None or member.organisation.recovery_public_key is None:
        return False
    was_administrator = RoleGrant.objects.filter(member=member, role__in=roles_with(RECOVERY_SET)).exists()
    return was_administrator or member.key_wraps.filter(admitted_by=None).exists()


def needs_recovery_code(*, viewer: Viewer) -> bool:
    """Whether the viewer may print a new recovery code, and one is due since somebody left who may know the last."""
    organisation = viewer.member.organisation
    if organisation is None or not viewer.may(RECOVERY_SET) or organisation.recovery_public_key is not None:
        return False
    return find_current_key(organisation) is not None


def _open(recovery: KeyPair, key: OrganisationKey) -> KeyPair | None:
    if key.recovery_wrap is None:
        return None
    try:
        private = open_sealed(recovery, key.recovery_wrap, recovery_binding(key.organisation, key.version))
    except CannotOpen:
        return None
    pair = key_pair_from(private)
    return pair if pair.public == bytes(key.public_key) else None
