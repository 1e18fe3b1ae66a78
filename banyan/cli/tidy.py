"""`banyan tidy`: what a server does once an hour."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from banyan.cli import start_with_records

if TYPE_CHECKING:
    from datetime import datetime

    from banyan.base.audit import Operator


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def tidy(*, as_json: bool) -> None:
    """Clear away what has expired: drafts, visits, sessions, drawings, files never sent or taken back. Hourly."""
    start_with_records()
    from django.conf import settings

    from banyan.base.audit import Operator
    from banyan.base.clock import now
    from banyan.observatory.charts import DRAWINGS
    from banyan.observatory.charts.cache import prune
    from banyan.people.actions.sessions import clear_expired_sessions
    from banyan.reports.actions.drafts import clear_expired_drafts

    operator, moment = Operator("tidy"), now()
    gone = {
        "drafts": clear_expired_drafts(now=moment),
        "files": _clear_files(operator, moment),
        "sessions": clear_expired_sessions(by=operator, now=moment),
        "drawings": prune(settings.BANYAN_DATA / DRAWINGS, now=moment),
    }
    click.echo(json.dumps(gone) if as_json else ", ".join(f"{count} {name}" for name, count in gone.items()))


def _clear_files(operator: Operator, moment: datetime) -> int:
    """A few at a time: whoever sends a report meanwhile has to wait for a few only."""
    from banyan.reports.actions.attachments import clear_expired_files

    total, is_any_left = 0, True
    while is_any_left:
        count, is_any_left = clear_expired_files(by=operator, now=moment)
        total += count
    return total
