"""Entering a report for somebody, and the receipt to hand them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.base.actions import Denied
from banyan.base.cleaning import NoCopy
from banyan.base.clock import now
from banyan.base.statuses import status_of
from banyan.people.models import Organisation
from banyan.people.queries.coalition import day_here, get_coalition
from banyan.people.queries.organisations import list_own_languages
from banyan.people.queries.team import list_nameable
from banyan.people.queries.viewers import DeskRequest
from banyan.people.rules.permissions import REPORT_ENTER
from banyan.reports.actions.attachments import Given, keep_file
from banyan.reports.actions.submissions import NobodyLeft, NotTakingReports, submit_report
from banyan.reports.forms.desk_entry import EntryForms, HowForm
from banyan.reports.forms.desk_files import EntryFilesForm
from banyan.reports.queries.keys import find_report_of
from banyan.reports.queries.receipts import list_promises
from banyan.reports.queries.resends import Late, list_late
from banyan.reports.queries.sealing import Reader, seal_sending
from banyan.reports.views.files import new_files, read_upload
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
        colleagues=list_nameable(organisation),
        initial={
            "receipt": new_receipt("letters"),
            "receipt_of_digits": new_receipt("digits"),
            "written_in": viewer.member.locale,
            "channel": "paper" if is_paper else None,
        },
    )
    serves = list_own_languages(viewer=viewer)
    today = day_here(now())
    place = get_coalition().place
    forms = EntryForms(data, request.FILES, how=how, serves=serves, place=place, today=today, is_paper=is_paper)
    given = _given(request, forms.files) if request.method == "POST" and forms.is_valid() else None
    if given is not None:
        code = forms.receipt
        try:
            sending = seal_sending(
                receipt_code=code,
                answers=forms.answers,
                readers=[Reader(organisation, how.hidden_from)],
                written_in=how.cleaned_data["written_in"],
                channel=how.cleaned_data["channel"],
                files=new_files(keep_file(by=viewer, given=one, now=now()) for one in given),
                now=now(),
            )
            sent = submit_report(by=viewer, sending=sending, now=now())
        except NobodyLeft:
            how.add_error("hidden_from", _("Nobody would be left to read it."))
        except NotTakingReports:
            how.add_error(None, _("Your organization has no key yet, so nothing can be sealed to it."))
        else:
            late = _late(forms, organisation) if sent.was_there else None
            context = {
                "code": format_receipt(code),
                "promises": list_promises(receipt_code=code),
                "report": find_report_of(viewer=viewer, receipt=sent.receipt),
                "late": late,
                "has_files_again": sent.was_there and bool(given),
            }
            return render(request, "reports/desk/entered.html", context)
    if request.method == "POST":
        forms.files.ask_again()
    return render(request, "reports/desk/enter.html", _context(forms, is_paper=is_paper), status=status_of(how))


def _late(forms: EntryForms, organisation: Organisation) -> Late | None:
    """What was changed after a first sending whose answer got lost. Files come anew: nothing compares them."""
    kept_from = Reader(organisation, forms.how.hidden_from).kept_from
    late = list_late(receipt_code=forms.receipt, answers=forms.answers, readers={organisation.pk: kept_from}, files=())
    return next((one for one in late if one.parts - {"files"}), None)


def _given(request: DeskRequest, form: EntryFilesForm) -> list[Given] | None:
    """The copies for reading of what was chosen; None, with the reason on the form, when there can't be one of each."""
    given = []
    for upload in form.cleaned_data["files"]:
        try:
            given.append(read_upload(request, upload, keep_original=form.cleaned_data["keep_original"]))
        except NoCopy as refused:
            form.refuse(refused.reason, upload.name or "")
    if form.errors:
        return None
    return given


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
        "files": forms.files,
        "is_paper": is_paper,
        "world": forms.told.world,
    }
