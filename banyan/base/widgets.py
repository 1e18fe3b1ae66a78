"""Form controls that Django lacks: choices with pictures and hints, and dates asked in pieces."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Words = str | Promise
ORDERS = {
    "en": ("month", "day", "year"),
    "fi": ("month", "day", "year"),
    "zh": ("year", "month", "day"),
}


class Pictured(forms.widgets.ChoiceWidget):
    """Gives each option the hint and the pictogram that belong to its value. Long lists may be `folded`."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Iterable[Any] = (),
        *,
        hints: Mapping[str, Words] | None = None,
        pictures: Mapping[str, str] | None = None,
        folded: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.folded = folded
        self.hints = dict(hints or {})
        self.pictures = dict(pictures or {})

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Django's own option, with `hint` and `picture` beside it."""
        option = super().create_option(*args, **kwargs)
        code = str(option["value"])
        return {**option, "hint": self.hints.get(code, ""), "picture": self.pictures.get(code, "")}


class Ticks(Pictured, forms.CheckboxSelectMultiple):
    """Choose as many as you like: cards with a box, a picture and a hint."""


class Radios(Pictured, forms.RadioSelect):
    """Choose one: cards with a round button, a picture and a hint."""


class DatePieces(forms.MultiWidget):
    """A day asked as three numbers, which suits old phones better than a calendar. Goes with Django's DateField."""

    template_name = "components/pieces.html"
    use_fieldset = True
    pieces: tuple[tuple[str, Words, int], ...] = (
        ("year", _("Year"), 4),
        ("month", _("Month"), 2),
        ("day", _("Day"), 2),
    )

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            name: forms.TextInput({"inputmode": "numeric", "maxlength": size, "autocomplete": "off", "class": name})
            for name, _label, size in self.pieces
        }
        super().__init__(widgets, attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Each piece with the word that stands above it, in the order in which its reader writes a date."""
        context = super().get_context(name, value, attrs)
        pieces = dict(
            zip((piece for piece, _label, _size in self.pieces), context["widget"]["subwidgets"], strict=True)
        )
        for piece, label, _size in self.pieces:
            pieces[piece]["label"] = label
        language = (get_language() or "en")[:2]
        order = ORDERS.get(language, ("day", "month", "year"))
        context["widget"]["subwidgets"] = [pieces[piece] for piece in order if piece in pieces]
        return context

    def decompress(self, value: Any) -> list[Any]:
        """A date, or its ISO text, as year, month and day."""
        if isinstance(value, date):
            return [value.year, value.month, value.day]
        return [*str(value).split("-"), "", "", ""][: len(self.pieces)] if value else [""] * len(self.pieces)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The pieces joined to ISO text, so that the field says whether it is a real day; nothing typed is nothing."""
        values = [str(part or "").strip() for part in super().value_from_datadict(data, files, name)]
        if not any(values):
            return ""
        return "-".join(
            value and value.zfill(size) for value, (_name, _label, size) in zip(values, self.pieces, strict=True)
        )


class MonthPieces(DatePieces):
    """A month asked as its name and a year. Gives "2025-03"; goes with a CharField."""

    pieces = (("year", _("Year"), 4), ("month", _("Month"), 2))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.widgets = [self.widgets[0], forms.Select(choices=_months())]

    def decompress(self, value: Any) -> list[Any]:
        """A date, or its ISO text, as year and month."""
        parts = super().decompress(value)
        return [parts[0], str(parts[1]).zfill(2) if parts[1] else ""]


class KnownPieces(DatePieces):
    """A day of which any piece may be left out. Gives "2025-03-14", "2025-03-" or "2025--"; goes with a CharField."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.widgets = [self.widgets[0], forms.Select(choices=_months()), self.widgets[2]]

    def decompress(self, value: Any) -> list[Any]:
        """Its text as year, month and day, each as it was typed."""
        year, month, day = super().decompress(value)
        return [year, str(month).zfill(2) if month else "", day]


def _months() -> list[tuple[str, Words]]:
    return [("", "—"), *((f"{number:02d}", name) for number, name in MONTHS.items())]


class MonthField(forms.RegexField):
    """A month as "2025-03", asked in pieces."""

    widget = MonthPieces
    default_error_messages = {"invalid": _("Please choose a month and write the year in four digits.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^\d{4}-(0[1-9]|1[0-2])$", **kwargs)
