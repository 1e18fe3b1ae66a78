"""Invitations that wait to be accepted."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from banyan.people.models import Invitation, Member, Organisation
from banyan.people.queries.proofs import is_invitation_proven
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.invitations import hash_of
from banyan.people.rules.permissions import PARTNER_ADMIT, TEAM_INVITE, Role


def list_invitations(*, viewer: Viewer, now: datetime) -> list[Invitation]:
    """The open invitations of the viewer's organisation, or of the coalition's own staff."""
    viewer.must(TEAM_INVITE)
    found = Invitation.objects.filter(viewer.own, used_at=None, expires_at__gt=now)
    return list(found.select_related("member", "invited_by").order_by("made_at"))


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


def find_open_invitation(*, secret: str, now: datetime) -> Invitation | None:
    """The invitation that this secret opens, for whoever holds it; None once it was used, withdrawn or has expired.

    None too for one that somebody wrote into the database, or altered there.
    """
    found = Invitation.objects.filter(secret_hash=hash_of(secret), used_at=None, expires_at__gt=now)
    invitation = found.select_related("organisation", "member").first()
    return invitation if invitation is not None and is_invitation_proven(invitation) else None
