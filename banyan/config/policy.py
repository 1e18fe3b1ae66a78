"""What browsers may load and send on our pages."""

from functools import cached_property

from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "Content-Security-Policy"


class Policy(CSPMiddleware):
    """django-csp's policy, written once: it is the same for every page, and nothing here gives out nonces."""

    @cached_property
    def _policy(self) -> str:
        return build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """Prepare nothing: there are no nonces, since there is no inline script."""

    def process_response(self, _request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say it on every answer that says nothing stricter itself, errors among them."""
        response.headers.setdefault(HEADER, self._policy)  # A stricter one of a page, such as a sandbox, stays.
        return response
