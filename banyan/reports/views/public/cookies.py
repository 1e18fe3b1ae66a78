"""The two cookies of the public door. Each holds a random key and nothing else."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from banyan.reports.queries.drafts import DraftKey, cookie_name, draft_key_of

DRAFT, VISIT = "draft", "back"


def key_in(request: HttpRequest, cookie: str) -> DraftKey | None:
    return draft_key_of(request.COOKIES.get(cookie_name(cookie), ""))


def give_key(response: HttpResponse, cookie: str, key: DraftKey) -> None:
    """A session cookie: closing the browser forgets it. Strict, so that no other site's link or form carries it."""
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(cookie_name(cookie), key.as_cookie(), path="/", httponly=True, samesite="Strict", secure=secure)


def forget_key(response: HttpResponse, cookie: str) -> None:
    response.delete_cookie(cookie_name(cookie), path="/", samesite="Strict")
