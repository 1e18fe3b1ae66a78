"""Entering a report for somebody, and the receipt to hand them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.base.actions import Denied
from banyan.base.clock import now
from banyan.people.queries.coalition import get_coalition
from banyan.people.queries.organisations import list_own_languages
from banyan.people.queries.team import list_readers
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import REPORT_ENTER
from banyan.reports.actions.submissions import NobodyLeftError, NotTakingReportsError, Reader, submit_report
from banyan.reports.forms.desk_entry import EntryForms, HowForm
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.duties import today_of
from banyan.reports.queries.keys import find_report_of
from banyan.reports.queries.receipts import list_promises
from banyan.vault.receipts import format_receipt, new_receipt

TITLES: Mapping[str, Callable[[], str]] = {
    "start": lambda: _("What would help now"),
    "contact": lambda: _("How to reach them"),
    "what": lambda: _("What happened"),
    "words": lambda: _("In their words"),
    "who": lambda: _("Who it happened to"),
    "them": lambda: _("When they report for somebody else"),
    "young": lambda: _("When they are under 18"),
    "when": lambda: _("When and where"),
    "why": lambda: _("A little more"),
}
OPEN_FIRST = {"start", "contact", "what", "words"}  # The others unfold: they are for when there is time.


@require_http_methods(["GET", "POST"])
def enter(request: DeskRequest) -> HttpResponse:
    """The public pages' questions on one page; the receipt stands on the page that follows, once."""
    viewer = request.viewer
    viewer.must(REPORT_ENTER)
    organisation = viewer.member.organisation
    if organisation is None:
        raise Denied(REPORT_ENTER.code, chain=viewer.chain)
    data = request.POST or None
    is_paper = "paper" in request.GET
    how = HowForm(
        data,
        colleagues=list_readers(organisation),
        initial={
            "receipt": new_receipt("digits" if request.GET.get("code") == "digits" else "letters"),
            "written_in": viewer.member.locale,
            "channel": "paper" if is_paper else None,
        },
    )
    calendar = get_calendar(organisation=organisation)
    serves = list_own_languages(viewer=viewer)
    today = today_of(calendar, now())
    forms = EntryForms(data, how=how, serves=serves, place=get_coalition().place, today=today, is_paper=is_paper)
    if request.method == "POST" and forms.is_valid():
        try:
            receipt = submit_report(
                by=viewer,
                receipt_code=how.cleaned_data["receipt"],
                answers=forms.answers,
                readers=[Reader(organisation, how.hidden_from)],
                written_in=how.cleaned_data["written_in"],
                channel=how.cleaned_data["channel"],
                now=now(),
            )
        except NobodyLeftError:
            how.add_error("hidden_from", _("Nobody would be left to read it."))
        except NotTakingReportsError:
            how.add_error(None, _("Your organization has no key yet, so nothing can be sealed to it."))
        else:
            code = how.cleaned_data["receipt"]
            context = {
                "code": format_receipt(code),
                "promises": list_promises(receipt_code=code),
                "report": find_report_of(viewer=viewer, receipt=receipt),
            }
            return render(request, "reports/desk/entered.html", context)
    return render(request, "reports/desk/enter.html", _context(forms, is_paper=is_paper), status=422 if data else 200)


def _context(forms: EntryForms, *, is_paper: bool) -> dict[str, Any]:
    parts = [
        {
            "code": code,
            "title": TITLES[code](),
            "form": form,
            "is_open": is_paper or code in OPEN_FIRST or bool(form.errors),
        }
        for code, form in forms.parts.items()
    ]
    return {
        "how": forms.how,
        "parts": parts,
        "forms": [forms.how, *forms.parts.values()],
        "is_paper": is_paper,
        "world": forms.reach.world,
    }
