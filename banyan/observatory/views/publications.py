"""Proposing a picture for publication, and deciding on what somebody else proposed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.base.actions import Refused
from banyan.base.clock import now
from banyan.observatory.actions.publications import approve_publication, decline_publication, propose_publication
from banyan.observatory.forms.questions import QuestionForm
from banyan.observatory.queries.publications import draw_for_public, get_publication, list_publications, picture_of
from banyan.observatory.rules.picture import QuestionRefused
from banyan.observatory.views.showing import lay_out, subject_of
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import PICTURE_APPROVE


@require_safe
def publications(request: DeskRequest) -> HttpResponse:
    """What waits for a second person, and what was decided."""
    rows = [(one, subject_of(one)) for one in list_publications(viewer=request.viewer)]
    return render(request, "observatory/desk/publications.html", {"rows": rows})


@require_POST
def propose(request: DeskRequest) -> HttpResponse:
    """Put the picture that is on the screen through disclosure control, and lay it before somebody else."""
    form = QuestionForm(request.POST, today=now().date(), place="")
    if not form.is_valid():
        return render(request, "observatory/desk/picture.html", {"form": form}, status=422)
    try:
        asked, began = form.question(as_public=True), now()
        drawn = draw_for_public(viewer=request.viewer, question=asked, today=began.date())
        made = propose_publication(by=request.viewer, drawn=drawn, now=began)
    except QuestionRefused as refusal:
        form.add_error("place", str(refusal))
        return render(request, "observatory/desk/picture.html", {"form": form}, status=422)
    messages.success(request, _("Proposed. Somebody else has to approve it."))
    return HttpResponseRedirect(reverse("observatory:publication", args=[made.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: DeskRequest, pk: UUID) -> HttpResponse:
    """One publication as the public would see it; with the buttons of whoever may decide."""
    found = get_publication(viewer=request.viewer, pk=pk)
    if request.method == "POST":
        decide = approve_publication if request.POST.get("go") == "approve" else decline_publication
        try:
            decide(by=request.viewer, pk=pk, now=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("observatory:publication", args=[pk]))
    shown = lay_out(picture_of(found, get_language() or "en"), address="", query="")
    may_decide = request.viewer.may(PICTURE_APPROVE) and found.proposed_by_id != request.viewer.member.pk
    context = {**shown, "publication": found, "may_decide": may_decide and found.state == "proposed", "files": []}
    return render(request, "observatory/desk/publication.html", context)
