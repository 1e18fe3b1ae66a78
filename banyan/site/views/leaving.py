"""Leaving at once: the draft and the visit end, and another site takes this one's place."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from banyan.base.audit import Person
from banyan.base.clock import now
from banyan.people.models import Coalition
from banyan.people.queries.coalition import get_coalition
from banyan.reports.actions.attachments import drop_files
from banyan.reports.actions.drafts import drop_draft
from banyan.reports.queries.attachments import stored_of
from banyan.reports.queries.drafts import DraftKey, cookie_name, draft_key_of, get_draft

COOKIES = ("draft", "back")
ELSEWHERE = {"cross-site", "same-site"}  # A page of another site: of anybody's, or of one under the same domain.


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """A plain link leads here, so that it works without JavaScript. The page before shows nothing any more."""
    response = HttpResponseRedirect((get_coalition.known() or Coalition()).leave_to)
    with _whatever_happens():
        response["Location"] = get_coalition().leave_to
    response.status_code = 303
    if request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
        return response  # Another site may take somebody away from here, but not what they are writing.
    for cookie in map(cookie_name, COOKIES):
        with _whatever_happens():
            _end(draft_key_of(request.COOKIES.get(cookie, "")))
        response.delete_cookie(cookie, path="/", samesite="Strict")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path="/", samesite="Strict")
    response["Clear-Site-Data"] = '"cache"'
    return response


def _end(key: DraftKey | None) -> None:
    if key is None:
        return
    waiting = (get_draft(key=key, now=now()) or {}).get("files", ())
    drop_draft(key=key)
    if waiting:
        drop_files(by=Person(), stored=stored_of(waiting), now=now())


@contextmanager
def _whatever_happens() -> Iterator[None]:
    """People must get away even when no record can be reached. Without its cookie nothing opens the row."""
    try:
        yield
    except (OperationalError, InterfaceError):
        return
