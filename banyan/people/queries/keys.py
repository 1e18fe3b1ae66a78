"""Organisations' keys: which is current, and who holds it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from banyan.base.actions import Refused
from banyan.base.audit import Operator
from banyan.people.models import KeyWrap, Member, Organisation, OrganisationKey, RoleGrant
from banyan.people.queries.invitations import being_reset
from banyan.people.queries.proofs import is_organisation_key_proven, is_wrap_proven
from banyan.people.rules.permissions import REPORT_OPEN, TEAM_ADMIT, roles_with

USE_KEYS = roles_with(REPORT_OPEN, TEAM_ADMIT)
# Written out: every report that is sent asks it while nobody else can write to SQLite.
NEWEST = """SELECT id, version, public_key, public_key_proof FROM people_organisationkey
WHERE organisation_id = %s ORDER BY version DESC LIMIT 1"""
# The same, where the organisation takes reports and belongs to the coalition on that day.
OPEN = NEWEST.replace(
    "ORDER",
    """AND EXISTS (SELECT 1 FROM people_organisation WHERE id = organisation_id AND takes_reports)
AND EXISTS (SELECT 1 FROM people_partnermembership WHERE organisation_id = people_organisationkey.organisation_id
AND joined_on <= %s AND (left_on IS NULL OR left_on > %s)) ORDER""",
)


class NoKey(Refused):
    says = _("Your organization has no key yet, so nothing can be sealed to it.")


class NotVouchedFor(Refused):
    says = _("A key in the database isn't one that this server stored. Nothing was sealed to it. Tell the operator.")


def get_current_key(organisation: Organisation, *, open_on: date | None = None) -> OrganisationKey:
    """The version that new reports are sealed to. Raises NoKey, and NotVouchedFor for one put in from outside.

    It doesn't fall back on an older version: somebody who left may hold that one. With `open_on` NoKey is raised, too,
    where nobody may choose the organisation that day: it left the coalition, or takes no reports.
    """
    id_field = OrganisationKey._meta.pk  # noqa: SLF001 - Django documents it
    organisation_id, day = id_field.get_db_prep_value(organisation.pk, connection), None
    if open_on is not None:
        day = connection.ops.adapt_datefield_value(open_on)
    with connection.cursor() as cursor:
        cursor.execute(OPEN if day else NEWEST, [organisation_id, day, day] if day else [organisation_id])
        row = cursor.fetchone()
    if row is None:
        raise NoKey
    found, version, public_key, proof = row
    key = OrganisationKey.from_db(
        connection.alias,
        ["id", "version", "public_key", "public_key_proof"],
        [id_field.to_python(found), version, public_key, proof],
    )
    key.organisation = organisation
    if not is_organisation_key_proven(key):
        raise NotVouchedFor
    return key


def find_current_key(organisation: Organisation, *, open_on: date | None = None) -> OrganisationKey | None:
    """The version that new reports are sealed to, if there is one that this server stored."""
    try:
        return get_current_key(organisation, open_on=open_on)
    except (NoKey, NotVouchedFor):
        return None


def list_keys(organisation: Organisation) -> list[OrganisationKey]:
    """Every version of the organisation's key, newest first."""
    return list(organisation.keys.order_by("-version"))


def proven_wraps(wraps: QuerySet[KeyWrap]) -> list[KeyWrap]:
    """Those of these wraps that admit somebody. That a row stands there says nothing: anybody may have written it."""
    return [wrap for wrap in wraps.select_related("key", "member__organisation") if is_wrap_proven(wrap)]


def list_holders(key: OrganisationKey) -> list[Member]:
    """The active members to whom this version is sealed, but for those whose sign-in is being reset."""
    wraps = _usable_wraps().filter(key=key).order_by("member__name", "member_id")
    return [wrap.member for wrap in proven_wraps(wraps)]


def _usable_wraps() -> QuerySet[KeyWrap]:
    return KeyWrap.objects.filter(member__is_active=True).exclude(member__in=being_reset())


@dataclass(frozen=True, slots=True)
class Held:
    """A version of an organisation's key, by how many members could open it. Nobody is named."""

    organisation: str
    version: int
    holders: int
    has_recovery_code: bool
    is_newest: bool

    @property
    def is_at_risk(self) -> bool:
        """Whether new reports would be lost with one person, or are lost already."""
        return self.is_newest and self.holders <= 1 and not self.has_recovery_code


def count_holders(*, viewer: Operator) -> list[Held]:
    """Every version of every organisation's key, for whoever runs the server: they hold none, and learn no name."""
    assert isinstance(viewer, Operator)  # noqa: S101 - it crosses organisations, so nobody at a desk may ask
    holders = Counter(wrap.key_id for wrap in proven_wraps(_usable_wraps()))
    versions = list(OrganisationKey.objects.select_related("organisation").order_by("organisation__name", "version"))
    newest = {key.organisation_id: key.pk for key in versions}
    return [
        Held(
            organisation=key.organisation.name,
            version=key.version,
            holders=holders[key.pk],
            has_recovery_code=key.recovery_wrap is not None,
            is_newest=newest[key.organisation_id] == key.pk,
        )
        for key in versions
    ]


def is_last_holder(member: Member) -> bool:
    """Whether without this member nobody of the organisation could open its newest key and do anything with it.

    Somebody whose sign-in is being reset doesn't count: the key they hold is gone once they choose a new password.
    """
    if member.organisation is None:
        return False
    key = member.organisation.keys.order_by("-version").first()
    if key is None:
        return False
    usable = RoleGrant.objects.filter(role__in=USE_KEYS, ended_at=None).values("member")
    others = key.wraps.filter(member__is_active=True, member__in=usable).exclude(member__in=being_reset())
    return bool(proven_wraps(key.wraps.filter(member=member))) and not proven_wraps(others.exclude(member=member))
