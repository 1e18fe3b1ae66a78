"""A picture laid out for a page: findings first, then each figure with its numbers, sources and notes."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.observatory.charts import csv_of, describe, figures_of, inline, render, table_of
from banyan.observatory.queries.asking import get_kitchen
from banyan.observatory.rules.picture import Picture

DRAWINGS = "drawings"
TYPES = {"json": "application/json", "svg": "image/svg+xml", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}


@dataclass(frozen=True)
class Shown:
    """One figure as a page shows it."""

    id: str
    title: str
    description: str
    svg: SafeString
    notes: SafeString
    table: SafeString
    links: tuple[tuple[str, str], ...]


def lay_out(picture: Picture, *, address: str, query: str) -> dict[str, Any]:
    """What templates/observatory/picture.html is given. `address` is where files of this picture are found."""
    language = get_language() or "en"
    sure = {
        "recorded": _("Recorded as published"),
        "strong": _("Strong"),
        "moderate": _("Moderate"),
        "weak": _("Weak"),
        "cannot_tell": _("Cannot tell"),
    }
    return {
        "picture": picture,
        "findings": [(one.text, sure.get(one.confidence, one.confidence), one.caveats) for one in picture.findings],
        "figures": [_shown(picture, one, language, address, query) for one in figures_of(picture, language=language)],
        "files": [(kind.upper(), f"{address}{kind}/{query}") for kind in ("pdf", "json", "csv")],
        "is_picture_demonstration": picture.demonstration,
    }


def _shown(picture: Picture, figure: Any, language: str, address: str, query: str) -> Shown:
    table = table_of(picture, figure.name, language)
    return Shown(
        id=figure.name,
        title=figure.title,
        description=describe(picture, figure.name, language=language),
        svg=inline(picture, figure.name, language=language, cache=settings.BANYAN_DATA / DRAWINGS),
        notes=render_to_string("observatory/notes.html", {"lines": [*figure.notes, *figure.closing]}),
        table=render_to_string("observatory/table.html", {"table": table}),
        links=(("SVG", f"{address}svg/{figure.name}/{query}"),),
    )


def give_file(picture: Picture, kind: str, figure: str = "") -> HttpResponse:
    """The picture, or one figure of it, as a file."""
    language = get_language() or "en"
    if kind == "json":
        response = HttpResponse(content_type=TYPES[kind])
        response.write(_json(picture))
    elif kind == "csv":
        response = HttpResponse(csv_of(picture, language=language), content_type=TYPES[kind])
    elif kind == "svg":
        try:
            drawn = render(picture, format="svg", figure=figure, language=language, standalone=True)
        except KeyError:
            raise Http404 from None
        response = HttpResponse(drawn, content_type=TYPES[kind])
    elif kind == "pdf":
        made = render(picture, format="pdf", language=language, make_pdf=get_kitchen().render_pdf)
        response = HttpResponse(made, content_type=TYPES[kind])
    else:
        raise Http404
    name = figure or "picture"
    response["Content-Disposition"] = f'inline; filename="{name}.{kind}"'
    # A drawing is a document of its own: nothing in it may load or run.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def _json(picture: Picture) -> str:
    return json.dumps(picture.to_json_dict(), indent=2, ensure_ascii=False)
