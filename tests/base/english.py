"""English that was left on a page of another language."""

import re
from functools import cache
from html import unescape
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation import to_locale

LOCALES = Path(__file__).parents[2] / "banyan" / "base"
PARTS = re.compile(r"%\(\w+\)s|<[^>]+>|\n")
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
WORDS = 3  # Shorter ones stand in names.


@cache
def _sentences(language: str, folder: str) -> tuple[str, ...]:
    """Each stretch of English between values and tags, of every sentence that says something else in this language."""
    path = LOCALES / folder / to_locale(language) / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        found = {
            part.strip()
            for entry in read_po(file, locale=to_locale(language))
            for said in (entry.id if isinstance(entry.id, tuple) else (entry.id,))
            if said and said not in (entry.string if isinstance(entry.string, tuple) else (entry.string,))
            for part in PARTS.split(str(said))
        }
    return tuple(sorted(part for part in found if len(part.split()) >= WORDS))


def english_in(html: str, *, language: str, folder: str = "locale") -> list[str]:
    """Sentences of the catalogue that this page says in English, though it is in another language."""
    text = " ".join(unescape(TAGS.sub(" ", re.sub(r'<\w+[^>]*\slang="en".*?</', " ", html, flags=re.DOTALL))).split())
    return [sentence for sentence in _sentences(language, folder) if sentence in text]
