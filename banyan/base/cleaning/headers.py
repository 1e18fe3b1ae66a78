"""How a cleaned copy is served, whoever serves it."""

from typing import Final

# "attachment" with the safe name is set by the view (Django's content_disposition_header(as_attachment=True, ...)
# escapes the name); should it be forgotten, this plain one stands. The sandbox and nosniff keep a browser from ever
# running a copy as a page of ours.
RESPONSE_HEADERS: Final[tuple[tuple[str, str], ...]] = (
    ("Content-Disposition", "attachment"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; sandbox"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Frame-Options", "DENY"),
    ("Cache-Control", "private, no-store"),
)
