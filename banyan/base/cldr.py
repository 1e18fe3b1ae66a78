"""The names that CLDR gives languages: of those our own list lacks, and what other readers call ours. No Django.

Source: the Unicode Common Locale Data Repository, as Babel carries it. Loaded when first asked for.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache

from babel import Locale, UnknownLocaleError

READERS = ("en", "zh_Hant", "zh_Hans", "es", "vi", "fil", "ar")
SAME = {"tl": "fil", "no": "nb"}
# Not one language ("Chinese" may be any of eight on our list), or none at all.
NOT_ONE = frozenset({"zh", "mul", "und", "zxx", "mis", "root", "sgn"})
BEFORE = re.compile(r"^(?:tieng|wikang|idioma|lengua|اللغة|لغة) |^ال(?=\w{3})")
AFTER = re.compile(r"(?<=.)[文語语話话]$| (?:language|chinese)$")


def spelled(name: str) -> str:
    """What stays of a language's name however somebody writes it: no capitals, accents, apostrophes or "language"."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if sign.isalnum() or sign == " ")
    return AFTER.sub("", BEFORE.sub("", plain.strip()))


@cache
def codes_by_name() -> Mapping[str, str]:
    """Every language's code by its name in each language that pages are written in, spelled as `spelled` does."""
    found: dict[str, str] = {}
    for reader in READERS:
        for code, name in Locale.parse(reader).languages.items():
            if "_" not in code and code not in NOT_ONE:
                found.setdefault(spelled(name), SAME.get(code, code))
    return found


def name_in(code: str, reader: str) -> str | None:
    """A language's name as its reader says it, or in English where their language has none; None for a code unknown."""
    return None if code in NOT_ONE else called_by(reader, code) or called_by("en", code)


def called_by(reader: str, tag: str) -> str | None:
    """What a reader of that language calls it, where CLDR knows."""
    return Locale.parse(reader.replace("-", "_")).languages.get(tag.replace("-", "_"))


def own_name(code: str) -> str | None:
    """What its speakers call it, where CLDR knows."""
    try:
        return Locale.parse(code).languages.get(code)
    except (UnknownLocaleError, ValueError):
        return None


@cache
def list_names(reader: str) -> tuple[tuple[str, str], ...]:
    """Every language as code and name, by name."""
    codes = set(codes_by_name().values())
    named = ((code, name) for code in codes if (name := name_in(code, reader)))
    return tuple(sorted(named, key=lambda pair: pair[1].casefold()))
