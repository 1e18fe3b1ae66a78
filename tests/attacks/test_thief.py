"""Somebody took the database, its backup, the settings and the pepper, knows this code by heart, and has no password.

Every sealed column is tried with every key that can be made of what was taken: the secrets and all that our code
derives of secrets, each stored half, wrap, proof and hash, each stored word as if it were a password or a code. What
opens gives new keys, until nothing more opens. Who also holds the passwords and the codes opens all of it that way, so
the tools are sharp.
"""

import base64
import contextlib
import hashlib
import hmac
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import models

from banyan.base.pepper import key_for
from banyan.people.models import Organisation
from banyan.people.queries.recovery import recovery_binding
from banyan.people.queries.second_factors import SEAL_FORMAT
from banyan.people.queries.viewers import key_wrap_binding
from banyan.reports.models import Contact, FirstLook, Message, Receipt, SealedChunk
from banyan.reports.queries import keys
from banyan.reports.queries.attachments import file_binding
from banyan.reports.queries.search import shard_binding, shard_key_binding
from banyan.vault import receipts
from banyan.vault.envelope import join_parts, unlock
from banyan.vault.errors import CannotOpen, MalformedReceipt, MalformedRecoveryCode
from banyan.vault.files import open_chunks
from banyan.vault.keys import Binding, key_pair_from, open_sealed
from banyan.vault.passwords import unwrap_private_key
from banyan.vault.receipts import new_receipt
from banyan.vault.recovery import recovery_key_pair
from banyan.vault.sealing import seal_text, unseal
from banyan.vault.sessions import open_keyring, read_cookie_key
from banyan.vault.shards import open_shard
from tests.attacks.filled import Filled, fill
from tests.factories import PASSWORD
from tests.house.source import PACKAGE
from tests.house.test_privacy import own_models

pytestmark = pytest.mark.django_db(databases=["default", "drafts"])
KEY = 32
FRAMEWORK = {ContentType, Permission}  # Names of our tables, the same on every server.
TWO = 2  # Rows of a column are sealed alike; two are enough, and every key is tried on each.
FACTORS = "mfa.authenticator.data"
SESSIONS = "sessions.session.session_data"
Key: TypeAlias = bytes | str  # 32 bytes, or a word that somebody might have chosen or been given.
Lock: TypeAlias = Callable[[Key], bytes]
Binder: TypeAlias = Callable[[UUID, UUID], Binding]


@pytest.fixture
def filled() -> Filled:
    return fill()


# --- The locks: how each sealed thing opens, with everything but its key known ----------------------------------------


def with_key(unseal_it: Callable[[Any, bytes, Binding], Any], sealed: Any, binding: Binding) -> Lock:
    def attempt(key: Key) -> bytes:
        if isinstance(key, str):
            raise CannotOpen
        opened = unseal_it(sealed, key, binding)
        return opened if isinstance(opened, bytes) else repr(opened).encode()

    return attempt


def boxed(sealed: bytes, key: bytes, binding: Binding) -> bytes:
    return open_sealed(key_pair_from(key), sealed, binding)


def streamed(file: UUID, key: bytes, binding: Binding) -> bytes:
    return b"".join(open_chunks(SealedChunk.objects.filter(file=file).values_list("sealed", flat=True), key, binding))


def password_of(member: Any) -> Lock:
    def attempt(key: Key) -> bytes:
        if isinstance(key, str) and check_password(key, member.password):
            return key.encode()
        raise CannotOpen

    return attempt


def private_half_of(member: Any) -> Lock:
    """By the words, or by a key in the place of the one that Argon2id makes of them."""
    wrapped = bytes(member.wrapped_private_key)

    def attempt(key: Key) -> bytes:
        if isinstance(key, str):
            return unwrap_private_key(wrapped, key, member.pk)
        return unlock(wrapped[22:], key, join_parts(b"banyan password wrap 1", wrapped[:22], member.pk.bytes))

    return attempt


def read_key(row: Any) -> Lock:
    version = row.organisation_key.version if row.organisation_key else 0
    binding = keys.read_key_binding(
        row.report_id, row.report.organisation_id, key_version=version, member=row.member_id
    )
    return with_key(boxed, bytes(row.sealed), binding)


def person_half(row: Any) -> Lock:
    context = row.pk
    return with_key(
        lambda sealed, key, _: receipts.unwrap_person_key(sealed, key, context), row.wrapped_private_key, NONE
    )


def factor(row: Any) -> list[Lock]:
    """What allauth keeps is JSON; its secrets are sealed, a passkey's public half isn't a secret."""
    sealed = [row.data[name] for name in ("secret", "seed") if name in row.data]
    assert sealed
    bound = Binding(record=row.user_id, field="second_factor", organisation=None, version=2)
    return [with_key(unseal, base64.b64decode(one.removeprefix(SEAL_FORMAT)), bound) for one in sealed]


NONE = Binding(record=UUID(int=0), field="", organisation=None, version=0)
LOCKS: dict[str, Callable[[Any], Lock]] = {
    "people.member.password": password_of,
    "people.member.wrapped_private_key": private_half_of,
    "people.organisationkey.recovery_wrap": lambda row: with_key(
        boxed, row.recovery_wrap, recovery_binding(row.organisation, row.version)
    ),
    "people.keywrap.sealed": lambda row: with_key(boxed, row.sealed, key_wrap_binding(row.key, row.member)),
    "reports.receipt.wrapped_private_key": person_half,
    "reports.report.content": lambda row: with_key(
        unseal, row.content, keys.content_binding(row.pk, row.organisation_id, row.content_version)
    ),
    "reports.report.key_for_person": lambda row: with_key(
        boxed, row.key_for_person, keys.person_key_binding(row.pk, row.organisation_id)
    ),
    "reports.readkey.sealed": read_key,
    "reports.draft.sealed": lambda row: with_key(
        unseal, row.sealed, Binding(UUID(hex=row.name[:32]), "draft", None, 1)
    ),
    "reports.sealedchunk.sealed": lambda row: with_key(streamed, row.file_id, file_binding(row.file_id)),
    "reports.attachment.details": lambda row: with_key(
        unseal, row.details, keys.attachment_binding(row.pk, row.report.organisation_id)
    ),
    "reports.searchshard.sealed_key": lambda row: with_key(
        boxed, row.sealed_key, shard_key_binding(row.pk, row.organisation_key, row.version)
    ),
    "reports.searchshard.sealed": lambda row: with_key(
        open_shard, row.sealed, shard_binding(row.pk, row.organisation_id, row.version)
    ),
    "reports.message.body": lambda row: with_key(
        unseal, row.body, keys.message_binding(row.pk, row.report.organisation_id)
    ),
    "reports.contact.note": lambda row: with_key(
        unseal, row.note, keys.note_binding(row.pk, row.report.organisation_id)
    ),
    "reports.firstlook.content": lambda row: with_key(
        unseal, row.content, keys.look_binding(row.pk, row.report.organisation_id)
    ),
}


def sealed_columns() -> Iterator[tuple[str, Any, str]]:
    for model in own_models():
        for name, label in model.Privacy.items():
            if label == "sealed":
                yield f"{model._meta.label_lower}.{name}", model, name


def rows_of(model: Any) -> models.QuerySet[Any]:
    """Whatever there is, in the store it lies in."""
    found: models.QuerySet[Any] = model._base_manager.all()
    return found


def all_locks(filled: Filled, *, most: int | None = TWO) -> list[tuple[str, Lock]]:
    """Sealed things of each column, under its name. A column without any, or without a lock here, fails."""
    found = []
    for name, model, column in sealed_columns():
        rows = list(rows_of(model).exclude(**{column: None}).order_by("pk")[:most])
        assert rows, f"{name} is empty, so nothing was tried"
        found += [(name, LOCKS[name](row)) for row in rows]
    for row in Authenticator.objects.all():
        found += [(FACTORS, lock) for lock in factor(row)]
    assert FACTORS in {name for name, _lock in found}
    mei = filled.people.mei
    binding = Binding(record=mei.pk, field="desk_session", organisation=None, version=mei.session_turn)
    return [*found, (SESSIONS, with_key(open_keyring, base64.b64decode(filled.session), binding))]


# --- The bunch of keys: whatever can be made of what was taken --------------------------------------------------------


def purposes() -> set[str]:
    """Every purpose and context that our code derives a key with."""
    source = "\n".join(path.read_text() for path in PACKAGE.rglob("*.py"))
    return set(re.findall(r'key_for\("([^"]+)"\)', source)) | set(re.findall(r'b"(banyan [^"]+)"', source))


def from_secrets() -> Iterator[Key]:
    """The settings and the pepper: as they are, hashed, and expanded for every purpose."""
    secrets = [settings.SECRET_KEY.encode(), settings.BANYAN_PEPPER, settings.BANYAN_AUDIT_KEY]
    yield from (settings.SECRET_KEY, settings.BANYAN_PEPPER.hex())
    for secret in secrets:
        yield from (secret, hashlib.sha256(secret).digest())
        for purpose in (one.encode() for one in purposes()):
            yield hmac.new(secret, purpose, hashlib.sha256).digest()
            for salt, info in (
                (None, purpose),
                (settings.BANYAN_PEPPER, purpose),
                (None, b"banyan pepper 1 " + purpose),
            ):
                yield HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=info).derive(secret)


def from_store() -> Iterator[Key]:
    """Every value of every table: a binary one cut where a key may lie, and hashed; a text as somebody's word."""
    for model in apps.get_models():
        for row in rows_of(model).values_list():
            for value in row:
                if isinstance(value, bytes | memoryview):
                    raw = bytes(value)
                    yield from (raw[start : start + KEY] for start in (0, 1, 25, len(raw) - KEY, len(raw) - KEY - 16))
                    yield hashlib.sha256(raw).digest()
                elif isinstance(value, UUID):
                    yield from (value.bytes * 2, hashlib.sha256(value.bytes).digest())
                elif isinstance(value, str) and value and model not in FRAMEWORK:
                    yield value


def made_of(key: Key) -> Iterator[Key]:
    """What a word or a key leads to: a code's keys, and the keys that lie inside something opened."""
    if isinstance(key, bytes):
        return
    for read in (base64.b64decode, read_cookie_key, bytes.fromhex):
        try:
            yield read(key)
        except (ValueError, CannotOpen):
            continue
    with contextlib.suppress(MalformedReceipt):
        yield receipts.derive(key, settings.BANYAN_PEPPER).wrap_key
    for house in Organisation.objects.values_list("pk", flat=True):
        try:
            yield recovery_key_pair(key, house).private
        except MalformedRecoveryCode:
            break


def inside(opened: bytes) -> Iterator[Key]:
    yield opened
    try:
        content = json.loads(opened)
    except ValueError:
        return
    yield from (str(value) for value in (content.values() if isinstance(content, dict) else [content]))


@dataclass
class Thief:
    """Tries each new key on each lock that is still closed, until nothing more opens."""

    locks: list[tuple[str, Lock]]
    tried: set[Key] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)

    def take(self, taken: Iterable[Key]) -> None:
        new = list(taken)
        while new:
            fresh = {one for key in new for one in (key, *made_of(key)) if isinstance(one, str) or len(one) == KEY}
            fresh -= self.tried
            self.tried |= fresh
            new = list(itertools.chain.from_iterable(self._try(fresh)))

    def _try(self, fresh: set[Key]) -> Iterator[Iterator[Key]]:
        closed = []
        for name, lock in self.locks:
            opened = next((found for key in fresh if (found := attempt(lock, key)) is not None), None)
            if opened is None:
                closed.append((name, lock))
                continue
            self.opened.append(name)
            yield inside(opened)
        self.locks = closed

    @property
    def closed(self) -> set[str]:
        return {name for name, _lock in self.locks}


def attempt(lock: Lock, key: Key) -> bytes | None:
    try:
        return lock(key)
    except CannotOpen:
        return None


# --- The attack -------------------------------------------------------------------------------------------------------


def test_every_sealed_column_has_its_lock_here() -> None:
    assert {name for name, _model, _column in sealed_columns()} == set(LOCKS)


def test_attack_the_database_with_settings_and_pepper_opens_no_word_and_no_name(filled: Filled) -> None:
    """Second factors open by design: the server checks them by itself. They lead to nothing else."""
    thief = Thief(all_locks(filled))
    thief.take(from_store())
    assert thief.opened == []
    thief.take(from_secrets())
    assert set(thief.opened) == {FACTORS}
    assert thief.closed == {*LOCKS, SESSIONS}


def test_with_everybodys_passwords_and_codes_the_same_tools_open_everything(filled: Filled) -> None:
    codes = [one.code for one in (filled.mine, filled.other, filled.elsewhere, filled.kept)]
    thief = Thief(all_locks(filled, most=None))
    thief.take([key_for("second factors"), PASSWORD, *codes, filled.people.recovery_code])
    thief.take([filled.draft.key, filled.cookie])
    assert set(thief.opened) == {*LOCKS, FACTORS, SESSIONS}
    assert thief.closed == {"people.organisationkey.recovery_wrap"}  # The other house's, whose paper lies elsewhere.


def test_one_receipt_opens_one_report_and_nothing_of_the_house(filled: Filled) -> None:
    thief = Thief(all_locks(filled, most=None))
    thief.take([filled.mine.code])
    assert (
        thief.opened.count("reports.report.content") == thief.opened.count("reports.receipt.wrapped_private_key") == 1
    )
    assert not {"people.keywrap.sealed", "reports.readkey.sealed", "reports.searchshard.sealed"} & set(thief.opened)


def test_planted_weak_keys_are_found(filled: Filled) -> None:
    """Under a key of the pepper's, under a half that lies in a table, and under a code that somebody noted down."""
    code = new_receipt("letters")
    Organisation.objects.filter(pk=filled.people.house.pk).update(about=code)
    receipt = Receipt.objects.order_by("pk")[0]
    weak: dict[type[models.Model], tuple[str, Binder, bytes]] = {
        Message: ("body", keys.message_binding, key_for("second factors")),
        Contact: ("note", keys.note_binding, bytes(receipt.public_key)),
        FirstLook: ("content", keys.look_binding, receipts.derive(code, settings.BANYAN_PEPPER).wrap_key),
    }
    for model, (column, binding, key) in weak.items():
        row = rows_of(model).order_by("pk")[0]
        setattr(row, column, seal_text("Open to a thief.", key, binding(row.pk, row.report.organisation_id)))
        row.save()
    thief = Thief(all_locks(filled))
    thief.take([*from_store(), *from_secrets()])
    planted = {f"{model._meta.label_lower}.{column}": 1 for model, (column, _binding, _key) in weak.items()}
    assert {name: thief.opened.count(name) for name in planted} == planted
