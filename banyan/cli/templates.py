"""Reads the sentences of Django templates for Babel, without gettext's own tools."""

from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize


def extract_template(file: IO[bytes], keywords: Any, comments: Any, options: Any) -> Iterator[Any]:
    """Yield what Babel's extractors yield, from what Django makes of a template for gettext."""
    # Django turns the page into calls of gettext among blanked-out words; its indentation means nothing.
    plain = "\n".join(line.lstrip() for line in templatize(file.read().decode()).split("\n"))
    yield from extract_python(BytesIO(plain.encode()), keywords, comments, options)
