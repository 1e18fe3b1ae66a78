"""What somebody reads when a page can't be shown. Nothing here looks at the request or at what went wrong."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return render(request, "base/error.html", {"code": 400}, status=400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return render(request, "base/error.html", {"code": 403}, status=403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:  # noqa: ARG001 - Django names it
    return render(request, "base/error.html", {"code": 404}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    return render(request, "base/error.html", {"code": 500}, status=500)


def csrf_failure(request: HttpRequest, **_: Any) -> HttpResponse:
    return render(request, "base/error.html", {"code": "csrf"}, status=403)
