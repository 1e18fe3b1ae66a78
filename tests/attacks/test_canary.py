"""A report full of secrets walks through everything that touches it; then every byte on the disk is read.

The server is a real process whose data, logs, mail and temporary files lie under one directory.
"""

import base64
import re
import shutil
import sqlite3
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from banyan.vault.receipts import parse_receipt
from tests.attacks.search import forms_of, search
from tests.attacks.web import Page, Web
from tests.factories import PASSWORD, code_now
from tests.faults.real import Running, banyan

SECRETS = {
    "words": "Zaunkönig-7731 金絲雀 at dusk",
    "name": "Quillwort Ümbra 8842",
    "address": "fictional-5550-1177@example.org",
    "photo": "EXIF-Wryneck-3395",
    "file name": "Bullfinch-4462",
    "message": "Siskin-6614 schreibt zurück",
    "answer": "Goldcrest-2258 antwortet",
    "note": "Dunnock-9907 in a note",
    "handed": "Wheatear-5561 for a colleague",
    "entered": "Redstart-1186 told by phone",
    "mistyped": "Linnet-5573 was refused",
    "stumbled": "Whinchat-3320 met an error",
    "code of numbers": "Brambling-7719",
}
OUTPUT = re.compile(r"<output[^>]*>(.*?)</output>", re.DOTALL)


@dataclass
class Walk:
    """What the walk left behind: everything under `root`, and the secrets that only it knows."""

    root: Path
    secrets: dict[str, str] = field(default_factory=dict)


def landed(page: Page, *statuses: int) -> Page:
    assert page.status in (statuses or (303,)), (page.status, page.leads_to, page.text[:3000])
    return page


def photo() -> bytes:
    out, tags = BytesIO(), Image.Exif()
    tags[0x010E] = SECRETS["photo"]
    Image.effect_noise((120, 90), 60).convert("RGB").save(out, "JPEG", exif=tags.tobytes(), comment=b"x")
    return out.getvalue()


def tell(port: int, data: Path) -> tuple[Web, str, str]:
    """The whole report, with a refused answer and three provoked errors on the way. Gives the code and the key."""
    web = Web(port)
    web.get("/en/tell/start/")
    landed(web.post("/en/tell/start/", {"go": "next", "wants": "someone_to_talk_to"}))
    landed(web.post("/en/tell/who/", {"go": "next", "for_whom": "self"}))
    page = landed(web.get("/en/tell/readers/"), 200)
    found = re.findall(r'name="organisations" value="([^"]+)"', page.text)
    landed(web.post("/en/tell/readers/", [("go", "next"), *(("organisations", one) for one in found)]))
    refused = landed(web.post("/en/tell/when/", {"go": "next", "occasion": SECRETS["mistyped"]}), 422)
    assert refused.status == 422
    for kind, status in (("bug", 500), ("store", 503), ("disk", 500)):
        (data / "stumble").write_text(kind)
        landed(web.post("/en/tell/words/", {"go": "next", "words": SECRETS["stumbled"]}), status)
    (data / "stumble").unlink()
    words = {"go": "add", "words": (SECRETS["words"] + ". ") * 40, "keep_original": "on"}
    landed(web.upload("/en/tell/words/", words, SECRETS["file name"] + ".jpg", photo()))
    contact = {"go": "next", "channels": "email", "address": SECRETS["address"], "code_name": SECRETS["name"]}
    landed(web.post("/en/tell/words/", {"go": "next", "words": words["words"]}))
    landed(web.post("/en/tell/what/", {"go": "next", "also_speaks": SECRETS["code of numbers"]}))
    landed(web.post("/en/tell/contact/", contact | {"is_safe_now": "yes"}))
    assert SECRETS["words"] in landed(web.get("/en/tell/check/"), 200).text
    key = web.jar["draft"][0]
    landed(web.post("/en/tell/check/", {}))
    shown = OUTPUT.search(landed(web.get("/en/tell/kept/"), 200).text)
    assert shown
    return web, re.sub(r"<[^>]+>|\s", "", shown[1]), key


def come_back(port: int, code: str, *, text: str = "") -> tuple[Web, Page]:
    web = Web(port)
    web.get("/en/back/")
    landed(web.post("/en/back/", {"code": code[:-2]}), 422)
    landed(web.post("/en/back/", {"code": code}))
    page = landed(web.get("/en/back/all/"), 200)
    for report in re.findall(r'formaction="/en/back/([^/]+)/write/"', page.text) if text else ():
        landed(web.post(f"/en/back/{report}/write/", {f"{report}-text": text}))
    page = landed(web.get("/en/back/all/"), 200)
    return web, page


def at_desk(port: int, name: str) -> Web:
    """Signed in by the pages: the password, then the code."""
    web = Web(port)
    web.get("/desk/account/login/")
    landed(web.post("/desk/account/login/", {"login": name, "password": PASSWORD}), 302)
    web.get("/desk/account/code/")
    landed(web.post("/desk/account/code/", {"code": code_now()}), 302)
    landed(web.get("/desk/"), 200)
    return web


def work(port: int, code: str) -> None:
    """An advocate opens, answers, notes, searches, exports and enters; each page really holds what it should."""
    desk = at_desk(port, "mei")
    listed = landed(desk.get("/desk/reports/"), 200)
    address = re.search(r'href="(/desk/reports/[0-9a-f-]{36}/)"', listed.text)
    assert address
    landed(desk.post(address[1] + "claim/", {}), 302)
    opened = landed(desk.get(address[1]), 200).text
    assert [one for one in ("words", "name", "address", "file name", "message") if SECRETS[one] not in opened] == []
    for file in re.findall(r'href="(/desk/reports/[^"]+/files/[^"]+)"', opened):
        landed(desk.get(file), 200, 405)
    landed(desk.post(address[1] + "answer/", {"text": SECRETS["answer"]}), 302)
    landed(desk.post(address[1] + "contact/", {"outcome": "reached", "how": "phone", "note": SECRETS["note"]}), 302)
    assert SECRETS["note"] in landed(desk.get(address[1]), 200).text
    taker = re.search(r'<option value="([0-9a-f-]{36})">Dana', landed(desk.get(address[1] + "hand/"), 200).text)
    assert taker
    landed(desk.post(address[1] + "hand/", {"to": taker[1], "note": SECRETS["handed"]}), 302)
    for words in (SECRETS["name"], SECRETS["words"].split()[0], SECRETS["address"]):
        found = landed(desk.post("/desk/reports/search/", {"q": words}), 200).text
        assert address[1] in found
    landed(desk.post("/desk/reports/export/", {"state": ""}), 403)
    desk.get("/desk/reports/new/")
    given = {name: desk.hidden[name] for name in ("receipt", "receipt_of_digits")}
    given |= {"channel": "phone", "written_in": "en", "words": SECRETS["entered"], "keep_original": "on"}
    landed(desk.post("/desk/reports/new/", given | {"channel": SECRETS["mistyped"]}), 422)
    entered = given | {"code_name": SECRETS["name"]}
    landed(desk.upload("/desk/reports/new/", entered, SECRETS["file name"] + ".jpg", photo(), control="files"), 200)
    coordinator = at_desk(port, "dana")
    assert SECRETS["handed"] in landed(coordinator.get(address[1]), 200).text
    exported = landed(coordinator.post("/desk/reports/export/", {"state": ""}), 200).body.decode("utf-8-sig")
    assert len(exported.splitlines()) > 1
    assert not any(secret in exported for secret in SECRETS.values())
    assert SECRETS["answer"] in come_back(port, code)[1].text


@pytest.fixture(scope="module")
def walk(data: Path, server: Running) -> Walk:
    """Everything somebody and their advocate do, and what an operator runs beside it; while the server still runs."""
    web, code, key = tell(server.port, data)
    assert SECRETS["message"] in come_back(server.port, code, text=SECRETS["message"])[1].text
    work(server.port, code)
    landed(web.post("/en/tell/start/", {"go": "next"}), 302)
    banyan(data, "waiting")
    banyan(data, "audit", "verify")
    banyan(data, "tidy")
    banyan(data, "backup", str(data / "backup.tar"))
    left = Walk(data, dict(SECRETS))
    left.secrets |= {"the receipt": code, "the receipt in groups": "-".join(re.findall("....", code))}
    left.secrets |= {"the receipt, canonical": parse_receipt(code), "the draft's key": key, "a password": PASSWORD}
    return left


def test_attack_whoever_takes_every_disk_finds_no_word_of_a_report(walk: Walk) -> None:
    for place in ("banyan.sqlite3", "drafts.sqlite3", "server.log", "tmp", "backup.tar", "mail"):
        assert (walk.root / place).exists(), place
    assert list(walk.root.glob("*-wal")), "a running server keeps a log beside its records; it was searched too"
    assert search(walk.root, walk.secrets) == []


def test_the_log_says_that_something_went_wrong_and_nothing_more(walk: Walk) -> None:
    log = (walk.root / "server.log").read_text()
    assert "RuntimeError" in log
    assert "OperationalError" in log
    assert "/tell/" not in log


def test_a_canary_in_any_form_would_have_been_found(tmp_path: Path) -> None:
    """The search itself: each form is planted, alone and inside a packed file."""
    for number, (how, form) in enumerate(forms_of(SECRETS["words"]).items()):
        place = tmp_path / f"{number}.bin"
        place.write_bytes(b"\x00before" + form + b"after\xff")
        assert any(how in hit for hit in search(tmp_path, {"words": SECRETS["words"]})), how
        place.unlink()
    for shift in range(3):
        (tmp_path / "encoded").write_bytes(base64.b64encode(b"x" * shift + SECRETS["words"].encode()))
        assert search(tmp_path, {"words": SECRETS["words"]})
    (tmp_path / "encoded").unlink()
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "inner.txt").write_text(SECRETS["words"])
    for packing in ("tar", "gztar", "bztar", "xztar", "zip"):
        made = Path(shutil.make_archive(str(tmp_path / "packed"), packing, tmp_path / "plain"))
        (alone := tmp_path / "alone").mkdir()
        made.rename(alone / made.name)
        assert search(alone, {"words": SECRETS["words"]}), packing
        shutil.rmtree(alone)


@pytest.mark.parametrize("store", ["banyan.sqlite3", "drafts.sqlite3"])
def test_a_canary_in_a_column_would_have_been_found(walk: Walk, tmp_path: Path, store: str) -> None:
    """On a copy of what the walk left: one row written in clear, and one deleted again."""
    copy = tmp_path / store
    shutil.copy(walk.root / store, copy)
    with sqlite3.connect(copy) as records:
        records.execute("CREATE TABLE planted (what TEXT)")
        records.execute("INSERT INTO planted VALUES (?)", (SECRETS["words"] * 50,))
    records.close()
    assert search(tmp_path, {"words": SECRETS["words"]})
