"""One form for each page of a report. Every question may be left unanswered; names are those of rules.answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from banyan.base import cldr
from banyan.base.fields import Prose
from banyan.base.languages import PEOPLE_LANGUAGES, Kind, get_locale, read_languages
from banyan.base.languages import get_language as language
from banyan.base.widgets import KnownPieces, Radios, Ticks
from banyan.harms.queries import Choice, find_contradiction, list_choice_groups, list_choices, list_neighbourhoods
from banyan.harms.rules.neighbourhoods import get_place
from banyan.reports.forms.typed import LINE, StepForm
from banyan.reports.rules.answers import MAX_WORDS

LIFETIME = 110  # Years back in which something may have happened.


class Pairs(BaseChoiceIterator):
    """Codes and words as Django wants them. Told so, it doesn't look through all of them again for every form."""

    def __init__(self, pairs: Sequence[tuple[str, Any]]) -> None:
        self.pairs = pairs

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return iter(self.pairs)


class Tick(forms.MultipleChoiceField):
    """Choose as many as you like from one vocabulary."""

    def __init__(self, vocabulary: str, label: str, *, folded: bool = False, **rest: Any) -> None:
        self.vocabulary = vocabulary
        shown = list_choices(vocabulary)
        widget = _with_hints(Ticks, shown, folded=folded)
        super().__init__(label=label, required=False, choices=_pairs(shown), widget=widget, **rest)

    def clean(self, value: Any) -> list[str]:
        codes: list[str] = super().clean(value)
        if both := find_contradiction(self.vocabulary, codes):
            raise forms.ValidationError(not_both(*both))
        return codes


def not_both(one: str, other: str) -> str:
    """Ask which of two answers is meant."""
    return _("“%(one)s” and “%(other)s” cannot both be so. Please take one away.") % {"one": one, "other": other}


class GroupedTick(forms.MultipleChoiceField):
    """Choose as many as you like from a vocabulary that stands under plain headings."""

    def __init__(self, vocabulary: str, label: str, *, folded: bool = False, **rest: Any) -> None:
        groups = list_choice_groups(vocabulary)
        shown = [choice for group in groups for choice in group.choices]
        choices = [(group.heading, list(_pairs(group.choices))) for group in groups]
        widget = _with_hints(Ticks, shown, folded=folded)
        super().__init__(label=label, required=False, choices=Pairs(choices), widget=widget, **rest)


class Pick(forms.ChoiceField):
    """Choose one from a vocabulary."""

    def __init__(self, vocabulary: str, label: str, *, without: Iterable[str] = (), **rest: Any) -> None:
        shown = [choice for choice in list_choices(vocabulary) if choice.code not in set(without)]
        super().__init__(label=label, required=False, choices=_pairs(shown), widget=_with_hints(Radios, shown), **rest)


def _pairs(choices: Iterable[Choice]) -> Pairs:
    return Pairs([(choice.code, choice.label) for choice in choices])


def _with_hints(widget: type[Ticks | Radios], choices: Iterable[Choice], *, folded: bool = False) -> Ticks | Radios:
    shown = list(choices)
    return widget(
        hints={choice.code: choice.hint for choice in shown},
        pictures={choice.code: choice.picture for choice in shown},
        folded=folded,
    )


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
        self.fields["knows"] = Pick("awareness", pgettext("consent", "Do they know that you are telling us?"))
        self.fields["keeps_receipt"] = Pick(
            "receipt_keepers",
            pgettext("receipt", "Who will keep the receipt code?"),
            help_text=pgettext("receipt", "Whoever has the code can read this report. Choose who is safest."),
        )
        self.fields["people_band"] = Pick("affected_bands", _("If it was a group: about how many people?"))


class YoungForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["safe_adult"] = forms.CharField(
            label=pgettext("consent", "Is there a grown-up you trust who may know about this?"),
            help_text=pgettext("consent", "Only if you want to. You can tell us on your own."),
            max_length=LINE,
            required=False,
        )


class WhatForm(StepForm):
    """What happened, and the languages to answer in: which of the readers fits best follows from both."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kinds"] = GroupedTick(
            "kinds", _("Choose all that fit"), help_text=_("It does not have to be a crime.")
        )
        self.fields["speaks"] = forms.MultipleChoiceField(
            label=_("Which languages do you speak or sign?"),
            required=False,
            choices=_languages(),
            widget=Ticks(),
        )
        near = {tag for tag, _name in _languages()}
        more = [_named(tag) for tag in self.initial.get("speaks", ()) if tag not in near and language(tag)]
        also = ", ".join([*more, *filter(None, [self.initial.get("language_note")])])
        self.initial = {"also_speaks": also, **self.initial}  # A new one: what was given is the draft's own.
        # A list of all of them would weigh as much as half a page.
        self.fields["also_speaks"] = forms.CharField(
            label=_("Other languages"),
            help_text=_("Only the names of the languages."),
            max_length=LINE,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """A language we know is one of those spoken; what we don't know stays in the person's words."""
        given: dict[str, Any] = super().clean() or {}
        known, unknown = read_languages(given.pop("also_speaks", ""))
        given["speaks"] = list(dict.fromkeys([*given.get("speaks", []), *known]))
        given["language_note"] = ", ".join(unknown)
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


class WordsForm(StepForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = Prose(
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
        self.fields["date"] = forms.CharField(
            label=_("When did it happen?"),
            help_text=_("Write what you know. A year alone is fine, or a month and a year."),
            required=False,
            widget=KnownPieces(),
        )
        self.fields["time"] = forms.CharField(
            label=_("The time of day, if you know it"), max_length=LINE, required=False
        )
        self.fields["occasion"] = forms.ChoiceField(
            label=_("Does one of these fit better?"),
            required=False,
            choices=[(DATED, _("About the date above")), *_pairs(_open_occasions())],
            widget=_with_hints(Radios, _open_occasions()),
        )
        self.fields["places"] = Tick("places", _("Where did it happen?"))
        found = get_place(place)
        names = list_neighbourhoods(found).items() if found else ()
        self.fields["neighbourhood"] = forms.ChoiceField(
            label=_("Which neighborhood?"),
            required=False,
            choices=[("", _("I'd rather not say, or somewhere else")), *names],
        )
        self.fields["where"] = forms.CharField(
            label=_("The street or the name of the place"),
            help_text=pgettext("consent", "Only the readers you chose can see this."),
            max_length=LINE,
            required=False,
        )

    def clean_date(self) -> str:
        """What is known of a day that has come: 2025-03-14, 2025-03 or 2025."""
        year, month, day = [*self.cleaned_data["date"].split("-"), "", "", ""][:3]
        if not (year or month or day):
            return ""
        if not year:
            raise forms.ValidationError(_("Please write the year too."))
        if day and not month:
            raise forms.ValidationError(_("Please choose the month too."))
        try:
            first = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise forms.ValidationError(_("There is no such day. Please look at it again.")) from None
        if first > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        if first.year < self.today.year - LIFETIME:
            raise forms.ValidationError(_("Please look at the year again."))
        return first.isoformat()[: len("2025-03-14") if day else len("2025-03") if month else len("2025")]

    def clean(self) -> dict[str, Any]:
        """What is known counts, whatever was picked; two answers that can't both be so are asked about."""
        given: dict[str, Any] = super().clean() or {}
        known, picked = given.get("date", ""), given.get("occasion", "")
        if known and picked == "not_sure":
            self.add_error(
                "occasion",
                _(
                    "You wrote a date and also chose “I'm not sure”. "
                    "If the date is about right, choose “About the date above”."
                ),
            )
        if picked == DATED and not known and "date" not in self.errors:
            self.add_error("date", _("You chose the date above, but none stands here. Please write what you know."))
        precision = {0: "", len("2025"): "year", len("2025-03"): "month"}.get(len(known), "day")
        given["occasion"] = picked if picked not in {"", DATED} else precision
        given["month"] = known[: len("2025-03")] if len(known) > len("2025") else ""
        # The month is counted. The very day, a year alone and the time are sealed with the words.
        given["when"] = ", ".join(
            part for part in (known if precision != "month" else "", given.get("time", "")) if part
        )
        return given


DATED = "dated"  # Picked to say that the date above is meant; never stored.


def _open_occasions() -> list[Choice]:
    """The answers to when it happened that no date gives."""
    return [choice for choice in list_choices("occasions") if choice.code in {"ongoing", "not_sure"}]


class WhyForm(StepForm):
    """Long lists are folded, and nothing is asked twice: a community that is named as the reason counts already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["doers"] = Tick("doers", _("Who did it?"), folded=True)
        self.fields["bias"] = Pick(
            "bias_answers",
            _("Do you think it happened because of who someone is, or is thought to be?"),
            without=["not_asked"],
            help_text=_(
                "For example their race, faith, language, body, or whom they love. Not being sure is fine. "
                "We ask so that hate is counted, also where it is not a crime."
            ),
        )
        self.fields["bases"] = GroupedTick("bias_bases", _("If yes or perhaps: because of what?"), folded=True)
        self.fields["communities"] = Tick(
            "communities",
            _("Is the person part of any other community?"),
            folded=True,
            help_text=_("What you chose above counts already. You do not have to choose it again."),
        )
        self.fields["told"] = Tick(
            "told",
            _("Whom have you told before?"),
            folded=True,
            help_text=_("You do not have to tell the police to get help."),
        )
        self.fields["crime"] = Pick(
            "crime_answers",
            _("Do you think it was a crime?"),
            without=["not_asked"],
            help_text=_("You get the same help either way."),
        )
        self.fields["loss"] = forms.CharField(
            label=_("Did it cost money? About how much?"),
            help_text=_("So that someone can look for money to help with it."),
            max_length=LINE,
            required=False,
        )


# Each with its drawing, in the order in which they are offered.
CHANNELS = {
    "receipt": "receipt",
    "phone": "phone",
    "text": "speech",
    "email": "mail",
    "wechat": "two-bubbles",
    "whatsapp": "two-bubbles",
    "other": "dots",
}


class ContactForm(StepForm):
    """How to reach the person safely. With no channel ticked but the receipt, nobody contacts them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {
            "receipt": pgettext("receipt", "Only here, with my receipt code"),
            "phone": _("A phone call"),
            "text": _("A text message"),
            "email": _("E-mail"),
            "wechat": "WeChat",
            "whatsapp": "WhatsApp",
            "other": _("Another way"),
        }
        self.fields["is_safe_now"] = forms.ChoiceField(
            label=pgettext("safety", "Are you safe right now?"),
            required=False,
            choices=[("yes", _("Yes")), ("no", _("No")), ("not_sure", _("I'm not sure"))],
            widget=Radios(pictures={"yes": "shield", "no": "warning", "not_sure": "question"}),
        )
        self.fields["channels"] = forms.MultipleChoiceField(
            label=pgettext("safety", "How may someone reach you?"),
            required=False,
            choices=[(code, words[code]) for code in CHANNELS],
            widget=Ticks(pictures=CHANNELS),
        )
        self.fields["address"] = forms.CharField(
            label=_("The number or address to use"), max_length=LINE, required=False
        )
        self.fields["code_name"] = forms.CharField(
            label=_("A name to ask for"),
            help_text=pgettext("safety", "It can be made up."),
            max_length=LINE,
            required=False,
        )
        self.fields["safe_times"] = forms.CharField(
            label=pgettext("safety", "When is it safe to call or write?"), max_length=LINE, required=False
        )
        self.fields["voicemail"] = forms.ChoiceField(
            label=pgettext("safety", "Is it safe to leave a voice message?"),
            required=False,
            choices=[("no", _("No")), ("yes", _("Yes"))],
            widget=Radios(pictures={"no": "microphone-off", "yes": "microphone"}),
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
        return given


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
