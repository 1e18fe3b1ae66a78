"""Inviting somebody, letting a member choose a new password, and accepting either."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.people.models import Invitation, Member, Organisation, RoleGrant
from banyan.people.queries.coalition import day_here
from banyan.people.queries.invitations import first_invitations, is_good
from banyan.people.queries.keys import is_last_holder
from banyan.people.queries.locks import lock_home
from banyan.people.queries.proofs import (
    member_key_binding,
    prove,
    prove_invitation,
    prove_public_name,
    prove_role,
)
from banyan.people.queries.roles import has_administrator
from banyan.people.queries.viewers import By, Viewer, chain_of, check
from banyan.people.rules.invitations import LASTS, hash_of, new_secret
from banyan.people.rules.permissions import PARTNER_ADMIT, TEAM_INVITE, TEAM_REMOVE, Role, role_fits
from banyan.people.rules.usernames import normalise_username
from banyan.vault.keys import generate_key_pair
from banyan.vault.passwords import Cost, wrap_private_key


class RoleDoesNotFit(Refused):
    says = _("This role belongs to the coalition's own staff, or to an organization's, and not to both.")


class NoRole(Refused):
    says = _("Choose at least one role, so that the person can do something.")


class InvitationGone(Refused):
    says = _("This invitation was used or taken back, or it has expired. Ask for a new one.")


class UsedAlready(Refused):
    says = _("They used this invitation already, so it can't be taken back.")


class UsernameTaken(Refused):
    says = _("Somebody already signs in with this name. Choose another.")


class LosesTheKey(Refused):
    says = _(
        "They are the last who can read your organization's reports. With a new password they can't any more, and only "
        "your printed recovery code opens them again."
    )


class MemberLeft(Refused):
    says = _("This person has left the team. Invite them again instead.")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and its secret, which is shown once and kept nowhere."""

    invitation: Invitation
    secret: str = field(repr=False)

    @property
    def path(self) -> str:
        """The address that accepts it, on this server."""
        return f"/desk/account/invitation/{self.secret}/"


@dataclass(frozen=True, slots=True)
class Invitee:
    """Whoever holds an invitation's secret."""

    invitation: Invitation

    @property
    def actor_code(self) -> str:
        return f"invitation:{self.invitation.pk}"


@action("people.member.invite")
def invite_member(
    *, by: By, organisation: Organisation | None, name: str, roles: frozenset[Role], now: datetime
) -> Invited:
    """Invite somebody to an organisation, or (None) to the coalition's own staff.

    The steward invites an administrator where there is none; an invitation for one that was made before is gone then.
    """
    within = organisation.pk if organisation else None
    details: dict[str, Any] = {"roles": sorted(role.value for role in roles)}
    if organisation and _is_first_administrator(by, organisation, roles):
        check(by, PARTNER_ADMIT, within=None, subject=organisation.pk)
        details["replaced"] = first_invitations(organisation).delete()[0]
    else:
        check(by, TEAM_INVITE, within=within)
    if not roles:
        raise NoRole
    if not all(role_fits(role, in_organisation=organisation is not None) for role in roles):
        raise RoleDoesNotFit
    invited = _make(by, now, organisation=organisation, name=name, roles=details["roles"])
    audit.record(
        by=by,
        action="people.member.invite",
        now=now,
        chain=chain_of(within),
        subject=invited.invitation.pk,
        details=details,
    )
    return invited


@action("people.member.reset")
def reset_member(*, by: By, member: Member, accepts_loss: bool = False, now: datetime) -> Invited:
    """Sign a member out everywhere and let them choose a new password and second factor. It never restores reading.

    Until then they can't sign in, and a holder's next visit turns the organisation's key. Raises LosesTheKey for the
    last holder of the key, unless that loss is accepted.
    """
    check(by, TEAM_REMOVE, within=member.organisation_id, subject=member.pk)
    lock_home(member.organisation_id)
    member = Member.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=member.pk)
    if not member.is_active:
        raise MemberLeft
    loses_key = is_last_holder(member)
    if loses_key and not accepts_loss:
        raise LosesTheKey
    Invitation.objects.filter(member=member, used_at=None).delete()
    member.session_turn += 1
    member.save(update_fields=["session_turn"])
    if not loses_key and member.key_wraps.exists():
        # Whoever knows the old password may hold the old key, and the new one may never be chosen.
        Organisation.objects.filter(members=member).update(key_turn_due=True)
    invited = _make(by, now, organisation=member.organisation, name=member.name, member=member)
    chain = chain_of(member.organisation_id)
    details = {"last_holder": True} if loses_key else {}
    audit.record(by=by, action="people.member.reset", now=now, chain=chain, subject=member.pk, details=details)
    return invited


@action("people.invitation.withdraw")
def withdraw_invitation(*, by: By, invitation: Invitation, now: datetime) -> None:
    """Take an invitation back before it was accepted. Raises UsedAlready, and InvitationGone if it was taken back."""
    check(by, TEAM_INVITE, within=invitation.organisation_id, subject=invitation.pk)
    found = Invitation.objects.select_for_update().filter(pk=invitation.pk).first()
    if found is None:
        raise InvitationGone
    if found.used_at is not None:
        raise UsedAlready
    found.delete()
    chain = chain_of(invitation.organisation_id)
    audit.record(by=by, action="people.invitation.withdraw", now=now, chain=chain, subject=invitation.pk)


@action("people.invitation.void")
def void_invitations(*, by: By, inviter: Member, now: datetime) -> int:
    """Let nobody take what somebody made who may not invite any more: it may lead themselves back in. Gives how many.

    Whoever was to choose a new password still is, and needs an address from somebody else.
    """
    found = Invitation.objects.select_for_update().filter(invited_by=inviter, used_at=None)
    resets = list(found.exclude(member=None))
    for one in resets:
        one.secret_hash, one.proof = hash_of(new_secret()), b""
        one.save(update_fields=["secret_hash", "proof"])
    voided = len(resets) + found.filter(member=None).delete()[0]
    if voided:
        chain, details = chain_of(inviter.organisation_id), {"voided": voided}
        audit.record(
            by=by,
            action="people.invitation.void",
            now=now,
            chain=chain,
            subject=inviter.pk,
            details=details,
        )
    return voided


@action("people.invitation.accept")
def accept_invitation(*, by: Invitee, username: str, name: str, password: str, now: datetime) -> Member:
    """Make the account that an invitation allows, or renew the one it is for. It reads nothing until admitted."""
    lock_home(by.invitation.organisation_id)
    invitation = _take(by.invitation, now)
    if invitation.member is not None:
        member = _renew(invitation.member, password)
    else:
        member = _enrol(invitation, username, name, password, now)
    chain = chain_of(invitation.organisation_id)
    audit.record(by=by, action="people.invitation.accept", now=now, chain=chain, subject=member.pk)
    return member


def _is_first_administrator(by: By, organisation: Organisation, roles: frozenset[Role]) -> bool:
    """Whether the coalition's steward is helping an organisation that has nobody who could invite."""
    return (
        isinstance(by, Viewer)
        and by.organisation_id is None
        and roles == {Role.ADMINISTRATOR}
        and not has_administrator(organisation)
    )


def _is_spare(invitation: Invitation) -> bool:
    """Whether the coalition's steward made it for an organisation that has got an administrator since."""
    inviter, organisation = invitation.invited_by, invitation.organisation
    is_from_steward = organisation is not None and inviter is not None and inviter.organisation_id is None
    return is_from_steward and organisation is not None and has_administrator(organisation)


def _make(
    by: By,
    now: datetime,
    *,
    organisation: Organisation | None,
    name: str,
    roles: list[str] | None = None,
    member: Member | None = None,
) -> Invited:
    secret = new_secret()
    invitation = Invitation(
        organisation=organisation,
        member=member,
        name=name,
        roles=roles or [],
        secret_hash=hash_of(secret),
        invited_by=by.member if isinstance(by, Viewer) else None,
        made_at=now,
        expires_at=now + LASTS,
    )
    invitation.proof = prove_invitation(invitation)
    invitation.save(force_insert=True)
    return Invited(invitation, secret)


def _take(invitation: Invitation, now: datetime) -> Invitation:
    """Use an invitation up; of two who try at once, one is told that it is gone."""
    found = Invitation.objects.select_for_update().filter(pk=invitation.pk, used_at=None, expires_at__gt=now).first()
    if found is None or not is_good(found, on=day_here(now)) or _is_spare(found):
        raise InvitationGone
    found.used_at = now
    found.save(update_fields=["used_at"])
    return found


def _enrol(invitation: Invitation, username: str, name: str, password: str, now: datetime) -> Member:
    member = Member(
        username=normalise_username(username), name=name, organisation=invitation.organisation, joined_at=now
    )
    _give_new_key(member, password)
    member.public_name_proof = prove_public_name(member)
    try:
        with transaction.atomic():
            member.save(force_insert=True)
    except IntegrityError:
        raise UsernameTaken from None
    grants = [RoleGrant(member=member, role=role, granted_at=now) for role in invitation.roles]
    for grant in grants:
        grant.proof = prove_role(grant)
    RoleGrant.objects.bulk_create(grants)
    return member


def _renew(member: Member, password: str) -> Member:
    """A new password with a new key pair: nothing of what the old one opened. The second factor is set up anew."""
    member = Member.objects.select_for_update().get(pk=member.pk)
    if not member.is_active:
        raise InvitationGone
    had_key = member.key_wraps.all().delete()[0] > 0
    Authenticator.objects.filter(user=member).delete()
    _give_new_key(member, password)
    member.session_turn += 1
    member.save(update_fields=["password", "public_key", "public_key_proof", "wrapped_private_key", "session_turn"])
    if had_key:
        # Whoever knew the old password may have kept the old key.
        Organisation.objects.filter(members=member).update(key_turn_due=True)
    return member


def _give_new_key(member: Member, password: str) -> None:
    """Set a password together with a new key pair. Whatever was sealed to an older pair stays closed to them."""
    pair = generate_key_pair()
    member.set_password(password)
    member.public_key = pair.public
    member.public_key_proof = prove(pair.public, member_key_binding(member))
    member.wrapped_private_key = wrap_private_key(
        pair.private, password, member.pk, Cost(*settings.BANYAN_PASSWORD_COST)
    )
