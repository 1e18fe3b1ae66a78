"""Every figure's numbers as a table: for the page beside the figure, for the PDF, and as CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from banyan.observatory.charts import labels, reading, signature, told
from banyan.observatory.charts.columns import Column
from banyan.observatory.charts.numbers import count, period, share, share_span
from banyan.observatory.rules.picture import Picture

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
"""A spreadsheet would run a cell of text that begins with one of these."""
_CSV_HEAD: Final = (
    "place",
    "community",
    "source",
    "measure",
    "period",
    "n",
    "low",
    "high",
    "hidden",
    "vintage",
    "demonstration",
)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table in the reader's language: the first column names each row, the others are numbers or why none."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def table_of(picture: Picture, figure: str, language: str) -> Table:
    """A figure's numbers, in words of the language; KeyError when the picture has no such figure."""
    with translation.override(language):
        found = reading.figure_of(picture, figure, language)
        if figure == "rings":
            head, rows = _rings(picture, language)
        elif figure == "told":
            head, rows = _told(picture, language)
        else:
            is_first = found.source in {None, *reading.official_sources(picture)[:1]}
            head, rows = _over_time(picture, found.source, with_community=is_first, language=language)
        return Table(title=found.title, head=head, rows=rows, notes=found.lines)


def csv_of(picture: Picture) -> str:
    """The rows of a picture as CSV with stable codes; safe to open in a spreadsheet.

    Every line from a made-up source says so, because lines travel without their file; a real one beside it doesn't.
    """
    made_up = {note.name for note in picture.sources if note.demonstration}
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(_CSV_HEAD)
    for row in picture.rows:
        numbers = ("", "", "") if row.suppressed else tuple("" if v is None else v for v in (row.n, row.low, row.high))
        words = (row.place, row.community, row.source, row.measure, row.period)
        mark = "demonstration" if row.source in made_up else ""
        last = (row.suppressed or "", row.vintage or "", mark)
        writer.writerow([*map(safe, words), *numbers, *map(safe, last)])
    return written.getvalue()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe goes before one that would be."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _rings(picture: Picture, language: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    called, amounts = signature.names(), reading.rings_of(picture)
    has_official = any(amount.official is not None for amount in amounts.values())
    head = (_("Region"), _("Low"), _("High"), *([_("Recorded by officials")] if has_official else []))
    rows = []
    for name, amount in amounts.items():
        ends = _ends(amount.low, amount.high, language, is_hidden=amount.hidden)
        official = "" if amount.official is None else count(amount.official, language)
        rows.append((called[name], *ends, *([official] if has_official else [])))
    return head, tuple(rows)


def _told(picture: Picture, language: str) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    shown = reading.told_of(picture)
    head = (_("Told"), _("Reports"), _("Share"), _("95 %(percent)s interval") % {"percent": "%"})
    rows = []
    for answer in told.in_order(shown):
        part, interval = told.share_of(answer, shown.answered), told.interval_of(answer, shown.answered)
        people = _number(answer.count, language, is_hidden=answer.hidden)
        shares = (
            ("", "") if part is None or interval is None else (share(part, language), share_span(*interval, language))
        )
        rows.append((answer.label, people, *shares))
    rows.append((_("Answered"), _number(shown.answered, language, is_hidden=shown.answered is None), "", ""))
    rows.append((_("Did not answer"), _number(shown.unanswered, language, is_hidden=shown.unanswered is None), "", ""))
    return head, tuple(rows)


def _over_time(
    picture: Picture, source: str | None, *, with_community: bool, language: str
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    series = reading.series_of(picture, source, with_community=with_community, language=language)
    head = [_("Period")]
    columns: list[list[str]] = []
    if series.official:
        head.append(_("Recorded"))
        columns.append(_said(series.official, language))
        if any(column.cluster for column in series.official):
            head.append(_("Of which one group of records"))
            columns.append([count(column.cluster, language) if column.cluster else "" for column in series.official])
    if series.community:
        head += [_("Told us, low"), _("Told us, high")]
        ends = [_ends(c.low, c.high, language, is_hidden=c.hidden) for c in series.community]
        columns += [[low for low, _high in ends], [high for _low, high in ends]]
    for strip in series.effort:
        head.append(strip.title)
        columns.append(_said(strip.columns, language))
    rows = zip((period(code, language) for code in series.periods), *columns, strict=True)
    return tuple(head), tuple(rows)


def _said(columns: Iterable[Column], language: str) -> list[str]:
    return [_number(column.high, language, is_hidden=column.hidden) for column in columns]


def _ends(low: int | None, high: int | None, language: str, *, is_hidden: bool) -> tuple[str, str]:
    return _number(low, language, is_hidden=is_hidden), _number(high, language, is_hidden=is_hidden)


def _number(value: int | None, language: str, *, is_hidden: bool) -> str:
    """A count, or in words why there is none: a gap is never an empty cell, which reads as zero."""
    if is_hidden:
        return _("hidden for safety")
    return _("no data") if value is None else count(value, language)


def hidden_reasons(picture: Picture) -> tuple[tuple[str, int], ...]:
    """Why numbers of a picture are withheld, and how many for each reason."""
    codes = [str(row.suppressed) for row in picture.rows if row.suppressed]
    return tuple((labels.hidden_because(code), codes.count(code)) for code in dict.fromkeys(codes))
