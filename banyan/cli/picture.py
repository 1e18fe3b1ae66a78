"""`banyan picture`: what officials recorded, what people told partners, and what may be said of both."""

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from banyan.base.languages import INTERFACE_LOCALES
from banyan.cli import start_with_records
from banyan.harms.rules.communities import COMMUNITIES
from banyan.observatory.rules.picture import EVERYONE

if TYPE_CHECKING:
    from banyan.observatory.rules.picture import Picture

BINARY = "pdf"
NARROWEST = 60


@click.command()
@click.option("--place", required=True, help="A city or county, as its police report.")
@click.option(
    "--community",
    type=click.Choice([EVERYONE, *(one.code for one in COMMUNITIES)]),
    default=EVERYONE,
    show_default=True,
    help="Whom it is about.",
)
@click.option("--from", "since", type=int, required=True, help="First year.")
@click.option("--to", "until", type=int, required=True, help="Last year.")
@click.option("--by", type=click.Choice(["year", "month"]), default="year", show_default=True, help="What a row is.")
@click.option("--as-public", is_flag=True, help="Only what passes disclosure control.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "svg", "pdf"]),
    default="text",
    show_default=True,
    help="What to make of it.",
)
@click.option("--figure", help="Which figure, for svg; without it, they are listed.")
@click.option(
    "--language",
    type=click.Choice([one.code for one in INTERFACE_LOCALES]),
    default="en",
    show_default=True,
    help="Language of words and numbers.",
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
def picture(
    place: str,
    community: str,
    since: int,
    until: int,
    by: str,
    *,
    as_public: bool,
    form: str,
    figure: str | None,
    language: str,
    output: Path | None,
) -> None:
    """Draw the picture of a place, as text, JSON (docs/picture-json.md), SVG or PDF."""
    start_with_records()
    from django.conf import settings
    from django.utils.translation import override

    from banyan.base.audit import Operator
    from banyan.base.clock import now
    from banyan.observatory.queries.pictures import draw_picture
    from banyan.observatory.rules.picture import Question, QuestionRefused
    from banyan.people.queries.coalition import day_here

    if output is None and form == BINARY and sys.stdout.isatty():
        raise click.UsageError("A PDF isn't for a terminal. Give --output FILE.")
    question = Question(place=place, community=community, since=since, until=until, by=by, as_public=as_public)  # type: ignore[arg-type]  # click checked the choice
    with override(language):
        try:
            drawn = draw_picture(
                viewer=Operator("picture"),
                question=question,
                data=settings.BANYAN_DATA,
                engine=settings.BANYAN_ENGINE,
                today=day_here(now()),
            )
        except QuestionRefused as refusal:
            raise click.ClickException(str(refusal)) from None
        content = _render(drawn, form, figure, language)
    if output is not None:
        try:
            output.write_bytes(content)
        except OSError as problem:
            raise click.ClickException(f"Can't write {output}: {problem.strerror}.") from None
        click.echo(f"Wrote {output}.")
    elif form == BINARY:
        sys.stdout.buffer.write(content)
    else:
        click.echo(content.decode())


def _render(drawn: "Picture", form: str, figure: str | None, language: str) -> bytes:
    if form == "json":
        return json.dumps(drawn.to_json_dict(), indent=2, ensure_ascii=False).encode()
    if form == "text":
        from banyan.observatory.charts.plain import render_text

        return render_text(drawn, language, width=max(NARROWEST, shutil.get_terminal_size((100, 24)).columns)).encode()
    from banyan.observatory.charts import figures_of, render

    if form == BINARY:
        made = render(drawn, format="pdf", language=language)
        return made if isinstance(made, bytes) else made.encode()
    names = [one.name for one in figures_of(drawn, language=language)]
    if figure not in names:
        raise click.UsageError(f"Give --figure, one of: {', '.join(names)}.")
    return str(render(drawn, format="svg", figure=figure, language=language, standalone=True)).encode()
