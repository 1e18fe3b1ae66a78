"""Cells that a spreadsheet shows and never runs."""

from collections.abc import Iterable

# What Excel, LibreOffice and Google Sheets may take for the start of a formula (OWASP, "CSV Injection"), full-width
# forms included, which some of them fold.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def safe_cell(value: object) -> str:
    """A cell as text, with an apostrophe before anything that could start a formula."""
    text = "" if value is None else str(value).replace("\x00", "")
    return f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(STARTS) else text


def csv_line(cells: Iterable[object]) -> str:
    """One line of CSV (RFC 4180), every cell in quotes, so that no separator of any locale splits it."""
    return ",".join('"' + safe_cell(cell).replace('"', '""') + '"' for cell in cells) + "\r\n"
