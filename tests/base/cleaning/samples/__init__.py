"""Small files of every kind, built by hand, with a mark planted wherever a file can hide something."""

from typing import Final

MARK: Final = b"CANARY-7f3a-home-street-12"
HTML: Final = b"<html><script>alert('" + MARK + b"')</script></html>"
