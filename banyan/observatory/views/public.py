"""What was published: snapshots that anyone can read without signing in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from banyan.observatory.queries.publications import get_published, list_published, picture_of
from banyan.observatory.views.showing import give_file, lay_out, subject_of


@require_safe
def pictures(request: HttpRequest) -> HttpResponse:
    """Every published picture, newest first."""
    return render(
        request,
        "observatory/public/pictures.html",
        {"publications": [(one, subject_of(one)) for one in list_published()]},
    )


@require_safe
def picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One published picture, as it was when it was approved."""
    found = get_published(pk=pk)
    shown = lay_out(picture_of(found, get_language() or "en"), address=reverse("picture:one", args=[pk]), query="")
    return render(request, "observatory/public/picture.html", {**shown, "publication": found})


@require_safe
def file(_request: HttpRequest, pk: UUID, kind: str, figure: str = "") -> HttpResponse:
    """The same as a file."""
    return give_file(picture_of(get_published(pk=pk), get_language() or "en"), kind, figure)
