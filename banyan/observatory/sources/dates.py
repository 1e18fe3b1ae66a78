"""Dates as agencies write them."""

from __future__ import annotations

import re
from datetime import date

_YEAR_FIRST = re.compile(r"^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$", re.ASCII)
_MONTH_FIRST = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})(?: .*)?$", re.ASCII)
_FBI_OLD = re.compile(r"^(\d{1,2})-([A-Za-z]{3})-(\d{2}|\d{4})$", re.ASCII)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
EARLIEST = 1900


def read_date(text: str) -> date | None:
    """A date such as 2022/02/01, 2022-02-01T00:00:00.000, 02/01/2022 (United States order) or 17-FEB-09; else None.

    The FBI's master file began in 1991, so its two-digit years from 91 on are of the last century.
    """
    if found := _YEAR_FIRST.match(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _MONTH_FIRST.match(text):
        month, day, year = (int(part) for part in found.groups())
    elif (found := _FBI_OLD.match(text)) and found[2].lower() in _MONTHS:
        day, month, year = int(found[1]), _MONTHS.index(found[2].lower()) + 1, _full_year(int(found[3]))
    else:
        return None
    try:
        return date(year, month, day) if year >= EARLIEST else None
    except ValueError:
        return None


def _full_year(year: int) -> int:
    if year >= EARLIEST:
        return year
    return 1900 + year if year > 90 else 2000 + year  # noqa: PLR2004 - see read_date
