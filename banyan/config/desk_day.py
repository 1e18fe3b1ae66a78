"""What the areas above the reports lay on somebody's day. It stands here because it leads to every area."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from banyan.base.clock import now
from banyan.observatory.queries.waiting import Waits, list_for_my_day
from banyan.people.queries.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Laid:
    """One thing to look at: a whole sentence, where it leads, and whether the reader is asked to act."""

    sentence: str
    address: str
    is_asked: bool = False


def list_laid(viewer: Viewer) -> list[Laid]:
    """Pictures that wait for the reader's eyes first, then what became of their own."""
    found = list_for_my_day(viewer=viewer, now=now())
    asks = _("A picture waits for a second person: %(title)s. %(name)s proposed it on %(day)s.")
    waits = _("Your picture waits for a second person: %(title)s. You proposed it on %(day)s.")
    return [
        *(_laid(asks, one, is_asked=True) for one in found.to_decide),
        *(_laid(_decision(one), one) for one in found.own_decided),
        *(_laid(waits, one) for one in found.own_waiting),
    ]


def _decision(one: Waits) -> str:
    if one.is_public:
        return _("%(name)s approved your picture on %(day)s, and it is public now: %(title)s.")
    return _("%(name)s declined your picture on %(day)s: %(title)s.")


def _laid(sentence: str, one: Waits, *, is_asked: bool = False) -> Laid:
    day = date_format(timezone.localtime(one.at), _("j F"))
    said = sentence % {"title": one.title, "name": one.who, "day": day}
    return Laid(said, reverse("observatory:publication", args=[one.pk]), is_asked)
