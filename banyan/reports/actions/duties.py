"""The duty calendar, and what the organisation does in danger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Denied, Refused, action
from banyan.people.models import Member
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import DUTY_SET
from banyan.reports.models import Duty, Protocol


class SamePersonTwice(Refused):
    says = _("The backup has to be somebody else.")


class NobodyToBackUp(Refused):
    says = _("Choose who is on duty, or go back to the usual backup.")


@dataclass(frozen=True, slots=True)
class Procedure:
    """What an organisation does when a first look shows danger, in its own words, and who is asked when nobody is."""

    danger_to_self: str = ""
    danger_from_others: str = ""
    danger_to_child: str = ""
    backup: Member | None = None


@action("reports.duty.set")
def set_duties(
    *, by: Viewer, days: Sequence[date], member: Member | None, backup: Member | None, now: datetime
) -> None:
    """Set who is on duty on some days, in order, and who backs them up; nobody takes them out of the calendar."""
    organisation = _own(by, member, backup)
    if backup is not None and member is None:
        raise NobodyToBackUp
    if member is not None and member == backup:
        raise SamePersonTwice
    if member is None:
        Duty.objects.filter(organisation=organisation, on__in=days).delete()
    else:
        Duty.objects.bulk_create(
            [Duty(organisation_id=organisation, on=day, member=member, backup=backup) for day in days],
            update_conflicts=True,
            unique_fields=["organisation", "on"],
            update_fields=["member", "backup"],
        )
    details = {"on": days[0].isoformat(), "until": days[-1].isoformat()}
    audit.record(by=by, action="reports.duty.set", now=now, chain=by.chain, details=details)


@action("reports.protocol.write")
def write_protocol(*, by: Viewer, procedure: Procedure, now: datetime) -> Protocol:
    """Write down what the organisation does in danger."""
    organisation = _own(by, procedure.backup)
    protocol, _made = Protocol.objects.update_or_create(
        organisation_id=organisation,
        defaults={
            "danger_to_self": procedure.danger_to_self,
            "danger_from_others": procedure.danger_from_others,
            "danger_to_child": procedure.danger_to_child,
            "backup": procedure.backup,
            "updated_at": now,
        },
    )
    audit.record(by=by, action="reports.protocol.write", now=now, chain=by.chain)
    return protocol


def _own(by: Viewer, *members: Member | None) -> UUID:
    """The actor's organisation, if they may and everybody named belongs to it."""
    by.must(DUTY_SET)
    if by.organisation_id is None or any(one and one.organisation_id != by.organisation_id for one in members):
        raise Denied(DUTY_SET.code, chain=by.chain)
    return by.organisation_id
