from banyan.people.models.interpreters import ANY, InterpreterContact
from banyan.people.models.invitations import Invitation
from banyan.people.models.keys import KeyWrap, OrganisationKey
from banyan.people.models.members import Member, MemberLanguage, RoleGrant
from banyan.people.models.organisations import (
    ClosedDay,
    Coalition,
    OpenHours,
    Organisation,
    OrganisationLanguage,
    OrganisationOffer,
    PartnerMembership,
)

__all__ = [
    "ANY",
    "ClosedDay",
    "Coalition",
    "InterpreterContact",
    "Invitation",
    "KeyWrap",
    "Member",
    "MemberLanguage",
    "OpenHours",
    "Organisation",
    "OrganisationKey",
    "OrganisationLanguage",
    "OrganisationOffer",
    "PartnerMembership",
    "RoleGrant",
]
