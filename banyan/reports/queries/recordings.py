"""Pages read aloud, for those who read little: recordings that the operator made and put into the data directory."""

from pathlib import Path

from django.conf import settings

from banyan.base.languages import INTERFACE_LOCALES
from banyan.reports.rules.steps import BY_CODE

LANGUAGES = frozenset(locale.code for locale in INTERFACE_LOCALES)


def find_recording(*, code: str, language: str) -> Path | None:
    """The recording of one page in one language, if there is one. Only names of our own ever become part of a path."""
    if code not in BY_CODE or language not in LANGUAGES:
        return None
    found: Path = settings.BANYAN_DATA / "audio" / language / f"{code}.mp3"
    return found if found.is_file() and not found.is_symlink() else None
