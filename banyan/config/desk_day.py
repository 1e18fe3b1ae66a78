"""What the areas above the reports lay on somebody's day. It stands here because it leads to every area."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from banyan.base.clock import now
from banyan.observatory.queries.waiting import Waits, list_for_my_day
from banyan.observatory.rules.publications import State
from banyan.people.queries.recovery import needs_recovery_code
from banyan.people.queries.viewers import Viewer
from banyan.people.rules.permissions import HELP_EDIT, LANGUAGE_APPROVE, PARTNER_ADMIT, PICTURE_PROPOSE, PICTURE_READ


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to look at: a whole sentence, where it leads, and whether the reader is asked to act."""

    sentence: str
    address: str
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A way on for somebody whose day holds no reports."""

    title: str
    text: str
    picture: str
    address: str


def list_choices(viewer: Viewer) -> list[Choice]:
    """Where the work of somebody who reads no reports is."""
    ways = [
        (
            PICTURE_READ,
            Choice(
                _("The picture"),
                _("What officials counted and what people told the coalition, side by side."),
                "eye",
                reverse("observatory:picture"),
            ),
        ),
        (
            PICTURE_PROPOSE,
            Choice(
                _("Publications"),
                _("What waits for a second person, and what was published."),
                "papers",
                reverse("observatory:publications"),
            ),
        ),
        (
            PARTNER_ADMIT,
            Choice(
                _("Partners"), _("Who belongs to the coalition, and since when."), "house", reverse("people:partners")
            ),
        ),
        (
            HELP_EDIT,
            Choice(
                _("Find help"),
                _("The places that people are shown, and when each was checked."),
                "phone",
                reverse("partners:listings"),
            ),
        ),
        (
            LANGUAGE_APPROVE,
            Choice(
                _("Languages"),
                _("Which are open to the public, and whose sentences wait for a reader."),
                "languages",
                reverse("site:languages"),
            ),
        ),
    ]
    return [choice for permission, choice in ways if viewer.may(permission)]


def list_notices(viewer: Viewer) -> list[Notice]:
    """A recovery code that is due, pictures that wait for the reader's eyes, and what became of their own."""
    due = _("Somebody who may know your organization's recovery code has left. Print a new one.")
    found = list_for_my_day(viewer=viewer, now=now())
    asks = _("A picture waits for a second person: %(title)s. %(name)s proposed it on %(day)s.")
    waits = _("Your picture waits for a second person: %(title)s. You proposed it on %(day)s.")
    return [
        *([Notice(due, reverse("people:key"), is_asked=True)] if needs_recovery_code(viewer=viewer) else []),
        *(_notice(asks, one, is_asked=True) for one in found.to_decide),
        *(_notice(_end(one), one) for one in found.own_ended),
        *(_notice(waits, one) for one in found.own_waiting),
    ]


def _end(one: Waits) -> str:
    if one.state == State.PUBLISHED:
        return _("%(name)s approved your picture on %(day)s, and it is public now: %(title)s.")
    if one.state == State.REFUSED:
        return _("Your picture can't be published as it is: %(title)s. Its page says why, and what to ask instead.")
    if one.state == State.STOPPED:
        return _("The check of your picture stopped before its end: %(title)s. You can ask for it again.")
    return _("%(name)s declined your picture on %(day)s: %(title)s.")


def _notice(sentence: str, one: Waits, *, is_asked: bool = False) -> Notice:
    day = date_format(timezone.localtime(one.at), _("F j"))
    said = sentence % {"title": one.title, "name": one.who, "day": day}
    return Notice(said, reverse("observatory:publication", args=[one.pk]), is_asked)
