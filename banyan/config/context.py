"""What every page's template is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from banyan.base.alike import form_token
from banyan.base.clock import now
from banyan.base.doors import DESK
from banyan.config.desk_day import list_choices, list_notices
from banyan.config.desk_navigation import list_ways, search_address
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.interpreters import find_interpreter
from banyan.reports.queries.writing import way_back
from banyan.site.queries.languages import is_drafted


def door(request: HttpRequest) -> dict[str, Any]:
    """The coalition (so that demonstration data is marked everywhere) and who is looking."""
    coalition = get_coalition()
    viewer = getattr(request, "viewer", None)
    is_public = settings.BANYAN_DOOR != "desk" and not request.path_info.startswith(DESK)
    return {
        **(_at_public_door(request) if is_public else {}),
        "coalition": coalition,
        "interpreter": SimpleLazyObject(lambda: find_interpreter(get_language() or "en")),
        "demonstration": coalition.is_demonstration,
        "drafted": viewer is None and is_drafted(get_language() or "en"),
        "viewer": viewer,
        "signed_in_as": viewer.member.name if viewer else "",
        "navigation": list_ways(request, viewer) if viewer else None,
        "for_my_day": SimpleLazyObject(lambda: list_notices(viewer)) if viewer else [],
        "choices": SimpleLazyObject(lambda: list_choices(viewer)) if viewer else [],
        "search_url": search_address(viewer) if viewer else "",
    }


def _at_public_door(request: HttpRequest) -> dict[str, Any]:
    """A token as short as it can be, where help is, and the way back to what somebody was writing."""
    return {
        "csrf_token": SimpleLazyObject(lambda: form_token(request)),
        "help_address": SimpleLazyObject(lambda: reverse("help:list")),
        "way_back": SimpleLazyObject(lambda: way_back(cookies=request.COOKIES, now=now())),
    }
