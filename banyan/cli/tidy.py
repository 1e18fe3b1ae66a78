"""`banyan tidy`: what a server does once an hour."""

import json

import click

from banyan.cli import start_with_records


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def tidy(*, as_json: bool) -> None:
    """Clear away what has expired: drafts, visits, files never sent, sessions. Run it hourly."""
    start_with_records()
    from django.contrib.sessions.models import Session

    from banyan.base.clock import now
    from banyan.reports.models import Draft, SealedFile

    moment = now()
    gone = {
        "drafts": Draft.objects.using("drafts").filter(expires_at__lte=moment).delete()[0],
        "files": SealedFile.objects.filter(expires_at__lte=moment).delete()[0],
        "sessions": Session.objects.filter(expire_date__lte=moment).delete()[0],
    }
    click.echo(json.dumps(gone) if as_json else ", ".join(f"{count} {name}" for name, count in gone.items()))
