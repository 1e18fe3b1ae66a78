"""What stands at each door: cookies of its own, nothing kept in caches, and at the desk a login everywhere."""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import MiddlewareNotUsed
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import ResolverMatch, reverse
from django.utils import timezone, translation

from banyan.base import audit
from banyan.base.actions import Denied, record_denial
from banyan.base.clock import now
from banyan.base.doors import DESK
from banyan.base.models import AuditLine
from banyan.config.signed_out import ask_to_sign_in
from banyan.people.actions.keys import turn_due_key
from banyan.people.queries.coalition import day_here, zone_here
from banyan.people.queries.second_factors import has_second_factor
from banyan.people.queries.sessions import KEY_COOKIE, PROVEN_SLOT, SESSION_SLOT, open_session_keys
from banyan.people.queries.viewers import DeskRequest, get_viewer
from banyan.people.rules.sessions import Stay, has_ended, seen
from banyan.reports.queries.keys import chain_below
from banyan.site.queries.closed import get_help_instead
from banyan.site.queries.languages import is_open

Answer = Callable[[HttpRequest], HttpResponse]
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
            _drop_doubled(request)
            if DESK_FORM_COOKIE in request.COOKIES:
                request.COOKIES[settings.CSRF_COOKIE_NAME] = request.COOKIES[DESK_FORM_COOKIE]
        response = self.get_response(request)
        if at_desk and settings.CSRF_COOKIE_NAME in response.cookies:
            token = response.cookies.pop(settings.CSRF_COOKIE_NAME)
            response.cookies[DESK_FORM_COOKIE] = token.value
            response.cookies[DESK_FORM_COOKIE].update({**token, "path": DESK})
        else:
            _lighten(request, response)
        if "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response


def _drop_doubled(request: HttpRequest) -> None:
    """Take no cookie of the desk that comes twice: a neighbour under the same domain can add one of its own.

    Its own session, say, so that what a colleague writes next is sealed to another organisation.
    """
    names = [piece.partition("=")[0].strip() for piece in request.META.get("HTTP_COOKIE", "").split(";")]
    for name in (settings.SESSION_COOKIE_NAME, KEY_COOKIE, DESK_FORM_COOKIE):
        if names.count(name) > 1:
            request.COOKIES.pop(name, None)


# A redirect and a file of ours hold nothing to protect in a browser's hands; the page itself says all of this.
NOT_ON_REDIRECTS = ("Content-Security-Policy", "Cross-Origin-Opener-Policy", "Content-Type", "X-Content-Type-Options")
NOT_ON_FILES = ("Cross-Origin-Opener-Policy", "Referrer-Policy", "Last-Modified")


def _lighten(request: HttpRequest, response: HttpResponse) -> None:
    """Leave out what an old phone on a slow line needn't be told again and again."""
    headers = response.headers
    if request.path_info.startswith(settings.STATIC_URL):
        for name in NOT_ON_FILES:
            headers.pop(name, None)
        return
    headers.pop("Content-Language", None)  # The page's own `lang` says it.
    if "Cache-Control" not in headers:
        headers.pop("Vary", None)  # What nobody may keep needn't be told apart.
    if response.status_code in {301, 302, 303}:
        for name in NOT_ON_REDIRECTS:
            headers.pop(name, None)
        if headers["Location"].startswith("/"):  # Whoever leaves takes along that nobody is told from where.
            headers.pop("Referrer-Policy", None)


class SignedIn:
    """What only the desk needs: sessions, who it is, messages. The public door knows nobody."""

    def __init__(self, get_response: Answer) -> None:
        self.at_public_door = get_response
        chain = SessionMiddleware(AuthenticationMiddleware(MessageMiddleware(get_response)))
        self.at_desk = cast("Answer", chain)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.at_desk(request) if request.path_info.startswith(DESK) else self.at_public_door(request)


class Place:
    """Shows every time as it is where the coalition works, whichever server answers."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(_zone()):
            return self.get_response(request)


def _zone() -> str | ZoneInfo:
    """Guessed when no record can be reached, so that leaving still works then."""
    try:
        return zone_here()
    except OperationalError:
        return settings.TIME_ZONE


def render_closed(request: HttpRequest, language: str) -> HttpResponse:
    """Who interprets, who speaks it, the lines that are always there, and this very page in the open languages."""
    rest = request.path.removeprefix(f"/{language}/")
    found = get_help_instead(language=language, on=day_here(now()))
    # The page says itself that it is a draft, below what must be seen first.
    return render(request, "site/closed.html", {"help": found, "rest": rest, "drafted": False})


class Languages:
    """A language that nobody of the coalition has checked is closed: its pages show where else there is help.

    What somebody sends from a page they had open is taken all the same: it is saved, and only what follows is closed.
    The receipt is shown in whatever language: nobody could make that code again.
    """

    def __init__(self, get_response: Answer) -> None:
        if settings.BANYAN_DOOR == "desk":
            raise MiddlewareNotUsed  # There is no page to close.
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_path(request.path_info)
        if language and request.method in {"GET", "HEAD"} and not is_open(language) and not _is_receipt(request):
            return render_closed(request, language)
        return self.get_response(request)


def _is_receipt(request: HttpRequest) -> bool:
    return request.path_info == reverse("tell:kept")


class Desk:
    """Nobody passes the desk's door unknown; whoever passes becomes `request.viewer` and reads their language."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(DESK):
            return self.get_response(request)
        response = self._answer(request)
        if KEY_COOKIE in request.COOKIES and SESSION_SLOT not in request.session:
            # Signed out or expired, one way or another: the key has nothing left to open.
            response.delete_cookie(KEY_COOKIE, path=DESK, samesite="Strict")
        return response

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        key_pair = open_session_keys(request)
        if key_pair is None:
            _forget_copy(request)
            return self.get_response(request)
        if _has_ended(request):
            logout(request)
            return self.get_response(request)
        desk = cast("DeskRequest", request)
        desk.viewer = get_viewer(member=desk.user, on=day_here(now()), key_pair=key_pair)
        if desk.user.organisation is not None and desk.user.organisation.key_turn_due:
            turn_due_key(by=desk.viewer, now=now())  # An action takes the records' lock, which reading a page must not.
        with translation.override(desk.user.locale):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
            return response

    def process_view(self, request: HttpRequest, view: Answer, _args: object, _kwargs: object) -> HttpResponse | None:
        """Send whoever isn't signed in to the sign-in page, and whoever has no second factor to setting one up.

        Who signed in before there was one, and set it up elsewhere, begins again: whoever else knew the password may
        have been first. Setting up waits for no proof, so that page is closed to them too.
        """
        if not request.path_info.startswith(DESK) or not getattr(view, "login_required", True):
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request, _with_next(reverse("account_login"), request))
        if request.session.get(PROVEN_SLOT):
            return None
        if has_second_factor(cast("DeskRequest", request).user):
            logout(request)
            return ask_to_sign_in(request, _with_next(reverse("account_login"), request))
        if not getattr(view, "opens_before_second_factor", False):
            return HttpResponseRedirect(reverse("mfa_index"))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Ask for the password again where allauth wants it; note denials, and records asked for that aren't theirs."""
        if isinstance(error, ReauthenticationRequired):
            # allauth would put the whole request into the session, the client's address with it.
            return HttpResponseRedirect(_with_next(reverse("account_reauthenticate"), request))
        viewer, match = getattr(request, "viewer", None), request.resolver_match
        if viewer is None or not isinstance(match, ResolverMatch):
            return None
        if isinstance(error, Denied):
            record_denial("desk.denied", error, by=viewer, now=now())
        elif isinstance(error, Http404) and match.kwargs:  # Absent and forbidden look the same.
            subject = str(next(iter(match.kwargs.values())))
            audit.record(
                by=viewer,
                action="desk.not_found",
                now=now(),
                chain=chain_below(viewer=viewer, subject=subject),
                subject=subject,
                outcome=AuditLine.Outcome.DENIED,
                details={"route": match.view_name or ""},
            )
        return None


def _forget_copy(request: HttpRequest) -> None:
    """A session without the cookie's key is a copy from the database, not somebody who signed in here.

    It is nobody's, and only this browser's cookie goes: ending the session itself would sign its owner out.
    """
    request.session, request.user = type(request.session)(), AnonymousUser()


def _with_next(address: str, request: HttpRequest) -> str:
    """This address, and where to go on afterwards: here, or where the form stood, if its own address only takes it."""
    after = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        stood = urlsplit(request.headers.get("Referer", ""))
        after = stood.path if stood.netloc == request.get_host() and stood.path.startswith(DESK) else DESK
    return f"{address}?{urlencode({'next': after})}"


def _has_ended(request: HttpRequest) -> bool:
    """Away too long, or signed in too long ago. Notes the use at most once a minute, to spare the disk."""
    session, at = request.session, int(now().timestamp())
    stay = Stay(signed_in_at=session.get("signed_in_at", at), seen_at=session.get("seen_at", at))
    if has_ended(stay, at=at, idle=settings.BANYAN_IDLE, absolute=settings.BANYAN_ABSOLUTE):
        return True
    newer = seen(stay, at=at, every=SEEN_EVERY)
    if newer != stay or "signed_in_at" not in session:
        session["signed_in_at"], session["seen_at"] = newer.signed_in_at, newer.seen_at
    return False
