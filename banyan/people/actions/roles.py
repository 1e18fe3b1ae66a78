"""Roles are given and ended, each with its dates."""

from datetime import datetime

from banyan.base import audit
from banyan.base.actions import action
from banyan.people.actions.invitations import MemberLeft, RoleDoesNotFit, void_invitations
from banyan.people.actions.members import LastAdministrator, LastHolder
from banyan.people.models import Member, RoleGrant
from banyan.people.queries.keys import USE_KEYS, is_last_holder
from banyan.people.queries.locks import lock_home
from banyan.people.queries.proofs import is_role_proven, prove_role
from banyan.people.queries.roles import is_last_administrator
from banyan.people.queries.viewers import By, chain_of, check
from banyan.people.rules.permissions import TEAM_ROLES, Role, role_fits

_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.STEWARD})  # Those who invite and remove.


@action("people.role.grant")
def grant_role(*, by: By, member: Member, role: Role, now: datetime) -> None:
    """Give a member of one's own team a role. Giving one they hold changes nothing."""
    check(by, TEAM_ROLES, within=member.organisation_id, subject=member.pk)
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not member.is_active:
        raise MemberLeft
    if not role_fits(role, in_organisation=member.organisation_id is not None):
        raise RoleDoesNotFit
    grant, _ = RoleGrant.objects.get_or_create(member=member, role=role, ended_at=None, defaults={"granted_at": now})
    if not is_role_proven(grant):  # New, or written in by somebody who couldn't give it.
        grant.granted_at, grant.proof = now, prove_role(grant)
        grant.save(update_fields=["granted_at", "proof"])
        chain, details = chain_of(member.organisation_id), {"role": role.value}
        audit.record(by=by, action="people.role.grant", now=now, chain=chain, subject=member.pk, details=details)


@action("people.role.end")
def end_role(*, by: By, member: Member, role: Role, now: datetime) -> None:
    """End a role of a member of one's own team. The last administrator keeps theirs, and the last to use the key.

    With the role by which they invited goes whatever they invited by it and nobody took.
    """
    check(by, TEAM_ROLES, within=member.organisation_id, subject=member.pk)
    lock_home(member.organisation_id)
    member = Member.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)
    if role in _KEEPERS and is_last_administrator(member):
        raise LastAdministrator
    keeps = RoleGrant.objects.filter(member=member, ended_at=None, role__in=USE_KEYS).exclude(role=role)
    if role in USE_KEYS and is_last_holder(member) and not keeps.exists():
        raise LastHolder
    ended = RoleGrant.objects.filter(member=member, role=role, ended_at=None).update(ended_at=now, proof=b"")
    if ended:
        chain, details = chain_of(member.organisation_id), {"role": role.value}
        audit.record(by=by, action="people.role.end", now=now, chain=chain, subject=member.pk, details=details)
        if role in _KEEPERS:
            void_invitations(by=by, inviter=member, now=now)
