"""`banyan waiting`: tell whoever is on duty that something waits, and ask the backup when nobody sees to it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime

import click

from banyan.cli import start_with_records


@dataclass(frozen=True, slots=True)
class Escalated:
    """Of how many reports somebody was told, about how many the backup was asked, and how many mails went or failed."""

    told: int
    asked: int
    mails: int
    failed: int = 0


def escalate(now: datetime) -> Escalated:
    """Send the mails, and note of which reports they told.

    Nothing is sent while a person's report is being stored, so that neither a slow mail server nor the moment of a
    mail says anything about them; and nothing is locked while mails go.
    """
    from banyan.base.audit import Operator
    from banyan.reports.actions.escalations import note_told
    from banyan.reports.notices import tell_something_waits
    from banyan.reports.queries.news import list_news

    by = Operator("waiting")
    news = list_news(viewer=by, now=now)
    mails = tell_something_waits(members=[member for one in news for member in one.listeners])
    told = [one for one in news if mails.reached(one.listeners)]
    note_told(by=by, news=told, now=now)
    late = sum(one.is_late for one in told)
    return Escalated(len(told) - late, late, mails.went, len(mails.failed))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def waiting(*, as_json: bool) -> None:
    """Send "something is waiting" to those on duty, and to the backup after four open hours. Run it every ten minutes.

    Whoever looks after a report is told when the person wrote or sent something; the backup, when that isn't read in
    time. The mails say nothing else, go only to members who asked for them, and are at most two about a new report and
    two about whatever comes until it is read. Exit 1 when one could not be sent; who heard nothing is told by the next
    run.
    """
    start_with_records()
    from banyan.base.clock import now

    done = escalate(now())
    if as_json:
        click.echo(json.dumps(asdict(done)))
    else:
        failed = f" Mails that failed: {done.failed}." if done.failed else ""
        click.echo(f"New: {done.told}. Nobody saw to them in time: {done.asked}. Mails: {done.mails}.{failed}")
    if done.failed:
        raise SystemExit(1)
