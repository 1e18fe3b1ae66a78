"""A draft as the pages see it: opened with the cookie's key, changed, and sealed again."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from banyan.base import throttle
from banyan.base.audit import Person
from banyan.reports.actions.attachments import await_files
from banyan.reports.actions.drafts import AFTER_SENDING, BRIEF, LIFE, MOST_BYTES, drop_draft, save_draft, start_draft
from banyan.reports.queries.attachments import stored_of
from banyan.reports.queries.drafts import DraftKey, get_draft, is_full
from banyan.reports.queries.receipts import open_visit
from banyan.reports.views.public.cookies import DRAFT, forget_key, give_key, key_in
from banyan.vault.receipts import new_receipt

Alphabet = Literal["letters", "digits"]
# Where Latin letters are a barrier, the receipt is made of digits unless the person asks for letters.
DIGITS_FIRST = frozenset({"zh-hant", "zh-hans", "ar"})
# A hall full of people behind one address begins at once. Whoever comes after very many isn't turned away: what they
# write is kept for a shorter time, until there are tokens again.
BEGUN = throttle.Limit("draft", size=60, seconds_a_token=20)


@dataclass
class OpenDraft:
    """What somebody is writing. `content` is what the sealed row holds; nothing of it is kept anywhere else."""

    request: HttpRequest = field(repr=False)
    now: datetime
    key: DraftKey | None = None
    content: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def is_new(self) -> bool:
        return self.key is None

    @property
    def answers(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self.content.setdefault("answers", {})
        return found

    @property
    def typed(self) -> dict[str, dict[str, Any]]:
        """What stood in a page's controls when it was left without being valid."""
        found: dict[str, dict[str, Any]] = self.content.setdefault("typed", {})
        return found

    @property
    def files(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.content.setdefault("files", [])
        return found

    @property
    def is_sent(self) -> bool:
        return bool(self.content.get("sent"))

    @property
    def fingerprint(self) -> str:
        """Of all that is sent: a page that shows it carries this, and only what it showed is sent from there."""
        told = json.dumps([self.answers, self.content.get("shown"), stored_of(self.files)], sort_keys=True)
        key = self.key.key if self.key else b""
        return hashlib.blake2b(told.encode(), key=key, digest_size=8).hexdigest()

    def read_again(self) -> None:
        """Take what stands there now: while a file was copied, another page may have changed, sent or ended it."""
        if self.key is not None:
            self.content = get_draft(key=self.key, now=self.now) or {"ended": True}

    @property
    def is_over(self) -> bool:
        """Sent, or ended by another page while this one was answered: nothing is added to it any more."""
        return self.is_sent or bool(self.content.get("ended"))

    def choose_alphabet(self, alphabet: Alphabet) -> None:
        """Make the receipt of digits or of letters; once a report went out under it, it stays as it is."""
        if alphabet != self.content.get("alphabet") and open_visit(receipt_code=self.content["receipt"]) is None:
            self.content |= {"receipt": new_receipt(alphabet), "alphabet": alphabet}

    def save(self, response: HttpResponse) -> None:
        """Seal it again, under the same key or a first one. Raises RequestDataTooBig."""
        life = self._choose_life()
        # What came too late stands there once for each reader, and somebody whose report was sent must see the receipt.
        most = None if self.is_sent else MOST_BYTES
        if self.key is None:
            self.key = start_draft(content=self.content, now=self.now, life=life, most=most)
            give_key(response, DRAFT, self.key)
        else:
            save_draft(key=self.key, content=self.content, now=self.now, life=life, most=most)
        if self.files:
            await_files(by=Person(), stored=stored_of(self.files), now=self.now)

    def _choose_life(self) -> timedelta:
        if self.is_sent:
            return AFTER_SENDING
        if self.is_new or self.content.get("brief"):
            client = throttle.client_of(self.request)
            self.content["brief"] = is_full() or not throttle.take(BEGUN, client=client, now=self.now)
        return BRIEF if self.content.get("brief") else LIFE

    def drop(self, response: HttpResponse) -> None:
        if self.key is not None:
            drop_draft(key=self.key)
        forget_key(response, DRAFT)


def open_draft(request: HttpRequest, now: datetime) -> OpenDraft:
    """The draft this cookie opens, or an empty one with a receipt of its own that isn't stored yet."""
    key = key_in(request, DRAFT)
    content = get_draft(key=key, now=now)
    if content is not None:
        return OpenDraft(request, now, key, content)
    alphabet = first_alphabet()
    return OpenDraft(request, now, content={"receipt": new_receipt(alphabet), "alphabet": alphabet})


def first_alphabet() -> Alphabet:
    """What the receipt is made of until the person says otherwise."""
    return "digits" if get_language() in DIGITS_FIRST else "letters"
