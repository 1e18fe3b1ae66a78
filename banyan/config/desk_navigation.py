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
SELDOM = frozenset({"partners:listings", "site:languages", "people:team", "people:account"})
MOST = 6  # As many as fit in one line of a desk's screen, beside the search, in every language of the desk.


def list_ways(request: HttpRequest, viewer: Viewer) -> tuple[list[Way], list[Way]]:
    """Label, address and whether the reader is there, for what they may do.

    First those that stand in the line, then those that are folded behind "More" because the line would be two.
    """
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
    may = [(label, name) for label, name, needs in ways if needs is None or viewer.may(needs)]
    shown = [(label, address, name) for label, name in may if (address := _address(name))]
    here = [address for _label, address, _name in shown if request.path.startswith(address)]
    own = max(here, key=len, default="")
    if own != request.path and own == _address("reports:my_day"):
        own = ""  # Every page of the desk stands below the day's address, and most aren't part of it.
    folded = SELDOM if len(shown) > MOST else frozenset()
    line, rest = (
        [(label, address, address == own) for label, address, name in shown if (name in folded) is is_folded]
        for is_folded in (False, True)
    )
    return line, rest


def search_address(viewer: Viewer) -> str:
    """Where "/" searches, for whoever may."""
    return _address("reports:search") if viewer.may(REPORT_SEARCH) else ""


def _address(name: str) -> str:
    """Empty where this process doesn't serve the desk."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
