"""Who holds which role, and what a role is called."""

from dataclasses import dataclass

from django.utils.translation import gettext

from banyan.people.models import Member, Organisation, RoleGrant
from banyan.people.rules.permissions import ROLE_SENTENCES, ROLE_TITLES, Role, role_fits


@dataclass(frozen=True, slots=True)
class DescribedRole:
    """A role in the reader's language."""

    role: Role
    title: str
    sentence: str


def describe_role(role: Role) -> DescribedRole:
    """A role in the reader's language."""
    return DescribedRole(role, gettext(ROLE_TITLES[role]), gettext(ROLE_SENTENCES[role]))


def describe_roles(in_organisation: bool) -> list[DescribedRole]:
    """Every role that somebody of an organisation, or of the coalition's own staff, may hold."""
    return [describe_role(role) for role in Role if role_fits(role, in_organisation=in_organisation)]


def is_last_administrator(member: Member) -> bool:
    """Whether without this member nobody could keep their team: its administrator, or the coalition's steward."""
    keeper = Role.ADMINISTRATOR if member.organisation_id else Role.STEWARD
    keepers = RoleGrant.objects.filter(role=keeper, ended_at=None, member__is_active=True)
    if member.organisation_id:
        keepers = keepers.filter(member__organisation_id=member.organisation_id)
    return set(keepers.values_list("member_id", flat=True)) == {member.pk}


def has_administrator(organisation: Organisation) -> bool:
    """Whether somebody of the organisation can invite others to it."""
    administers = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, member__is_active=True)
    return administers.filter(member__organisation=organisation).exists()
