"""The demonstration's work: what its staff did with what people told them, through the desk's own actions."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from banyan.people.queries.coalition import day_here
from banyan.people.queries.viewers import Viewer
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.closures import close_report
from banyan.reports.actions.contacts import log_contact
from banyan.reports.actions.duties import Procedure, set_duties, write_protocol
from banyan.reports.actions.first_looks import record_first_look
from banyan.reports.models import Report
from banyan.reports.rules.promises import Promised
from banyan.reports.rules.states import CloseReason

PROTOCOL = {
    "danger_to_self": "Demonstration. Stay with them on the line. Call 988 together.",
    "danger_from_others": "Demonstration. Ask what would make tonight safer. Offer the shelter's line.",
    "danger_to_child": "Demonstration. Tell the coordinator at once; names may be left out.",
}

NEWER = timedelta(days=400)  # Whoever starts the demonstration waits for each of these.


def moment_of(month: str) -> datetime:
    """When a report about a month came in: about two weeks later."""
    first = date.fromisoformat(f"{month}-01")
    return datetime(first.year, first.month, 15, 18, tzinfo=UTC)


def finish(report: Report, by: Viewer, *, came: datetime, now: datetime) -> None:
    """A report of an earlier year: closed three weeks after, or by now. Of the newer ones the contact is noted too."""
    if now - came < NEWER:
        log_contact(by=by, report=report, outcome="reached", how="phone", now=came + timedelta(hours=1))
    close_report(by=by, report=report, reason=CloseReason.HELPED, now=min(came + timedelta(weeks=3), now))


def plan_duty(viewers: Mapping[str, Viewer], now: datetime) -> None:
    """Mei is on duty this week, Dana backs her up, and what to do in danger is written down."""
    mei, dana = viewers["mei"], viewers["dana"]
    write_protocol(by=dana, procedure=Procedure(**PROTOCOL, backup=dana.member), now=now)
    days = [day_here(now) + timedelta(days=ahead) for ahead in range(7)]
    set_duties(by=dana, days=days, member=mei.member, backup=dana.member, now=now)


def begin_work(report: Report, by: Viewer, now: datetime) -> None:
    """One report that Mei looks after: a try, a first look, an answer, and a promise for tomorrow."""
    log_contact(by=by, report=report, outcome="attempted", how="phone", note="Demonstration. No answer.", now=now)
    record_first_look(by=by, report=report, dangers=["others"], conflict="none_found", now=now)
    text = "示範。你好，我是阿美。你隨時可以在這裡寫信給我。"
    write_answer(by=by, report=report, text=text, promised=Promised(day_here(now) + timedelta(days=1)), now=now)
