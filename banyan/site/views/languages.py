"""Reading a language's most careful sentences, and opening it; and the page of a language that isn't open yet."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.base.actions import Refused
from banyan.base.clock import now
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import COALITION_EDIT
from banyan.site.actions.languages import approve_language, close_language
from banyan.site.queries.languages import digest_of, get_standing, list_sentences, list_standings


@require_safe
def languages(request: DeskRequest) -> HttpResponse:
    """Every language of the public door, and whether it is open."""
    standings, may_set = list_standings(viewer=request.viewer), request.viewer.may(COALITION_EDIT)
    return render(request, "site/desk/languages.html", {"standings": standings, "may_set": may_set})


@require_http_methods(["GET", "HEAD", "POST"])
def language(request: DeskRequest, code: str) -> HttpResponse:
    """Walk through its sentences; then open it, or close it again."""
    try:
        standing = get_standing(viewer=request.viewer, language=code)
    except KeyError:
        raise Http404 from None
    if request.method == "POST":
        try:
            if request.POST.get("go") == "close":
                close_language(by=request.viewer, language=code, now=now())
                messages.success(request, _("The language is closed."))
            else:
                approve_language(by=request.viewer, language=code, digest=request.POST.get("digest", ""), now=now())
                messages.success(request, _("The language is open to the public."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("site:language", args=[code]))
    context = {"standing": standing, "sentences": list_sentences(code), "digest": digest_of(code)}
    return render(request, "site/desk/language.html", context)
