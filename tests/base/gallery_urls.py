"""A small map of addresses for tests of the components alone."""

import copy
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import override_settings
from django.urls import path

from banyan.base.gallery import show_gallery
from banyan.base.gallery_samples import SampleForm


def show_step(request: HttpRequest) -> HttpResponse:
    """One page of a paged form, as intake would show it."""
    form = SampleForm(request.POST or None)
    form.fields = {"help_wanted": form.fields["help_wanted"], "name": form.fields["name"]}
    return render(request, "base/step.html", {"form": form, "page": 2, "pages": 8, "back": True, "skip": True})


def show_error(request: HttpRequest) -> HttpResponse:
    """The kind words for a page that isn't there."""
    return render(request, "base/error.html", {"code": 404})


def neutral(_request: HttpRequest) -> HttpResponse:
    """Where leaving leads in these tests."""
    return HttpResponse("<!doctype html><title>Weather</title><p>Sunny.</p>")


urlpatterns = [
    path("", show_error, name="home"),
    path("leave/", neutral, name="leave"),
    path("step/", show_step),
    path("gallery/", show_gallery),
    path("desk/gallery/", show_gallery, {"door": "desk"}),
]


def components_alone() -> override_settings:
    """Settings for these addresses. Components know no area: no coalition, no database, nobody signed in."""
    templates: list[dict[str, Any]] = copy.deepcopy(list(settings.TEMPLATES))
    templates[0]["OPTIONS"]["context_processors"] = ["django.template.context_processors.request"]
    return override_settings(ROOT_URLCONF=__name__, TEMPLATES=templates)
