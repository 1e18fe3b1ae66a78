"""What every page's template is given."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from banyan.base.alike import form_token
from banyan.config.navigation import list_ways, search_address
from banyan.people.queries.coalition import get_coalition
from banyan.site.queries.languages import is_drafted

DESK = "/desk/"


def door(request: HttpRequest) -> dict[str, Any]:
    """The coalition (so that demonstration data is marked everywhere) and who is looking."""
    coalition = get_coalition()
    viewer = getattr(request, "viewer", None)
    at_desk = request.path_info.startswith(DESK)
    return {
        **({} if at_desk else _at_public_door(request)),
        "coalition": coalition,
        "demonstration": coalition.is_demonstration,
        "drafted": viewer is None and is_drafted(get_language() or "en"),
        "viewer": viewer,
        "signed_in_as": viewer.member.name if viewer else "",
        "navigation": list_ways(request, viewer) if viewer else [],
        "search_url": search_address(viewer) if viewer else "",
    }


def _at_public_door(request: HttpRequest) -> dict[str, Any]:
    """A token as short as it can be, and where help is, for pages whose area may not name another's addresses."""
    return {
        "csrf_token": SimpleLazyObject(lambda: form_token(request)),
        "help_address": SimpleLazyObject(lambda: reverse("help:list")),
    }
