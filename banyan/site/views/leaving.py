"""Leaving at once: the draft and the visit end, and another site takes this one's place."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from banyan.base.audit import Person
from banyan.base.clock import now
from banyan.people.queries.coalition import get_coalition
from banyan.reports.actions.attachments import drop_files
from banyan.reports.actions.drafts import drop_draft
from banyan.reports.queries.attachments import stored_of
from banyan.reports.queries.drafts import draft_key_of, get_draft

COOKIES = ("draft", "back")


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """A plain link leads here, so that it works without JavaScript. The page before shows nothing any more."""
    response = HttpResponseRedirect(get_coalition().leave_to)
    response.status_code = 303
    for cookie in COOKIES:
        key = draft_key_of(request.COOKIES.get(cookie, ""))
        if key is not None:
            waiting = (get_draft(key=key, now=now()) or {}).get("files", ())
            drop_draft(key=key)
            if waiting:
                drop_files(by=Person(), stored=stored_of(waiting), now=now())
        response.delete_cookie(cookie, path="/", samesite="Strict")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, path="/", samesite="Strict")
    response["Clear-Site-Data"] = '"cache"'
    return response
