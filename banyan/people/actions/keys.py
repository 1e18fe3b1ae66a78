"""An organisation's key: made once, given to members by those who hold it, turned when somebody leaves, regained."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Denied, Refused, action
from banyan.people.models import KeyWrap, Member, Organisation, OrganisationKey
from banyan.people.queries.invitations import is_being_reset
from banyan.people.queries.keys import NotVouchedFor, find_current_key, get_current_key, list_holders, list_keys
from banyan.people.queries.proofs import (
    is_member_key_proven,
    is_recovery_key_proven,
    organisation_key_binding,
    prove,
    prove_wrap,
    recovery_key_binding,
)
from banyan.people.queries.recovery import open_recovery_wraps, recovery_binding
from banyan.people.queries.viewers import Viewer, check, key_wrap_binding
from banyan.people.rules.permissions import RECOVERY_SET, TEAM_ADMIT
from banyan.vault.keys import KeyPair, generate_key_pair, seal_to
from banyan.vault.recovery import new_recovery_code, recovery_key_pair


class HasKeyAlready(Refused):
    says = _("Your organization already has its key. A colleague who holds it can admit you.")


class NotReadyForKey(Refused):
    says = _("This person hasn't chosen a password yet, so there is nothing to give the key to.")


class WrongRecoveryCode(Denied):
    """The code is well formed and isn't this organisation's; worth a line of the trail."""

    says = _("This isn't your organization's recovery code, or a newer one was printed since.")


@action("people.key.create")
def create_organisation_key(*, by: Viewer, organisation: Organisation, now: datetime) -> str:
    """Make an organisation's first key and hold it. Returns the recovery code, which is shown once and kept nowhere."""
    check(by, RECOVERY_SET, within=organisation.pk)
    organisation = _lock(organisation)
    if organisation.keys.exists():
        raise HasKeyAlready
    if not is_member_key_proven(by.member):
        raise NotReadyForKey
    code = new_recovery_code()
    _set_recovery_key(organisation, code)
    key, pair = _add_version(organisation, 1, now)
    _seal_for(key, pair, by.member, admitted_by=by.member, now=now)
    audit.record(by=by, action="people.key.create", now=now, chain=by.chain, subject=key.pk)
    return code


@action("people.member.admit")
def admit_member(*, by: Viewer, member: Member, now: datetime) -> None:
    """Give a member of one's own organisation its key: every version one holds, since old reports need old ones."""
    check(by, TEAM_ADMIT, within=member.organisation_id, subject=member.pk)
    if member.organisation is None:
        raise Denied(TEAM_ADMIT.code, chain=by.chain, subject=member.pk)
    organisation = _lock(member.organisation)
    _must_hold(by, organisation)
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not member.is_active or member.public_key is None or is_being_reset(member):
        raise NotReadyForKey
    if not is_member_key_proven(member):
        raise NotVouchedFor
    held = [key for key in list_keys(organisation) if by.holds(key)]
    for key in held:
        _seal_for(key, by.open_key(key), member, admitted_by=by.member, now=now)
    details = {"versions": len(held)}
    audit.record(by=by, action="people.member.admit", now=now, chain=by.chain, subject=member.pk, details=details)


@action("people.key.turn")
def turn_key(*, by: Viewer, organisation: Organisation, now: datetime) -> OrganisationKey:
    """Make a new version for new reports, and seal it to everybody who holds the newest and to the recovery code.

    Where somebody left who may know that code, to nobody's until a new one is printed.
    """
    if by.organisation_id != organisation.pk:
        raise Denied(TEAM_ADMIT.code, chain=by.chain, subject=organisation.pk)
    organisation = _lock(organisation)
    if not organisation.key_turn_due:
        check(by, TEAM_ADMIT, within=organisation.pk)
    old = _must_hold(by, organisation)
    holders = list_holders(old)
    if not holders:
        # Only in the moment in which the last holder's sign-in is reset: nobody could open this version.
        raise Denied(TEAM_ADMIT.code, chain=by.chain, subject=organisation.pk)
    key, pair = _add_version(organisation, old.version + 1, now)
    for member in holders:
        _seal_for(key, pair, member, admitted_by=by.member, now=now)
    organisation.key_turn_due = False
    organisation.save(update_fields=["key_turn_due"])
    details = {"version": key.version, "holders": len(holders)}
    audit.record(by=by, action="people.key.turn", now=now, chain=by.chain, subject=key.pk, details=details)
    return key


@action("people.key.turn_due")
def turn_due_key(*, by: Viewer, now: datetime) -> OrganisationKey | None:
    """Turn the key if somebody left since, as soon as a holder is at the desk. Does nothing for anybody else."""
    organisation = by.member.organisation
    if organisation is None or not organisation.key_turn_due:
        return None
    organisation = _lock(organisation)
    current = find_current_key(organisation)
    if not organisation.key_turn_due or current is None or not by.holds(current):
        return None
    return turn_key(by=by, organisation=organisation, now=now)


@action("people.recovery.renew")
def renew_recovery_code(*, by: Viewer, organisation: Organisation, now: datetime) -> str:
    """Print a new recovery code; the old one opens nothing any more. Returns the code, which is kept nowhere."""
    check(by, RECOVERY_SET, within=organisation.pk)
    organisation = _lock(organisation)
    _must_hold(by, organisation)
    code = new_recovery_code()
    _set_recovery_key(organisation, code)
    held = [key for key in list_keys(organisation) if by.holds(key)]
    for key in held:
        key.recovery_wrap = _recovery_wrap(organisation, key.version, by.open_key(key))
        key.save(update_fields=["recovery_wrap"])
    # A version that the viewer doesn't hold stays closed to the new code, and the old code is gone.
    organisation.keys.exclude(pk__in=[key.pk for key in held]).update(recovery_wrap=None)
    audit.record(by=by, action="people.recovery.renew", now=now, chain=by.chain, details={"versions": len(held)})
    return code


@action("people.recovery.use")
def use_recovery_code(*, by: Viewer, code: str, now: datetime) -> int:
    """Give a member back what their organisation's printed code opens. Returns how many versions.

    The paper is the authority: any member of that organisation who holds it may use it. Raises WrongRecoveryCode, and
    MalformedRecoveryCode for one that was mistyped.
    """
    organisation = by.member.organisation
    if organisation is None:
        raise Denied("people.recovery.use", chain=by.chain)
    organisation = _lock(organisation)
    member = Member.objects.select_for_update().get(pk=by.member.pk)
    if not member.is_active or not is_member_key_proven(member):
        raise Denied("people.recovery.use", chain=by.chain)
    opened = open_recovery_wraps(organisation=organisation, code=code)
    if not opened:
        raise WrongRecoveryCode("people.recovery.use", chain=by.chain)
    for key, pair in opened:
        _seal_for(key, pair, member, admitted_by=None, now=now)
    details = {"versions": len(opened)}
    audit.record(by=by, action="people.recovery.use", now=now, chain=by.chain, subject=by.member.pk, details=details)
    return len(opened)


def _lock(organisation: Organisation) -> Organisation:
    """One change of an organisation's key at a time."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)


def _must_hold(by: Viewer, organisation: Organisation) -> OrganisationKey:
    key = get_current_key(organisation)
    if not by.holds(key):
        raise Denied(TEAM_ADMIT.code, chain=by.chain, subject=key.pk)
    return key


def _set_recovery_key(organisation: Organisation, code: str) -> None:
    public = recovery_key_pair(code, organisation.pk).public
    organisation.recovery_public_key = public
    organisation.recovery_key_proof = prove(public, recovery_key_binding(organisation))
    organisation.save(update_fields=["recovery_public_key", "recovery_key_proof"])


def _add_version(organisation: Organisation, version: int, now: datetime) -> tuple[OrganisationKey, KeyPair]:
    pair = generate_key_pair()
    key = OrganisationKey.objects.create(
        organisation=organisation,
        version=version,
        public_key=pair.public,
        public_key_proof=prove(pair.public, organisation_key_binding(organisation, version)),
        recovery_wrap=_recovery_wrap(organisation, version, pair),
        made_at=now,
    )
    return key, pair


def _recovery_wrap(organisation: Organisation, version: int, pair: KeyPair) -> bytes | None:
    if organisation.recovery_public_key is None:
        return None  # Somebody left who may know the code.
    if not is_recovery_key_proven(organisation):
        raise NotVouchedFor
    return seal_to(organisation.recovery_public_key, pair.private, recovery_binding(organisation, version))


def _seal_for(
    key: OrganisationKey, pair: KeyPair, member: Member, *, admitted_by: Member | None, now: datetime
) -> None:
    assert member.public_key is not None  # noqa: S101 - every caller has proven it
    sealed = seal_to(member.public_key, pair.private, key_wrap_binding(key, member))
    facts = {"sealed": sealed, "admitted_by": admitted_by, "made_at": now}
    facts["proof"] = prove_wrap(KeyWrap(key=key, member=member, sealed=sealed))
    KeyWrap.objects.update_or_create(key=key, member=member, defaults=facts)
