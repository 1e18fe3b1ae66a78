"""Entering a report for somebody: quick, once, with a receipt that works."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from banyan.people.models import Member, OrganisationKey
from banyan.people.rules.permissions import Role
from banyan.reports.models import Report, SealedFile
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.reports.rules.steps import STEPS
from banyan.reports.views.desk.entry import TITLES
from tests.factories import MemberFactory, Personas, admit
from tests.reports.desk.telling import CANARY, at_desk
from tests.reports.desk.test_files import PICTURE

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
ENTER = "reports:enter"
ONCE_MORE = "Please choose the files once more"
SHOWN = re.compile(r"<output[^>]*>(.*?)</output>", re.DOTALL)


@pytest.fixture
def walker(people: Personas) -> Member:
    """An outreach worker, who enters reports and reads none."""
    made: Member = MemberFactory.create(name="Wei", organisation=people.house, roles=(Role.OUTREACH,))
    admit([made], by=people.amira)
    return made


def filled(client: Client, **changes: Any) -> dict[str, Any]:
    """The page's hidden receipts, and a few answers."""
    page = client.get(reverse(ENTER)).content.decode()
    codes = dict(re.findall(r'name="(receipt|receipt_of_digits)" value="([^"]+)"', page))
    return {
        **codes,
        "channel": "phone",
        "written_in": "zh-hant",
        "words": CANARY,
        "wants": ["urgent_money"],
        "kinds": ["robbery"],
        "channels": ["phone"],
        "address": "555-0150",
        "speaks": ["yue-x-hoisan"],
        **changes,
    }


def test_mei_enters_a_report_and_its_receipt_opens_it(people: Personas) -> None:
    mei = at_desk(people.mei)
    given = filled(mei)
    page = mei.post(reverse(ENTER), given).content.decode()
    report = Report.objects.get()
    assert (report.channel, report.entered_by, report.written_in) == ("phone", people.mei, "zh-hant")
    assert (report.wants, report.speaks, report.may_contact) == (["urgent_money"], ["yue-x-hoisan"], True)
    assert "answers by Monday, March 2, 6:00 PM" in page
    assert reverse("reports:report", args=[report.pk]) in page
    visit = open_visit(receipt_code=given["receipt"])
    assert visit is not None
    assert list_told(visit=visit)[0].content["words"] == CANARY


def test_a_page_sent_twice_makes_one_report_with_the_same_receipt(people: Personas) -> None:
    mei = at_desk(people.mei)
    given = filled(mei)
    first, second = (mei.post(reverse(ENTER), given).content.decode() for _ in range(2))
    assert Report.objects.count() == 1
    assert SHOWN.findall(first) == SHOWN.findall(second) != []


def test_what_was_changed_before_the_page_was_sent_again_is_said_not_to_be_saved(people: Personas) -> None:
    mei = at_desk(people.mei)
    given = filled(mei)
    first, again = (mei.post(reverse(ENTER), given).content.decode() for _ in range(2))
    changed = mei.post(reverse(ENTER), {**given, "words": "It was two men.", "hidden_from": [str(people.dana.pk)]})
    page = changed.content.decode()
    assert "is not in it" not in first + again
    assert "What you changed since is not in it" in page
    assert "It was two men." in page
    assert CANARY not in page, "it is saved"
    assert "Who can read it has not changed" in page
    assert Report.objects.count() == 1


def test_files_that_are_sent_again_are_to_be_looked_for_on_the_report(people: Personas) -> None:
    mei = at_desk(people.mei)
    given = filled(mei)
    words = "Look on the report whether the files are there"
    assert words not in mei.post(reverse(ENTER), {**given, "files": [photo()]}).content.decode()
    assert words in mei.post(reverse(ENTER), {**given, "files": [photo()]}).content.decode()
    assert words not in mei.post(reverse(ENTER), given).content.decode()


def test_every_question_may_be_left_out(people: Personas) -> None:
    mei = at_desk(people.mei)
    codes = {name: code for name, code in filled(mei).items() if name.startswith("receipt")}
    given = {**codes, "channel": "walk_in", "written_in": "en"}
    assert mei.post(reverse(ENTER), given).status_code == 200
    assert Report.objects.get().wants == []


def test_what_is_to_be_mended_loses_nothing(people: Personas) -> None:
    mei = at_desk(people.mei)
    response = mei.post(reverse(ENTER), filled(mei, date_month="03"))
    assert response.status_code == 422
    assert CANARY in response.content.decode()
    assert not Report.objects.exists()


def test_an_outreach_worker_enters_and_cannot_read(people: Personas, walker: Member) -> None:
    wei = at_desk(walker)
    page = wei.post(reverse(ENTER), filled(wei, channel="outreach")).content.decode()
    report = Report.objects.get()
    assert report.entered_by == walker
    assert reverse("reports:report", args=[report.pk]) not in page
    assert wei.get(reverse("reports:report", args=[report.pk])).status_code == 404
    assert CANARY in at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()


def test_it_can_be_kept_from_a_colleague_and_never_from_everybody(people: Personas) -> None:
    dana = at_desk(people.dana)
    dana.post(reverse(ENTER), filled(dana, hidden_from=[str(people.mei.pk)]))
    report = Report.objects.get()
    assert report.is_restricted
    assert at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).status_code == 404
    response = dana.post(reverse(ENTER), filled(dana, hidden_from=[str(people.mei.pk), str(people.dana.pk)]))
    assert response.status_code == 422
    assert "Nobody would be left" in response.content.decode()


def test_a_code_of_digits_for_who_reads_no_latin_letters(people: Personas) -> None:
    mei = at_desk(people.mei)
    given = filled(mei, numbers_only="on")
    page = mei.post(reverse(ENTER), given).content.decode()
    assert given["receipt_of_digits"].isdecimal()
    assert open_visit(receipt_code=given["receipt_of_digits"]) is not None
    assert open_visit(receipt_code=given["receipt"]) is None
    assert re.sub(r"<[^>]+>|\s", "", SHOWN.findall(page)[0]) == given["receipt_of_digits"]
    given.pop("numbers_only")  # Back, and sent again without it: the report that is there keeps its code.
    assert SHOWN.findall(mei.post(reverse(ENTER), given).content.decode()) == SHOWN.findall(page)
    assert Report.objects.count() == 1


def photo(name: str = "ward.png", content: bytes = PICTURE) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def test_photos_are_added_while_a_report_is_entered(people: Personas) -> None:
    mei = at_desk(people.mei)
    given = filled(mei, channel="hospital")
    for _ in range(2):  # Sent twice: the files too are there once.
        mei.post(reverse(ENTER), given | {"files": [photo(), photo("bed.png")], "keep_original": "on"})
    report = Report.objects.get()
    assert report.attachments.count() == 2
    assert SealedFile.objects.filter(expires_at=None).count() == 4
    assert all(one.original_id and one.is_seen for one in report.attachments.all())
    page = mei.get(reverse("reports:report", args=[report.pk])).content.decode()
    assert "ward.png" in page
    assert "Original, kept as evidence" in page


def test_a_file_that_cannot_be_taken_is_named_and_the_rest_is_kept(people: Personas) -> None:
    mei = at_desk(people.mei)
    response = mei.post(reverse(ENTER), filled(mei, files=[photo(), photo("notes.png", b"no picture at all")]))
    page = response.content.decode()
    assert response.status_code == 422
    assert "notes.png: We cannot" in page
    assert CANARY in page
    assert not Report.objects.exists()
    assert not SealedFile.objects.exists()


@pytest.mark.parametrize(
    ("files", "words"),
    [([b"x"] * 6, "Choose at most five files"), ([bytes(11 * 1024 * 1024)] * 2, "larger than 20 MB together")],
)
def test_too_many_or_too_large_files_are_said_to_be(people: Personas, files: list[bytes], words: str) -> None:
    mei = at_desk(people.mei)
    given = filled(mei, files=[photo(f"{number}.png", content) for number, content in enumerate(files)])
    response = mei.post(reverse(ENTER), given)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_whoever_has_to_mend_something_else_is_asked_for_the_files_again(people: Personas) -> None:
    mei = at_desk(people.mei)
    page = mei.post(reverse(ENTER), filled(mei, written_in="nonsense", files=[photo()])).content.decode()
    assert "Please choose the files once more" in page
    assert "Please choose the files" not in mei.post(reverse(ENTER), filled(mei, written_in="x")).content.decode()


def test_an_outreach_worker_is_told_the_truth_about_who_reads_it(walker: Member) -> None:
    page = at_desk(walker).get(reverse("reports:my_day")).content.decode()
    assert "Only readers they choose" not in page
    assert "It goes to your own organization. They can say who there should not see it." in page


def test_staff_write_any_language_down_and_the_browser_offers_them(people: Personas) -> None:
    mei = at_desk(people.mei)
    page = mei.get(reverse(ENTER)).content.decode()
    assert '<option value="Croatian">' in page
    assert 'list="world"' in page
    mei.post(reverse(ENTER), filled(mei, also_speaks="Croatian and Toishanese"))
    assert Report.objects.get().speaks == ["yue-x-hoisan", "hr"]


def parts_of(page: str) -> list[tuple[str, str]]:
    return re.findall(r"<details class=\"entry-part\"( open)?><summary>([^<]+)</summary>", page)


def test_a_paper_form_is_typed_in_in_its_own_order_with_everything_unfolded(people: Personas) -> None:
    mei = at_desk(people.mei)
    page = mei.get(reverse(ENTER) + "?paper").content.decode()
    in_order = [TITLES[step.code]() for step in STEPS if step.code in TITLES]
    assert [title for _open, title in parts_of(page)] == [*in_order, "Files"]
    assert all(is_open for is_open, _title in parts_of(page))
    assert re.search(r'name="channel" value="paper"[^>]* checked', page)
    called = mei.get(reverse(ENTER)).content.decode()
    assert [title for _open, title in parts_of(called)] == [*(title() for title in TITLES.values()), "Files"]
    assert 'href="?paper"' in called
    assert 'href="/en/paper/"' in called


@pytest.mark.parametrize("who", ["sol", "nour", "amira"])
def test_others_enter_nothing(people: Personas, who: str) -> None:
    assert at_desk(getattr(people, who)).get(reverse(ENTER)).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [{"hidden_from": ["mei", "dana"]}, {"date_month": "03"}, {"channel": "pigeon"}],
    ids=["nobody left", "a date to mend", "a channel that there is not"],
)
def test_chosen_files_are_asked_for_again_whatever_is_to_be_mended(people: Personas, changes: dict[str, Any]) -> None:
    if "hidden_from" in changes:
        changes = {"hidden_from": [str(getattr(people, name).pk) for name in changes["hidden_from"]]}
    mei = at_desk(people.mei)
    response = mei.post(reverse(ENTER), filled(mei, **changes, files=[photo()]))
    assert response.status_code == 422
    assert ONCE_MORE in response.content.decode()


def test_files_are_asked_for_again_where_the_organisation_has_no_key(people: Personas) -> None:
    mei = at_desk(people.mei)
    given = filled(mei, files=[photo()])
    OrganisationKey.objects.filter(organisation=people.house).update(public_key_proof=b"")
    page = mei.post(reverse(ENTER), given).content.decode()
    assert "Your organization has no key yet" in page
    assert ONCE_MORE in page


@pytest.mark.parametrize("others", [0, 1])
def test_beside_a_file_that_is_refused_the_others_are_asked_for_again(people: Personas, others: int) -> None:
    mei = at_desk(people.mei)
    files = [SimpleUploadedFile("b.txt", b"nothing"), *[photo()] * others]
    page = mei.post(reverse(ENTER), filled(mei, files=files)).content.decode()
    assert "We cannot read this kind of file" in page
    assert (ONCE_MORE in page) == bool(others)
