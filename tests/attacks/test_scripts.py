"""Script and tricks that somebody typed, in every field there is, shown to an advocate and back to the person."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from banyan.base.fields import Prose
from banyan.reports.forms.steps import FORMS
from banyan.reports.models import Attachment, Report
from tests.factories import Personas, sign_in
from tests.reports.public.conftest import people as people  # noqa: PLC0414 - a fixture, asked for by its name
from tests.reports.public.person import Person
from tests.reports.public.test_files import upload

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
BACKWARDS = "\u202e"
PAYLOADS = {
    "element": "<script>alert(1)</script>",
    "attribute": "\"><img src=x onerror=alert(1)>'",
    "address": "javascript:alert(1)//https://evil.example",
    "template": "{{ 7*7 }}{% load static %}${7*7}",
    "backwards": f"harmless{BACKWARDS}gpj.exe",
    "closing": "</textarea></p></main><svg/onload=alert(1)>",
    "formula": '=HYPERLINK("https://evil.example","x")',
}
RUNS = re.compile(r"\s*(javascript|data|vbscript):", re.IGNORECASE)
VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "use", "wbr", "path"})


class Watch(HTMLParser):
    """Notes whatever could run, and text that may turn what stands around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in VOID:
            self.open.append((tag, given))
        if tag == "script" and not (given.get("src") or "").startswith("/static/"):
            self.wrong.append(f"a script: {attrs}")
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.wrong.append(f"<{tag} {name}>")
            if name in {"href", "src", "action", "formaction"} and re.match(
                r"\s*(javascript|data|vbscript):", value or ""
            ):
                self.wrong.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        # An element with a direction of its own, or a text field, keeps a turned reading order to itself.
        kept_in = any("dir" in given or tag in {"textarea", "bdi", "title"} for tag, given in self.open[2:])
        if BACKWARDS in data and not kept_in:
            self.wrong.append(f"text that turns its neighbours in {[tag for tag, _ in self.open]}: {data.strip()}")


def assert_harmless(answer: Any, payload: str) -> None:
    page = answer.content.decode()
    watch = Watch()
    watch.feed(page)
    assert watch.wrong == []
    if "<" in payload:
        assert payload not in page
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def free_fields() -> dict[str, list[str]]:
    """Every question that is answered in words."""
    typed = (forms.CharField, Prose)
    found = {code: [n for n, one in form.base_fields.items() if type(one) in typed] for code, form in FORMS.items()}
    for code in FORMS:
        try:
            form = FORMS[code]()
        except TypeError:  # The page about when needs a place and a day.
            found[code] = ["when", "where"]
        else:
            found[code] = [n for n, one in form.fields.items() if type(one) in typed]
    return {code: names for code, names in found.items() if names}


def test_every_field_for_words_is_tried() -> None:
    assert free_fields() == {
        "young": ["safe_adult"],
        "what": ["also_speaks"],
        "words": ["words"],
        "when": ["when", "where"],
        "why": ["loss"],
        "contact": ["address", "code_name", "safe_times", "language_note"],
    }


def told_with(people: Personas, payload: str) -> tuple[Person, str]:
    """A report in which every field holds it, with a file of that name and a message; gives its address at the desk."""
    fatima = Person()
    fatima.answers["who"] |= {"age_band": "from_0_to_12"}
    for code, names in free_fields().items():
        fatima.answers.setdefault(code, {}).update(dict.fromkeys(names, payload))
    fatima.answers["contact"]["channels"] = ["email"]
    fatima.fill_in(people.house)
    if "young" in fatima.answers:
        fatima.answer("young", **fatima.answers["young"])
    fatima.press("tell/words/", go="next", words=payload, file=upload(name=f"{payload.replace('/', '')}.jpg"))
    for path in ("what", "words", "when", "why", "contact", "check", "readers"):
        assert_harmless(fatima.browser.get(fatima.url(f"tell/{path}/")), payload)
    assert fatima.send().status_code == 303
    fatima.come_back(fatima.receipt())
    report = Report.objects.get()
    fatima.write(report.pk, payload)
    return fatima, reverse("reports:report", args=[report.pk])


@pytest.mark.parametrize("kind", PAYLOADS)
def test_attack_script_in_every_field_is_words_for_the_advocate_and_the_person(people: Personas, kind: str) -> None:
    payload = PAYLOADS[kind]
    fatima, address = told_with(people, payload)
    desk = sign_in(Client(HTTP_HOST="localhost"), people.mei)
    desk.post(address + "claim/")
    opened = desk.get(address)
    assert opened.status_code == 200
    assert_harmless(opened, payload)
    assert Attachment.objects.count() == 1
    desk.post(address + "answer/", {"text": payload})
    desk.post(address + "contact/", {"outcome": "reached", "how": "phone", "note": payload})
    for path in (
        "/desk/",
        "/desk/reports/",
        address,
        *(f"{address}{one}/" for one in ("look", "coding", "hand", "close")),
    ):
        page = desk.get(path)
        assert page.status_code == 200, path
        assert_harmless(page, payload)
    found = desk.post("/desk/reports/search/", {"q": payload})
    assert_harmless(found, payload)
    assert_harmless(desk.get(address + "nothing/" + payload.replace("/", "")), payload)
    assert_harmless(fatima.browser.get(fatima.url("back/all/")), payload)
    assert_harmless(fatima.write(Report.objects.get().pk, payload * 5000), payload)
    assert_harmless(fatima.press("back/", code=payload, **{f"{payload}-text": payload}), payload)


@pytest.mark.parametrize("kind", PAYLOADS)
def test_attack_script_typed_by_staff_or_refused_is_words_too(people: Personas, kind: str) -> None:
    payload = PAYLOADS[kind]
    desk = sign_in(Client(HTTP_HOST="localhost"), people.mei)
    typed = dict.fromkeys((name for names in free_fields().values() for name in names), payload)
    refused = desk.post("/desk/reports/new/", {"receipt": payload, **typed})
    assert refused.status_code == 422
    assert_harmless(refused, payload)
    login = Client(HTTP_HOST="localhost").post(reverse("account_login"), {"login": payload, "password": "x"})
    assert_harmless(login, payload)


@pytest.mark.parametrize("planted", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "|calc", "%0a=1"])
def test_attack_a_formula_leaves_the_export_as_text(people: Personas, planted: str) -> None:
    """Codes are checked when they arrive; were one ever to hold a formula, no spreadsheet would run it."""
    Person().tell(people.house)
    report = Report.objects.get()
    report.codings.update(neighbourhood=planted)
    Report.objects.update(written_in=planted[:15])
    answer: Any = sign_in(Client(HTTP_HOST="localhost"), people.dana).post("/desk/reports/export/", {"state": ""})
    text = answer.content.decode("utf-8-sig")
    cells = re.findall(r'"((?:[^"]|"")*)"', text)
    assert any(planted.strip() in cell for cell in cells)
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝", "|", "%"))] == []
