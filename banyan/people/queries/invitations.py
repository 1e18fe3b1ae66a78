"""Invitations that wait to be accepted."""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from banyan.people.models import Invitation, Member, Organisation
from banyan.people.queries.coalition import day_here
from banyan.people.queries.proofs import is_invitation_proven
from banyan.people.queries.viewers import Viewer, get_viewer
from banyan.people.rules.invitations import hash_of
from banyan.people.rules.permissions import PARTNER_ADMIT, TEAM_INVITE, TEAM_REMOVE, Role


def list_invitations(*, viewer: Viewer, now: datetime) -> list[Invitation]:
    """The invitations of the viewer's organisation, or of the coalition's own staff, that somebody can still take."""
    viewer.must(TEAM_INVITE)
    found, day = Invitation.objects.filter(viewer.own, used_at=None, expires_at__gt=now), day_here(now)
    return [one for one in found.select_related("member", "invited_by").order_by("made_at") if is_good(one, on=day)]


def get_invitation(*, viewer: Viewer, invitation_id: UUID) -> Invitation:
    """One invitation of the viewer's organisation."""
    viewer.must(TEAM_INVITE, subject=invitation_id)
    found = Invitation.objects.filter(viewer.own, pk=invitation_id).first()
    if found is None:
        raise Http404
    return found


def find_first_invitation(*, viewer: Viewer, organisation: Organisation, now: datetime) -> Invitation | None:
    """The open invitation of an organisation's first administrator, for whoever takes organisations in."""
    viewer.must(PARTNER_ADMIT, subject=organisation.pk)
    return first_invitations(organisation).filter(expires_at__gt=now).first()


def first_invitations(organisation: Organisation) -> QuerySet[Invitation]:
    """What lets somebody become administrator and nothing else, open or expired."""
    administers = [Role.ADMINISTRATOR.value]
    return Invitation.objects.filter(organisation=organisation, member=None, used_at=None, roles=administers)


def being_reset() -> QuerySet[Invitation, UUID]:
    """The members who are to choose a new password, and haven't. That the address expired changes nothing."""
    return Invitation.objects.filter(member__isnull=False, used_at=None).values_list("member_id", flat=True)


def is_being_reset(member: Member) -> bool:
    """Whether their old password isn't to be trusted any more."""
    return being_reset().filter(member=member).exists()


def came_after(*, viewer: Viewer, moment: datetime) -> bool:
    """Whether their account began after a moment, or was renewed since: whoever invited them may sit behind it."""
    renewed = Invitation.objects.filter(member=viewer.member, used_at__gt=moment)
    return viewer.member.joined_at > moment or renewed.exists()


def find_open_invitation(*, secret: str, now: datetime) -> Invitation | None:
    """The invitation that this secret opens, for whoever holds it; None once it was used, withdrawn or has expired.

    None too for one that isn't good any more.
    """
    found = Invitation.objects.filter(secret_hash=hash_of(secret), used_at=None, expires_at__gt=now)
    invitation = found.select_related("organisation", "member", "invited_by").first()
    return invitation if invitation is not None and is_good(invitation, on=day_here(now)) else None


def is_good(invitation: Invitation, *, on: date) -> bool:
    """Whether this server made it as it stands, and whoever made it may still invite; the operator always may."""
    inviter = invitation.invited_by
    needed = TEAM_REMOVE if invitation.member_id else TEAM_INVITE
    return is_invitation_proven(invitation) and (inviter is None or get_viewer(member=inviter, on=on).may(needed))
