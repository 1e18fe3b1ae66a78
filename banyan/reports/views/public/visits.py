"""Coming back with a receipt."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST

from banyan.base import throttle
from banyan.base.alike import render_alike
from banyan.base.audit import Person
from banyan.base.clock import now
from banyan.reports.actions.attachments import TooManyFiles, attach_file
from banyan.reports.actions.drafts import drop_draft, save_draft, start_draft
from banyan.reports.actions.visits import post_message, withdraw_report
from banyan.reports.forms.files import FileForm
from banyan.reports.forms.visits import CodeForm, MessageForm
from banyan.reports.queries.drafts import get_draft
from banyan.reports.queries.receipts import Told, Visit, list_told, open_visit
from banyan.reports.views.public.cookies import VISIT, forget_key, give_key, key_in
from banyan.reports.views.public.files import read_file

LIFE = timedelta(minutes=15)
# Generous on purpose: a code can't be guessed, and a family behind one address must not be shut out.
ENTRIES = throttle.Limit("code", size=30, seconds_a_token=20)


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    """Ask for the code; it comes by POST and is kept, sealed, for a quarter of an hour."""
    moment = now()
    if request.method != "POST":
        if _visit(request, moment) is not None:
            return HttpResponseRedirect(reverse("tell:reports"))
        return render_alike(request, "reports/public/back.html", more=lambda: {"form": CodeForm()})
    form = CodeForm(request.POST)
    if form.is_valid():
        if not throttle.take(ENTRIES, client=throttle.client_of(request), now=moment):
            form.add_error("code", pgettext("receipt", "Please wait a minute, then try again."))
        elif open_visit(receipt_code=form.cleaned_data["code"]) is None:
            form.add_error("code", pgettext("receipt", "No report opens with this code. It may have been taken back."))
        else:
            response = _to("tell:reports")
            content = {"code": form.cleaned_data["code"], **_unsent(request)}
            give_key(response, VISIT, start_draft(content=content, now=moment, life=LIFE))
            return response
    return render(request, "reports/public/back.html", {"form": form, **_unsent(request)}, status=422)


@require_http_methods(["GET", "HEAD"])
def reports(request: HttpRequest) -> HttpResponse:
    """Every report of this receipt: messages, and who can read it since when."""
    moment = now()
    visit = _visit(request, moment)
    if visit is None:
        return HttpResponseRedirect(reverse("tell:back"))
    kept = get_draft(key=key_in(request, VISIT), now=moment) or {}
    context = {"told": list_told(visit=visit), "open": kept.get("about"), "typed": kept.get("text"), "now": moment}
    return render(request, "reports/public/reports.html", context)


@require_POST
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a message in one thread."""
    moment = now()
    found = _told(request, pk, moment)
    if found is None:
        return _ended(request, {"text": request.POST.get("text", ""), "about": str(pk)})
    visit, told = found
    form = MessageForm(request.POST)
    if not form.is_valid():
        context = {"told": list_told(visit=visit), "form": form, "open": str(pk), "now": moment}
        context["typed"] = form["text"].value()
        return render(request, "reports/public/reports.html", context, status=422)
    post_message(by=Person(), visit=visit, told=told, text=form.cleaned_data["text"], now=moment)
    _forget_unsent(request, moment)
    return _to("tell:reports")


@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a photo, a PDF, a recording or a video to one report."""
    moment = now()
    found = _told(request, pk, moment)
    if found is None:
        return _to("tell:back")
    visit, told = found
    form = FileForm(request.POST or None, request.FILES or None)
    given = read_file(request, form) if request.method == "POST" and form.is_valid() else None
    if given is not None:
        try:
            attach_file(by=Person(), visit=visit, told=told, given=given, now=moment)
        except TooManyFiles as full:
            form.add_error("file", str(full))
        else:
            return _to("tell:reports")
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/public/add_file.html", {"told": told, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what goes and what remains, ask once, and take it back."""
    moment = now()
    found = _told(request, pk, moment)
    if found is None:
        return _to("tell:back")
    visit, told = found
    if request.method != "POST":
        return render(request, "reports/public/withdraw.html", {"told": told})
    withdraw_report(by=Person(), visit=visit, told=told, now=moment)
    others = len(list_told(visit=visit)) if visit.receipt.pk else 0
    response = render(request, "reports/public/withdrawn.html", {"others": others})
    if not others:
        _end(request, response)
    return response


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Close the visit."""
    response = _to("home")
    _end(request, response)
    return response


def _visit(request: HttpRequest, moment: datetime) -> Visit | None:
    """The visit this cookie opens, kept open a quarter of an hour longer."""
    key = key_in(request, VISIT)
    content = get_draft(key=key, now=moment)
    if key is None or content is None or "code" not in content:
        return None
    visit = open_visit(receipt_code=content["code"])
    if visit is not None:
        save_draft(key=key, content=content, now=moment, life=LIFE)
    return visit


def _told(request: HttpRequest, pk: UUID, moment: datetime) -> tuple[Visit, Told] | None:
    """One report of this visit; None when the visit has ended."""
    visit = _visit(request, moment)
    if visit is None:
        return None
    found = next((one for one in list_told(visit=visit) if one.report.pk == pk), None)
    if found is None:
        raise Http404
    return visit, found


def _ended(request: HttpRequest, unsent: dict[str, str]) -> HttpResponse:
    """Ask for the code again and hold on to what was written meanwhile; it is only on this page."""
    context = {"form": CodeForm(), "ended": True, **unsent}
    return render(request, "reports/public/back.html", context, status=422)


def _unsent(request: HttpRequest) -> dict[str, str]:
    """A message that came too late for its visit and waits for the code."""
    names = ("text", "about")
    return {name: request.POST[name] for name in names if request.POST.get(name)}


def _forget_unsent(request: HttpRequest, moment: datetime) -> None:
    key = key_in(request, VISIT)
    content = get_draft(key=key, now=moment)
    if key is not None and content is not None and "text" in content:
        save_draft(key=key, content={"code": content["code"]}, now=moment, life=LIFE)


def _to(name: str) -> HttpResponse:
    response = HttpResponseRedirect(reverse(name))
    response.status_code = 303
    return response


def _end(request: HttpRequest, response: HttpResponse) -> None:
    key = key_in(request, VISIT)
    if key is not None:
        drop_draft(key=key)
    forget_key(response, VISIT)
