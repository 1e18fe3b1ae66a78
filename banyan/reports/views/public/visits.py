"""Coming back with a receipt."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.base import throttle
from banyan.base.alike import render_alike
from banyan.base.audit import Person
from banyan.base.clock import now
from banyan.people.queries.coalition import day_here
from banyan.reports.actions.attachments import NoRoom, TooManyFiles, attach_file
from banyan.reports.actions.drafts import MOST_BYTES, drop_draft, save_draft, start_draft
from banyan.reports.actions.visits import post_message, withdraw_report
from banyan.reports.forms.files import FileForm
from banyan.reports.forms.visits import TEXT, CodeForm, MessageForm, unsent_in
from banyan.reports.queries.drafts import DraftKey, get_draft
from banyan.reports.queries.reading import list_said
from banyan.reports.queries.receipts import Told, Visit, list_report_keys, list_told, open_visit
from banyan.reports.queries.writing import address_of, way_back
from banyan.reports.views.public.aside import PLACES, button_of, see_other, to_place
from banyan.reports.views.public.cookies import VISIT, forget_key, give_key, key_in
from banyan.reports.views.public.drafts import open_draft
from banyan.reports.views.public.files import read_file

LIFE = timedelta(minutes=15)
# Generous on purpose: a code can't be guessed, and a family behind one address must not be shut out.
ENTRIES = throttle.Limit("code", size=30, seconds_a_token=20)


@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    """Ask for the code; it comes by POST and is kept, sealed, for a quarter of an hour."""
    moment = now()
    if request.method != "POST":
        return _open(request, moment)
    go = button_of(request)
    if go in PLACES:
        return _away(request, go, moment)
    if go == "language":
        return _ask(request, CodeForm(initial={"code": request.POST.get("code", "")}), status=200)
    form = CodeForm(request.POST)
    if form.is_valid():
        if not throttle.take(ENTRIES, client=throttle.client_of(request), now=moment):
            form.add_error("code", pgettext("receipt", "Please wait a minute, then try again."))
        elif (opened := open_visit(receipt_code=form.cleaned_data["code"])) is None:
            form.add_error("code", pgettext("receipt", "No report opens with this code. It may have been taken back."))
        else:
            content = {"code": form.cleaned_data["code"], "unsent": _own_of(opened, unsent_in(request))}
            response = see_other(reverse("tell:reports"))
            give_key(response, VISIT, start_draft(content=content, now=moment, life=LIFE))
            return response
    return _ask(request, form)


def _open(request: HttpRequest, moment: datetime) -> HttpResponse:
    """The page as it is for everybody, or with the words that wait for the code."""
    if _visit(request, moment) is not None:
        return HttpResponseRedirect(reverse("tell:reports"))
    held = get_draft(key=key_in(request, VISIT), now=moment) or {}
    if held.get("unsent"):
        return _ask(request, CodeForm(), unsent=held["unsent"], status=200)
    return render_alike(
        request,
        "reports/public/back.html",
        more=lambda: {"form": CodeForm()},
        way_back=way_back(cookies=request.COOKIES, now=moment),
    )


def _away(request: HttpRequest, go: str, moment: datetime) -> HttpResponse:
    """Go where the button leads. Without the code nothing opens; the words alone wait, sealed."""
    response = to_place(go)
    if any(unsent_in(request).values()):
        give_key(response, VISIT, start_draft(content={"unsent": unsent_in(request)}, now=moment, life=LIFE))
    return response


@require_http_methods(["GET", "HEAD"])
def reports(request: HttpRequest) -> HttpResponse:
    """Every report of this receipt: messages, and who can read it since when."""
    moment = now()
    visit = _visit(request, moment)
    if visit is None:
        return HttpResponseRedirect(reverse("tell:back"))
    sent = visit.content.pop("sent", ("", ""))
    if any(sent):  # Said once.
        visit.keep(moment)
    return _show(request, visit, moment, sent=sent)


@require_POST
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a message in one thread."""
    moment = now()
    found = _told(request, pk, moment)
    if found is None:
        return _ended(request)
    visit, told = found
    visit.hold(request, moment)
    form = MessageForm(request.POST, prefix=str(pk))
    if not form.is_valid():
        return _show(request, visit, moment, form=form, status=422)
    post_message(by=Person(), visit=visit.opened, told=told, text=form.cleaned_data["text"], now=moment)
    visit.content["unsent"].pop(str(pk), None)
    return _sent(visit, pk, "message", moment)


def _sent(visit: "OpenVisit", pk: UUID, what: str, moment: datetime) -> HttpResponse:
    """Go back to the reports, where it is said once."""
    visit.content["sent"] = [str(pk), what]
    visit.keep(moment)
    return see_other(reverse("tell:reports"))


@require_POST
def aside(request: HttpRequest) -> HttpResponse:
    """Keep what stands in the messages, and go where the button leads."""
    moment = now()
    visit = _visit(request, moment)
    if visit is None:
        return _ended(request)
    visit.hold(request, moment)
    go, _colon, pk = button_of(request).partition(":")
    if go in PLACES:
        return to_place(go)
    if go == "again":
        return see_other(address_of("start"))
    if go == "choose":
        return see_other(reverse("tell:visit_languages"))
    if go in ("add_file", "withdraw") and any(str(one.report.pk) == pk for one in list_told(visit=visit.opened)):
        return see_other(reverse(f"tell:{go}", args=[pk]))
    return see_other(reverse("tell:reports"))


@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """Choose another language and go on with the same report."""
    return render_alike(request, "reports/public/languages.html", {"language_path": reverse("tell:reports")})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """What the person wrote, only when they ask for it: somebody may look over their shoulder."""
    moment = now()
    visit = _visit(request, moment)
    if visit is None:
        return _ended(request)
    visit.hold(request, moment)
    context = {"rows": list_said(told=list_told(visit=visit.opened)), "language_path": reverse("tell:reports")}
    return render(request, "reports/public/read.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a photo, a PDF, a recording or a video to one report."""
    moment = now()
    found = _told(request, pk, moment)
    if found is None:
        return see_other(reverse("tell:back"))
    visit, told = found
    form = FileForm(request.POST or None, request.FILES or None)
    given = read_file(request, form) if request.method == "POST" and form.is_valid() else None
    if given is not None:
        try:
            attach_file(by=Person(), visit=visit.opened, told=told, given=given, now=moment)
        except (NoRoom, TooManyFiles) as full:
            form.add_error("file", str(full))
        else:
            return _sent(visit, pk, "file", moment)
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/public/add_file.html", {"told": told, "form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what goes and what remains, ask once, and take it back."""
    moment = now()
    visit = _visit(request, moment)
    if visit is None:
        return see_other(reverse("tell:back"))
    gone = visit.content.setdefault("taken_back", [])
    if request.method == "POST" and str(pk) in gone:  # A button pressed twice, or again after a lost answer.
        return _withdrawn(request, visit, moment)
    told = _told_in(visit, pk)
    if request.method != "POST":
        return render(request, "reports/public/withdraw.html", {"told": told})
    withdraw_report(by=Person(), visit=visit.opened, told=told, now=moment)
    gone.append(str(pk))
    return _withdrawn(request, visit, moment)


def _withdrawn(request: HttpRequest, visit: "OpenVisit", moment: datetime) -> HttpResponse:
    """Say that it is taken back. The visit remembers it as long as there are others, and ends with the last."""
    others = len(list_told(visit=visit.opened)) if visit.opened.receipt.pk else 0
    way = reverse("tell:reports" if others else "home")
    response = render(request, "reports/public/withdrawn.html", {"others": others, "language_path": way})
    sent = open_draft(request, moment)
    if sent.content["receipt"] == visit.content["code"] and sent.is_sent:
        sent.drop(response)  # Its receipt page says by when they answer.
    if others:
        visit.keep(moment)
    else:
        _end(request, response)
    return response


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Close the visit."""
    response = see_other(reverse("home"))
    _end(request, response)
    return response


@dataclass
class OpenVisit:
    """What the cookie opens: the receipt, and messages that are written and not sent."""

    key: DraftKey
    opened: Visit
    content: dict[str, Any] = field(repr=False)

    def hold(self, request: HttpRequest, moment: datetime) -> None:
        """Keep what stands in the messages of the page that was sent. Raises RequestDataTooBig."""
        unsent = {**self.content.get("unsent", {}), **unsent_in(request)}
        self.content["unsent"] = _own_of(self.opened, unsent)
        self.keep(moment, most=MOST_BYTES)

    def keep(self, moment: datetime, most: int | None = None) -> None:
        """Seal it again, for a quarter of an hour from now."""
        save_draft(key=self.key, content=self.content, now=moment, life=LIFE, most=most)


def _own_of(visit: Visit, unsent: dict[str, str]) -> dict[str, str]:
    """The messages to those whom this receipt told; under any other name somebody could keep whatever they like."""
    own = list_report_keys(visit=visit)
    return {pk: text for pk, text in unsent.items() if text and pk in own}


def _visit(request: HttpRequest, moment: datetime) -> OpenVisit | None:
    """The visit this cookie opens, kept open a quarter of an hour longer."""
    key = key_in(request, VISIT)
    content = get_draft(key=key, now=moment)
    if key is None or content is None or "code" not in content:
        return None
    opened = open_visit(receipt_code=content["code"])
    if opened is None:
        return None
    visit = OpenVisit(key, opened, content)
    visit.keep(moment)
    return visit


def _told(request: HttpRequest, pk: UUID, moment: datetime) -> tuple[OpenVisit, Told] | None:
    """One report of this visit; None when the visit has ended."""
    visit = _visit(request, moment)
    return None if visit is None else (visit, _told_in(visit, pk))


def _told_in(visit: OpenVisit, pk: UUID) -> Told:
    found = next((one for one in list_told(visit=visit.opened) if one.report.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _show(
    request: HttpRequest,
    visit: OpenVisit,
    moment: datetime,
    *,
    sent: Sequence[str] = ("", ""),
    form: MessageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    unsent = visit.content.get("unsent", {})
    whom, what = sent
    told = [
        (one, unsent.get(str(one.report.pk), ""), what if str(one.report.pk) == whom else "")
        for one in list_told(visit=visit.opened)
    ]
    context = {"told": told, "form": form, "now": moment, "today": day_here(moment)}
    return render(request, "reports/public/reports.html", context, status=status)


def _ended(request: HttpRequest) -> HttpResponse:
    """Ask for the code again and hold on to what was written meanwhile; it is only on this page."""
    return _ask(request, CodeForm(), ended=True)


def _ask(
    request: HttpRequest,
    form: CodeForm,
    *,
    unsent: dict[str, str] | None = None,
    ended: bool = False,
    status: int = 422,
) -> HttpResponse:
    """Ask for the code, with whatever was typed: it is only on this page, so every way off it sends it too."""
    words = {"unsent": _as_fields(unsent or unsent_in(request)), "language_path": reverse("tell:back")}
    return render(request, "reports/public/back.html", {"form": form, "ended": ended, **words}, status=status)


def _as_fields(unsent: dict[str, str]) -> list[tuple[str, str]]:
    return [(f"{pk}{TEXT}", text) for pk, text in unsent.items() if text]


def _end(request: HttpRequest, response: HttpResponse) -> None:
    key = key_in(request, VISIT)
    if key is not None:
        drop_draft(key=key)
    forget_key(response, VISIT)
