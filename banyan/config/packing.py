"""Packing pages as small as the reader's browser understands."""

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

LEAST = 200  # Bytes: below this, packing makes it larger.
QUALITY = 7  # With the window below as fast as 5 is without it (0.3 ms a page), and smaller.
WINDOW = 16  # 64 kB, longer than any page of a report.


class Packing(GZipMiddleware):
    """Brotli where it is understood, else Django's gzip.

    Lengths tell an attacker nothing (BREACH): every cookie is SameSite=Strict, so no other site can make a browser ask
    for a page that holds a secret.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Pack what isn't packed yet."""
        understood = "br" in request.headers.get("Accept-Encoding", "").replace(" ", "").split(",")
        if not understood or not isinstance(response, HttpResponse) or "Content-Encoding" in response:
            return super().process_response(request, response)
        if len(response.content) < LEAST:
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        response.content = brotli.compress(response.content, mode=brotli.MODE_TEXT, quality=QUALITY, lgwin=WINDOW)
        response.headers["Content-Length"] = str(len(response.content))
        response.headers["Content-Encoding"] = "br"
        return response
