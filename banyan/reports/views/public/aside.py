"""Ways off a page in the middle of writing. Each keeps what stands on it first; what comes back is as it was left."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

PLACES = {"home": "home", "help": "help:list", "safety": "safety"}
LANGUAGE_CODES = frozenset(code for code, _name in settings.LANGUAGES)


def button_of(request: HttpRequest) -> str:
    """What was pressed: next, skip, back, stay (a file was added or taken away), a place, language, or choose (one)."""
    if "language" in request.POST:
        return "language" if request.POST["language"] in LANGUAGE_CODES else "choose"
    go = request.POST.get("go", "next")
    return "stay" if go == "add" or "remove" in request.POST else go


def see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def to_place(go: str) -> HttpResponse:
    return see_other(reverse(PLACES[go]))
