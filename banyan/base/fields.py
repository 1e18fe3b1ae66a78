"""A form field that Django lacks."""

from typing import Any

from django import forms


class Prose(forms.CharField):
    """Words of many lines. A browser counts the end of a line once and sends two letters; here it is one.

    Counted as two, words that a browser had let somebody write would be too long.
    """

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)
