"""Proof that this server stored a public key or a passkey, sealed a wrap, or gave an invitation, a role or a name.

Whoever can write to the database could put a public key of their own where an organisation's or a member's belongs, or
a row that says they were admitted or invited, and wait for others to seal to them. They don't hold the pepper, so they
can't prove it: an unproven key is never sealed to, an unproven wrap, invitation or role is as good as none, and nobody
is asked to choose by an unproven name.
"""

import hashlib
import hmac
import json
from datetime import UTC
from typing import Any, TypeAlias

from allauth.mfa.models import Authenticator

from banyan.base.audit import Operator
from banyan.base.pepper import key_for
from banyan.people.models import Invitation, KeyWrap, Member, Organisation, OrganisationKey, RoleGrant
from banyan.vault.keys import Binding

Stored: TypeAlias = bytes | memoryview


def prove(public_key: bytes, binding: Binding) -> bytes:
    """The proof (32 bytes) of a public key in its place: HMAC-SHA256 under a key derived from the pepper."""
    return hmac.new(key_for("public keys"), binding.associated_data() + public_key, hashlib.sha256).digest()


def member_key_binding(member: Member) -> Binding:
    """Where a member's public key belongs: with a member of that organisation, so that nobody moves to another."""
    return Binding(record=member.pk, field="member_public_key", organisation=member.organisation_id, version=0)


def organisation_key_binding(organisation: Organisation, version: int) -> Binding:
    """Where one version of an organisation's public key belongs."""
    return Binding(record=organisation.pk, field="public_key", organisation=organisation.pk, version=version)


def recovery_key_binding(organisation: Organisation) -> Binding:
    """Where the public half of an organisation's printed recovery code belongs."""
    return Binding(record=organisation.pk, field="recovery_public_key", organisation=organisation.pk, version=0)


def prove_passkey(credential: dict[str, Any], member: Member) -> str:
    """The proof (64 hexadecimal digits) of what a passkey answered when this member set it up."""
    binding = Binding(record=member.pk, field="passkey", organisation=None, version=0)
    return prove(json.dumps(credential, sort_keys=True).encode(), binding).hex()


def is_passkey_proven(passkey: Authenticator) -> bool:
    """Whether its member set this passkey up here."""
    proof = str(passkey.data.get("proof", ""))
    return hmac.compare_digest(proof.encode(), prove_passkey(passkey.data["credential"], passkey.user).encode())


def prove_wrap(wrap: KeyWrap) -> bytes:
    """The proof (32 bytes) of what is sealed, of which pair of the organisation's, to which key of the member."""
    key, member = wrap.key, wrap.member
    binding = Binding(record=member.pk, field="key_wrap", organisation=key.organisation_id, version=key.version)
    return prove(bytes(key.public_key) + bytes(member.public_key or b"") + bytes(wrap.sealed), binding)


def is_wrap_proven(wrap: KeyWrap) -> bool:
    """Whether this server sealed this wrap, to the key that its member has now, and they are of that organisation."""
    if wrap.member.organisation_id != wrap.key.organisation_id or not is_member_key_proven(wrap.member):
        return False
    return hmac.compare_digest(bytes(wrap.proof), prove_wrap(wrap))


def prove_invitation(invitation: Invitation) -> bytes:
    """The proof (32 bytes) of everything that an invitation allows, to whom, and until when."""
    facts = {
        "member": str(invitation.member_id),
        "name": invitation.name,
        "roles": invitation.roles,
        "secret": bytes(invitation.secret_hash).hex(),
        "invited_by": str(invitation.invited_by_id),
        "expires_at": invitation.expires_at.astimezone(UTC).isoformat(),
    }
    binding = Binding(record=invitation.pk, field="invitation", organisation=invitation.organisation_id, version=0)
    return prove(json.dumps(facts, sort_keys=True).encode(), binding)


def is_invitation_proven(invitation: Invitation) -> bool:
    """Whether this server made this invitation as it stands."""
    return hmac.compare_digest(bytes(invitation.proof), prove_invitation(invitation))


def prove_role(grant: RoleGrant) -> bytes:
    """The proof (32 bytes) that this role was given to this member."""
    binding = Binding(record=grant.member_id, field="role", organisation=None, version=0)
    return prove(grant.pk.bytes + grant.role.encode(), binding)


def is_role_proven(grant: RoleGrant) -> bool:
    """Whether this server gave this role to this member."""
    return hmac.compare_digest(bytes(grant.proof), prove_role(grant))


def is_member_key_proven(member: Member) -> bool:
    """Whether the member has a public key that this server stored."""
    return _holds(member.public_key, member.public_key_proof, member_key_binding(member))


def is_organisation_key_proven(key: OrganisationKey) -> bool:
    """Whether this server stored this version of the organisation's public key."""
    return _holds(key.public_key, key.public_key_proof, organisation_key_binding(key.organisation, key.version))


def is_recovery_key_proven(organisation: Organisation) -> bool:
    """Whether the organisation has a recovery key that this server stored."""
    key, proof = organisation.recovery_public_key, organisation.recovery_key_proof
    return _holds(key, proof, recovery_key_binding(organisation))


def prove_name(organisation: Organisation) -> bytes:
    """The proof (32 bytes) that this organisation is called so: people choose by it whom they tell."""
    binding = Binding(record=organisation.pk, field="name", organisation=organisation.pk, version=0)
    return prove(organisation.name.encode(), binding)


def is_name_proven(organisation: Organisation) -> bool:
    """Whether this server called the organisation as it is called now."""
    return hmac.compare_digest(bytes(organisation.name_proof), prove_name(organisation))


def prove_public_name(member: Member) -> bytes:
    """The proof (32 bytes) that the public is shown this name of the member: people choose by it who shouldn't read."""
    binding = Binding(record=member.pk, field="public_name", organisation=member.organisation_id, version=0)
    return prove(member.public_name.encode(), binding)


def is_public_name_proven(member: Member) -> bool:
    """Whether the member chose the name that the public is shown of them, or none."""
    return hmac.compare_digest(bytes(member.public_name_proof), prove_public_name(member))


def list_unproven_names(*, viewer: Operator) -> list[str]:
    """Whose names somebody changed in the database, for whoever runs the server. Nobody chooses by those any more."""
    assert isinstance(viewer, Operator)  # noqa: S101 - it crosses organisations, so nobody at a desk may ask
    organisations = [one for one in Organisation.objects.order_by("pk") if not is_name_proven(one)]
    members = [one for one in Member.objects.filter(is_active=True).order_by("pk") if not is_public_name_proven(one)]
    return [*(f"organisation {one.pk}" for one in organisations), *(f"member {one.pk}" for one in members)]


def _holds(public_key: Stored | None, proof: Stored | None, binding: Binding) -> bool:
    if public_key is None or proof is None:
        return False
    return hmac.compare_digest(bytes(proof), prove(bytes(public_key), binding))
