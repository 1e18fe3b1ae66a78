"""The coalition: founded once, by the operator of its server; its facts are its steward's to keep."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _

from banyan.base import audit
from banyan.base.actions import Refused, action
from banyan.base.audit import Operator
from banyan.base.briefly import forget_on_commit
from banyan.people.models import Coalition
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.viewers import By, check
from banyan.people.rules.leaving import leads_away
from banyan.people.rules.permissions import COALITION_EDIT
from banyan.people.rules.timezones import is_zone


class AlreadyFounded(Refused):
    says = _("This server already serves a coalition.")


class NoSuchZone(Refused):
    says = _("There is no time zone of this name. Choose one from the list.")


class CannotLeaveThere(Refused):
    says = _("Give the plain address of another website. It begins with https:// and has no question mark in it.")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the coalition says of itself, and what its clocks and its way out follow. All of it is public."""

    name: str
    place: str
    timezone: str
    leave_to: str


@action("people.coalition.found")
def found_coalition(
    *, by: Operator, name: str, place: str, timezone: str, is_demonstration: bool = False, now: datetime
) -> Coalition:
    """Name the one coalition that this server serves."""
    if Coalition.objects.exists():
        raise AlreadyFounded
    if not is_zone(timezone):
        raise NoSuchZone
    coalition = Coalition.objects.create(name=name, place=place, timezone=timezone, is_demonstration=is_demonstration)
    forget_on_commit(get_coalition)
    audit.record(
        by=by,
        action="people.coalition.found",
        now=now,
        details={"is_demonstration": is_demonstration, "timezone": timezone},
    )
    return coalition


@action("people.coalition.edit")
def edit_coalition(*, by: By, facts: Facts, now: datetime) -> list[str]:
    """Set the coalition's facts as a whole; gives the names of those that changed.

    A promise that was made keeps its moment: a new time zone holds for what is promised from now on.
    """
    check(by, COALITION_EDIT, within=None)
    if not is_zone(facts.timezone):
        raise NoSuchZone
    if not leads_away(facts.leave_to) or _is_ours(facts.leave_to):
        raise CannotLeaveThere
    coalition = Coalition.objects.select_for_update().get()
    wanted = {
        "name": facts.name,
        "place": facts.place,
        "timezone": facts.timezone,
        "leave_to": facts.leave_to,
    }
    changed = [name for name, value in wanted.items() if getattr(coalition, name) != value]
    if not changed:
        return []
    for name in changed:
        setattr(coalition, name, wanted[name])
    coalition.save(update_fields=changed)
    forget_on_commit(get_coalition)
    # Codes and an address of the public web, as the trail may hold them; of the name only that it changed.
    told = {name: value for name, value in wanted.items() if name in changed and name != "name"}
    audit.record(by=by, action="people.coalition.edit", now=now, details={"changed": changed, **told})
    return changed


def _is_ours(address: str) -> bool:
    """Whoever leaves must not come back to this very site."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    return validate_host(host, [one for one in settings.ALLOWED_HOSTS if one != "*"])
