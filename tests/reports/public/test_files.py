"""Photos, recordings and PDFs: cleaned for reading, sealed piece by piece, the original only if it is wanted."""

import hashlib
import re
import tempfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import override_settings
from PIL import Image

from banyan.base import audit, throttle
from banyan.base.cleaning import Cleaned, Kind, NoCopy, Reason, clean
from banyan.base.clock import now
from banyan.reports.actions.attachments import BATCH, Given, clear_expired_files, keep_file
from banyan.reports.actions.drafts import drop_draft
from banyan.reports.forms.files import REFUSALS
from banyan.reports.models import Attachment, Draft, Report, SealedChunk, SealedFile
from banyan.reports.queries.attachments import open_attachment
from banyan.reports.queries.drafts import DraftKey, draft_key_of, get_draft
from banyan.reports.queries.keys import open_data_key
from banyan.reports.views import files as views
from banyan.vault.errors import CannotOpen
from banyan.vault.files import FRAME_SIZE
from tests.factories import NOW, Personas, viewer_of
from tests.reports.public.person import WORDS, Person

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
MARK = "CANARY of Fictional Street"


def photo() -> bytes:
    """A picture whose hidden part says where it was taken."""
    out, tags = BytesIO(), Image.Exif()
    tags[0x010E] = MARK
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG", exif=tags.tobytes())
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "fictional.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo() if content is None else content)


def draft_of(fatima: Person) -> DraftKey:
    key = draft_key_of(fatima.browser.cookies["draft"].value)
    assert key is not None
    return key


def add(fatima: Person, file: SimpleUploadedFile, **rest: str) -> None:
    added = fatima.press("tell/words/", go="add", words=WORDS, file=file, **rest)
    assert (added.status_code, added["Location"]) == (303, "/en/tell/words/"), added.content.decode()


def test_whoever_added_a_file_reads_that_it_arrived_until_they_do_something_else(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    add(fatima, upload())
    arrived = '<p role="status" tabindex="-1" autofocus>Your file is added.'
    assert arrived in fatima.see("tell/words/")
    fatima.press("tell/words/", go="back", words=WORDS)
    assert arrived not in fatima.see("tell/words/")


def test_a_file_that_nobody_has_to_add_is_not_said_to_be_required(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    (control,) = re.findall(r'<input type="file"[^>]*>', fatima.see("tell/words/"))
    assert "required" not in control


def read(people: Personas, which: str = "cleaned") -> tuple[dict[str, object], bytes]:
    report = Report.objects.get(organisation=people.house)
    key = open_data_key(report=report, viewer=viewer_of(people.mei))
    attachment = Attachment.objects.get(report=report)
    details, pieces = open_attachment(data_key=key, attachment=attachment, which=which)  # type: ignore[arg-type]
    return details, b"".join(pieces)


def test_a_photo_is_read_without_its_hidden_parts_and_kept_untouched_as_evidence(people: Personas) -> None:
    fatima, sent = Person(), photo()
    fatima.fill_in(people.house)
    add(fatima, upload(sent), keep_original="on")
    assert "fictional.jpg" in fatima.see("tell/words/")
    assert WORDS in fatima.see("tell/words/")
    assert "fictional.jpg" in fatima.see("tell/check/")
    fatima.send()
    details, cleaned = read(people)
    assert MARK.encode() not in cleaned
    assert Image.open(BytesIO(cleaned)).size == (60, 40)
    assert (details["media_type"], details["name"]) == ("image/jpeg", "fictional.jpg")
    _, original = read(people, "original")
    assert original == sent
    assert details["sha256_original"] == hashlib.sha256(sent).hexdigest()
    assert datetime.fromisoformat(str(details["arrived_at"])).tzinfo == UTC


def test_without_the_tick_no_original_is_kept(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    add(fatima, upload())
    fatima.send()
    assert Attachment.objects.get().original is None
    assert SealedFile.objects.count() == 1


def test_continuing_with_a_chosen_file_takes_it_along(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    moved = fatima.answer("words", words=WORDS, file=upload())
    assert moved["Location"] == "/en/tell/when/"
    assert "fictional.jpg" in fatima.see("tell/words/")


def test_nothing_of_it_lies_in_clear_in_the_database(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    add(fatima, upload(name="canary-name.jpg"), keep_original="on")
    fatima.send()
    stored = b"".join(bytes(one) for one in SealedChunk.objects.values_list("sealed", flat=True))
    stored += b"".join(bytes(one.details) for one in Attachment.objects.all())
    assert MARK.encode() not in stored
    assert b"canary-name" not in stored
    assert b"JFIF" not in stored


def test_both_organisations_open_the_same_stored_file_with_their_own_key(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house, people.elsewhere)
    add(fatima, upload())
    fatima.send()
    assert SealedFile.objects.count() == 1
    theirs = Report.objects.get(organisation=people.elsewhere)
    attachment = Attachment.objects.get(report=theirs)
    key = open_data_key(report=theirs, viewer=viewer_of(people.tomas))
    assert b"".join(open_attachment(data_key=key, attachment=attachment, which="cleaned")[1]) == read(people)[1]
    ours = open_data_key(report=Report.objects.get(organisation=people.house), viewer=viewer_of(people.mei))
    with pytest.raises(CannotOpen):
        open_attachment(data_key=ours, attachment=attachment, which="cleaned")


def test_a_large_file_is_sealed_in_pieces_and_comes_back_whole(people: Personas) -> None:
    big = bytes(range(256)) * 12_000
    given = Given(Cleaned(Kind.AUDIO, "audio/mpeg", "mp3", big, "fictional.mp3", "0" * 64, ()), "fictional.mp3", big)
    keep_file(by=audit.Person(), given=given, now=NOW)
    sizes = [len(bytes(one)) for one in SealedChunk.objects.values_list("sealed", flat=True)]
    assert len(sizes) > 20
    assert max(sizes) < 300_000


def test_a_file_can_be_taken_away_again(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    add(fatima, upload(), keep_original="on")
    stored = Draft.objects.using("drafts").get()
    assert stored
    page = fatima.see("tell/words/")
    pk = page.split('name="remove" value="')[1].split('"')[0]
    assert fatima.press("tell/words/", remove=pk, words=WORDS).status_code == 303
    assert "fictional.jpg" not in fatima.see("tell/words/")
    assert WORDS in fatima.see("tell/words/")
    assert not SealedFile.objects.exists()


def test_a_sixth_file_is_not_taken_and_the_page_says_why(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    with override_settings(BANYAN_MAX_FILES=1):
        add(fatima, upload())
        refused = fatima.press("tell/words/", go="add", words=WORDS, file=upload())
    assert refused.status_code == 422
    assert "five files already" in refused.content.decode()
    assert WORDS in refused.content.decode()


def test_every_reason_for_refusing_has_words() -> None:
    assert set(REFUSALS) == set(Reason)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b"MZ\x90\x00 a program", "We cannot"), (b"\xff\xd8\xff\xe0 cut short", "photo of the screen")],
)
def test_a_file_that_cannot_be_read_is_refused_kindly_and_the_words_stay(
    people: Personas, content: bytes, says: str
) -> None:
    fatima = Person()
    fatima.answer("start")
    refused = fatima.press("tell/words/", go="add", words=WORDS, file=upload(content))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert says in text
    assert WORDS in text
    assert not SealedFile.objects.exists()


def test_attack_a_giant_file_is_refused_and_the_words_stay(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    refused = fatima.press("tell/words/", go="next", words=WORDS, file=upload(bytes(21 * 1024 * 1024)))
    assert refused.status_code == 422
    assert "larger than 20 MB" in refused.content.decode()
    assert WORDS in refused.content.decode()


def test_attack_one_network_has_one_file_copied_at_a_time_and_others_find_a_place(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file may take its copier long, and there are few places. Whoever is asked to wait loses no word and no turn."""
    meanwhile: list[HttpResponse] = []

    def copy(data: bytes, *, name: str) -> Cleaned:
        monkeypatch.setattr(views, "clean", clean)
        meanwhile.extend(send(address) for address in ("198.51.100.9", "198.51.100.10"))
        return clean(data, name=name)

    def send(address: str) -> HttpResponse:
        one = Person(address=address)
        one.answer("start")
        return one.press("tell/words/", go="add", words=WORDS, file=upload())

    monkeypatch.setattr(views, "clean", copy)
    monkeypatch.setattr(views, "FILES", throttle.Limit("file", size=2, seconds_a_token=60))
    first = send("198.51.100.9")
    assert [answer.status_code for answer in (first, *meanwhile)] == [303, 422, 303]
    assert "try again in a minute" in meanwhile[0].content.decode()
    assert WORDS in meanwhile[0].content.decode()
    assert send("198.51.100.9").status_code == 303


def test_attack_one_site_of_ipv6_has_many_households_and_no_more_files_than_a_few_of_them(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A provider hands 65,536 networks to whoever asks. Each of them sends one file."""
    monkeypatch.setattr(views, "SITE_FILES", throttle.Limit("files of a site", size=2, seconds_a_token=15))

    def send(address: str) -> HttpResponse:
        one = Person(address=address)
        one.answer("start")
        return one.press("tell/words/", go="add", words=WORDS, file=upload())

    answers = [send(f"2001:db8:7:{number}::1") for number in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 422]
    assert WORDS in answers[2].content.decode()
    assert send("2001:db8:8::1").status_code == 303
    assert Person(address="2001:db8:7:2::1").tell(people.house)


@pytest.mark.parametrize("way", ["waiting", "sent"])
def test_attack_whoever_fills_the_room_for_files_keeps_out_files_and_no_words(people: Personas, way: str) -> None:
    """From however many addresses, and whether what they added waits or was sent."""
    troll, fatima = Person(address="198.51.100.9"), Person()
    fatima.fill_in(people.house)
    troll.fill_in(people.house)
    add(troll, upload())
    if way == "sent":
        troll.send()
    with override_settings(BANYAN_FILES_ROOM=FRAME_SIZE):
        refused = fatima.press("tell/words/", go="add", words=WORDS, file=upload())
        assert refused.status_code == 422
        assert "no room for files" in refused.content.decode()
        assert WORDS in refused.content.decode()
        assert fatima.send().status_code == 303
        fatima.come_back(fatima.receipt())
        report = Report.objects.get(attachments=None) if way == "sent" else Report.objects.get()
        later = fatima.press(f"back/{report.pk}/file/", file=upload())
        assert later.status_code == 422
        assert "no room for files" in later.content.decode()


def test_room_taken_by_files_that_were_given_up_is_soon_there_again(people: Personas) -> None:
    """Even if nobody tidies: whoever is refused clears some of them away."""
    large = Cleaned(Kind.PHOTO, "image/png", "png", bytes((BATCH + 2) * FRAME_SIZE), "fictional.png", "0" * 64, ())
    keep_file(by=audit.Person(), given=Given(large, "a"), now=now() - timedelta(days=2))
    fatima = Person()
    fatima.answer("start")
    with override_settings(BANYAN_FILES_ROOM=FRAME_SIZE):
        assert fatima.press("tell/words/", go="add", words=WORDS, file=upload()).status_code == 422
        add(fatima, upload())


def test_what_came_in_a_day_ago_takes_none_of_the_room(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    add(fatima, upload())
    fatima.send()
    SealedFile.objects.update(made_at=now() - timedelta(hours=25))
    other = Person()
    other.answer("start")
    with override_settings(BANYAN_FILES_ROOM=FRAME_SIZE):
        add(other, upload())


def test_a_file_that_is_to_go_arrives_not_at_all_and_the_words_do(people: Personas) -> None:
    """It was removed in another tab: large ones go in pieces, so that this one may be half gone."""
    fatima = Person()
    fatima.fill_in(people.house)
    add(fatima, upload())
    SealedFile.objects.update(expires_at=now())
    fatima.answer("contact")
    fatima.send()
    assert not Report.objects.get().attachments.exists()
    assert not SealedFile.objects.filter(expires_at=None).exists()


@pytest.mark.parametrize("meanwhile", ["kept from Mei", "sent", "left"])
def test_attack_a_file_that_is_long_in_coming_undoes_nothing_that_was_done_meanwhile(
    people: Personas, monkeypatch: pytest.MonkeyPatch, meanwhile: str
) -> None:
    fatima = Person()
    fatima.fill_in(people.house)

    def slowly(data: bytes, name: str) -> Cleaned:
        if meanwhile == "kept from Mei":
            fatima.answer("readers", organisations=[str(people.house.pk)], hidden_from=[str(people.mei.pk)])
        elif meanwhile == "sent":
            fatima.send()
        else:
            drop_draft(key=draft_of(fatima))
        return clean(data, name=name)

    monkeypatch.setattr(views, "clean", slowly)
    added = fatima.press("tell/words/", go="add", words=WORDS, file=upload())
    assert added.status_code == 303
    if meanwhile == "kept from Mei":
        assert fatima.send().status_code == 303
        assert Report.objects.get().is_restricted
        assert Report.objects.get().attachments.count() == 1
    elif meanwhile == "sent":
        assert fatima.receipt()
        assert WORDS not in str(get_draft(key=draft_of(fatima), now=now()))
    else:
        assert not Draft.objects.using("drafts").exists()


def test_attack_nor_does_one_that_is_refused_at_last(people: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks for help meanwhile keeps what they typed, and what another page said."""
    fatima = Person()
    fatima.fill_in(people.house)

    def slowly(_data: bytes, name: str) -> Cleaned:
        fatima.answer("readers", organisations=[str(people.house.pk)], hidden_from=[str(people.mei.pk)])
        raise NoCopy(Reason.BUSY)

    monkeypatch.setattr(views, "clean", slowly)
    assert fatima.press("tell/words/", go="help", words=WORDS, file=upload()).status_code == 303
    assert fatima.send().status_code == 303
    assert Report.objects.get().is_restricted


def test_a_network_whose_file_was_refused_can_send_another(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    fatima.press("tell/words/", go="add", words=WORDS, file=upload(b"MZ\x90\x00 a program"))
    add(fatima, upload())


def test_attack_a_body_that_nobody_could_mean_is_not_even_read(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    with override_settings(BANYAN_MAX_BODY_BYTES=1_000_000):
        refused = fatima.press("tell/words/", go="next", words=WORDS, file=upload(bytes(1_100_000)))
    assert refused.status_code == 413
    assert "In danger right now?" in refused.content.decode()


def test_attack_a_name_that_reads_backwards_or_climbs_is_made_plain(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    add(fatima, upload(name="..\\..\\photo\u202egpj.exe"))
    fatima.send()
    assert read(people)[0]["name"] == "photogpj.jpg"


def test_no_upload_ever_becomes_a_temporary_file(
    people: Personas, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    fatima = Person()
    fatima.answer("start")
    noise = BytesIO()
    Image.effect_noise((2400, 2000), 90).convert("RGB").save(noise, "PNG")
    assert len(noise.getvalue()) > 5_000_000
    add(fatima, upload(noise.getvalue(), "large.png"))
    assert list(tmp_path.iterdir()) == []


def test_leaving_removes_files_that_wait(people: Personas) -> None:
    fatima = Person()
    fatima.answer("start")
    add(fatima, upload(), keep_original="on")
    fatima.browser.get("/leave/")
    assert not SealedFile.objects.exists()
    assert not SealedChunk.objects.exists()


def test_files_whose_draft_is_gone_are_cleared_away(people: Personas) -> None:
    fatima, other = Person(), Person()
    fatima.answer("start")
    add(fatima, upload())
    SealedFile.objects.update(expires_at=now() - timedelta(seconds=1))
    other.answer("start")
    add(other, upload())
    assert SealedFile.objects.count() == 1


def test_nobody_waits_while_a_flood_of_large_files_is_cleared_away(people: Personas) -> None:
    large = Cleaned(Kind.PHOTO, "image/png", "png", bytes((BATCH + 1) * FRAME_SIZE), "fictional.png", "0" * 64, ())
    keep_file(by=audit.Person(), given=Given(large, "a"), now=now() - timedelta(days=1))
    whole = SealedChunk.objects.count()
    assert clear_expired_files(by=audit.Person(), now=now()) == (0, True)
    assert SealedChunk.objects.count() == whole - BATCH
    assert clear_expired_files(by=audit.Person(), now=now()) == (1, False)
    assert SealedChunk.objects.count() == 0


def test_words_arrive_even_when_a_waiting_file_is_gone(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    add(fatima, upload())
    SealedFile.objects.all().delete()
    assert fatima.send().status_code == 303
    assert Report.objects.count() == 1
    assert not Attachment.objects.exists()


def test_a_file_can_be_added_later_with_the_receipt(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    fatima.come_back(code)
    report = Report.objects.get()
    assert fatima.press(f"back/{report.pk}/file/", file=upload()).status_code == 303
    assert "fictional.jpg" in fatima.see("back/all/")
    assert Image.open(BytesIO(read(people)[1])).size == (60, 40)
    assert SealedFile.objects.get().expires_at is None


def test_attack_no_file_goes_to_another_persons_report(people: Personas) -> None:
    fatima, thief = Person(), Person()
    fatima.tell(people.house)
    theirs = Report.objects.get()
    thief.come_back(thief.tell(people.house))
    assert thief.press(f"back/{theirs.pk}/file/", file=upload()).status_code == 404
    assert not Attachment.objects.exists()


def test_taking_a_report_back_takes_its_files(people: Personas) -> None:
    fatima = Person()
    fatima.fill_in(people.house)
    add(fatima, upload(), keep_original="on")
    fatima.send()
    fatima.come_back(fatima.receipt())
    fatima.press(f"back/{Report.objects.get().pk}/take-back/")
    assert not Attachment.objects.exists()
    assert not SealedChunk.objects.exists()


def test_whoever_adds_a_file_later_reads_once_that_it_is_there(people: Personas) -> None:
    fatima = Person()
    code = fatima.tell(people.house)
    fatima.come_back(code)
    report = Report.objects.get()
    added = fatima.press(f"back/{report.pk}/file/", file=upload())
    assert (added.status_code, added["Location"]) == (303, "/en/back/all/")
    assert "Your file is added." in fatima.see("back/all/")
    assert "Your file is added." not in fatima.see("back/all/")


def test_a_file_added_twice_by_the_same_press_is_there_once(people: Personas, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    fatima = Person()
    fatima.come_back(fatima.tell(people.house))
    pk = Report.objects.get().pk
    for name, keep in (("a.jpg", ""), ("a.jpg", ""), ("a.jpg", "on"), ("a.jpg", "on")):
        assert fatima.press(f"back/{pk}/file/", file=upload(name=name), keep_original=keep).status_code == 303
    assert Attachment.objects.count() == 2  # With the original it is another.
    assert SealedFile.objects.count() == 3
    Attachment.objects.update(is_seen=True)
    fatima.press(f"back/{pk}/file/", file=upload(), keep_original="on")
    assert Attachment.objects.count() == 3
