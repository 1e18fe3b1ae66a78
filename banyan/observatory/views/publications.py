"""Proposing a picture for publication, and deciding on what somebody else proposed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.base.actions import Refused
from banyan.base.clock import now
from banyan.observatory.actions.publications import approve_publication, decline_publication, propose_publication
from banyan.observatory.forms.questions import QuestionForm
from banyan.observatory.models import Publication
from banyan.observatory.queries.publications import (
    get_progress,
    get_publication,
    is_stopped,
    list_publications,
    picture_of,
    refusal_of,
)
from banyan.observatory.rules.publications import UNDRAWN, State
from banyan.observatory.views.showing import lay_out, numbers_of, subject_of
from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import PICTURE_APPROVE, PICTURE_PROPOSE

REFRESH_SECONDS = 3
DECISIONS = {"approve": approve_publication, "decline": decline_publication}


@require_safe
def publications(request: DeskRequest) -> HttpResponse:
    """What is being checked, what waits for a second person, and what was decided."""
    found = list_publications(viewer=request.viewer)
    rows = [(one, subject_of(one), _state(one)) for one in found]
    return render(request, "observatory/desk/publications.html", {"rows": rows})


@require_POST
def propose(request: DeskRequest) -> HttpResponse:
    """Ask for the picture that is on the screen to be checked, and lead to the page that says how far that is."""
    form = QuestionForm(request.POST, today=day_here(now()), place="")
    if not form.is_valid():
        return render(request, "observatory/desk/picture.html", {"form": form}, status=422)
    question = form.question(as_public=True)
    try:
        made = propose_publication(by=request.viewer, question=question, progress=get_progress(), now=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("observatory:publications"))
    return HttpResponseRedirect(reverse("observatory:publication", args=[made.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: DeskRequest, pk: UUID) -> HttpResponse:
    """One publication as the public would see it, with the buttons of whoever may decide; or how far its check is."""
    found = get_publication(viewer=request.viewer, pk=pk)
    if request.method == "POST":
        request.viewer.must(PICTURE_APPROVE, subject=pk)
        decide = DECISIONS.get(request.POST.get("go", ""))
        try:
            if decide:
                decide(by=request.viewer, pk=pk, now=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("observatory:publication", args=[pk]))
    if found.state in UNDRAWN:
        return _checking(request, found)
    shown = lay_out(picture_of(found, get_language() or "en"), address="", query="")
    may_decide = request.viewer.may(PICTURE_APPROVE) and found.proposed_by_id != request.viewer.member.pk
    context = {**shown, "publication": found, "may_decide": may_decide and found.state == "proposed"}
    return render(request, "observatory/desk/publication.html", context)


def _state(publication: Publication) -> str:
    """Its state, as it truly is: whoever checks may be gone without having said so."""
    if publication.state == State.CHECKING and is_stopped(publication, progress=get_progress(), now=now()):
        return State.STOPPED
    return publication.state


def _checking(request: DeskRequest, publication: Publication) -> HttpResponse:
    """Which numbers are being checked and how far it is; it asks for itself again until there is more to say."""
    progress, language = get_progress(), get_language() or "en"
    state = State.STOPPED if is_stopped(publication, progress=progress, now=now()) else publication.state
    context = {
        "publication": publication,
        "subject": subject_of(publication),
        "state": state,
        "refusal": refusal_of(publication, language),
        "progress": numbers_of(progress, publication, language),
        "asked": publication.question.items(),
        "may_propose": request.viewer.may(PICTURE_PROPOSE),
    }
    response = render(request, "observatory/desk/checking.html", context)
    if state == State.CHECKING:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response
