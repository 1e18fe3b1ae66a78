"""Organisations' keys: which is current, and who holds it."""

from uuid import UUID

from banyan.people.models import KeyWrap, Member, Organisation, OrganisationKey
from banyan.people.queries.proofs import is_organisation_key_proven


class NoKey(Exception):  # noqa: N818 - reads as what is the case
    """The organisation has no key that this server vouches for, so nothing can be sealed to it."""


def get_current_key(organisation: Organisation) -> OrganisationKey:
    """The version that new reports are sealed to. Raises NoKey when there is none, or one that was put in from outside.

    It doesn't fall back on an older version: somebody who left may hold that one.
    """
    key = OrganisationKey.objects.filter(organisation=organisation).order_by("-version").first()
    if key is None:
        raise NoKey
    key.organisation = organisation  # It would be asked for again.
    if not is_organisation_key_proven(key):
        raise NoKey
    return key


def find_current_key(organisation: Organisation) -> OrganisationKey | None:
    """The version that new reports are sealed to, if there is one."""
    try:
        return get_current_key(organisation)
    except NoKey:
        return None


def list_keys(organisation: Organisation) -> list[OrganisationKey]:
    """Every version of the organisation's key, newest first."""
    return list(organisation.keys.order_by("-version"))


def list_holders(key: OrganisationKey) -> list[Member]:
    """The active members to whom this version is sealed."""
    wraps = KeyWrap.objects.filter(key=key, member__is_active=True).select_related("member__organisation")
    return [wrap.member for wrap in wraps.order_by("member__name", "member_id")]


def is_last_holder(member: Member) -> bool:
    """Whether without this member nobody of the organisation could open its newest key."""
    if member.organisation is None:
        return False
    key = member.organisation.keys.order_by("-version").first()
    if key is None:
        return False
    holders: set[UUID] = set(key.wraps.filter(member__is_active=True).values_list("member_id", flat=True))
    return holders == {member.pk}
