"""The picture drawn: its figures as SVG, its numbers as tables and CSV, the whole as a PDF.

Importing this package loads nothing heavy. SVG is plain text and is drawn in the web process; PDF needs typst and is
made in the kitchen (charts/kitchen.py), a child process that ends when idle.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from banyan.observatory.charts import reading
from banyan.observatory.charts.cache import keep, read
from banyan.observatory.charts.drawing import describe, render_figure
from banyan.observatory.charts.frame import Width
from banyan.observatory.charts.reading import Figure
from banyan.observatory.charts.table import Table, csv_of, table_of
from banyan.observatory.rules.picture import Picture

Format = Literal["svg", "pdf"]
_HERE: Final = Path(__file__).parent
DRAWINGS: Final = "drawings"
"""The folder of the data directory in which drawings are kept."""

__all__ = [
    "DRAWINGS",
    "Figure",
    "Format",
    "Table",
    "Width",
    "csv_of",
    "describe",
    "figures_of",
    "inline",
    "render",
    "render_figure",
    "table_of",
]


def render(
    picture: Picture,
    *,
    format: Format,  # noqa: A002 -- the word that the API and the address use
    language: str,
    figure: str | None = None,
    standalone: bool = False,
    width: Width = "wide",
    cache: Path | None = None,
    make_pdf: Callable[[Picture, str], bytes] | None = None,
) -> bytes | str:
    """A figure of the picture as SVG text, or the whole picture as PDF bytes.

    `figure` is a name from `figures_of`; SVG needs one (ValueError without, KeyError for one the picture lacks).
    `standalone` makes an SVG file with its own heading, colours, sources and demonstration mark; otherwise the SVG is
    for inlining in a page. `cache` is a directory; what is kept there is named by a hash of everything that went in.
    `make_pdf` is a kitchen's `render_pdf`; without it the PDF is made in this process, which is for commands only.
    """
    kept = _place(picture, cache, (format, language, figure or "", str(standalone), width)) if cache else None
    if kept is not None:
        content = read(kept)
        if content is not None:
            return content if format == "pdf" else content.decode()
    drawn: bytes | str
    if format == "pdf":
        drawn = (make_pdf or _make_pdf)(picture, language)
    else:
        if figure is None:
            raise ValueError("An SVG shows one figure: name it.")
        drawn = render_figure(picture, figure, language=language, medium="file" if standalone else "page", width=width)
    if kept is not None:
        keep(kept, drawn if isinstance(drawn, bytes) else drawn.encode())
    return drawn


def _make_pdf(picture: Picture, language: str) -> bytes:
    # Loaded here because typst must never enter a web process.
    from banyan.observatory.charts.pdf import render_pdf

    return render_pdf(picture, language)


def figures_of(picture: Picture, *, language: str) -> tuple[Figure, ...]:
    """The figures that a picture's rows can fill, in reading order, with their titles and notes."""
    with translation.override(language):
        return reading.figures_of(picture, language)


def inline(picture: Picture, figure: str, *, language: str, cache: Path | None = None) -> SafeString:
    """A figure for a page: a narrow and a wide drawing, of which static/observatory/charts.css shows one.

    Safe to put into a template as it is: every word in it was escaped when it was drawn.
    """
    widths: tuple[Width, ...] = ("narrow", "wide")
    drawn = [
        render(picture, format="svg", figure=figure, language=language, width=width, cache=cache) for width in widths
    ]
    return mark_safe("".join(map(str, drawn)))  # noqa: S308 -- built by svg.py, which escapes every text


@lru_cache(maxsize=1)
def _edition() -> bytes:
    """A hash of this package's code and words, so that nothing drawn by an older version is served."""
    files = [*_HERE.glob("*.py"), *_HERE.glob("*.typ")]
    files += [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.[pm]o")]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.read_bytes())
    return digest.digest()


def _place(picture: Picture, cache: Path, words: tuple[str, ...]) -> Path:
    """Where a drawing is kept: named by a hash of the data, the options and the edition."""
    data = json.dumps([picture.to_json_dict(), words], sort_keys=True, default=str).encode()
    return cache / f"{hashlib.sha256(_edition() + data).hexdigest()}.{words[0]}"
