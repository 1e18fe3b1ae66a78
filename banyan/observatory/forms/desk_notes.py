"""Writing a note on a source's series: which numbers, when, what, and how one knows."""

from typing import Any
from unicodedata import category

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.base.languages import INTERFACE_LOCALES
from banyan.harms.queries import list_choices
from banyan.harms.rules.neighbourhoods import PLACES
from banyan.observatory.actions.notes import Written
from banyan.observatory.measures.community import SOURCE
from banyan.observatory.models import NoteVersion
from banyan.observatory.rules.notes import PERIOD, Kind, begins, ends
from banyan.observatory.rules.picture import OFFICIAL
from banyan.observatory.sources.catalogue import SOURCES

NOT_DRAWN = frozenset({"Cc", "Cf", "Cs", "Co"})
JOINERS = "\u200c\u200d"
"""Signs without a shape that several scripts are written with."""


def kind_words() -> dict[str, str]:
    """What a note may be about, in words."""
    return {
        Kind.DEFINITION: _("What is counted changed"),
        Kind.RECORDING: _("How it is recorded changed"),
        Kind.CLUSTER: _("One person or one event is behind many records"),
        Kind.COVERAGE: _("Some places or people are missing from it"),
        Kind.OTHER: _("Something else"),
    }


def series_words() -> dict[str, str]:
    """The series that a note may be on, as "source measure", in words."""
    named = {code: f"{_(source.title)} ({_(source.publisher)})" for code, source in SOURCES.items()}
    official = {f"{code} {OFFICIAL}": name for code, name in named.items()}
    return official | {
        f"{SOURCE} ": _("Reports to partner organizations: all numbers"),
        f"{SOURCE} community_all_harm": _("Reports to partner organizations: all harm"),
        f"{SOURCE} community_hate_acts": _("Reports to partner organizations: hate acts"),
        f"{SOURCE} told_police": _("Reports to partner organizations: whom else people told"),
    }


class OneLine(forms.CharField):
    """Pasted words as a chart can draw them: on one line, without signs that an SVG refuses or that turn text round."""

    def to_python(self, value: Any) -> str:
        """What is left of them; nothing counts as not filled in."""
        spaced = "".join(" " if c.isspace() else c for c in super().to_python(value) or "")
        return " ".join("".join(c for c in spaced if category(c) not in NOT_DRAWN or c in JOINERS).split())


class NoteForm(forms.Form):
    """A note as the public will read it."""

    def __init__(self, *args: Any, held: NoteVersion | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": _initial(held), **kwargs})
        everyone = [("", _("Everyone")), *((one.code, one.label) for one in list_choices("communities"))]
        places = [("", _("Everywhere")), *((one.name, one.name) for one in PLACES)]
        self.fields["series"] = forms.ChoiceField(label=_("Which numbers"), choices=list(series_words().items()))
        self.fields["community"] = forms.ChoiceField(label=_("Community"), choices=everyone, required=False)
        self.fields["place"] = forms.ChoiceField(label=_("Place"), choices=places, required=False)
        self.fields["period_from"] = _period(
            label=_("From"), help_text=_("A year or a month, such as 2022 or 2022-06.")
        )
        self.fields["period_to"] = _period(
            label=_("To"), help_text=_("Leave it empty if it is still so."), required=False
        )
        self.fields["kind"] = forms.ChoiceField(label=_("What it is about"), choices=list(kind_words().items()))
        self.fields["text"] = OneLine(
            label=_("The note"),
            help_text=_(
                "The public reads this beside every published picture it touches. Write no person's name, and nothing "
                "that would let a reader find one."
            ),
            max_length=600,
            widget=forms.Textarea({"rows": 4}),
        )
        self.fields["language"] = forms.ChoiceField(
            label=_("Language you write in"), choices=[(one.code, one.autonym) for one in INTERFACE_LOCALES]
        )
        self.fields["citation"] = OneLine(
            label=_("How do you know?"),
            help_text=_("A document, a letter, a page or a dataset that others can look up. No names of people here."),
            max_length=300,
        )
        self.fields["cited_on"] = forms.DateField(
            label=_("Date of that source"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        )
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        """The stretch must not end before it begins."""
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("period_from"), given.get("period_to")
        if since and until and ends(until) <= begins(since):
            self.add_error("period_to", _("It ends before it begins. Give the later time second."))
        return given

    def written(self) -> Written:
        """The note, of a form that is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"series", "seen"}}
        source, _space, measure = self.cleaned_data["series"].partition(" ")
        return Written(source=source, measure=measure, **given)


def _period(*, label: str, help_text: str, required: bool = True) -> forms.RegexField:
    wrong = {"invalid": _("Write a year such as 2022, or a month such as 2022-06.")}
    return forms.RegexField(
        f"^({PERIOD.pattern})$", label=label, help_text=help_text, required=required, error_messages=wrong, max_length=7
    )


def _initial(held: NoteVersion | None) -> dict[str, Any]:
    if held is None:
        return {"language": get_language() or "en"}
    same = ("community", "place", "period_from", "period_to", "kind", "text", "citation", "cited_on", "language")
    kept = {name: getattr(held, name) for name in same}
    return kept | {"series": f"{held.source} {held.measure}", "seen": held.version}
