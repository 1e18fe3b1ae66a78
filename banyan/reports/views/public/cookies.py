"""The two cookies of the public door. Each holds a random key and nothing else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from banyan.reports.queries.drafts import DraftKey, draft_key_of

DRAFT, VISIT = "draft", "back"


def key_in(request: HttpRequest, cookie: str) -> DraftKey | None:
    return draft_key_of(request.COOKIES.get(cookie, ""))


def give_key(response: HttpResponse, cookie: str, key: DraftKey) -> None:
    """A session cookie: closing the browser forgets it. Strict, so that no other site's link or form carries it."""
    response.set_cookie(
        cookie, key.as_cookie(), path="/", httponly=True, samesite="Strict", secure=settings.SESSION_COOKIE_SECURE
    )


def forget_key(response: HttpResponse, cookie: str) -> None:
    response.delete_cookie(cookie, path="/", samesite="Strict")
