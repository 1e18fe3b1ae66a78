"""The pages of a picture: a finding over each figure, what to keep in mind always in the text, made-up data marked."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from banyan.observatory.models import Publication
from banyan.observatory.rules.picture import Picture
from tests.factories import NOW, make_personas, sign_in
from tests.observatory.charts.sample import picture

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


@pytest.fixture(autouse=True)
def _drawings(settings: Any, tmp_path: Path) -> None:
    settings.BANYAN_DATA = tmp_path


def publish(shown: dict[str, Any]) -> Publication:
    people = make_personas()
    return Publication.objects.create(
        state="published",
        question=shown["question"],
        pictures={"en": shown},
        proposed_by=people.nour,
        proposed_at=NOW,
        decided_by=people.sol,
        decided_at=NOW,
    )


def read(found: Publication) -> str:
    response = Client().get(f"/en/picture/{found.pk}/")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_everything_folded_is_in_the_text_and_stands_outside_its_fold() -> None:
    page = read(publish(picture().to_json_dict()))

    for finding in picture().findings:
        assert finding.text in page
        for caveat in finding.caveats:
            assert caveat in page
    for fold in re.findall(r'<details class="fold">(.*?)</details>', page, re.DOTALL):
        assert re.fullmatch(r"\s*<summary>[^<]+</summary>\s*", fold), "a closed fold would be missing on paper"


def test_every_figure_has_its_table_source_and_mark() -> None:
    page = read(publish(picture().to_json_dict()))

    figures = re.findall(r'<figure class="story".*?</figure>', page, re.DOTALL)
    assert len(figures) == 3
    for figure in figures:
        assert "<table>" in figure
        assert "Source: " in figure
        assert "n = " in figure
        assert "Demonstration data" in figure


def test_real_numbers_carry_no_demonstration_mark() -> None:
    shown = json.loads(json.dumps(picture(demonstration=False).to_json_dict()))
    for source in shown["sources"]:
        source["demonstration"] = False

    assert "Demonstration data" not in read(publish(shown))


def test_a_proposal_links_to_no_files_that_are_not_there() -> None:
    found = publish(picture().to_json_dict())
    Publication.objects.update(state="proposed", decided_by=None, decided_at=None)

    page = sign_in(Client(), found.proposed_by).get(f"/desk/publications/{found.pk}/").content.decode()

    assert "/svg/" not in page
    assert "/pdf/" not in page


def test_the_desk_shows_the_same_page_with_its_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(**_asked: Any) -> Picture:
        return picture()

    monkeypatch.setattr("banyan.observatory.views.desk.ask_picture", ask)

    page = sign_in(Client(), make_personas().nour).get("/desk/picture/").content.decode()

    assert page.count('<figure class="story"') == 3
    assert 'name="since"' in page
    assert "Propose it for publication" in page
    assert "<title>Picture</title>" in page
