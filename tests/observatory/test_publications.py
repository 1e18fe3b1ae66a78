"""One person proposes a picture, another approves it, and anyone reads it, without ever seeing a small number."""

import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.observatory.actions.publications import (
    AlreadyDecided,
    OwnProposal,
    PublishedMeanwhile,
    approve_publication,
    decline_publication,
    propose_publication,
)
from banyan.observatory.charts.kitchen import TookTooLongError
from banyan.observatory.models import Publication
from banyan.observatory.queries import kitchen as child
from banyan.observatory.queries import publications as queries
from banyan.observatory.rules.picture import Question, QuestionRefused
from banyan.people.queries.viewers import Viewer
from banyan.reports import figures
from banyan.reports.figures import FigureRow
from tests.factories import NOW, Personas, make_personas, sign_in, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
QUESTION = Question(place="San Francisco", community="all", since=2025, until=2025)
ASKED = {"place": "San Francisco", "community": "all", "since": 2025, "until": 2025, "by": "year"}
LATER = NOW + timedelta(hours=1)


class KitchenHere:
    """The child's own jobs, done in this process, so that they see the test's database. JSON both ways."""

    def ask(self, job: str, arguments: Mapping[str, Any], *, limit: float | None = None) -> Any:  # noqa: ARG002 - as the real one
        jobs = {"picture": child.draw, "public": child.draw_public}
        return json.loads(json.dumps(jobs[job](json.loads(json.dumps(dict(arguments))))))


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Personas:
    settings.BANYAN_DATA = tmp_path
    settings.LANGUAGES = [("en", "English")]
    monkeypatch.setattr(queries, "get_kitchen", KitchenHere)
    return make_personas()


def propose(viewer: Viewer) -> Publication:
    drawn = queries.draw_for_public(viewer=viewer, question=QUESTION, today=NOW.date())
    return propose_publication(by=viewer, drawn=drawn, now=NOW)


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
    assert list(actions) == ["observatory.publication.propose", "observatory.publication.approve"]


def test_two_organisations_are_too_few_for_a_joint_number(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    told_to(2, monkeypatch)
    made = propose(viewer_of(people.nour))
    rows = [row for row in made.pictures["en"]["rows"] if row["measure"].startswith("community_")]
    assert all(row["suppressed"] or row["high"] is None for row in rows)


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


def test_an_advocate_proposes_and_approves_nothing(people: Personas) -> None:
    assert sign_in(Client(), people.mei).post("/desk/publications/propose/", ASKED).status_code == 403
    made = propose(viewer_of(people.nour))
    with pytest.raises(Denied):
        approve_publication(by=viewer_of(people.mei), pk=made.pk, now=LATER)
    assert AuditLine.objects.filter(outcome="denied").count() == 2


def test_drawing_keeps_no_report_waiting(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked of the child is asked outside of every action: on SQLite an action keeps all others waiting."""
    open_now, deepest = len(connection.savepoint_ids), []

    class Kitchen(KitchenHere):
        def ask(self, *args: Any, **kwargs: Any) -> Any:
            deepest.append(len(connection.savepoint_ids))
            return super().ask(*args, **kwargs)

    monkeypatch.setattr(queries, "get_kitchen", Kitchen)
    sign_in(Client(), people.nour).post("/desk/publications/propose/", ASKED)
    assert deepest == [open_now]
    assert Publication.objects.count() == 1


def test_the_desk_walks_through_it(people: Personas) -> None:
    analyst, steward = sign_in(Client(), people.nour), sign_in(Client(), people.sol)
    led = analyst.post("/desk/publications/propose/", ASKED)
    assert led.status_code == 302
    assert "Approve and publish" not in analyst.get(led["Location"]).content.decode()
    assert "Approve and publish" in steward.get(led["Location"]).content.decode()
    steward.post(led["Location"], {"go": "approve"})
    assert Publication.objects.get().state == "published"
    assert "Published" in analyst.get("/desk/publications/").content.decode()


def test_years_out_of_order_lose_nothing_that_was_asked(people: Personas) -> None:
    analyst = sign_in(Client(), people.nour)
    asked = {"place": "San Francisco", "community": "asian", "since": 2025, "until": 2019, "by": "year"}
    page = analyst.post("/desk/publications/propose/", asked)
    assert page.status_code == 422
    assert 'value="2019"' in page.content.decode()


def test_a_check_that_takes_too_long_is_refused_in_a_sentence(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    class SlowKitchen:
        def ask(self, *_asked: Any, **_limits: Any) -> None:
            raise TookTooLongError

    monkeypatch.setattr(queries, "get_kitchen", SlowKitchen)

    with pytest.raises(QuestionRefused, match="fewer years"):
        queries.draw_for_public(viewer=viewer_of(people.nour), question=QUESTION, today=NOW.date())
