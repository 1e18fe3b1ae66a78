"""Sample inputs for the gallery: each component as a page would use it. All people and numbers are invented."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from banyan.base.widgets import DatePieces, MonthField, MonthPieces, Radios, Ticks


@dataclass(frozen=True, slots=True)
class Sample:
    """One way a component is used: its name and inputs, and a word on what is special here."""

    name: str
    inputs: dict[str, Any] = field(default_factory=dict)
    about: str = ""

    def render(self, request: HttpRequest) -> SafeString:
        """The component as it stands on a page."""
        return render_to_string(f"components/{self.name}.html", self.inputs, request)


class SampleForm(forms.Form):
    """One field of each sort, as any form of ours would declare them."""

    help_wanted = forms.MultipleChoiceField(
        label="What would help you now?",
        help_text="Choose as many as you like. You can change this later.",
        choices=[
            ("talk", "Someone to talk to"),
            ("money", "Money for something urgent"),
            ("unsure", "I am not sure yet"),
        ],
        widget=Ticks(
            hints={"talk": "By phone, in person, or by writing here", "money": "Food, rent, a lock, a doctor"},
            pictures={"talk": "speech", "money": "purse", "unsure": "question"},
        ),
    )
    bias = forms.ChoiceField(
        label="Do you think it was about who you are?",
        choices=[("yes", "Yes"), ("perhaps", "Perhaps"), ("unsure", "I am not sure"), ("no", "No")],
        widget=Radios,
    )
    name = forms.CharField(label="A name to call you", help_text="It does not have to be your real name.")
    story = forms.CharField(
        label="What happened?",
        help_text="In your own words and your own language. Up to 20,000 letters.",
        max_length=20_000,
        widget=forms.Textarea({"rows": 6}),
    )
    place = forms.ChoiceField(label="Where was it?", choices=[("", "Choose, or leave it"), ("street", "On the street")])
    day = forms.DateField(label="Which day?", help_text="For example 3 27 2025.", widget=DatePieces)
    month = MonthField(label="Or which month?")
    papers = forms.FileField(
        label="A photo or a paper", help_text="Hidden facts in a photo, such as where it was taken, are removed."
    )
    agree = forms.BooleanField(label="Yes, this organisation may read what I wrote")


def _options(kind: str) -> list[dict[str, Any]]:
    return [
        {
            "type": kind,
            "name": "sample",
            "value": "a",
            "label": "Someone to talk to",
            "picture": "speech",
            "selected": True,
        },
        {
            "type": kind,
            "name": "sample",
            "value": "b",
            "label": "A safe place to sleep",
            "hint": "Tonight",
            "picture": "bed",
        },
    ]


PAIRS = [
    {"label": "What happened", "value": "Called names\nPushed or hit", "href": "#"},
    {"label": "When", "value": "March 2025", "button": "when"},
    {"label": "In your words", "value": "在巴士站有人推我。", "lang": "zh-Hant", "href": "#"},
]

SAMPLES: tuple[Sample, ...] = (
    Sample("mark"),
    Sample("leave"),
    Sample("demo"),
    Sample("top"),
    Sample("ways"),
    Sample("languages", {"open": True}, "Every language at once, for a first page."),
    Sample("languages", {"form": "gallery"}, "Folded, inside a form."),
    Sample(
        "choice",
        {
            "href": "#",
            "title": "Tell us what happened",
            "text": "About 5 minutes. Skip anything you want.",
            "picture": "speech",
        },
    ),
    Sample(
        "choice",
        {
            "href": "#",
            "title": "Find help now",
            "text": "Someone who speaks your language, near you.",
            "picture": "heart",
        },
    ),
    Sample(
        "step_head",
        {
            "form": "gallery",
            "back": True,
            "page": 3,
            "pages": 8,
            "title": "What would help you now?",
            "text": "Choose as many as you like.",
        },
    ),
    Sample(
        "interpreter",
        {
            "interpreter": {
                "name": "Interpreter line (fictional)",
                "phone": "555-0100",
                "phone_address": "5550100",
                "hours": "9–17",
            }
        },
    ),
    Sample(
        "reach",
        {
            "one": {
                "phone": "555-0100",
                "phone_address": "5550100",
                "text_to": "555-0107",
                "text_address": "5550107?body=HELLO",
                "text_word": "HELLO",
            }
        },
    ),
    Sample("back", {"href": "#"}),
    Sample("progress", {"page": 3, "pages": 8, "bars": [True] * 3 + [False] * 5}),
    Sample(
        "group",
        {
            "id": "ticks",
            "label": "Choose as many as you like",
            "groups": [{"heading": "Today", "options": _options("checkbox")}],
        },
    ),
    Sample(
        "group",
        {
            "id": "folded",
            "label": "Choose as many as you like",
            "folded": True,
            "groups": [{"heading": "Later", "options": _options("checkbox")}],
        },
        "Folded, for a long list.",
    ),
    Sample(
        "group",
        {
            "id": "radios",
            "label": "Choose one",
            "errors": ["Please choose one, or skip this page."],
            "groups": [{"options": _options("radio")}],
        },
    ),
    Sample(
        "tick", {"type": "checkbox", "name": "one", "value": "on", "label": "Only this once", "hint": "A box alone"}
    ),
    Sample(
        "field",
        {
            "id": "text",
            "label": "A name to call you",
            "hint": "Any name.",
            "control": mark_safe('<input id="text" name="text" dir="auto" aria-describedby="text_helptext">'),
        },
    ),
    Sample(
        "fieldset",
        {
            "id": "pair",
            "label": "Safe times to call",
            "control": mark_safe(
                '<div class="pieces"><div><label for="pair-a">From</label><input id="pair-a"></div>'
                '<div><label for="pair-b">To</label><input id="pair-b"></div></div>'
            ),
        },
    ),
    Sample("pieces", {"widget": MonthPieces().get_context("when", "2025-03", {"id": "when"})["widget"]}),
    Sample("error", {"id": "lonely", "errors": ["Please write a month from 1 to 12."]}),
    Sample(
        "errors",
        {
            "problems": [
                {"text": "Please write a month from 1 to 12.", "href": "#when"},
                {"text": "Please choose who may read this.", "href": "#radios"},
            ]
        },
    ),
    Sample("buttons", {"skip": True}),
    Sample("why", {"body": "So that the right person answers first. It never decides whether you may get help."}),
    Sample("note", {"body": "You can stop at any time. What you wrote so far is kept for one hour."}),
    Sample(
        "note",
        {
            "kind": "care",
            "title": "Who must pass things on",
            "body": "Some staff must by law report harm to a child. You may leave names out.",
        },
    ),
    Sample(
        "note",
        {
            "kind": "danger",
            "title": "In danger right now?",
            "body": "Nobody reads this page day and night. Call or text 911.",
        },
    ),
    Sample("emergency"),
    Sample("call_or_text", {"number": "911"}),
    Sample("note", {"kind": "done", "title": "It is sent", "body": "The organisation you chose can read it now."}),
    Sample(
        "receipt", {"code": "7F2K9QXM4TBHW3ZNC8VRD", "text": "Write it down, or keep a picture where only you look."}
    ),
    Sample(
        "message",
        {
            "mine": False,
            "who": "Example Community Center",
            "when": "Monday",
            "text": "Thank you for telling us. Would you like to talk, or to write?",
        },
    ),
    Sample("message", {"mine": True, "when": "Tuesday", "text": "我想用廣東話寫。", "language": "yue"}),
    Sample("pairs", {"rows": PAIRS}),
    Sample("tag", {"text": "overdue", "kind": "now"}),
    Sample("tag", {"text": "today", "kind": "soon"}),
    Sample("tag", {"text": "done", "kind": "calm"}),
    Sample("tag", {"text": "2019 to 2025"}),
    Sample("clock", {"text": "3 h left today", "kind": "now"}),
    Sample("card", {"title": "Promised today", "body": "Call back at 10:30, code name Orchid. No voicemail."}),
    Sample(
        "column", {"label": "Waiting", "sort": "?sort=waiting", "sorted": "descending"}, "Stands in a table's head."
    ),
    Sample(
        "empty",
        {
            "title": "No messages yet",
            "text": "When you write, or they answer, it stands here.",
            "picture": "mail",
            "href": "#",
            "go": "Write a message",
        },
    ),
    Sample("pager", {"page": 2, "pages": 9, "previous": "#", "next": "#", "total": "212 reports"}),
    Sample("notice", {"kind": "success", "text": "The contact is noted.", "undo": "#"}),
    Sample("notice", {"kind": "error", "text": "That could not be saved: the report was closed a moment ago."}),
    Sample(
        "confirm",
        {
            "title": "Take the report back?",
            "text": "The organisation will no longer be able to read it. This cannot be undone.",
            "go": "Take it back",
            "cancel": "#",
        },
    ),
    Sample(
        "copyable", {"id": "code", "label": "Recovery code", "value": "K7QX-9F2M-41TB", "hint": "Keep it on paper."}
    ),
)
