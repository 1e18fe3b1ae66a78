"""Coming back with a receipt: reading, answering, and taking it back."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt

from banyan.base import audit
from banyan.base.clock import now
from banyan.base.models import AuditLine
from banyan.reports.actions.visits import withdraw_report
from banyan.reports.forms.visits import CodeForm
from banyan.reports.models import Attachment, Coding, Draft, Message, ReadKey, Receipt, Report, SealedChunk, SealedFile
from banyan.reports.queries.keys import attachment_binding, message_binding, open_data_key
from banyan.reports.queries.receipts import Told, open_visit
from banyan.vault import envelope
from banyan.vault.receipts import new_receipt
from banyan.vault.sealing import seal_json, seal_text, unseal_text
from tests.factories import NOW, Personas, viewer_of
from tests.reports.public.person import Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def test_both_sides_write_and_read(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    report = Report.objects.get()
    key = open_data_key(report=report, viewer=viewer_of(people.mei))
    message = Message(report=report, number=1, written_by=people.mei, written_at=NOW)
    message.body = seal_text("Fictional. I am Mei. Are you safe?", key, message_binding(message.pk, people.house.pk))
    message.save()
    assert fatima.come_back(code)["Location"] == "/en/back/all/"
    assert "I am Mei. Are you safe?" in fatima.see("back/all/")
    assert fatima.write(report.pk, "Yes, at home.").status_code == 303
    assert "Yes, at home." in fatima.see("back/all/")
    mine = Message.objects.get(number=2)
    assert unseal_text(bytes(mine.body), key, message_binding(mine.pk, people.house.pk)) == "Yes, at home."


def test_a_message_goes_into_one_thread_only(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house, people.elsewhere)
    fatima.come_back(code)
    ours = Report.objects.get(organisation=people.house)
    fatima.write(ours.pk, "Only for Jade Lantern House.")
    assert Message.objects.get().report == ours


def test_the_page_names_who_can_read_it_and_since_when(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house, hidden_from=(str(people.mei.pk),))
    fatima.come_back(code)
    page = fatima.see("back/all/")
    assert "Dana (fictional)" in page
    assert "Mei (fictional)" not in page


@pytest.mark.parametrize("spoil", [str.lower, lambda code: f"  {code.replace('-', ' ')} ", lambda code: code])
def test_the_code_may_be_typed_in_many_ways(people: Personas, spoil: object) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    assert callable(spoil)
    assert fatima.come_back(spoil(code)).status_code == 303


def test_native_digits_open_too(people: Personas) -> None:
    amina = Person("ar")
    amina.answers["contact"] |= {"numbers_only": "on"}
    code = amina.tell(people.house)
    assert amina.come_back(code.translate(ARABIC)).status_code == 303


def test_attack_a_receipt_opens_nothing_of_another_person(people: Personas) -> None:
    """Every address with somebody else's report in it answers as if there were none."""
    fatima, thief = Person(), Person()
    fatima.tell(people.house)
    theirs = Report.objects.get()
    thief.come_back(thief.tell(people.house))
    for path in (f"back/{theirs.pk}/write/", f"back/{theirs.pk}/take-back/"):
        assert thief.press(path, text="Let me in.").status_code == 404
        assert thief.browser.get(thief.url(path)).status_code in {404, 405}
    assert not Message.objects.exists()
    theirs.refresh_from_db()
    assert theirs.state == "waiting"


def test_attack_without_the_cookie_no_address_opens_anything(people: Personas) -> None:
    Person().tell(people.house)
    stranger, report = Person(), Report.objects.get()
    assert stranger.browser.get("/en/back/all/")["Location"] == "/en/back/"
    assert stranger.write(report.pk, "Hello").status_code == 422
    assert not report.messages.exists()
    for path in ("file", "take-back"):
        assert stranger.press(f"back/{report.pk}/{path}/")["Location"] == "/en/back/"
    report.refresh_from_db()
    assert report.state == "waiting"


def test_attack_guessing_costs_the_same_work_and_teaches_nothing(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Timing by construction: a wrong code asks the same questions, and tries as many locks as the right one."""
    code = Person().tell(people.house)
    tries: list[int] = []
    try_lock = crypto_aead_xchacha20poly1305_ietf_decrypt

    def counted(sealed: bytes, *rest: bytes) -> bytes:
        tries.append(len(sealed))
        return bytes(try_lock(sealed, *rest))

    monkeypatch.setattr(envelope, "crypto_aead_xchacha20poly1305_ietf_decrypt", counted)
    asked = []
    for guess in (code, new_receipt("letters"), new_receipt("digits")):
        tries.clear()
        with CaptureQueriesContext(connection) as captured:
            assert bool(open_visit(receipt_code=guess)) == (guess == code)
        statements = [re.sub(r"X?'[^']*'", "?", query["sql"]) for query in captured.captured_queries]
        asked.append((statements, list(tries)))
    assert asked[0] == asked[1] == asked[2]
    assert asked[0][1] == [48]  # One lock, around a key and its tag.
    pages = [Person().come_back(new_receipt("letters")).content.decode() for _ in range(2)]
    assert re.sub(r'value="[^"]*"', "", pages[0]) == re.sub(r'value="[^"]*"', "", pages[1])


def test_the_code_is_typed_left_to_right_in_every_language_as_it_stands_on_the_receipt() -> None:
    control = re.search(r'<input[^>]*name="code"[^>]*>', Client().get("/en/back/").content.decode())
    assert control is not None
    assert 'dir="ltr"' in control[0]


def test_a_mistyped_code_is_told_apart_from_an_unknown_one(people: Personas) -> None:
    code = new_receipt("letters")
    assert "not right" in Person().come_back(code[:-1] + ("2" if code[-1] != "2" else "3")).content.decode()
    assert "No report opens" in Person().come_back(new_receipt("letters")).content.decode()


@pytest.mark.parametrize(
    ("typed", "right", "counted"),
    [
        ("ABC", 21, 3),
        ("abc-def ghu", 21, 9),
        ("7" * 20, 21, 20),
        ("7" * 25, 26, 25),
        ("٧" * 27, 26, 27),
        ("K" * 22, 21, 22),
    ],
)
def test_a_code_that_is_too_short_or_too_long_is_counted(typed: str, right: int, counted: int) -> None:
    """From its shape alone: nothing that was typed is looked up."""
    says = str(CodeForm({"code": typed}).errors["code"][0])
    assert says == f"A code has {right} letters and numbers in all. Here we count {counted}. Please look at it again."


def test_many_wrong_codes_wait_but_reports_still_get_through(people: Personas) -> None:
    guesser = Person()
    answers = [guesser.come_back(new_receipt("letters")).content.decode() for _ in range(32)]
    assert "Please wait a minute" in answers[-1]
    assert "Please wait a minute" not in answers[0]
    guesser.tell(people.house)
    assert Report.objects.count() == 1


def test_a_visit_ends_after_a_quarter_of_an_hour(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    fatima.see("back/all/")
    Draft.objects.using("drafts").update(expires_at=now() - timedelta(seconds=1))
    assert fatima.browser.get("/en/back/all/")["Location"] == "/en/back/"


def test_closing_the_visit_ends_it(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    fatima.press("back/end/")
    assert fatima.browser.get("/en/back/all/")["Location"] == "/en/back/"


def test_taking_it_back_says_first_what_goes_and_what_remains(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    page = fatima.see(f"back/{Report.objects.get().pk}/take-back/")
    assert page.index("What is erased for ever") < page.index("What remains") < page.index("Yes, take it back")
    assert Report.objects.get().content is not None


def test_taking_it_back_removes_words_files_keys_and_messages_and_keeps_counts(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    report = Report.objects.get()
    stored = SealedFile.objects.create(made_at=NOW)
    SealedChunk.objects.create(file=stored, number=0, sealed=b"sealed")
    key = open_data_key(report=report, viewer=viewer_of(people.mei))
    file = Attachment(report=report, kind="photo", cleaned=stored, added_at=NOW)
    file.details = seal_json({"name": "fictional.jpg"}, key, attachment_binding(file.pk, people.house.pk))
    file.save()
    fatima.come_back(code)
    fatima.write(report.pk, "One more thing.")
    assert fatima.press(f"back/{report.pk}/take-back/").status_code == 200
    report.refresh_from_db()
    assert (report.state, report.content, report.key_for_person, report.receipt) == ("withdrawn", None, None, None)
    for kind in (ReadKey, Message, Attachment, SealedFile, SealedChunk, Receipt):
        assert not kind.objects.exists(), kind
    assert Coding.objects.get().kinds == ["threats"]
    assert AuditLine.objects.filter(action="reports.report.withdraw", subject=str(report.pk)).count() == 1
    assert fatima.come_back(code).status_code == 422


def test_taking_it_back_from_one_leaves_it_with_the_other(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house, people.elsewhere)
    fatima.come_back(code)
    ours = Report.objects.get(organisation=people.house)
    fatima.press(f"back/{ours.pk}/take-back/")
    theirs = Report.objects.get(organisation=people.elsewhere)
    assert theirs.content is not None
    page = fatima.see("back/all/")
    assert "Harbour Kitchen" in page
    assert "Jade Lantern" not in page


def test_once_it_is_taken_back_the_receipt_page_promises_nothing_any_more(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house, people.elsewhere)
    assert fatima.see("tell/kept/").count("It may take longer than a week.") == 2
    fatima.come_back(code)
    fatima.press(f"back/{Report.objects.get(organisation=people.house).pk}/take-back/")
    assert fatima.browser.get("/en/tell/kept/")["Location"] == "/en/tell/start/"


def test_a_file_that_another_organisation_still_has_stays(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house, people.elsewhere)
    stored = SealedFile.objects.create(made_at=NOW)
    for report in Report.objects.all():
        Attachment.objects.create(report=report, kind="photo", details=b"sealed", cleaned=stored, added_at=NOW)
    visit = open_visit(receipt_code=code)
    assert visit is not None
    ours, theirs = (Report.objects.get(organisation=one) for one in (people.house, people.elsewhere))
    told = Told(ours, b"", {}, (), (), ())
    withdraw_report(by=audit.Person(), visit=visit, told=told, now=NOW)
    assert SealedFile.objects.filter(pk=stored.pk).exists()
    withdraw_report(by=audit.Person(), visit=visit, told=Told(theirs, b"", {}, (), (), ()), now=NOW)
    assert not SealedFile.objects.exists()


def test_whoever_presses_twice_reads_again_that_it_was_taken_back(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house, people.elsewhere))
    report = Report.objects.get(organisation=people.house)
    for _ in range(2):
        page = fatima.press(f"back/{report.pk}/take-back/")
        assert page.status_code == 200
        assert "It has been taken back." in page.content.decode()
        assert "See the rest" in page.content.decode()
    assert fatima.browser.get(f"/en/back/{report.pk}/take-back/").status_code == 404
    assert fatima.press(f"back/{people.house.pk}/take-back/").status_code == 404
