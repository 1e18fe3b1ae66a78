"""What stands in a page's controls, valid or not."""

import re
from typing import Any

from django import forms

LINE = 200
# Beside what is shown, only the ends of lines and tabs are typed; anything else takes six letters in a draft.
NEVER_TYPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


class StepForm(forms.Form):
    """A page's form. `typed` gives what stands in its controls, valid or not, so that it can be shown again."""

    def typed(self) -> dict[str, Any]:
        return {
            name: _typed(field, field.widget.value_from_datadict(self.data, {}, self.add_prefix(name)))
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField)
        }


def _typed(field: forms.Field, value: Any) -> Any:
    """As much as a browser lets anybody write there."""
    if isinstance(value, list):
        return [code for code in dict.fromkeys(value) if len(code) <= LINE]
    longest = getattr(field, "max_length", None) or LINE
    return NEVER_TYPED.sub(" ", value.replace("\r\n", "\n")[:longest]) if isinstance(value, str) else value
