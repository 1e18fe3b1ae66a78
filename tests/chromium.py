"""Debian's Chromium, for what only a browser can tell; and what its tests have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, sync_playwright

PACKAGE = Path(__file__).resolve().parent.parent / "banyan"
CHROMIUM = Path("/usr/bin/chromium")
SITE = "http://banyan.test"  # Nothing listens there: requests are answered from pages that were rendered before.
WIDE, PHONE, NARROW = (1280, 900), (360, 740), (320, 640)
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
IN_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Chromium: apt-get install chromium"),
]


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """A browser of its own. Render pages before: Django refuses to work beside its event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


def give_static(route: Route, path: str) -> None:
    """Answer a request below /static/ from the area whose file it is."""
    area, _slash, name = path.removeprefix("/static/").partition("/")
    file = PACKAGE / area / "static" / area / name
    route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
