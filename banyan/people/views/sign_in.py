"""The second step of signing in."""

import json
from typing import Any

from allauth.mfa.base.views import AuthenticateView
from django.core.serializers.json import DjangoJSONEncoder

from banyan.people.queries.second_factors import list_factors


class SecondFactorView(AuthenticateView):  # type: ignore[misc]  # allauth ships no types
    """allauth's page, with what a passkey is asked as an attribute: the policy lets no inline script in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = context.pop("js_data", {}).get("request_options")
        if list_factors(self.stage.login.user).passkeys:
            context["passkey_options"] = json.dumps(asked, cls=DjangoJSONEncoder)
        return context
