"""What somebody meets at the desk's door who was away too long."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

# Passwords, the key in the organisation's safe, receipts: each may be several words, and whoever passes could read it.
NEVER_SHOWN = frozenset({"password", "old", "again", "code", "secret", "receipt"})


def ask_to_sign_in(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to the sign-in page at this address. Whoever was writing gets their words first: nothing stored them."""
    written = _written(request)
    if not written:
        return HttpResponseRedirect(address)
    return render(request, "people/signed_out.html", {"written": written, "sign_in_href": address}, status=403)


def _written(request: HttpRequest) -> list[str]:
    """Free text that came from a form of ours; never a password or a code."""
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return []
    fields = [(name, one.strip()) for name, given in request.POST.lists() for one in given]
    return [text for name, text in fields if name not in NEVER_SHOWN and len(text.split()) > 1]
