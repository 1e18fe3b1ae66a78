"""Editing one place to find help."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.base.languages import PEOPLE_LANGUAGES, WRITTEN_LANGUAGES, get_locale
from banyan.harms.rules.neighbourhoods import PLACES
from banyan.partners.actions.listings import Details
from banyan.partners.models import HelpListing


class ListingForm(forms.Form):
    """What the public reads of it, in plain words."""

    def __init__(self, *args: Any, listing: HelpListing | None = None, **kwargs: Any) -> None:
        new = {"is_shown": True, "about_language": get_locale(get_language() or "en").tag}
        initial = {name: getattr(listing, name) for name in NAMES} if listing else new
        super().__init__(*args, **{"initial": initial, **kwargs})
        places = [("", _("Everywhere")), *((place.code, place.name) for place in PLACES)]
        groups = {
            HelpListing.Group.EMERGENCY: _("In an emergency"),
            HelpListing.Group.CRISIS_LINE: _("Someone to talk to, day and night"),
            HelpListing.Group.NOT_POLICE: _("Help that is not the police"),
            HelpListing.Group.RELAY: _("For people who are Deaf or find it hard to speak or hear"),
            HelpListing.Group.ORGANISATION: _("Community organizations"),
        }
        tags = [(one.tag, one.in_two(get_language())) for one in PEOPLE_LANGUAGES]
        self.fields["name"] = forms.CharField(label=_("Name"), max_length=120)
        self.fields["group"] = forms.ChoiceField(label=_("Where it stands"), choices=list(groups.items()))
        self.fields["about"] = forms.CharField(
            label=_("What it does, in one plain sentence"),
            max_length=280,
            widget=forms.Textarea({"rows": 3}),
        )
        self.fields["about_language"] = forms.ChoiceField(
            label=_("Language you write in"),
            choices=[(one.tag, one.in_two(get_language())) for one in WRITTEN_LANGUAGES],
        )
        self.fields["phone"] = forms.CharField(label=_("Phone"), max_length=40, required=False)
        self.fields["text_to"] = forms.CharField(label=_("Number for text messages"), max_length=40, required=False)
        self.fields["text_word"] = forms.CharField(
            label=_("Word to text"),
            help_text=_("If the line asks for one, such as START."),
            max_length=20,
            required=False,
        )
        self.fields["website"] = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
        self.fields["hours"] = forms.CharField(label=_("When it answers"), max_length=80, required=False)
        self.fields["languages"] = forms.MultipleChoiceField(
            label=_("Languages"), choices=tags, required=False, widget=forms.SelectMultiple({"size": 8})
        )
        self.fields["place"] = forms.ChoiceField(label=_("For which place"), choices=places, required=False)
        self.fields["is_shown"] = forms.BooleanField(label=_("Show it to the public"), required=False)

    def clean(self) -> dict[str, Any]:
        """Somebody must be able to reach it."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(given.get(name) for name in ("phone", "text_to", "website")):
            self.add_error("phone", _("Give a phone number, a number for text messages or a website."))
        return given

    def details(self) -> Details:
        return Details(**{**self.cleaned_data, "languages": tuple(self.cleaned_data["languages"])})


NAMES = (
    "name",
    "group",
    "about",
    "about_language",
    "phone",
    "text_to",
    "text_word",
    "website",
    "hours",
    "languages",
    "place",
    "is_shown",
)
