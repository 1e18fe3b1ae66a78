"""A page read aloud."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from banyan.reports.queries.recordings import find_recording

PART = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


@require_safe
def recording(request: HttpRequest, code: str) -> HttpResponse:
    """The recording of one page in its language, or a part of it: some phones play nothing whole."""
    found = find_recording(code=code, language=get_language() or "en")
    if found is None:
        raise Http404
    sound = found.read_bytes()
    response = _part(sound, request.headers.get("Range", "")) or HttpResponse(sound)
    response["Content-Type"] = "audio/mpeg"
    response["Accept-Ranges"] = "bytes"
    return response


def _part(sound: bytes, wanted: str) -> HttpResponse | None:
    """What one range asks for; None for anything else, which is answered with the whole."""
    asked = PART.fullmatch(wanted)
    if asked is None or not any(asked.groups()):
        return None
    first = int(asked[1]) if asked[1] else max(len(sound) - int(asked[2]), 0)
    last = min(int(asked[2]), len(sound) - 1) if asked[1] and asked[2] else len(sound) - 1
    if first > last:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{len(sound)}"
        return response
    response = HttpResponse(sound[first : last + 1], status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{len(sound)}"
    return response
