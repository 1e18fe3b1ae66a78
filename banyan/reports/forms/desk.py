"""What staff type while they look after a report."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from banyan.base.fields import Prose
from banyan.base.languages import INTERFACE_LOCALES, get_language
from banyan.base.widgets import Radios, Ticks
from banyan.harms.queries import list_choices
from banyan.people.models import Member
from banyan.people.rules.names import fold_name
from banyan.reports.queries.desk import Filters
from banyan.reports.queries.words import choices_of
from banyan.reports.rules.answers import MAX_WORDS
from banyan.reports.rules.promises import Promised
from banyan.reports.rules.states import CloseReason
from banyan.reports.rules.work import CLOSE_REASONS, CONFLICTS, DANGERS, HOWS, OUTCOMES, STATES

NOTE = 4_000
FARTHEST = 365  # Days ahead.
LONGEST_PLAN = 92  # Days that a duty may be set for at once.
NO_DANGER = "none"  # Said, never kept: what is kept then is an empty list.


class DeskForm(forms.Form):
    """A form of the desk. Its controls carry its name, since a page may hold several forms."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{type(self).__name__.lower()}_%s", **kwargs)


def _note(label: str, rows: int) -> forms.CharField:
    return Prose(label=label, required=False, max_length=NOTE, widget=forms.Textarea({"rows": rows, "class": "short"}))


def _soon(day: date | None, today: date) -> date | None:
    """The day, if it is to come, and not in the year 2199 by a slip of the finger."""
    if day is not None and day < today:
        raise forms.ValidationError(_("Choose today or a later day."))
    if day is not None and (day - today).days > FARTHEST:
        raise forms.ValidationError(_("Choose a day within a year from now."))
    return day


class PromisingForm(DeskForm):
    """A form with which one may say when one will be in touch again, or that what was promised no longer stands."""

    def __init__(self, data: Any = None, *, today: date, promised_on: date | None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._today, self._standing = today, promised_on

    def _ask_promise(self) -> None:
        """Add the questions; each form does once its own are there."""
        self.fields["promised_on"] = forms.DateField(
            label=_("I will be in touch again on"),
            help_text=_("It stands on your day then. Leave it empty if nothing is promised."),
            required=False,
            widget=forms.DateInput({"type": "date", "min": self._today.isoformat()}, format="%Y-%m-%d"),
        )
        if self._standing is not None:
            self.fields["promised_on"].help_text = _("Leave it empty, and what was promised stays.")
            label = _("The promise for %(day)s no longer stands") % {"day": date_format(self._standing)}
            self.fields["is_dropped"] = forms.BooleanField(label=label, required=False)

    def clean_promised_on(self) -> date | None:
        return _soon(self.cleaned_data["promised_on"], self._today)

    @property
    def promised(self) -> Promised:
        return Promised(self.cleaned_data["promised_on"], self.cleaned_data.get("is_dropped", False))


class AnswerForm(PromisingForm):
    """A message to the person."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["text"] = Prose(
            label=_("Write to the person"), max_length=MAX_WORDS, widget=forms.Textarea({"rows": 5})
        )
        self._ask_promise()


class ContactForm(PromisingForm):
    """A contact in under ten seconds: two taps, and a note only if there is something to note."""

    def __init__(self, data: Any = None, *, how: str = "", **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["outcome"] = forms.ChoiceField(
            label=_("What happened"), choices=choices_of(OUTCOMES), widget=Radios(), initial="reached"
        )
        self.fields["how"] = forms.ChoiceField(label=_("How"), choices=choices_of(HOWS), initial=how)
        self.fields["note"] = _note(_("A note, sealed"), 2)
        self._ask_promise()


class FirstLookForm(DeskForm):
    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["dangers"] = forms.MultipleChoiceField(
            label=_("Is there danger now?"),
            choices=[*choices_of(DANGERS), (NO_DANGER, _("I looked and saw no danger"))],
            widget=Ticks(),
            error_messages={"required": _("Tick what you saw, or that you saw no danger.")},
        )
        self.fields["conflict"] = forms.ChoiceField(
            label=_("Is the one who harmed also served here?"),
            help_text=_("Look by hand, by name, before you answer."),
            choices=choices_of(CONFLICTS),
            initial="not_checked",
            widget=Radios(),
        )
        self.fields["note"] = _note(_("A note, sealed"), 2)

    def clean_dangers(self) -> list[str]:
        """None at all only where somebody said so: an empty page must not take a warning away."""
        ticked: list[str] = self.cleaned_data["dangers"]
        if NO_DANGER not in ticked:
            return ticked
        if len(ticked) > 1:
            raise forms.ValidationError(_("Tick what you saw, or that you saw no danger."))
        return []


class CloseForm(DeskForm):
    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["reason"] = forms.ChoiceField(
            label=_("Why is it done with?"), choices=choices_of(CLOSE_REASONS), widget=Radios()
        )

    @property
    def reason(self) -> CloseReason:
        return CloseReason(self.cleaned_data["reason"])


class MemberField(forms.ChoiceField):
    """One of the colleagues given, each by their name or as `named` says; `empty` stands for none of them."""

    def __init__(
        self, members: Iterable[Member], *, empty: str, named: Callable[[Member], str] = str, **rest: Any
    ) -> None:
        self.members = {str(one.pk): one for one in members}
        super().__init__(choices=[("", empty), *((pk, named(one)) for pk, one in self.members.items())], **rest)

    def clean(self, value: Any) -> Member | None:
        return self.members.get(super().clean(value))


class HandForm(DeskForm):
    def __init__(self, data: Any = None, *, takers: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        given = list(takers)
        names = Counter(fold_name(one.name) for one in given)
        self.fields["to"] = MemberField(
            given,
            label=_("Who will look after it?"),
            empty=_("Choose a colleague"),
            named=lambda one: _with_languages(one, one.told_apart if names[fold_name(one.name)] > 1 else one.name),
        )
        self.fields["note"] = _note(_("A note for your colleague, sealed"), 2)


def _with_languages(member: Member, name: str) -> str:
    """A colleague with the languages they speak, read or sign: whom to hand a report to hangs on them."""
    found = (get_language(one.tag) for one in member.languages.all())
    return " · ".join(dict.fromkeys([name, *(one.autonym for one in found if one)]))


class FilterForm(forms.Form):
    """What the list of reports is narrowed to. It travels in the address, so that a list can be shared."""

    def __init__(self, data: Any, *, colleagues: Iterable[Member], languages: Iterable[str]) -> None:
        super().__init__(data)
        names = {one.code: one.autonym for one in INTERFACE_LOCALES}
        anything = ("", _("Any"))
        states = [("open", _("Waiting or in progress")), *choices_of(STATES)]
        if data.get("state") and data["state"] not in dict(states):
            self.data = {**data, "state": "open"}  # Rather fewer than all: an export may follow.
        self.fields["state"] = forms.ChoiceField(label=_("State"), required=False, choices=[anything, *states])
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"),
            required=False,
            choices=[anything, *((code, names.get(code, code)) for code in languages)],
        )
        wants = [(one.code, one.label) for one in list_choices("needs", for_staff=True)]
        self.fields["want"] = forms.ChoiceField(label=_("Wants"), required=False, choices=[anything, *wants])
        self.fields["month"] = forms.CharField(
            label=_("Received in"), required=False, widget=forms.TextInput({"type": "month"})
        )
        people = [(str(one.pk), one.name) for one in colleagues]
        self.fields["claimed_by"] = forms.ChoiceField(
            label=_("Looked after by"), required=False, choices=[anything, *people]
        )
        self.fields["sort"] = forms.CharField(required=False, widget=forms.HiddenInput())

    @property
    def filters(self) -> Filters:
        """What was chosen; anything that can't be read is left out, since an address may be old."""
        self.is_valid()
        given = self.cleaned_data
        return Filters(
            state=given.get("state", ""),
            language=given.get("language", ""),
            want=given.get("want", ""),
            month=_month(given.get("month", "")),
            claimed_by=UUID(given["claimed_by"]) if given.get("claimed_by") else None,
            sort=given.get("sort") or "first",
        )


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


class DutyForm(DeskForm):
    """One day of the duty calendar, and how many days to go on like this."""

    def __init__(self, data: Any = None, *, colleagues: Iterable[Member], today: date, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self._today, people = today, list(colleagues)
        self.fields["first"] = forms.DateField(
            label=_("From"), widget=forms.DateInput({"type": "date", "min": today.isoformat()}, format="%Y-%m-%d")
        )
        self.fields["last"] = forms.DateField(
            label=_("To, with that day"),
            required=False,
            widget=forms.DateInput({"type": "date", "min": today.isoformat()}, format="%Y-%m-%d"),
        )
        self.fields["member"] = MemberField(
            people, label=_("On duty"), required=False, empty=_("Nobody: take the days out")
        )
        self.fields["backup"] = MemberField(
            people, label=_("Backup, when nobody claims"), required=False, empty=_("The usual backup")
        )

    def clean_first(self) -> date | None:
        return _soon(self.cleaned_data["first"], self._today)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not 0 <= (last - first).days <= LONGEST_PLAN:
            self.add_error("last", _("Choose the first day or a later one, at most three months later."))
        member, backup = given.get("member"), given.get("backup")
        if backup is not None and member is None and "member" not in self.errors:
            self.add_error("member", _("Choose who is on duty, or go back to the usual backup."))
        if backup is not None and member == backup:
            self.add_error("backup", _("The backup has to be somebody else."))
        return given

    @property
    def days(self) -> list[date]:
        first: date = self.cleaned_data["first"]
        last: date = self.cleaned_data.get("last") or first
        return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


class ProtocolForm(DeskForm):
    def __init__(self, data: Any = None, *, colleagues: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["danger_to_self"] = _note(_("When they may hurt themselves"), 5)
        self.fields["danger_from_others"] = _note(_("When somebody may hurt them"), 5)
        self.fields["danger_to_child"] = _note(_("When a child may be in danger"), 5)
        self.fields["backup"] = MemberField(
            colleagues,
            label=_("Who is asked when nobody claims a report"),
            help_text=_("Unless the duty calendar names somebody for the day."),
            required=False,
            empty=_("Nobody yet"),
        )
