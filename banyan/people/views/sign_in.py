"""The second step of signing in."""

import json
from typing import Any

from allauth.mfa.base.views import AuthenticateView
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

from banyan.people.queries.second_factors import list_factors
from banyan.people.queries.sessions import PROVEN_SLOT


class SecondFactorView(AuthenticateView):  # type: ignore[misc]  # allauth ships no types
    """allauth's page, with what a passkey is asked as an attribute: the policy lets no inline script in."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Let them in, and note that this session gave its proof."""
        response: HttpResponse = super().form_valid(form)
        if self.request.user.is_authenticated:
            self.request.session[PROVEN_SLOT] = True
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = context.pop("js_data", {}).get("request_options")
        if list_factors(self.stage.login.user).passkeys:
            context["passkey_options"] = json.dumps(asked, cls=DjangoJSONEncoder)
        return context
