"""Checking the answers, sending them, and the receipt."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from banyan.base import throttle
from banyan.base.actions import Refused
from banyan.base.audit import Person
from banyan.base.clock import now
from banyan.reports.actions.drafts import start_draft
from banyan.reports.actions.submissions import NotTakingReports, submit_report
from banyan.reports.forms.steps import FORMS
from banyan.reports.queries.receipts import Promise, list_promises, promise_of
from banyan.reports.queries.resends import Late, list_late
from banyan.reports.queries.sealing import Reader, seal_sending
from banyan.reports.queries.summaries import Line, summarise
from banyan.reports.queries.writing import address_of
from banyan.reports.rules.steps import before, path
from banyan.reports.views.files import new_files
from banyan.reports.views.public.aside import see_other
from banyan.reports.views.public.cookies import VISIT, give_key
from banyan.reports.views.public.drafts import OpenDraft, open_draft
from banyan.reports.views.public.steps import offered_to
from banyan.reports.views.public.visits import LIFE
from banyan.vault.receipts import format_receipt

ASKED_AS = {"when": "date", "month": "date"}  # What is asked in another field than it is kept in.
BURST = throttle.Limit("send", size=6, seconds_a_token=600)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show everything that was answered, each with a way to change it; sending is one button."""
    draft = open_draft(request, now())
    if draft.is_sent:
        return HttpResponseRedirect(reverse("tell:kept"))
    if draft.is_new:
        return HttpResponseRedirect(address_of("start"))
    unfinished = _unfinished(draft)
    if unfinished is not None:
        return see_other(address_of(unfinished) + "?to=check")
    if request.method != "POST":
        return _show(request, draft)
    if request.POST.get("seen", draft.fingerprint) != draft.fingerprint:  # Another page changed it meanwhile.
        changed = _("What you wrote was changed on another page. This is how it stands now. Look at it, then send it.")
        return _show(request, draft, changed, 422)
    return _send(request, draft)


def _unfinished(draft: OpenDraft) -> str | None:
    """The first page that was left with something on it that isn't among the answers: a name ticked, a word cleared."""
    for code in path(draft.answers):
        typed = {name: value for name, value in draft.typed.get(code, {}).items() if value}
        if code in draft.typed and typed != draft.answers.get(code, {}):
            return code
    return None


def _show(request: HttpRequest, draft: OpenDraft, problem: str = "", status: int = 200) -> HttpResponse:
    offered = offered_to(draft)
    names = {str(one.organisation.pk): one.organisation.name for one in offered}
    staff = {str(pk): name for one in offered for pk, name in one.staff}
    lines = summarise(draft.answers, steps=path(draft.answers), organisations=names, staff=staff)
    context: dict[str, Any] = {
        "rows": _rows(lines),
        "files": draft.files,
        "problem": problem,
        "seen": draft.fingerprint,
        "has_readers": bool(draft.answers.get("readers", {}).get("organisations")),
        "back_href": address_of(before("check", draft.answers) or "start"),
    }
    return render(request, "reports/public/check.html", context, status=status)


def _rows(lines: Sequence[Line]) -> list[dict[str, str]]:
    """The rows of the page, each with the way to its question."""
    pages = {step: address_of(step) for step in {line.step for line in lines}}
    return [
        {
            "label": line.label,
            "lang": "",  # Said, since a template takes long to find out that something isn't there.
            "value": line.value,
            "href": f"{pages[line.step]}?to=check#id_{ASKED_AS.get(line.name, line.name)}",
        }
        for line in lines
    ]


def _send(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    moment, answers, files = now(), _valid_answers(draft), new_files(draft.files)
    try:
        readers = _readers(draft)
        if not readers:
            return _show(request, draft, _("Choose at least one organization, so that someone can help you."), 422)
        sending = seal_sending(
            receipt_code=draft.content["receipt"],
            answers=answers,
            readers=readers,
            written_in=get_language() or "en",
            files=files,
            is_burst=not throttle.take(BURST, client=throttle.client_of(request), now=moment),
            now=moment,
        )
        sent = submit_report(by=Person(), sending=sending, now=moment)
    except Refused as refused:
        return _show(request, draft, str(refused), 422)
    # From here on the report is on the disk. The draft keeps what the receipt page needs, and no answer that arrived.
    is_unsafe = draft.answers.get("contact", {}).get("is_safe_now") == "no"
    code = draft.content["receipt"]
    late, promises = [], [promise_of(one.report) for one in sending.reports]
    if sent.was_there:
        promises = list_promises(receipt_code=code)
        kept_from = {reader.organisation.pk: reader.kept_from for reader in readers}
        late = list_late(receipt_code=code, answers=answers, readers=kept_from, files=[file.cleaned for file in files])
    draft.content = {"receipt": code, "sent": True, "unsafe": is_unsafe} | _not_in_it(late)
    draft.content["promises"] = [(one.organisation, one.answer_by.isoformat(), one.is_firm) for one in promises]
    response = see_other(reverse("tell:kept"))
    draft.save(response)
    return response


def _not_in_it(late: list[Late]) -> dict[str, Any]:
    """What was changed after a first sending, for the receipt page to say and for a message to bring."""
    if not late:
        return {}
    names = ", ".join(one.report.organisation.name for one in late)
    parts = sorted({part for one in late for part in one.parts})
    unsent = {str(one.report.pk): one.text for one in late if one.text}
    return {"late": {"names": names, "parts": parts, "unsent": unsent}}


class _CannotPlace(Refused):
    """Somebody who should not see it can't be told apart any more, so nothing is sent."""

    says = pgettext_lazy("consent", "The names shown here have changed. Please look again at who should not see this.")


def _readers(draft: OpenDraft) -> list[Reader]:
    """Whom the person chose, and whom they named, from among the names that they were shown then.

    Never from among today's: whoever is named could take their own name from the list before it is sent.
    """
    answers, shown = draft.answers.get("readers", {}), draft.content.get("shown", {})
    chosen, hidden, only = (set(answers.get(name, ())) for name in ("organisations", "hidden_from", "listed_only"))
    offered = {str(one.organisation.pk): one.organisation for one in offered_to(draft)}
    if not chosen <= offered.keys():
        raise NotTakingReports
    if not hidden <= {pk for names in shown.values() for pk in names} or not only <= shown.keys():
        raise _CannotPlace
    return [
        Reader(
            organisation,
            hidden_from=_members(hidden & shown.get(pk, {}).keys()),
            only=_members(shown[pk]) if pk in only else None,
            names={UUID(member): name for member, name in shown.get(pk, {}).items()},
        )
        for pk, organisation in offered.items()
        if pk in chosen
    ]


def _members(pks: Iterable[str]) -> frozenset[UUID]:
    return frozenset(UUID(pk) for pk in pks)


def _valid_answers(draft: OpenDraft) -> dict[str, dict[str, Any]]:
    """The answers of the pages this person goes through: one that no longer applies is left behind."""
    asked = set(path(draft.answers))
    return {code: given for code, given in draft.answers.items() if code in asked and code in {*FORMS, "readers"}}


@require_http_methods(["GET", "HEAD"])
def kept(request: HttpRequest) -> HttpResponse:
    """The receipt, how to keep it, and what happens next. Opening it again shows the same one."""
    draft = open_draft(request, now())
    if not draft.is_sent:
        return HttpResponseRedirect(address_of("start"))
    code = draft.content["receipt"]
    context: dict[str, Any] = {
        "code": format_receipt(code),
        "promises": [
            Promise(name, datetime.fromisoformat(answer_by), is_firm)
            for name, answer_by, is_firm in draft.content.get("promises", ())
        ],
    }
    context |= {"is_unsafe": draft.content.get("unsafe", False), "late": draft.content.get("late")}
    return render(request, "reports/public/kept.html", context)


@require_POST
def late(request: HttpRequest) -> HttpResponse:
    """Open the report, with what came too late for it already written in the message to each organisation."""
    moment = now()
    draft = open_draft(request, moment)
    if not draft.is_sent:
        return see_other(address_of("start"))
    unsent = draft.content.get("late", {}).get("unsent", {})
    response = see_other(reverse("tell:reports"))
    content = {"code": draft.content["receipt"], "unsent": unsent}
    give_key(response, VISIT, start_draft(content=content, now=moment, life=LIFE, most=None))
    return response


@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """The person has kept the code, or doesn't want one: the draft ends now."""
    draft = open_draft(request, now())
    response = see_other(reverse("home"))
    if draft.is_sent:
        draft.drop(response)
    return response
