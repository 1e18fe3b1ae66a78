"""Numbers, shares, ranges and dates as each language writes them, always in the digits 0 to 9.

Babel would give some Arabic locales native digits. Our charts keep the digits 0 to 9 everywhere: Arabic newspapers in
the United States and the Maghreb print them, a reader can compare them with the table, the CSV and a police report
digit by digit, and one width of digit keeps labels apart in every language.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.observatory.charts.text import as_number, direction_of

_LOCALES: Final = {"zh-hant": "zh_Hant", "zh-hans": "zh_Hans", "ar": "ar_001"}
_MONTHLY: Final = 2


@lru_cache(maxsize=16)
def locale_of(language: str) -> Locale:
    """Babel's locale for one of our language codes."""
    return Locale.parse(_LOCALES.get(language, language.replace("-", "_")))


def count(value: float, language: str) -> str:
    """A whole count, grouped the language's way."""
    return str(format_decimal(round(value), locale=locale_of(language), numbering_system="latn"))


def share(value: float, language: str) -> str:
    """A share between 0 and 1 as a whole percentage."""
    return str(format_percent(value, format=None, locale=locale_of(language), numbering_system="latn"))


def span(low: float | None, high: float | None, language: str) -> str:
    """A range of counts, or one count where both ends are equal or one is unknown."""
    ends = [count(value, language) for value in (low, high) if value is not None]
    if len(ends) < _MONTHLY or ends[0] == ends[1]:
        return ends[-1] if ends else ""
    # Translators: a range of counts on a chart, such as 40–60.
    text = pgettext("range", "%(low)s–%(high)s") % {"low": ends[0], "high": ends[1]}
    return as_number(text) if direction_of(language) == "rtl" else text


def share_span(low: float, high: float, language: str) -> str:
    """A range of shares, both ends as percentages."""
    text = pgettext("range", "%(low)s–%(high)s") % {"low": share(low, language), "high": share(high, language)}
    return as_number(text) if direction_of(language) == "rtl" else text


def day(value: date, language: str) -> str:
    """A date in full, in the calendar that the data use."""
    return str(format_date(value, format="long", locale=locale_of(language)))


def period(code: str, language: str) -> str:
    """A period's code ("2021" or "2021-06") in words: the year, or the month and year."""
    parts = code.split("-")
    if len(parts) < _MONTHLY:
        return code
    year, month = int(parts[0]), int(parts[1])
    if language.startswith("zh"):
        return f"{year}年{month}月"
    name = get_month_names("abbreviated", context="stand-alone", locale=locale_of(language))[month]
    return _("%(month)s %(year)s") % {"month": name, "year": year}
