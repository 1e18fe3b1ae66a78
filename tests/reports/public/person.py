"""Somebody who reports, with a phone of their own: an ordinary browser without JavaScript, pressing what it sees."""

import re
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client

from banyan.people.models import Organisation

WORDS = "Fictional. Somebody shouted at me at the bus stop, and I have been afraid since."
ANSWERS: dict[str, dict[str, Any]] = {
    "start": {"wants": ["someone_to_talk_to"]},
    "who": {"for_whom": "self", "age_band": "from_25_to_59"},
    "what": {"kinds": ["threats"], "speaks": ["en"]},
    "words": {"words": WORDS},
    "when": {"date_year": "2025", "date_month": "03"},
    "why": {"bias": "not_sure", "told": ["nobody"]},
    "contact": {"channels": ["receipt"]},
}
RECEIPT = re.compile(r'<output translate="no" dir="ltr">(.*?)</output>', re.DOTALL)


class Person:
    """Fatima and everybody like her. `answers` may be changed before `tell`."""

    def __init__(self, language: str = "en", address: str = "203.0.113.7") -> None:
        self.browser = Client(HTTP_HOST="localhost", REMOTE_ADDR=address, enforce_csrf_checks=False)
        self.language = language
        self.answers = {code: dict(given) for code, given in ANSWERS.items()}

    def url(self, path: str) -> str:
        return f"/{self.language}/{path}"

    def see(self, path: str) -> str:
        """Open a page and read it."""
        answer = self.browser.get(self.url(path))
        assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
        return answer.content.decode()

    def press(self, path: str, **given: Any) -> HttpResponse:
        """Send a form. Whatever comes back is for the test to judge."""
        return cast("HttpResponse", self.browser.post(self.url(path), given))

    def answer(self, code: str, **given: Any) -> HttpResponse:
        """Go on from one page of the report."""
        return self.press(f"tell/{code}/", **({"go": "next"} | given))

    def fill_in(self, *organisations: Organisation, hidden_from: tuple[str, ...] = ()) -> None:
        """Every page up to the check."""
        for code in ("start", "who", "what"):
            assert self.answer(code, **self.answers[code]).status_code == 303, code
        chosen = [str(one.pk) for one in organisations]
        assert self.answer("readers", organisations=chosen, hidden_from=list(hidden_from)).status_code == 303
        for code in ("words", "when", "why", "contact"):
            answered = self.answer(code, **self.answers[code])
            assert answered.status_code == 303, (code, answered.content.decode())

    def send(self) -> HttpResponse:
        return self.press("tell/check/")

    def receipt(self) -> str:
        """The code as it stands on the receipt page."""
        found = RECEIPT.search(self.see("tell/kept/"))
        assert found
        return re.sub(r"<[^>]+>|\s", "", found[1])

    def tell(self, *organisations: Organisation, hidden_from: tuple[str, ...] = ()) -> str:
        """The whole walk; gives the receipt code."""
        self.fill_in(*organisations, hidden_from=hidden_from)
        assert self.send().status_code == 303
        return self.receipt()

    def write(self, report: object, text: str) -> HttpResponse:
        """Send a message in the thread of the report with this key."""
        return self.press(f"back/{report}/write/", **{f"{report}-text": text})

    def come_back(self, code: str) -> HttpResponse:
        return self.press("back/", code=code)
