"""The first page, and the pages that say what this site can and can't do for somebody."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from banyan.base.alike import render_alike
from banyan.base.clock import now
from banyan.reports.queries.writing import way_back


@require_safe
def root(_request: HttpRequest) -> HttpResponse:
    """Lead to the first page in the language that the phone asks for."""
    return HttpResponseRedirect(reverse("home"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three plain choices."""
    return render_alike(request, "site/home.html", way_back=way_back(cookies=request.COOKIES, now=now()))


@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """How to be safer while using this site, and what it can't hide."""
    return render_alike(request, "site/safety.html", way_back=way_back(cookies=request.COOKIES, now=now()))


@require_safe
def protection(request: HttpRequest) -> HttpResponse:
    """How what somebody writes is protected, and what can't be promised."""
    return render_alike(request, "site/protection.html", way_back=way_back(cookies=request.COOKIES, now=now()))
