"""A language opens when somebody of the coalition has read its careful sentences, and closes when one changes."""

from typing import Any

import pytest
from django.test import Client

from banyan.base.briefly import forget_everything
from banyan.base.languages import LANGUAGES
from banyan.base.models import AuditLine
from banyan.partners.rules.seeds import SEEDS
from banyan.people.actions.interpreters import InterpreterDetails, remove_interpreter, set_interpreter
from banyan.people.models import ANY, Coalition
from banyan.site.actions.languages import ChangedMeanwhile, approve_language, close_language
from banyan.site.models import LanguageApproval
from banyan.site.queries.languages import CAREFUL, digest_of, is_open, list_sentences, list_standings
from tests.factories import NOW, OPERATOR, Personas, make_personas, sign_in, viewer_of

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])


@pytest.fixture
def people() -> Personas:
    made = make_personas()
    line = InterpreterDetails("Interpreter line (fictional)", "555-0100")
    set_interpreter(by=OPERATOR, language=ANY, contact=line, now=NOW)
    forget_everything()
    return made


def test_a_drafted_language_shows_the_interpreters_contact(people: Personas) -> None:
    page = Client().get("/es/")
    assert "555-0100" in page.content.decode()
    assert "tell/start" not in page.content.decode()
    assert "tel:5550100" in Client().get("/es/tell/start/").content.decode()


def test_english_is_open_and_can_be_left_in_every_language(people: Personas) -> None:
    assert "tell/start" in Client().get("/en/").content.decode()
    assert Client().get("/leave/").status_code == 303
    assert 'id="leave"' in Client().get("/ar/").content.decode()


def test_a_demonstration_shows_drafts_and_marks_them(people: Personas) -> None:
    Coalition.objects.update(is_demonstration=True)
    forget_everything()
    page = Client().get("/es/").content.decode()
    assert "tell/start" in page
    assert "tag drafted" in page


@pytest.mark.parametrize("is_demonstration", [True, False])
def test_the_desk_says_of_each_language_what_the_door_does(people: Personas, *, is_demonstration: bool) -> None:
    Coalition.objects.update(is_demonstration=is_demonstration)
    forget_everything()
    standings = list_standings(viewer=viewer_of(people.dana))
    assert [one.locale.code for one in standings if one.is_open] == [
        code for code, _name in LANGUAGES if "tell/start" in Client().get(f"/{code}/").content.decode()
    ]
    page = sign_in(Client(), people.dana).get("/desk/languages/").content.decode()
    assert page.count("Open to the public") == (7 if is_demonstration else 1)
    assert page.count("tag drafted") == 6


def test_the_coordinator_opens_a_language_and_closes_it_again(
    people: Personas, django_capture_on_commit_callbacks: Any
) -> None:
    dana = viewer_of(people.dana)
    with django_capture_on_commit_callbacks(execute=True):
        approve_language(by=dana, language="zh-hant", digest=digest_of("zh-hant"), now=NOW)
    page = Client().get("/zh-hant/").content.decode()
    assert "tell/start" in page
    assert "tag drafted" not in page
    with django_capture_on_commit_callbacks(execute=True):
        close_language(by=dana, language="zh-hant", now=NOW)
    assert not is_open("zh-hant")
    actions = AuditLine.objects.filter(action__startswith="site.language").values_list("action", flat=True)
    assert list(actions) == ["site.language.approve", "site.language.close"]


def test_sentences_that_changed_meanwhile_are_not_approved(people: Personas) -> None:
    with pytest.raises(ChangedMeanwhile):
        approve_language(by=viewer_of(people.dana), language="es", digest="0" * 64, now=NOW)
    assert not is_open("es")


def test_an_approval_of_other_sentences_opens_nothing(people: Personas) -> None:
    LanguageApproval.objects.create(language="es", digest="0" * 64, approved_by=people.dana, approved_at=NOW)
    assert not is_open("es")


def test_the_desk_page_shows_every_careful_sentence(people: Personas) -> None:
    client = sign_in(Client(), people.dana)
    page = client.get("/desk/languages/zh-hant/").content.decode()
    sentences = list_sentences("zh-hant")
    assert {one.kind for one in sentences} == set(CAREFUL)
    assert page.count("<dt ") == len(sentences)
    assert client.get("/desk/languages/xx/").status_code == 404


@pytest.mark.parametrize(
    "english",
    [
        "Is there anyone there who should not see this?",
        "Do they know that you are telling us?",
        "Who will keep the receipt code?",
        "Are you safe right now?",
        "Is it safe to leave a voice message?",
        "Also keep the file exactly as it is, as evidence",
        "Trans people answer trans people. They do not call the police or an ambulance unless you agree.",
    ],
)
def test_what_somebody_consents_to_or_is_kept_safe_by_is_a_careful_sentence(english: str) -> None:
    assert english in {one.english for one in list_sentences("es")}


def test_every_place_to_find_help_is_said_in_a_careful_sentence() -> None:
    said = {one.english for one in list_sentences("vi") if one.kind == "emergency"}
    assert {seed.about for seed in SEEDS} <= said


def test_an_advocate_may_not_open_a_language(people: Personas) -> None:
    client = sign_in(Client(), people.mei)
    assert client.get("/desk/languages/").status_code == 403
    assert client.post("/desk/languages/es/", {"go": "approve", "digest": digest_of("es")}).status_code == 403
    assert not is_open("es")


def test_the_desk_names_the_closed_languages_that_nobody_interprets(
    people: Personas, django_capture_on_commit_callbacks: Any
) -> None:
    client = sign_in(Client(), people.sol)
    assert "nobody interprets it" not in client.get("/desk/languages/").content.decode()
    sol, nadia = viewer_of(people.sol), InterpreterDetails("Nadia", "555-0107")
    with django_capture_on_commit_callbacks(execute=True):
        remove_interpreter(by=sol, language=ANY, now=NOW)
        set_interpreter(by=sol, language="ar", contact=nadia, now=NOW)
        approve_language(by=sol, language="es", digest=digest_of("es"), now=NOW)
    page = client.get("/desk/languages/").content.decode()
    assert page.count("nobody interprets it") == 4
    assert "/desk/coalition/#interpreters" in page
    coordinators = sign_in(Client(), people.dana).get("/desk/languages/").content.decode()
    assert "/desk/coalition/" not in coordinators
