"""`banyan waiting`: tell whoever is on duty that something waits, and ask the backup when nobody sees to it."""

import json

import click

from banyan.cli import start_with_records


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def waiting(*, as_json: bool) -> None:
    """Send "something is waiting" to those on duty, and to the backup after four open hours. Run it every ten minutes.

    Whoever looks after a report is told when the person wrote or sent something; the backup, when that isn't read in
    time. The mails say nothing else, go only to members who asked for them, and are at most two about a new report and
    two about whatever comes until it is read.
    """
    start_with_records()
    from banyan.base.audit import Operator
    from banyan.base.clock import now
    from banyan.reports.actions.escalations import escalate_waiting

    done = escalate_waiting(by=Operator("waiting"), now=now())
    if as_json:
        click.echo(json.dumps({"told": done.told, "asked": done.asked, "mails": done.mails}))
    else:
        click.echo(f"New: {done.told}. Nobody saw to them in time: {done.asked}. Mails: {done.mails}.")
