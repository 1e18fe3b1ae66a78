"""The coalition is founded once, by the operator of its server."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.audit import Operator
from banyan.people.models import Coalition
from banyan.people.queries.coalition import get_coalition


class AlreadyFounded(Refused):
    says = _("This server already serves a coalition.")


@action("people.coalition.found")
def found_coalition(
    *,
    by: Operator,
    name: str,
    place: str,
    timezone: str = "America/Los_Angeles",
    interpreter_contact: str = "",
    is_demonstration: bool = False,
    now: datetime,
) -> Coalition:
    """Name the one coalition that this server serves."""
    if Coalition.objects.exists():
        raise AlreadyFounded
    coalition = Coalition.objects.create(
        name=name,
        place=place,
        timezone=timezone,
        interpreter_contact=interpreter_contact,
        is_demonstration=is_demonstration,
    )
    get_coalition.forget()
    audit.record(by=by, action="people.coalition.found", now=now, details={"is_demonstration": is_demonstration})
    return coalition
