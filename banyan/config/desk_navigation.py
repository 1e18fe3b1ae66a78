"""The ways through the desk. It stands here because they lead to every area."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import (
    COALITION_CLOCKS,
    DUTY_SET,
    HELP_EDIT,
    LANGUAGE_APPROVE,
    PICTURE_PROPOSE,
    PICTURE_READ,
    REPORT_LIST,
    REPORT_SEARCH,
    TEAM_LIST,
    Permission,
)

Way = tuple[str, str, bool]


def list_ways(request: HttpRequest, viewer: Viewer) -> list[Way]:
    """Label, address and whether the reader is there, for what they may do."""
    ways: list[tuple[str, str, Permission | None]] = [
        (_("My day"), "reports:my_day", None),
        (_("Reports"), "reports:reports", REPORT_LIST),
        (_("The picture"), "observatory:picture", PICTURE_READ),
        (_("Publications"), "observatory:publications", PICTURE_PROPOSE),
        (_("Duty"), "reports:duty", DUTY_SET),
        (_("Clocks"), "reports:clocks", COALITION_CLOCKS),
        (_("Find help"), "partners:listings", HELP_EDIT),
        (_("Languages"), "site:languages", LANGUAGE_APPROVE),
        (_("Team"), "people:team", TEAM_LIST),
        (_("Account"), "people:account", None),
    ]
    shown = [(label, _address(name)) for label, name, needs in ways if needs is None or viewer.may(needs)]
    here = [address for _label, address in shown if request.path.startswith(address)]
    own = max(here, key=len, default="")
    if own != request.path and own == _address("reports:my_day"):
        own = ""  # Every page of the desk stands below the day's address, and most aren't part of it.
    return [(label, address, address == own) for label, address in shown if address]


def search_address(viewer: Viewer) -> str:
    """Where "/" searches, for whoever may."""
    return _address("reports:search") if viewer.may(REPORT_SEARCH) else ""


def _address(name: str) -> str:
    """Empty where this process doesn't serve the desk."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
