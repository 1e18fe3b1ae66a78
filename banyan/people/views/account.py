"""One's own account: details, password, sessions."""

from typing import Any

from allauth.account.internal.flows.logout import logout
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from banyan.base.clock import now
from banyan.base.statuses import status_of
from banyan.people.actions.members import Details, NameTaken, Serves, edit_details, end_sessions, set_languages
from banyan.people.actions.passwords import WrongPassword, change_password
from banyan.people.forms.passwords import ChangePasswordForm
from banyan.people.forms.team import DetailsForm, LanguageForm
from banyan.people.queries.second_factors import list_factors
from banyan.people.queries.team import get_member
from banyan.people.queries.viewers import DeskRequest


def opens_before_second_factor(view: Any) -> Any:
    """Mark a page that a member needs before they have a second factor. The desk's middleware looks for the mark."""
    view.opens_before_second_factor = True
    return view


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session, or a sign-in that stopped half way."""
    logout(request, show_message=False)
    request.session.flush()
    return redirect("account_login")


@opens_before_second_factor
@require_POST
def sign_out_everywhere(request: DeskRequest) -> HttpResponse:
    end_sessions(by=request.viewer, member=request.user, now=now())
    request.session.flush()
    return redirect("account_login")


@require_http_methods(["GET", "POST"])
def own_account(request: DeskRequest) -> HttpResponse:
    """Name, language and mail; the ways to the rest."""
    member = request.user
    initial = {name: getattr(member, name) for name in ("name", "public_name", "locale", "email", "wants_mail")}
    form = DetailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            edit_details(by=request.viewer, details=Details(**form.cleaned_data), now=now())
        except NameTaken as taken:
            form.add_error(taken.field, str(taken))
        else:
            with override(form.cleaned_data["locale"]):  # The next page is in the language that was just chosen.
                messages.success(request, _("Saved."))
            return redirect("people:account")
    context = {"form": form, "factors": list_factors(member)}
    return render(request, "people/account.html", context, status=status_of(form))


@require_http_methods(["GET", "POST"])
def own_languages(request: DeskRequest) -> HttpResponse:
    """The languages one serves people in, added and taken away one at a time."""
    own = get_member(viewer=request.viewer, member_id=request.user.pk)
    have = frozenset(Serves(one.tag, one.how) for one in own.languages)
    form = LanguageForm(request.POST or None) if "remove" not in request.POST else LanguageForm()
    if request.method == "POST":
        if "remove" in request.POST:
            wanted = frozenset(one for one in have if f"{one.how} {one.tag}" != request.POST["remove"])
        elif form.is_valid():
            wanted = have | {Serves(form.cleaned_data["tag"], how) for how in form.cleaned_data["how"]}
        else:
            return render(request, "people/languages.html", _languages(request, form), status=422)
        set_languages(by=request.viewer, member=request.user, languages=wanted, now=now())
        return redirect("people:languages")
    return render(request, "people/languages.html", _languages(request, form))


def _languages(request: DeskRequest, form: LanguageForm) -> dict[str, Any]:
    return {"form": form, "languages": get_member(viewer=request.viewer, member_id=request.user.pk).languages}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def new_password(request: DeskRequest) -> HttpResponse:
    """Change one's password. This session goes on; every other one ends."""
    form = ChangePasswordForm(request.POST or None, member=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            member = change_password(
                by=request.viewer, old=form.cleaned_data["old"], new=form.cleaned_data["password"], now=now()
            )
        except WrongPassword as wrong:
            form.add_error("old", str(wrong))
        else:
            update_session_auth_hash(request, member)
            messages.success(request, _("Your password is changed. Everywhere else you are signed out."))
            return redirect("people:account")
    return render(request, "people/password.html", {"form": form}, status=status_of(form))
