"""Inviting to a team, and what its members do and speak."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banyan.base.languages import DESK_LOCALE_CODES, PEOPLE_LANGUAGES, get_locale, list_languages_of_the_world
from banyan.people.queries.roles import describe_roles
from banyan.people.rules.permissions import Role
from banyan.vault.errors import MalformedRecoveryCode
from banyan.vault.recovery import parse_recovery_code

HOW = (("speaks", _("Speaks")), ("reads", _("Reads and writes")), ("signs", _("Signs")))


class InviteForm(forms.Form):
    """Whom to invite, and to what."""

    name = forms.CharField(label=_("Their name"), max_length=120)

    def __init__(self, *args: Any, in_organisation: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"] = forms.MultipleChoiceField(
            label=_("What they will do"),
            widget=forms.CheckboxSelectMultiple,
            choices=[(role.role.value, f"{role.title}: {role.sentence}") for role in describe_roles(in_organisation)],
        )

    @property
    def chosen(self) -> frozenset[Role]:
        return frozenset(Role(value) for value in self.cleaned_data["roles"])


class LanguageForm(forms.Form):
    """One more language that a member serves people in."""

    tag = forms.ChoiceField(
        label=_("Language"),
        choices=lambda: [
            *((one.tag, one.in_two(get_language())) for one in PEOPLE_LANGUAGES),
            (_("Other languages"), list_languages_of_the_world(get_language() or "en")),
        ],
    )
    how = forms.MultipleChoiceField(label=_("How"), choices=HOW, widget=forms.CheckboxSelectMultiple)


class DetailsForm(forms.Form):
    """What a member says about themselves."""

    name = forms.CharField(label=_("Your name"), max_length=120)
    public_name = forms.CharField(
        label=_("Your name as people who report may see it"),
        help_text=_(
            "People can say that somebody here should not see their report. Only names given here are shown to them; "
            "leave it empty to stay unlisted."
        ),
        max_length=60,
        required=False,
    )
    locale = forms.ChoiceField(
        label=_("The desk's language"), choices=[(code, get_locale(code).autonym) for code in DESK_LOCALE_CODES]
    )
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Only for a message that says “something is waiting”, nothing else."),
        required=False,
    )
    wants_mail = forms.BooleanField(label=_("Send me that message"), required=False)


class RecoveryCodeForm(forms.Form):
    """The code from the organisation's safe."""

    code = forms.CharField(
        label=_("The recovery code from the paper"),
        help_text=_("Spaces and small letters don't matter."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "ltr"}),
    )

    def clean_code(self) -> str:
        try:
            return parse_recovery_code(self.cleaned_data["code"])
        except MalformedRecoveryCode as error:
            if error.group is None:
                raise forms.ValidationError(
                    _("This isn't a recovery code: it has eight groups of five. One sign may be missing.")
                ) from None
            raise forms.ValidationError(
                _("Look at group %(group)s again: one of its signs isn't right."), params={"group": error.group}
            ) from None
