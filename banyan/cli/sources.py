"""`banyan import`: bring in the files that agencies really publish."""

import json
from pathlib import Path

import click

from banyan.cli import start_with_records


@click.command("import")
@click.argument("source", type=click.Choice(["sf-hate-crimes", "fbi-hate-crimes"]))
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def import_(source: str, path: Path, *, as_json: bool) -> None:
    """Read the agency's file at PATH (or, for the FBI's linked tables, their folder) as a new vintage of SOURCE.

    What can't be read is kept aside with its line and reason. A file that was read before changes nothing. A file that
    is wrong, cut short or something else is refused whole, in a sentence.
    """
    start_with_records()
    from django.conf import settings
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from banyan.base.audit import Operator
    from banyan.base.clock import now
    from banyan.observatory.actions.imports import import_source
    from banyan.observatory.sources.lines import FileRefused
    from banyan.observatory.sources.opening import stage_source
    from banyan.people.queries.coalition import zone_here

    moment = now().astimezone(zone_here())
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=as_json) as bars:
        task = bars.add_task(f"Reading {path.name}", total=None)

        def show(done: int, total: int) -> None:
            bars.update(task, completed=done, total=total)

        try:
            with stage_source(source, path, data=settings.BANYAN_DATA, now=moment, progress=show) as staged:
                vintage = import_source(by=Operator("import"), staged=staged, now=moment)
                is_new = staged.is_new
        except FileRefused as refusal:
            raise click.ClickException(str(refusal)) from None
    manifest = vintage.manifest
    if as_json:
        found = {"source": source, "vintage": manifest.vintage, "rows": manifest.rows, "rejects": manifest.rejects}
        click.echo(json.dumps({**found, "is_new": is_new}))
        return
    said = "Read" if is_new else "Nothing new: this file was read before as"
    click.echo(f"{said} {source}, vintage {manifest.vintage}: {manifest.rows} records, {manifest.rejects} kept aside.")
