"""Attacks on the public door, each by its name. Others stand beside what they attack: test_receipts, test_files."""

import base64
import secrets
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from banyan.base.clock import now
from banyan.reports.models import Draft, Report, SealedFile
from banyan.reports.queries.drafts import draft_key_of, get_draft
from tests.factories import Personas
from tests.reports.public.person import WORDS, Person
from tests.reports.public.test_files import photo

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
SCRIPT = "<script>alert('Fictional')</script>"


@pytest.mark.parametrize(
    "cookie",
    ["", "x", "\xff\xfe", "A" * 43, "=" * 44, "../../etc/passwd", "A" * 5000, base64.b64encode(bytes(32)).decode()],
)
def test_attack_a_forged_draft_cookie_opens_nothing_and_breaks_nothing(people: Personas, cookie: str) -> None:
    browser = Client(HTTP_HOST="localhost")
    browser.cookies["draft"] = cookie
    browser.cookies["back"] = cookie
    assert browser.get("/en/tell/start/").status_code == 200
    assert browser.get("/en/tell/check/").status_code == 302
    assert browser.get("/en/back/all/").status_code == 302
    assert browser.post("/en/tell/start/", {"go": "next"}).status_code == 303
    assert Draft.objects.using("drafts").count() == 1


def test_attack_an_old_draft_cookie_opens_nothing_after_the_draft_ended(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    old = fatima.browser.cookies["draft"].value
    fatima.browser.get("/leave/")
    thief = Client(HTTP_HOST="localhost")
    thief.cookies["draft"] = old
    assert thief.get("/en/tell/check/").status_code == 302
    assert WORDS not in thief.get("/en/tell/words/", follow=True).content.decode()


def test_attack_a_draft_row_put_in_anothers_place_does_not_open(people: Personas) -> None:
    """Somebody who can write to the store swaps two rows."""
    fatima, thief = Person(), Person()
    fatima.fill_in(people.house)
    thief.answer("start")
    keys = [draft_key_of(one.browser.cookies["draft"].value) for one in (fatima, thief)]
    assert keys[0]
    assert keys[1]
    drafts = Draft.objects.using("drafts")
    drafts.filter(name=keys[1].name).update(sealed=drafts.get(name=keys[0].name).sealed)
    assert thief.browser.get("/en/tell/check/").status_code == 302


def test_attack_a_draft_key_is_no_visit_and_a_visit_key_is_no_draft(people: Personas) -> None:
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    swapped = Client(HTTP_HOST="localhost")
    swapped.cookies["draft"] = fatima.browser.cookies["back"].value
    swapped.cookies["back"] = fatima.browser.cookies["draft"].value
    assert swapped.get("/en/back/all/").status_code == 302
    assert swapped.get("/en/tell/start/").status_code == 200
    assert swapped.get("/en/tell/kept/").status_code == 302


def test_attack_a_giant_form_is_refused_with_kind_words(people: Personas) -> None:
    answer = Client(HTTP_HOST="localhost").post(
        "/en/tell/start/", "wants=" + "x" * 600_000, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert "In danger right now?" in answer.content.decode()


def test_attack_thousands_of_fields_are_refused(people: Personas) -> None:
    given = "&".join(f"f{number}=1" for number in range(1000))
    answer = Client(HTTP_HOST="localhost").post(
        "/en/tell/start/", given, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 400


def test_attack_words_longer_than_any_story_are_kept_out_and_not_lost(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    answer = fatima.answer("words", words="x" * 20_001)
    assert answer.status_code == 422
    assert "x" * 20_001 in answer.content.decode()


def test_attack_a_strange_host_is_refused(people: Personas) -> None:
    assert Client(HTTP_HOST="evil.example").get("/en/").status_code == 400


def test_attack_script_that_somebody_typed_is_never_run_on_their_pages(people: Personas) -> None:
    fatima = Person()
    fatima.answers["words"] = {"words": SCRIPT}
    fatima.answers["contact"] |= {"code_name": SCRIPT}
    fatima.answers["what"] |= {"also_speaks": SCRIPT}
    fatima.fill_in(people.house)
    for path in ("tell/check/", "tell/what/", "tell/words/", "tell/contact/"):
        assert SCRIPT not in fatima.see(path)
    fatima.send()
    fatima.come_back(fatima.receipt())
    fatima.write(Report.objects.get().pk, SCRIPT)
    assert SCRIPT not in fatima.see("back/all/")


@pytest.mark.parametrize("code", ["START", "check%2f", "who/../../desk", "%00", "nothing"])
def test_attack_a_made_up_page_is_absent(people: Personas, code: str) -> None:
    assert Client(HTTP_HOST="localhost").get(f"/en/tell/{code}/").status_code == 404


def test_attack_codes_that_are_not_ours_are_not_stored(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    for step, given in (
        ("what", {"kinds": ["'; drop table"]}),
        ("who", {"for_whom": "x"}),
        ("when", {"neighbourhood": "x"}),
        ("readers", {"organisations": [secrets.token_hex(16)]}),
        ("what", {"speaks": ["xx"]}),
    ):
        assert fatima.answer(step, **given).status_code == 422, step


def test_attack_wearing_out_one_limit_silences_nobody_else(people: Personas) -> None:
    """Dozens of reports and wrong codes from one address: those of others, and even its own, still arrive."""
    for _ in range(8):
        Person(address="198.51.100.9").tell(people.house)
    guesser = Person(address="198.51.100.9")
    for _ in range(35):
        guesser.come_back("0" * 26)
    other = Person(address="198.51.100.10")
    assert other.come_back(other.tell(people.house)).status_code == 303
    assert Report.objects.count() == 9


def test_attack_files_of_one_network_fill_no_disk_and_silence_nobody(people: Personas) -> None:
    """Each of ever new drafts may hold 200 MB for hours. Words and the files of others still arrive."""
    troll = [Person(address="198.51.100.9") for _ in range(35)]
    answers = []
    for one in troll:
        one.answer("start")
        answers.append(one.press("tell/words/", go="add", words=WORDS, file=SimpleUploadedFile("f.jpg", photo())))
    assert [answer.status_code for answer in answers] == [303] * 30 + [422] * 5
    assert "try again in a minute" in answers[-1].content.decode()
    assert SealedFile.objects.count() == 30
    troll[-1].tell(people.house)
    other = Person(address="198.51.100.10")
    other.answer("start")
    added = other.press("tell/words/", go="add", words=WORDS, file=SimpleUploadedFile("f.jpg", photo()))
    assert added.status_code == 303


@override_settings(SESSION_COOKIE_SECURE=True)
def test_attack_a_draft_planted_by_a_neighbouring_site_is_not_written_into(people: Personas) -> None:
    """Any site under the same domain, or a network without TLS, can set a cookie of this name; not one of __Host-."""
    thief, fatima = Person(), Person()
    thief.answer("start")
    planted = thief.browser.cookies["__Host-draft"]
    assert (planted["secure"], planted["path"], planted["domain"]) == (True, "/", "")
    fatima.browser.cookies["draft"] = planted.value
    fatima.fill_in(people.house)
    assert fatima.browser.cookies["__Host-draft"].value != planted.value
    assert WORDS not in str(get_draft(key=draft_key_of(planted.value), now=now()))
    code = fatima.tell(people.house)
    fatima.come_back(code)
    assert fatima.browser.cookies["__Host-back"]["secure"]
    left = fatima.browser.get("/leave/")
    assert [left.cookies[name]["max-age"] for name in ("__Host-draft", "__Host-back")] == [0, 0]
    assert not Draft.objects.using("drafts").exclude(name=draft_key_of(planted.value).name).exists()  # type: ignore[union-attr]


def test_attack_a_draft_that_never_ends_ends(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    assert Draft.objects.using("drafts").get().expires_at <= now() + timedelta(hours=2)
