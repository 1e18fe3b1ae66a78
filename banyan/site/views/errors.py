"""What somebody reads when a page can't be shown. No page shows anything of what went wrong.

The last two must be readable when no database can be reached, so they ask none: they are rendered without the context
processors, from what this process remembers.
"""

import errno
import sys
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from banyan.base.doors import DESK
from banyan.people.queries.coalition import get_coalition
from banyan.site.queries.languages import SOURCE, is_drafted

IN_A_MOMENT = "10"  # Seconds.
NOT_WORDS = frozenset({"csrfmiddlewaretoken"})


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    code = 413 if isinstance(exception, RequestDataTooBig) else 400
    return render(request, "base/error.html", {"code": code}, status=code)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return _cannot(request, 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return _cannot(request, 404)


def _cannot(request: HttpRequest, code: int) -> HttpResponse:
    """Whoever is signed in stays at the desk; its way on is not the public door."""
    template = "site/desk/error.html" if getattr(request, "viewer", None) else "base/error.html"
    return render(request, template, {"code": code}, status=code)


def server_error(request: HttpRequest) -> HttpResponse:
    """Any error that nobody caught. One of the records' store will pass: whatever was being sent can be sent again."""
    if _will_pass(sys.exception()):
        return _busy(request)
    return HttpResponse(_alone("base/error.html", {"code": 500}), status=500)


def csrf_failure(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "base/error.html", {"code": "csrf"}, status=403)


def _will_pass(error: BaseException | None) -> bool:
    """Whether the store was locked, full or away; no fault of what was asked."""
    if isinstance(error, OperationalError | InterfaceError):
        return True
    return isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}


def _busy(request: HttpRequest) -> HttpResponse:
    """What was typed stays on the page, in the form that sends it again; a file has to be chosen once more.

    Not where it may be a password; and only what came from a page of ours, or another site could put its own words
    under the button.
    """
    context: dict[str, Any] = {"request": request, "at_desk": request.path_info.startswith(DESK)}
    is_ours = getattr(request, "csrf_processing_done", False)
    if request.method == "POST" and is_ours and not _may_be_a_password(request):
        lists = request.POST.lists()
        context["typed"] = [(name, one) for name, given in lists if name not in NOT_WORDS for one in given]
        context["has_files"] = bool(request.FILES)
        context["csrf_token"] = get_token(request)
        context["may_resend"] = True
    context["was_sent"] = request.method == "POST"
    return HttpResponse(_alone("site/busy.html", context), status=503, headers={"Retry-After": IN_A_MOMENT})


def _may_be_a_password(request: HttpRequest) -> bool:
    """At the desk, unless the page is one of the reports', where words are written and passwords never."""
    match = request.resolver_match
    return request.path_info.startswith(DESK) and (match is None or match.namespace != "reports")


def _alone(template: str, context: dict[str, Any]) -> str:
    """Render it from what is known without asking."""
    coalition, language = get_coalition.known(), get_language() or SOURCE
    drafted = is_drafted.known(language)
    return render_to_string(
        template,
        {
            "demonstration": coalition is not None and coalition.is_demonstration,
            "drafted": language != SOURCE if drafted is None else drafted,
            **context,
        },
    )
