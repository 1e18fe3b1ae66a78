"""What every page's template is given."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from banyan.config.navigation import list_ways, search_address
from banyan.people.queries.coalition import get_coalition
from banyan.site.queries.languages import is_drafted

DESK = "/desk/"


def door(request: HttpRequest) -> dict[str, Any]:
    """The coalition (so that demonstration data is marked everywhere) and who is looking."""
    coalition = get_coalition()
    viewer = getattr(request, "viewer", None)
    shorter = {} if request.path_info.startswith(DESK) else {"csrf_token": SimpleLazyObject(lambda: _token(request))}
    return {
        **shorter,
        "coalition": coalition,
        "demonstration": coalition.is_demonstration,
        "drafted": viewer is None and is_drafted(get_language() or "en"),
        "viewer": viewer,
        "signed_in_as": viewer.member.name if viewer else "",
        "navigation": list_ways(request, viewer) if viewer else [],
        "search_url": search_address(viewer) if viewer else "",
    }


def _token(request: HttpRequest) -> str:
    """The public door's form token, without Django's mask, which doubles it on every page and back.

    The mask is against guessing it from the length of packed pages (BREACH), for which another site would have to make
    the browser ask for them with its cookies: they are SameSite=Strict, so it can't.
    """
    get_token(request)
    return str(request.META["CSRF_COOKIE"])
