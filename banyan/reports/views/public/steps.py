"""The pages of a report, one thing at a time."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.base.alike import render_alike
from banyan.base.clock import now, to_hour
from banyan.base.languages import get_locale
from banyan.harms.rules.ages import MINOR_CODES
from banyan.people.queries.coalition import day_here, get_coalition
from banyan.reports.forms.files import FileForm
from banyan.reports.forms.readers import Offered, ReadersForm
from banyan.reports.forms.steps import FORMS, WhenForm
from banyan.reports.forms.typed import StepForm
from banyan.reports.queries.intake import list_choices
from banyan.reports.queries.recordings import find_recording
from banyan.reports.queries.writing import address_of
from banyan.reports.rules.steps import BY_CODE, CHECK, PAGES, after, before, opened
from banyan.reports.views.public.aside import PLACES, button_of, see_other, to_place
from banyan.reports.views.public.drafts import OpenDraft, open_draft
from banyan.reports.views.public.files import change_files

# Ways off a page that ask nothing of what stands on it.
ASIDE = frozenset({"language", "choose", "back", "stay", *PLACES})


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, code: str) -> HttpResponse:
    """Show one page, or keep what was answered on it and go on."""
    if code not in BY_CODE:
        raise Http404
    draft = open_draft(request, now())
    if draft.is_sent:
        return HttpResponseRedirect(reverse("tell:kept"))
    if request.method == "POST":
        return _keep(request, draft, code)
    if draft.is_new and code != "start":
        return HttpResponseRedirect(address_of("start"))
    is_own = draft.typed.get(code) or draft.answers.get(code) or draft.files
    return _show(request, draft, code, _form(draft, code) if is_own else None)


def _keep(request: HttpRequest, draft: OpenDraft, code: str) -> HttpResponse:
    """Save this page and go where its button leads. Whatever was typed is kept, valid or not."""
    form = _form(draft, code, data=request.POST)
    expired = draft.is_new and code != "start"
    had = len(draft.files)
    refused = change_files(request, draft) if code == "words" else None
    if draft.is_over:  # Meanwhile. It isn't begun again.
        return see_other(reverse("tell:check"))
    draft.content["added"] = len(draft.files) > had
    go = button_of(request)
    if refused is not None and go not in PLACES:
        return _show(request, draft, code, form, file_form=refused)
    if go == "skip" and code != "readers":
        draft.answers.pop(code, None)
        draft.typed.pop(code, None)
        return _onward(request, draft, code)
    if go in ASIDE:
        return _aside(request, draft, code, form, expired=expired)
    if not form.is_valid():
        return _show(request, draft, code, form)
    earlier = dict(draft.answers)
    draft.answers[code] = _answers_in(form)
    draft.typed.pop(code, None)
    if isinstance(form, ReadersForm):
        draft.content["shown"] = shown_by(form)
    if code == "contact":
        draft.choose_alphabet("digits" if form.cleaned_data["numbers_only"] else "letters")
    draft.content["expired"] = expired
    return _to(draft, "start") if expired else _onward(request, draft, code, opened(earlier, draft.answers))


def _answers_in(form: StepForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if value}


def _aside(request: HttpRequest, draft: OpenDraft, code: str, form: StepForm, *, expired: bool) -> HttpResponse:
    """Go off the page with what stands in its controls, valid or not."""
    go = button_of(request)
    draft.typed[code] = form.typed()
    if go in PLACES and draft.is_new and not any(draft.typed[code].values()):
        return to_place(go)  # Nothing is begun for whoever hasn't written anything.
    if code in draft.answers and form.is_valid() and _answers_in(form) == draft.answers[code]:
        del draft.typed[code]  # It stands as it was answered: nobody has to look at it again.
    if go in PLACES:
        return _leave(draft, code, to_place(go))
    draft.content["expired"] = expired and go == "stay"
    if go == "choose":
        return _leave(draft, code, see_other(reverse("tell:languages", args=[code])))
    aside = {"back": before(code, draft.answers) or "start", "stay": "start" if expired else code}
    language = request.POST["language"] if go == "language" else ""
    return _to(draft, aside.get(go, code), language=language, is_correcting=_is_correcting(request))


def _is_correcting(request: HttpRequest) -> bool:
    """Whether the person came from checking their answers, and goes back there."""
    return request.GET.get("to") == CHECK


def _onward(request: HttpRequest, draft: OpenDraft, code: str, opened: str | None = None) -> HttpResponse:
    """The next page; for whoever is correcting, the page that their answer opened, and then the check."""
    if _is_correcting(request):
        return _to(draft, opened or CHECK, is_correcting=True)
    return _to(draft, after(code, draft.answers))


def _to(draft: OpenDraft, code: str, *, language: str = "", is_correcting: bool = False) -> HttpResponse:
    way = f"?to={CHECK}" if is_correcting and code != CHECK else ""
    return _leave(draft, code, see_other(address_of(code, language) + way))


def _leave(draft: OpenDraft, code: str, response: HttpResponse) -> HttpResponse:
    """Seal the draft; `code` is the page that the way back leads to."""
    draft.content["at"] = code
    draft.save(response)
    return response


@require_safe
def languages(request: HttpRequest, code: str) -> HttpResponse:
    """Choose another language and go on with the same page; nothing that was typed is lost."""
    if code not in BY_CODE:
        raise Http404
    return render_alike(request, "reports/public/languages.html", {"language_path": address_of(code)})


def _form(draft: OpenDraft, code: str, data: Any = None) -> StepForm:
    """The page's form, filled with what was typed or answered before."""
    named: dict[str, Any] = {"data": data, "initial": draft.typed.get(code) or draft.answers.get(code, {})}
    if code == "readers":
        return ReadersForm(offered=offered_to(draft), **named)
    if code == "contact":
        named["initial"] = {"numbers_only": draft.content["alphabet"] == "digits", **named["initial"]}
    if code == "when":
        return WhenForm(place=get_coalition().place, today=day_here(draft.now), **named)
    return FORMS[code](**named)


def shown_by(form: ReadersForm) -> dict[str, dict[str, str]]:
    """The names of the staff among whom the person chose. A colleague who is named may take hers from the list."""
    chosen, hidden = set(form.cleaned_data["organisations"]), set(form.cleaned_data["hidden_from"])
    listed = {str(one.organisation.pk): {str(pk): name for pk, name in one.staff} for one in form.offered}
    return {pk: names for pk, names in listed.items() if pk in chosen or hidden & names.keys()}


def _staff(draft: OpenDraft, organisation: str, listed: tuple[tuple[UUID, str], ...]) -> tuple[tuple[UUID, str], ...]:
    """Who can be named there now, and who was named before and isn't listed any more, as they were called then."""
    now_listed = {pk for pk, _name in listed}
    ticked = set(draft.answers.get("readers", {}).get("hidden_from", ()))
    before = draft.content.get("shown", {}).get(organisation, {})
    gone = [(UUID(pk), name) for pk, name in before.items() if pk in ticked and UUID(pk) not in now_listed]
    return (*listed, *gone)


def offered_to(draft: OpenDraft) -> list[Offered]:
    """The organisations this person may choose among, best fit first."""
    spoken = draft.answers.get("what", {}).get("speaks") or get_locale(get_language() or "en").spoken
    wants = draft.answers.get("start", {}).get("wants", ())
    return [
        Offered(
            organisation=one.organisation,
            languages=one.languages,
            can_do=one.can_do,
            matches=one.match.value,
            calendar=one.calendar,
            received=to_hour(draft.now),
            staff=_staff(draft, str(one.organisation.pk), one.staff),
            readers=one.readers,
        )
        for one in list_choices(on=day_here(draft.now), languages=spoken, wants=wants)
    ]


def chosen_names(draft: OpenDraft) -> tuple[str, ...]:
    """The names of those who will read it, to say so before any free text."""
    chosen = set(draft.answers.get("readers", {}).get("organisations", ()))
    if not chosen:
        return ()
    return tuple(one.organisation.name for one in offered_to(draft) if str(one.organisation.pk) in chosen)


def _recording(code: str) -> str:
    """The address of this page read aloud, or nothing."""
    has_one = find_recording(code=code, language=get_language() or "en") is not None
    return reverse("tell:recording", args=[code]) if has_one else ""


REASONS: dict[str, Callable[[], str]] = {
    "start": lambda: _("So that the right person answers first. It never decides whether you may get help."),
    "who": lambda: _("Some help depends on age, and on whether you speak for yourself. You may leave it open."),
    "them": lambda: _("So that whoever answers does not put them or you in danger. You may leave it open."),
    "young": lambda: _("Some help needs a grown-up to agree. You may leave it open."),
    "what": lambda: _("So someone who knows this kind of harm and your language answers. You never have to prove it."),
    "readers": lambda: _("Only the organizations you choose hold the key. Nobody else can open what you write."),
    "words": lambda: _("Some people find it easier to write it down once than to say it many times. It is up to you."),
    "when": lambda: _("Some help has a time limit. The month and the neighborhood are counted, without you."),
    "why": lambda: _("Together, these answers show what official counts miss. They never decide about help."),
    "contact": lambda: _("So that someone can answer in a way that is safe for you."),
}


def _show(
    request: HttpRequest,
    draft: OpenDraft,
    code: str,
    form: StepForm | None = None,
    *,
    file_form: FileForm | None = None,
) -> HttpResponse:
    """Draw the page with this form; without one, as it is for everybody who hasn't answered it yet."""
    asked = BY_CODE[code]
    reason = REASONS.get(code)
    context: dict[str, Any] = {
        "heading": _(asked.title),
        "page": asked.page,
        "pages": PAGES,
        "back": before(code, draft.answers) is not None,
        "skip": code != "readers",
        "why": reason() if reason else "",
        "code": code,
        "readers": chosen_names(draft) if code in {"young", "words", "contact"} else (),
        "expired": draft.content.get("expired", False),
        "multipart": code == "words",
        "added": code == "words" and draft.content.get("added", False),
        "may_add": len(draft.files) < settings.BANYAN_MAX_FILES,
        "for_whom": draft.answers.get("who", {}).get("for_whom", ""),
        "is_minor": draft.answers.get("who", {}).get("age_band") in MINOR_CODES,
        "recording": _recording(code),
        "alphabet": draft.content.get("alphabet"),
        "offered": tuple(offered_to(draft)) if code == "readers" else (),
    }
    templates = (f"reports/public/{code}.html", "reports/public/step.html")
    if form is None:

        def blank() -> dict[str, Any]:
            return {"form": _form(draft, code), "file_form": FileForm()}

        return render_alike(request, templates, context, more=blank)
    own = {"form": form, "files": draft.files, "file_form": file_form or FileForm()}
    return render(request, templates, context | own, status=422 if form.is_bound or file_form else 200)
