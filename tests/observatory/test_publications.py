"""One person proposes a picture, another approves it, and anyone reads it, without ever seeing a small number."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import get_language

from banyan.base.actions import Denied
from banyan.base.audit import Operator
from banyan.base.models import AuditLine
from banyan.observatory.actions import checking
from banyan.observatory.actions import publications as actions
from banyan.observatory.actions.publications import (
    AlreadyDecided,
    AnotherChecked,
    NotChecked,
    OwnProposal,
    PublishedMeanwhile,
    approve_publication,
    decline_publication,
    propose_publication,
    record_check,
    stop_check,
)
from banyan.observatory.models import Publication
from banyan.observatory.queries import drawing
from banyan.observatory.queries import publications as queries
from banyan.observatory.queries.drawing import draw_for_public
from banyan.observatory.rules.picture import Question, QuestionRefused
from banyan.observatory.rules.publications import ForPublic, NotForPublic, Progress
from banyan.observatory.views import publications as views
from banyan.people.queries.viewers import Viewer
from banyan.reports import figures
from banyan.reports.figures import FigureRow
from tests.factories import NOW, Personas, make_personas, sign_in, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
QUESTION = Question(place="San Francisco", community="all", since=2025, until=2025)
ASKED = {"place": "San Francisco", "community": "all", "since": 2025, "until": 2025, "by": "year"}
LATER = NOW + timedelta(hours=1)
Press = Callable[..., Any]


class CheckerHere:
    """The checking process's own job, done in this process, so that it sees the test's database."""

    def __init__(self, doing: Progress | None = None) -> None:
        self.doing, self.left = doing, list[str]()

    def leave(self, job: str, arguments: Mapping[str, Any], *, subject: str, limit: float) -> None:  # noqa: ARG002 - as the real one
        assert job == "check"
        self.left.append(subject)
        checking._check(json.loads(json.dumps(dict(arguments))))

    def glance(self) -> Progress | None:
        return self.doing


class DeafChecker(CheckerHere):
    """A process that doesn't begin, or was killed as soon as it had."""

    def leave(self, job: str, arguments: Mapping[str, Any], *, subject: str, limit: float) -> None:  # noqa: ARG002 - as above
        self.left.append(subject)


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Personas:
    settings.BANYAN_DATA = tmp_path
    settings.LANGUAGES = [("en", "English")]
    employ(monkeypatch, CheckerHere())
    monkeypatch.setattr("banyan.base.clock.now", lambda: NOW)
    return make_personas()


def employ(monkeypatch: pytest.MonkeyPatch, checker: CheckerHere) -> None:
    for module in (queries, actions):
        monkeypatch.setattr(module, "get_checker", lambda: checker)


@pytest.fixture
def press(django_capture_on_commit_callbacks: Any) -> Press:
    """Press the button that proposes, and let what follows a commit follow."""

    def propose_on(client: Client, **asked: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return client.post("/desk/publications/propose/", {**ASKED, **asked})

    return propose_on


def ask(viewer: Viewer, question: Question = QUESTION, now: datetime = NOW, doing: str = "") -> Publication:
    progress = Progress(doing, 3, 32) if doing else None
    return propose_publication(by=viewer, question=question, progress=progress, now=now)


def propose(viewer: Viewer) -> Publication:
    """Proposed, and through the check."""
    made = ask(viewer)
    checking._check({"publication": str(made.pk)})
    made.refresh_from_db()
    return made


def told_to(organisations: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many organisations, each with dozens of reports of every sort."""
    houses = [uuid4() for _ in range(organisations)]
    cells = {"yes|no|no": 41, "yes|yes|yes": 32, "no|no|yes": 37, "no|no|no": 44, "undetermined|undetermined|no": 26}
    told = {"police": 33, "friend": 52, "nobody": 61, "answered": 131, "unanswered": 49}

    def counted(counts: Mapping[str, int]) -> Any:
        rows = tuple(FigureRow(one, "2025", cell, count) for one in houses for cell, count in counts.items())
        return lambda **_asked: rows

    monkeypatch.setattr(figures, "count_rings", counted(cells))
    monkeypatch.setattr(figures, "count_told", counted(told))
    monkeypatch.setattr(figures, "count_effort", counted({}))


def test_what_an_analyst_proposes_another_publishes_and_anyone_reads(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_to(3, monkeypatch)
    made = propose(viewer_of(people.nour))
    assert Client().get(f"/en/picture/{made.pk}/").status_code == 404
    approve_publication(by=viewer_of(people.sol), pk=made.pk, now=LATER)
    page = Client().get(f"/en/picture/{made.pk}/")
    assert page.status_code == 200
    assert f"/en/picture/{made.pk}/" in Client().get("/en/picture/").content.decode()
    found = json.loads(Client().get(f"/en/picture/{made.pk}/json/").content)
    shown = [row for row in found["rows"] if row["measure"] == "community_all_harm" and not row["suppressed"]]
    assert [row["high"] for row in shown] == [540], "three times 180 reports"
    actions = AuditLine.objects.filter(action__startswith="observatory.publication").values_list("action", flat=True)
    assert [action.rpartition(".")[2] for action in actions] == ["propose", "check", "approve"]


def test_the_lists_read_no_drawing(people: Personas) -> None:
    """Each holds every figure in every language; a list says a line of it."""
    made = propose(viewer_of(people.nour))
    approve_publication(by=viewer_of(people.sol), pk=made.pk, now=LATER)
    desk = sign_in(Client(), people.sol)
    for client, address in ((desk, "/desk/publications/"), (Client(), "/en/picture/")):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).content.decode()
        assert f"{made.pk}/" in page
        assert not [one["sql"] for one in asked if '"pictures"' in one["sql"] or '"table"' in one["sql"]]


def test_two_organisations_are_too_few_for_a_joint_number(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    told_to(2, monkeypatch)
    made = propose(viewer_of(people.nour))
    picture = (made.pictures or {})["en"]
    assert not [row for row in picture["rows"] if row["measure"].startswith(("community_", "told_"))]
    assert any("can't be shown to the public" in finding["text"] for finding in picture["findings"])


def test_nobody_approves_their_own(people: Personas) -> None:
    made = propose(viewer_of(people.sol))
    with pytest.raises(OwnProposal):
        approve_publication(by=viewer_of(people.sol), pk=made.pk, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(state="published", decided_by=people.sol, decided_at=LATER)


def test_a_decision_stands(people: Personas) -> None:
    made = propose(viewer_of(people.nour))
    decline_publication(by=viewer_of(people.sol), pk=made.pk, now=LATER)
    with pytest.raises(AlreadyDecided):
        approve_publication(by=viewer_of(people.dana), pk=made.pk, now=LATER)
    assert Client().get(f"/en/picture/{made.pk}/").status_code == 404


def test_what_was_published_meanwhile_calls_for_a_new_check(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    told_to(3, monkeypatch)
    nour = viewer_of(people.nour)
    first = propose(nour)
    second = propose(nour)
    approve_publication(by=viewer_of(people.sol), pk=first.pk, now=LATER)
    with pytest.raises(PublishedMeanwhile):
        approve_publication(by=viewer_of(people.sol), pk=second.pk, now=LATER)


def test_attack_a_clock_set_back_hides_nothing_that_was_published_meanwhile(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Approval waits for its turn with a time it read before, and the checker reads another machine's clock."""
    told_to(3, monkeypatch)
    first, second = propose(viewer_of(people.nour)), ask(viewer_of(people.nour))
    found = draw_for_public(
        viewer=Operator("publication"), question=Question(**second.question), today=NOW.date(), heard=lambda *_: None
    )
    approve_publication(by=viewer_of(people.sol), pk=first.pk, now=NOW - timedelta(hours=1))
    record_check(by=Operator("publication"), pk=second.pk, found=found, now=LATER)
    with pytest.raises(PublishedMeanwhile):
        approve_publication(by=viewer_of(people.sol), pk=second.pk, now=LATER)


def test_attack_a_question_not_marked_for_the_public_draws_no_picture_of_the_desks_for_it(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_to(3, monkeypatch)
    assert not QUESTION.as_public
    found = draw_for_public(viewer=Operator("publication"), question=QUESTION, today=NOW.date(), heard=lambda *_: None)
    assert isinstance(found, ForPublic)
    picture = found.pictures["en"]
    assert picture["question"]["as_public"]
    shown = {row["measure"]: row["high"] for row in picture["rows"] if row["measure"].startswith("community_")}
    assert shown["community_hate_acts"] == 295, "three times 99 reports, rounded"


def test_what_was_checked_beside_all_that_is_published_is_approved(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the clock of whoever approved the first was ahead."""
    told_to(3, monkeypatch)
    first = propose(viewer_of(people.nour))
    approve_publication(by=viewer_of(people.sol), pk=first.pk, now=LATER)
    second = propose(viewer_of(people.nour))
    assert second.checked_beside == [str(first.pk)]
    assert approve_publication(by=viewer_of(people.sol), pk=second.pk, now=LATER).state == "published"


def test_an_advocate_proposes_and_approves_nothing(people: Personas) -> None:
    assert sign_in(Client(), people.mei).post("/desk/publications/propose/", ASKED).status_code == 403
    made = propose(viewer_of(people.nour))
    with pytest.raises(Denied):
        approve_publication(by=viewer_of(people.mei), pk=made.pk, now=LATER)
    assert AuditLine.objects.filter(outcome="denied").count() == 2


def test_drawing_keeps_no_report_waiting(people: Personas, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked of the child is asked outside of every action: on SQLite an action keeps all others waiting."""
    open_now, deepest = len(connection.savepoint_ids), []

    class Checker(CheckerHere):
        def leave(self, *args: Any, **kwargs: Any) -> None:
            deepest.append(len(connection.savepoint_ids))
            super().leave(*args, **kwargs)

        def glance(self) -> Progress | None:
            deepest.append(len(connection.savepoint_ids))
            return None

    employ(monkeypatch, Checker())
    press(sign_in(Client(), people.nour))
    assert set(deepest) == {open_now}
    assert Publication.objects.get().state == "proposed"


def test_the_desk_walks_through_it(people: Personas, press: Press) -> None:
    analyst, steward = sign_in(Client(), people.nour), sign_in(Client(), people.sol)
    led = press(analyst)
    assert led.status_code == 302
    assert "Approve and publish" not in analyst.get(led["Location"]).content.decode()
    assert "Approve and publish" in steward.get(led["Location"]).content.decode()
    steward.post(led["Location"], {"go": "approve"})
    assert Publication.objects.get().state == "published"
    assert "Published" in analyst.get("/desk/publications/").content.decode()


def test_a_press_that_says_neither_decides_nothing(people: Personas) -> None:
    made = propose(viewer_of(people.nour))
    steward, address = sign_in(Client(), people.sol), f"/desk/publications/{made.pk}/"
    for given in ({}, {"go": "aprove"}):
        steward.post(address, given)
        assert Publication.objects.get().state == "proposed"
    steward.post(address, {"go": "decline"})
    assert Publication.objects.get().state == "declined"


def test_years_out_of_order_lose_nothing_that_was_asked(people: Personas) -> None:
    analyst = sign_in(Client(), people.nour)
    asked = {"place": "San Francisco", "community": "asian", "since": 2025, "until": 2019, "by": "year"}
    page = analyst.post("/desk/publications/propose/", asked)
    assert page.status_code == 422
    assert 'value="2019"' in page.content.decode()


def test_a_check_that_takes_too_long_is_refused_in_a_sentence(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    told_to(3, monkeypatch)
    monkeypatch.setattr(drawing, "LIMIT_SECONDS", -1.0)
    made = propose(viewer_of(people.nour))
    assert made.state == "refused"
    page = sign_in(Client(), people.nour).get(f"/desk/publications/{made.pk}/")
    assert "Ask for fewer years" in page.content.decode()
    for asked in ("place=San%20Francisco", "community=all", "since=2025"):  # PostgreSQL keeps no order.
        assert asked in page.content.decode()
    assert "Refresh" not in page


def test_a_place_that_nothing_is_known_of_is_refused_in_every_language(
    people: Personas, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LANGUAGES = [("en", "English"), ("es", "Español")]

    def refuse(**_asked: Any) -> None:
        raise QuestionRefused(f"Not in {get_language()}.")

    monkeypatch.setattr(drawing, "draw_picture", refuse)
    assert propose(viewer_of(people.nour)).refusal == {"en": "Not in en.", "es": "Not in es."}


def test_while_it_is_checked_the_page_says_how_far_it_is_and_asks_for_itself_again(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    analyst = sign_in(Client(), people.nour)
    made = ask(viewer_of(people.nour))
    address = f"/desk/publications/{made.pk}/"
    pages = []
    for doing in (None, Progress(str(made.pk), 14, 36), Progress(str(made.pk), 36, 36), Progress("another", 2, 5)):
        employ(monkeypatch, DeafChecker(doing))
        monkeypatch.setattr(views, "now", lambda: NOW + timedelta(seconds=30))
        page = analyst.get(address)
        assert page["Refresh"] == "3"
        pages.append(page.content.decode())
    for page_text, says in zip(
        pages,
        ("about to begin", "Checked 14 of 36 numbers.", "All 36 numbers are checked.", "about to begin"),
        strict=True,
    ):
        assert says in page_text
    assert "Being checked" in analyst.get("/desk/publications/").content.decode()
    assert Client().get(f"/en/picture/{made.pk}/").status_code == 404


def test_pressing_twice_makes_one_proposal(people: Personas, press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    checker = DeafChecker()
    employ(monkeypatch, checker)
    analyst = sign_in(Client(), people.nour)
    first = press(analyst)
    made = Publication.objects.get()
    checker.doing = Progress(str(made.pk), 1, 32)
    assert press(analyst)["Location"] == first["Location"]
    assert Publication.objects.count() == 1
    assert checker.left == [str(made.pk)], "what is being checked isn't begun again"
    assert AuditLine.objects.filter(action="observatory.publication.propose").count() == 1


def test_one_picture_is_checked_at_a_time(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    made = ask(viewer_of(people.nour))
    other = replace(QUESTION, since=2024)
    with pytest.raises(AnotherChecked):
        ask(viewer_of(people.sol), other, LATER, doing=str(made.pk))
    employ(monkeypatch, CheckerHere(Progress(str(made.pk))))
    page = sign_in(Client(), people.nour).post("/desk/publications/propose/", {**ASKED, "since": 2024}, follow=True)
    assert "Another picture is being checked right now." in page.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(state="checking", question={}, proposed_by=people.sol, proposed_at=NOW)


def test_a_killed_check_says_that_it_stopped_and_can_be_asked_for_again(
    people: Personas, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    employ(monkeypatch, DeafChecker())
    analyst = sign_in(Client(), people.nour)
    monkeypatch.setattr(views, "now", lambda: NOW)
    led = press(analyst)["Location"]
    monkeypatch.setattr(views, "now", lambda: LATER)
    page = analyst.get(led)
    assert "The check stopped before it was done." in page.content.decode()
    assert "Refresh" not in page
    assert "The check stopped" in analyst.get("/desk/publications/").content.decode()
    employ(monkeypatch, CheckerHere())
    again = press(analyst)["Location"]
    assert again != led
    assert sorted(Publication.objects.values_list("state", flat=True)) == ["proposed", "stopped"]
    assert "The check stopped before it was done." in analyst.get(led).content.decode()


def test_a_check_that_fails_says_that_it_stopped(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_asked: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(drawing, "protect_community", lambda *_args, **_kwargs: fail())
    made = ask(viewer_of(people.nour))
    with pytest.raises(ZeroDivisionError):
        checking._check({"publication": str(made.pk)})
    made.refresh_from_db()
    assert made.state == "stopped"


def test_a_check_that_was_given_up_changes_nothing_any_more(people: Personas) -> None:
    made = ask(viewer_of(people.nour))
    operator = Operator("publication")
    stop_check(by=operator, pk=made.pk, now=LATER)
    record_check(by=operator, pk=made.pk, found=NotForPublic({"en": "No."}), now=LATER)
    stop_check(by=operator, pk=made.pk, now=LATER)
    checking._check({"publication": str(made.pk)})
    made.refresh_from_db()
    assert (made.state, made.refusal) == ("stopped", None)


def test_nobody_decides_on_what_isnt_checked(people: Personas) -> None:
    made = ask(viewer_of(people.nour))
    with pytest.raises(NotChecked):
        approve_publication(by=viewer_of(people.sol), pk=made.pk, now=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(state="proposed")


def test_only_the_checking_process_says_what_it_found(people: Personas) -> None:
    made = ask(viewer_of(people.nour))
    member: Any = viewer_of(people.nour)
    with pytest.raises(Denied):
        record_check(by=member, pk=made.pk, found=ForPublic({}, None, ()), now=LATER)
