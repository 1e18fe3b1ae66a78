"""Pages that are the same for everybody, drawn once and kept for a moment: most of what an old phone waits for.

Between two people who read such a page only the form's token differs. It is drawn as a mark, and each gets their own.
"""

from collections.abc import Callable, Hashable, Mapping
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from banyan.base.briefly import Memory

MARK = "(form token)"
NOTHING: Mapping[str, Hashable] = MappingProxyType({})
_pages = Memory()


def render_alike(
    request: HttpRequest,
    templates: str | tuple[str, ...],
    context: Mapping[str, Hashable] = NOTHING,
    *,
    more: Callable[[], Mapping[str, Any]] = dict,
    way_back: str = "",
) -> HttpResponse:
    """Like Django's `render`, for a page on which nothing is anybody's own.

    `more` is asked when the page is drawn, for what follows from the context alone, such as a form without answers.
    `way_back` leads to what the reader is writing elsewhere, or is empty: the one thing here that differs.
    Raises TypeError for a context that holds anything but fixed values (tuples, not lists; never a form), and
    RuntimeError where somebody is signed in.
    """
    if hasattr(request, "viewer"):
        raise RuntimeError(templates)
    key = (templates, get_language(), request.path, way_back, tuple(sorted(context.items())))
    own = {"way_back": way_back, "csrf_token": MARK}
    page = _pages.get(key, lambda: render_to_string(templates, {**context, **more(), **own}, request))
    return HttpResponse(page.replace(MARK, form_token(request)) if MARK in page else page)


def form_token(request: HttpRequest) -> str:
    """The public door's form token, without Django's mask, which doubles it on every page and back.

    The mask is against guessing it from the length of packed pages (BREACH), for which another site would have to make
    the browser ask for them with its cookies: they are SameSite=Strict, so it can't.
    """
    if "CSRF_COOKIE" not in request.META:  # Whoever has one keeps it; Django would mask and send it again.
        get_token(request)
    return str(request.META["CSRF_COOKIE"])
