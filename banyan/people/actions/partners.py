"""Organisations join the coalition, leave it, and may return."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.people.actions.invitations import Invited, invite_member
from banyan.people.models import Organisation, PartnerMembership
from banyan.people.queries.locks import lock_home
from banyan.people.queries.proofs import prove_name
from banyan.people.queries.viewers import By, check
from banyan.people.rules.permissions import PARTNER_ADMIT, Role


class NameTaken(Refused):
    says = _("There is already an organization with this name.")


class BelongsAlready(Refused):
    says = _("This organization belongs to the coalition already.")


class NeverJoined(Refused):
    says = _("This organization doesn't belong to the coalition, or joined after that day.")


@action("people.partner.create")
def create_organisation(
    *, by: By, name: str, about: str = "", phone: str = "", joined_on: date, now: datetime
) -> Organisation:
    """Take a new organisation into the coalition. It can receive reports once its administrator has made its key."""
    check(by, PARTNER_ADMIT, within=None)
    name = name.strip()
    lock_home(None)
    # Compared here, because SQLite knows the capitals of English alone.
    if name.casefold() in {known.casefold() for known in Organisation.objects.values_list("name", flat=True)}:
        raise NameTaken
    organisation = Organisation(name=name, about=about, phone=phone)
    organisation.name_proof = prove_name(organisation)
    organisation.save(force_insert=True)
    PartnerMembership.objects.create(organisation=organisation, joined_on=joined_on)
    audit.record(by=by, action="people.partner.create", now=now, subject=organisation.pk)
    return organisation


@action("people.partner.create")
def take_in_organisation(*, by: By, name: str, joined_on: date, administrator: str, now: datetime) -> Invited:
    """Take a new organisation in and invite its first administrator: both, or neither."""
    organisation = create_organisation(by=by, name=name, joined_on=joined_on, now=now)
    roles = frozenset({Role.ADMINISTRATOR})
    return invite_member(by=by, organisation=organisation, name=administrator, roles=roles, now=now)


@action("people.partner.admit")
def admit_partner(*, by: By, organisation: Organisation, on: date, now: datetime) -> None:
    """Record that an organisation belongs to the coalition (again) from this day."""
    check(by, PARTNER_ADMIT, within=None, subject=organisation.pk)
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if organisation.memberships.filter(Q(left_on=None) | Q(left_on__gt=on)).exists():
        raise BelongsAlready
    PartnerMembership.objects.create(organisation=organisation, joined_on=on)
    details = {"on": on.isoformat()}
    audit.record(by=by, action="people.partner.admit", now=now, subject=organisation.pk, details=details)


@action("people.partner.leave")
def record_partner_left(*, by: By, organisation: Organisation, on: date, now: datetime) -> None:
    """Record that an organisation left: from that day nobody new can choose it.

    Its staff keep reading what it has, and may do nothing more for the coalition (`Reach` in rules/permissions).
    """
    check(by, PARTNER_ADMIT, within=None, subject=organisation.pk)
    ended = organisation.memberships.filter(left_on=None, joined_on__lte=on).update(left_on=on)
    if not ended:
        raise NeverJoined
    details = {"on": on.isoformat()}
    audit.record(by=by, action="people.partner.leave", now=now, subject=organisation.pk, details=details)
