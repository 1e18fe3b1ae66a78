"""One form for each page of a report. Every question may be left unanswered; names are those of rules.answers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from banyan.base import cldr
from banyan.base.languages import PEOPLE_LANGUAGES, Kind, get_locale, read_languages
from banyan.base.languages import get_language as language
from banyan.base.widgets import MonthPieces, Radios, Ticks
from banyan.harms.queries import Choice, list_choice_groups, list_choices
from banyan.harms.rules.codes import contradictions
from banyan.harms.rules.neighbourhoods import get_place
from banyan.harms.rules.vocabularies import VOCABULARIES
from banyan.reports.rules.answers import MAX_WORDS

LINE = 200


class Tick(forms.MultipleChoiceField):
    """Choose as many as you like from one vocabulary."""

    def __init__(self, vocabulary: str, label: str, *, without: Iterable[str] = (), **rest: Any) -> None:
        self.vocabulary = vocabulary
        shown = [choice for choice in list_choices(vocabulary) if choice.code not in set(without)]
        super().__init__(label=label, required=False, choices=_pairs(shown), widget=_with_hints(Ticks, shown), **rest)

    def clean(self, value: Any) -> list[str]:
        codes: list[str] = super().clean(value)
        if contradictions(VOCABULARIES[self.vocabulary], codes):
            raise forms.ValidationError(_("Two of these cannot both be so. Please take one away."))
        return codes


class GroupedTick(forms.MultipleChoiceField):
    """Choose as many as you like from a vocabulary that stands under plain headings."""

    def __init__(self, vocabulary: str, label: str, **rest: Any) -> None:
        groups = list_choice_groups(vocabulary)
        shown = [choice for group in groups for choice in group.choices]
        choices = [(group.heading, _pairs(group.choices)) for group in groups]
        super().__init__(label=label, required=False, choices=choices, widget=_with_hints(Ticks, shown), **rest)


class Pick(forms.ChoiceField):
    """Choose one from a vocabulary."""

    def __init__(self, vocabulary: str, label: str, *, without: Iterable[str] = (), **rest: Any) -> None:
        shown = [choice for choice in list_choices(vocabulary) if choice.code not in set(without)]
        super().__init__(label=label, required=False, choices=_pairs(shown), widget=_with_hints(Radios, shown), **rest)


def _pairs(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    return [(choice.code, choice.label) for choice in choices]


def _with_hints(widget: type[Ticks | Radios], choices: Iterable[Choice]) -> Ticks | Radios:
    shown = list(choices)
    return widget(
        hints={choice.code: choice.hint for choice in shown}, pictures={choice.code: choice.picture for choice in shown}
    )


class StepForm(forms.Form):
    """A page's form. `typed` gives what stands in its controls, valid or not, so that it can be shown again."""

    def typed(self) -> dict[str, Any]:
        return {
            name: field.widget.value_from_datadict(self.data, {}, self.add_prefix(name))
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField)
        }


class StartForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wants"] = Tick("needs", _("Choose as many as you like. You can change this later."))


class WhoForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["for_whom"] = Pick("reporters", _("Choose what fits best"))
        self.fields["age_band"] = Pick(
            "ages", _("How old is the person it happened to?"), help_text=_("Some help is only for some ages.")
        )


class ThemForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["knows"] = Pick("awareness", _("Do they know that you are telling us?"))
        self.fields["keeps_receipt"] = Pick(
            "receipt_keepers",
            _("Who will keep the receipt code?"),
            help_text=_("Whoever has the code can read this report. Choose who is safest."),
        )
        self.fields["people_band"] = Pick("affected_bands", _("If it was a group: about how many people?"))


class YoungForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["safe_adult"] = forms.CharField(
            label=_("Is there a grown-up you trust who may know about this?"),
            help_text=_("Only if you want to. You can tell us alone."),
            max_length=LINE,
            required=False,
        )


class WhatForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = GroupedTick(
            "kinds", _("Choose all that fit"), help_text=_("It does not have to be a crime.")
        )


class WordsForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = forms.CharField(
            label=_("What would you like them to know?"),
            help_text=_("Write as much or as little as you like, in your own language."),
            max_length=MAX_WORDS,
            required=False,
            widget=forms.Textarea({"rows": 9}),
        )


class WhenForm(StepForm):
    def __init__(self, *args: Any, place: str = "", today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["occasion"] = Pick("occasions", _("When did it happen?"))
        self.fields["month"] = forms.CharField(
            label=_("Month and year, if you know them"), required=False, widget=MonthPieces()
        )
        self.fields["when"] = forms.CharField(
            label=_("The day and time, if you know them"), max_length=LINE, required=False
        )
        self.fields["places"] = Tick("places", _("Where did it happen?"))
        found = get_place(place)
        names = [(part.code, part.name) for part in found.neighbourhoods] if found else []
        self.fields["neighbourhood"] = forms.ChoiceField(
            label=_("Which neighborhood?"),
            required=False,
            choices=[("", _("I'd rather not say, or somewhere else")), *names],
        )
        self.fields["where"] = forms.CharField(
            label=_("The street or the name of the place"),
            help_text=_("Only the readers you chose can see this."),
            max_length=LINE,
            required=False,
        )

    def clean_month(self) -> str:
        """A month that has begun, as 2025-03."""
        text: str = self.cleaned_data["month"]
        if not text:
            return ""
        try:
            first = date.fromisoformat(f"{text}-01")
        except ValueError:
            raise forms.ValidationError(_("Give both a month and a year, like March 2025.")) from None
        if first > self.today:
            raise forms.ValidationError(_("This month has not begun yet."))
        if first.year < self.today.year - 110:
            raise forms.ValidationError(_("Please look at the year again."))
        return text


class WhyForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doers"] = Tick("doers", _("Who did it?"))
        self.fields["bias"] = Pick(
            "bias_answers",
            _("Do you think it happened because of who someone is, or is thought to be?"),
            without=["not_asked"],
            help_text=_("For example their race, faith, language, body, or whom they love. Not being sure is fine."),
        )
        self.fields["bases"] = GroupedTick("bias_bases", _("If yes or perhaps: because of what?"))
        self.fields["told"] = Tick(
            "told", _("Whom have you told before?"), help_text=_("You do not have to tell the police to get help.")
        )
        self.fields["crime"] = Pick(
            "crime_answers",
            _("Do you think it was a crime?"),
            without=["not_asked"],
            help_text=_("You get the same help either way."),
        )
        self.fields["communities"] = Tick("communities", _("Which communities is the person part of?"))
        self.fields["loss"] = forms.CharField(
            label=_("Did it cost money? About how much?"), max_length=LINE, required=False
        )


CHANNELS = ("receipt", "phone", "text", "email", "wechat", "whatsapp", "other")


class ContactForm(StepForm):
    """How to reach the person safely. With no channel ticked but the receipt, nobody contacts them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "receipt": _("Only here, with my receipt code"),
            "phone": _("A phone call"),
            "text": _("A text message"),
            "email": _("E-mail"),
            "wechat": "WeChat",
            "whatsapp": "WhatsApp",
            "other": _("Another way"),
        }
        self.fields["is_safe_now"] = forms.ChoiceField(
            label=_("Are you safe right now?"),
            required=False,
            choices=[("yes", _("Yes")), ("no", _("No")), ("not_sure", _("I'm not sure"))],
            widget=Radios(),
        )
        self.fields["channels"] = forms.MultipleChoiceField(
            label=_("How may someone reach you?"),
            required=False,
            choices=[(code, words[code]) for code in CHANNELS],
            widget=Ticks(),
        )
        self.fields["address"] = forms.CharField(
            label=_("The number or address to use"), max_length=LINE, required=False
        )
        self.fields["code_name"] = forms.CharField(
            label=_("A name to ask for"), help_text=_("It can be made up."), max_length=LINE, required=False
        )
        self.fields["safe_times"] = forms.CharField(
            label=_("When is it safe to call or write?"), max_length=LINE, required=False
        )
        self.fields["voicemail"] = forms.ChoiceField(
            label=_("Is it safe to leave a voice message?"),
            required=False,
            choices=[("no", _("No")), ("yes", _("Yes"))],
            widget=Radios(),
        )
        self.fields["speaks"] = forms.MultipleChoiceField(
            label=_("Which languages do you speak or sign?"), required=False, choices=_languages(), widget=Ticks()
        )
        near = {tag for tag, _name in _languages()}
        more = [_named(tag) for tag in self.initial.get("speaks", ()) if tag not in near and language(tag)]
        self.initial.setdefault("also_speaks", ", ".join(more))
        # A list of all of them would weigh as much as half a page.
        self.fields["also_speaks"] = forms.CharField(
            label=_("Other languages"),
            help_text=_("Any language, in your own words."),
            max_length=LINE,
            required=False,
        )
        self.fields["language_note"] = forms.CharField(
            label=_("Anything else about language we should know"), max_length=LINE, required=False
        )
        self.fields["numbers_only"] = forms.BooleanField(
            label=pgettext("receipt", "Make my receipt code of numbers only"),
            help_text=pgettext("receipt", "It is a little longer, but has no letters."),
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """A channel needs somewhere to reach; and somewhere to reach needs a channel."""
        given: dict[str, Any] = super().clean() or {}
        if set(given.get("channels", [])) - {"receipt"} and not given.get("address"):
            self.add_error("address", _("Please write the number or address, or choose only the receipt code."))
        if given.get("address") and not set(given.get("channels", [])) - {"receipt"}:
            self.add_error("channels", _("Please choose how this number or address may be used."))
        known, unknown = read_languages(given.pop("also_speaks", ""))
        given["speaks"] = list(dict.fromkeys([*given.get("speaks", []), *known]))
        given["language_note"] = ", ".join(part for part in (*unknown, given.get("language_note", "")) if part)
        return given


def _languages() -> list[tuple[str, str]]:
    """Those that readers of this page most often speak, English, and a signed one, by their own names."""
    first = get_locale(get_language() or "en").spoken
    spoken = [one for one in PEOPLE_LANGUAGES if one.kinds & {Kind.SPOKEN, Kind.SIGNED}]
    near = [one for tag in first for one in spoken if one.tag == tag]
    near += [one for one in spoken if one.tag == "en" and one not in near]
    signed = [one for one in spoken if one.tag == "ase"]
    return [(one.tag, one.autonym) for one in [*near, *signed]]


def _named(tag: str) -> str:
    """A language as `read_languages` reads it again: by its own name if it is ours, else as its reader says it."""
    ours = {one.tag: one.autonym for one in PEOPLE_LANGUAGES}
    return ours.get(tag) or cldr.name_in(tag, get_locale(get_language() or "en").tag) or tag


FORMS: Mapping[str, type[StepForm]] = {
    "start": StartForm,
    "who": WhoForm,
    "them": ThemForm,
    "young": YoungForm,
    "what": WhatForm,
    "words": WordsForm,
    "when": WhenForm,
    "why": WhyForm,
    "contact": ContactForm,
}
