"""The second step of signing in, and what somebody meets who was away too long."""

import json
from typing import Any

from allauth.mfa.base.views import AuthenticateView
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from banyan.people.queries.second_factors import list_factors


class SecondFactorView(AuthenticateView):  # type: ignore[misc]  # allauth ships no types
    """allauth's page, with what a passkey is asked as an attribute: the policy lets no inline script in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = context.pop("js_data", {}).get("request_options")
        if list_factors(self.stage.login.user).passkeys:
            context["passkey_options"] = json.dumps(asked, cls=DjangoJSONEncoder)
        return context


def ask_to_sign_in(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to the sign-in page at this address. Whoever was writing keeps their words first: nothing here stored them."""
    written = _written(request)
    if not written:
        return HttpResponseRedirect(address)
    return render(request, "people/signed_out.html", {"written": written, "sign_in_href": address}, status=403)


def _written(request: HttpRequest) -> list[str]:
    """Free text that came from a form of ours; never what may be a password."""
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    fields = [(name, one.strip()) for name, given in request.POST.lists() for one in given]
    return [text for name, text in fields if "password" not in name and len(text.split()) > 1]
