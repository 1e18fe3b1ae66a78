"""One report: open it, take it on, answer, note a contact, look for danger, hand it over, close it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.base.actions import Refused, record_denial
from banyan.base.clock import now
from banyan.base.statuses import status_of
from banyan.people.queries.coalition import day_here, get_coalition
from banyan.people.queries.keys import find_current_key, list_holders
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import REPORT_ANSWER, REPORT_CLAIM, REPORT_CLOSE, REPORT_CODE
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.claims import claim_report, hand_report, let_go
from banyan.reports.actions.closures import close_report, reopen_report
from banyan.reports.actions.codings import correct_coding
from banyan.reports.actions.contacts import log_contact
from banyan.reports.actions.first_looks import record_first_look
from banyan.reports.actions.openings import NotAdmitted, open_report
from banyan.reports.forms.desk import AnswerForm, CloseForm, ContactForm, FirstLookForm, HandForm
from banyan.reports.forms.desk_coding import CodingForm
from banyan.reports.models import Report
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.desk_last_readers import is_only_mine
from banyan.reports.queries.desk_safety import get_safety, is_looked_at
from banyan.reports.queries.duties import get_protocol
from banyan.reports.queries.keys import get_report
from banyan.reports.queries.languages import get_serves
from banyan.reports.queries.opening import get_coding, list_takers, list_withdrawn_facts
from banyan.reports.queries.rows import make_row
from banyan.reports.queries.words import word_of
from banyan.reports.rules.states import State
from banyan.reports.rules.work import CLOSE_REASONS


@require_GET
def report(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Open a report. Opening is noted on the trail."""
    return _show(request, get_report(viewer=request.viewer, pk=pk))


@require_POST
def claim(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Take a report on; if a colleague was faster, say who."""
    found = get_report(viewer=request.viewer, pk=pk)
    _try(request, lambda: claim_report(by=request.viewer, report=found, now=now()), _("It is yours now."))
    return redirect("reports:report", pk=pk)


@require_POST
def give_back(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Let a report go, so that somebody else can take it on."""
    found = get_report(viewer=request.viewer, pk=pk)
    _try(request, lambda: let_go(by=request.viewer, report=found, now=now()), _("It waits for somebody else now."))
    return redirect("reports:my_day")


@require_http_methods(["GET", "POST"])
def answer(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Write to the person."""
    found = get_report(viewer=request.viewer, pk=pk)
    form = AnswerForm(request.POST or None, **_promising(found))
    if request.method == "GET":
        return _back_to(pk)
    if not form.is_valid():
        return _show(request, found, answer=form)

    def write() -> object:
        text = form.cleaned_data["text"]
        return write_answer(by=request.viewer, report=found, text=text, promised=form.promised, now=now())

    if _try(request, write, _("Sealed and sent. They read it with their receipt.")):
        return _back_to(pk)
    return _show(request, found, answer=form)


@require_http_methods(["GET", "POST"])
def contact(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Note a contact."""
    found = get_report(viewer=request.viewer, pk=pk)
    form = ContactForm(request.POST or None, **_promising(found))
    if request.method == "GET":
        return _back_to(pk)
    if not form.is_valid():
        return _show(request, found, contact=form)
    given = {name: form.cleaned_data[name] for name in ("outcome", "how", "note")}
    if _try(
        request,
        lambda: log_contact(by=request.viewer, report=found, **given, promised=form.promised, now=now()),
        _("The contact is noted."),
    ):
        return _back_to(pk)
    return _show(request, found, contact=form)


@require_http_methods(["GET", "POST"])
def first_look(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Look for danger, with the organisation's own protocol beside the question."""
    found = get_report(viewer=request.viewer, pk=pk)
    form = FirstLookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if _try(
            request,
            lambda: record_first_look(by=request.viewer, report=found, **given, now=now()),
            _("The first look is noted."),
        ):
            return _back_to(pk)
    context = {
        "report": found,
        "form": form,
        "safety": get_safety(found),
        "protocol": get_protocol(viewer=request.viewer),
    }
    return render(request, "reports/desk/first_look.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def coding(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Correct the coding: a new version, and why."""
    found = get_report(viewer=request.viewer, pk=pk)
    request.viewer.must(REPORT_CODE, subject=pk)
    current = get_coding(viewer=request.viewer, report=found)
    form = CodingForm(request.POST or None, coding=current, place=get_coalition().place, today=day_here(now()))
    if request.method == "POST" and form.is_valid():
        given = {"corrected": form.corrected, "why": form.cleaned_data["why"]}
        if _try(
            request,
            lambda: correct_coding(by=request.viewer, report=found, **given, now=now()),
            _("Corrected. The earlier version is kept."),
        ):
            return _back_to(pk)
    return render(request, "reports/desk/coding.html", {"report": found, "form": form}, status=status_of(form))


@require_http_methods(["GET", "POST"])
def hand(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Hand a report to a colleague."""
    found = get_report(viewer=request.viewer, pk=pk)
    try:
        takers = list_takers(viewer=request.viewer, report=found)
    except Refused as refused:
        messages.error(request, str(refused))
        return _back_to(pk)
    form = HandForm(request.POST or None, takers=takers)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said = _("%(name)s looks after it now.") % {"name": given["to"].name}
        if _try(request, lambda: hand_report(by=request.viewer, report=found, **given, now=now()), said):
            return _back_to(pk)
    context = {"report": found, "form": form, "takers": takers}
    return render(request, "reports/desk/hand.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def close(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Close a report with a reason."""
    found = get_report(viewer=request.viewer, pk=pk)
    request.viewer.must(REPORT_CLOSE, subject=pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = _("Closed. You can open it again at any time.")
        _try(request, lambda: close_report(by=request.viewer, report=found, reason=form.reason, now=now()), done)
        return _back_to(pk)
    context = {"report": found, "form": form, "safety": get_safety(found), "is_looked_at": is_looked_at(found)}
    return render(request, "reports/desk/close.html", context, status=status_of(form))


@require_POST
def reopen(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Open a closed report again."""
    found = get_report(viewer=request.viewer, pk=pk)
    _try(request, lambda: reopen_report(by=request.viewer, report=found, now=now()), _("It is open again, and yours."))
    return _back_to(pk)


def _show(
    request: DeskRequest, found: Report, *, answer: AnswerForm | None = None, contact: ContactForm | None = None
) -> HttpResponse:
    """The report's page; with the forms as they were typed when something in them is to be mended."""
    viewer = request.viewer
    if found.state == State.WITHDRAWN:
        facts = list_withdrawn_facts(viewer=viewer, report=found)
        return render(request, "reports/desk/withdrawn.html", {"report": found, "facts": facts})
    context = _open(request, found)
    if isinstance(context, HttpResponse):
        return context
    promising = _promising(found)
    context |= {
        "answer": answer or AnswerForm(**promising),
        "contact": contact or ContactForm(**promising, how=context["open"].reached_by),
        "is_open": found.is_open,
        "is_mine": found.claimed_by == viewer.member,
        "safety": get_safety(found),
        "is_only_mine": is_only_mine(viewer=viewer, report=found),
        "closed_reason": word_of(CLOSE_REASONS, found.closed_reason) if found.closed_reason else "",
        "may_claim": viewer.may(REPORT_CLAIM),
        "may_answer": viewer.may(REPORT_ANSWER),
        "may_code": viewer.may(REPORT_CODE),
        "may_close": viewer.may(REPORT_CLOSE),
        "row": make_row(
            found,
            serves=get_serves(member=viewer.member),
            calendar=get_calendar(organisation=found.organisation),
            now=now(),
        ),
    }
    return render(request, "reports/desk/report.html", context, status=422 if answer or contact else 200)


def _open(request: DeskRequest, found: Report) -> dict[str, Any] | HttpResponse:
    """The report unsealed, or the page that says who can give the key."""
    moment = now()
    try:
        return {"report": found, "open": open_report(by=request.viewer, report=found, now=moment)}
    except NotAdmitted as denial:
        record_denial("reports.report.open", denial, by=request.viewer, now=moment)
        key = find_current_key(found.organisation)
        holders = list_holders(key) if key else []
        return render(request, "reports/desk/sealed.html", {"report": found, "holders": holders}, status=403)


def _try(request: DeskRequest, verb: Callable[[], object], done: str) -> bool:
    try:
        verb()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, done)
    return True


def _back_to(pk: UUID) -> HttpResponseRedirect:
    return redirect("reports:report", pk=pk)


def _promising(found: Report) -> dict[str, Any]:
    """What a form has to know that asks about being in touch again."""
    return {"today": day_here(now()), "promised_on": found.promised_on}
