"""What stands at each door: cookies of its own, nothing kept in caches, and at the desk a login everywhere."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch
from django.utils import translation

from banyan.base import audit
from banyan.base.clock import now
from banyan.base.models import AuditLine
from banyan.people.queries.sessions import open_session_keys
from banyan.people.queries.viewers import get_viewer

Answer = Callable[[HttpRequest], HttpResponse]
DESK = "/desk/"
DESK_FORM_COOKIE = "desk_form"
SEEN_EVERY = 60  # Seconds between two writes of a session's last use.


class Doors:
    """Gives each door its own form cookie, and keeps every page out of every cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at_desk = request.path_info.startswith(DESK)
        if at_desk:
            request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
            if DESK_FORM_COOKIE in request.COOKIES:
                request.COOKIES[settings.CSRF_COOKIE_NAME] = request.COOKIES[DESK_FORM_COOKIE]
        response = self.get_response(request)
        if at_desk and settings.CSRF_COOKIE_NAME in response.cookies:
            token = response.cookies.pop(settings.CSRF_COOKIE_NAME)
            response.cookies[DESK_FORM_COOKIE] = token.value
            response.cookies[DESK_FORM_COOKIE].update({**token, "path": DESK})
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response


class Desk:
    """Nobody passes the desk's door unknown; whoever passes becomes `request.viewer` and reads their language."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        if request.user.is_authenticated:
            if _has_expired(request, now()):
                logout(request)
            else:
                request.viewer = get_viewer(member=request.user, key_pair=open_session_keys(request))
                with translation.override(request.user.locale):
                    return self.get_response(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Answer, _args: object, _kwargs: object) -> HttpResponse | None:
        """Send whoever isn't signed in to the sign-in page, unless the view says it needs no login."""
        if not request.path_info.startswith(DESK) or request.user.is_authenticated:
            return None
        if getattr(view, "login_required", True):
            return HttpResponseRedirect(f"{DESK}account/login/")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> None:
        """Keep a trace of somebody asking for a record that isn't theirs, or isn't there: the two look the same."""
        viewer, match = getattr(request, "viewer", None), request.resolver_match
        if isinstance(error, Http404) and viewer is not None and isinstance(match, ResolverMatch) and match.kwargs:
            audit.record(
                by=viewer,
                action="desk.not_found",
                now=now(),
                chain=viewer.chain,
                subject=str(next(iter(match.kwargs.values()))),
                outcome=AuditLine.Outcome.DENIED,
                details={"route": match.view_name or ""},
            )


def _has_expired(request: HttpRequest, moment: datetime) -> bool:
    """Idle too long, or signed in too long ago. Notes the use at most once a minute, to spare the disk."""
    session, stamp = request.session, int(moment.timestamp())
    signed_in = session.setdefault("signed_in_at", stamp)
    seen = session.setdefault("seen_at", stamp)
    idle = moment - datetime.fromtimestamp(seen, UTC) > settings.BANYAN_IDLE
    if idle or moment - datetime.fromtimestamp(signed_in, UTC) > settings.BANYAN_ABSOLUTE:
        return True
    if stamp - seen >= SEEN_EVERY:
        session["seen_at"] = stamp
    return False
