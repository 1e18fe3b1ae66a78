"""Nobody speaks my language: the same interpreter as on the closed language's page, wherever somebody chooses."""

import pytest
from django.test import Client

from banyan.base.briefly import forget_everything
from banyan.people.actions.interpreters import InterpreterDetails, set_interpreter
from banyan.people.models import ANY
from banyan.site.actions.languages import approve_language
from banyan.site.queries.languages import digest_of
from tests.factories import NOW, OPERATOR, Personas, viewer_of
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
SENTENCE = "If nobody here speaks your language, an interpreter can help you."


@pytest.mark.parametrize("path", ["tell/readers/", "help/", "paper/"])
def test_the_language_s_own_interpreter_stands_there(people: Personas, path: str) -> None:
    fatima = Person()
    fatima.answer("start")
    assert SENTENCE not in fatima.see(path)
    line = InterpreterDetails("Interpreter line (fictional)", "415 555 0100", "415 555 0107", "9–17")
    set_interpreter(by=OPERATOR, language=ANY, contact=line, now=NOW)
    forget_everything()
    page = fatima.see(path)
    assert SENTENCE in page
    for shown in (line.name, 'href="tel:4155550100"', 'href="sms:4155550107"', "9–17"):
        assert shown in page


def test_each_language_s_page_shows_its_own(people: Personas) -> None:
    for code, contact in {
        ANY: InterpreterDetails("Line", "555-0100"),
        "es": InterpreterDetails("Rosa", "555-0103"),
    }.items():
        set_interpreter(by=OPERATOR, language=code, contact=contact, now=NOW)
    approve_language(by=viewer_of(people.dana), language="es", digest=digest_of("es"), now=NOW)
    spanish, english = (Client().get(f"/{code}/help/").content.decode() for code in ("es", "en"))
    assert ("tel:5550103" in spanish, "tel:5550100" in spanish) == (True, False)
    assert ("tel:5550103" in english, "tel:5550100" in english) == (False, True)
