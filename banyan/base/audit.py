"""The audit trail: who did what to which record, one hash chain per organisation and one for the coalition.

Each line's digest is an HMAC over the line and the digest before it, keyed from the server's pepper, so that someone
who can write to the database but doesn't hold the pepper can't forge a chain. Lines hold codes and identifiers only:
never a name, a narrative or a contact.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max

from banyan.base.clock import to_hour
from banyan.base.models import LONGEST_SUBJECT, AuditChain, AuditLine
from banyan.base.rows import insert

COALITION = "coalition"
GENESIS = "0" * 64
# Written out, because every action ends with them while nobody else can write.
END = "SELECT sequence, digest FROM base_auditchain WHERE chain = %s"
MOVE = "UPDATE base_auditchain SET sequence = %s, digest = %s WHERE chain = %s"


class Actor(Protocol):
    """Whoever does something: a member of staff, a person with a receipt, or the operator's command."""

    @property
    def actor_code(self) -> str:
        """A stable code that names nobody who reported: `member:<uuid>`, `person`, `operator:<command>`."""


@dataclass(frozen=True, slots=True)
class Person:
    """The person who reports. They are never told apart in the trail, and their hour is all it keeps."""

    actor_code: str = "person"


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs a command on the server."""

    command: str

    @property
    def actor_code(self) -> str:
        return f"operator:{self.command}"


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a chain doesn't hold, and how."""

    chain: str
    sequence: int
    reason: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A chain that was walked: how many lines it should have, and where it doesn't hold."""

    lines: int
    broken: tuple[Broken, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of a chain at some moment."""

    sequence: int
    digest: str


NOTHING_NOTED: Mapping[str, Head] = MappingProxyType({})


def _digest(line: AuditLine, previous: str) -> str:
    body = json.dumps(
        [
            previous, line.chain, line.sequence, line.at.isoformat(), line.actor, line.action, line.subject,
            line.outcome, line.details,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )  # fmt: skip
    return hmac.new(settings.BANYAN_AUDIT_KEY, body.encode(), hashlib.sha256).hexdigest()


def record(
    *,
    by: Actor,
    action: str,
    now: datetime,
    chain: str | UUID = COALITION,
    subject: str | UUID = "",
    outcome: AuditLine.Outcome = AuditLine.Outcome.DONE,
    details: Mapping[str, str | int | bool | list[str]] | None = None,
) -> AuditLine:
    """Append one line to a chain, inside the caller's transaction.

    A subject that is too long is cut: it may be a piece of an address that somebody typed.
    """
    with transaction.atomic(savepoint=False):
        head = _lock_head(str(chain))
        line = AuditLine(
            chain=str(chain),
            sequence=head.sequence + 1,
            at=to_hour(now) if isinstance(by, Person) else now,
            actor=by.actor_code,
            action=action,
            subject=str(subject)[:LONGEST_SUBJECT],
            outcome=outcome,
            details=dict(details or {}),
        )
        line.digest = _digest(line, head.digest)
        insert(line)
        with connection.cursor() as cursor:
            cursor.execute(MOVE, [line.sequence, line.digest, line.chain])
    return line


def details_of(*, action: str, subject: str | UUID, chain: str | UUID = COALITION) -> Mapping[str, Any] | None:
    """What the newest line of this kind about a subject says; None where there is none that this server wrote."""
    found = AuditLine.objects.filter(chain=str(chain), action=action, subject=str(subject))
    line = found.filter(outcome=AuditLine.Outcome.DONE).order_by("-sequence").first()
    if line is None:
        return None
    before = AuditLine.objects.filter(chain=line.chain, sequence=line.sequence - 1).first()
    written = _digest(line, before.digest if before else GENESIS)
    details: Mapping[str, Any] = line.details
    return details if hmac.compare_digest(line.digest, written) else None


def _lock_head(chain: str) -> "Head":
    """Where a chain ends. Nobody else can add to it before this transaction is over."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        found = cursor.execute(END + lock, [chain]).fetchone()
    if found is None:
        AuditChain.objects.get_or_create(chain=chain, defaults={"digest": GENESIS})
        return _lock_head(chain)
    return Head(*found)


def get_head(chain: str) -> Head:
    """Where a chain ends now; one that holds nothing yet ends at its beginning."""
    found = AuditChain.objects.filter(chain=chain).first()
    return Head(found.sequence, found.digest) if found else Head(0, GENESIS)


def check_chain(chain: str) -> Checked:
    """Walk one chain as long as it is now. Nobody has to wait for it: what is added meanwhile isn't looked at."""
    head = AuditChain.objects.filter(chain=chain).first()
    broken = tuple(_verify_chain(chain, head)) if head or AuditLine.objects.filter(chain=chain).exists() else ()
    return Checked(head.sequence if head else 0, broken)


def list_heads() -> dict[str, Head]:
    """Where every chain ends now. Kept outside the database, they let a later `verify` find a tail that was cut off."""
    return {head.chain: Head(head.sequence, head.digest) for head in AuditChain.objects.all()}


def verify(noted: Mapping[str, Head] = NOTHING_NOTED) -> Iterator[Broken]:
    """Walk every chain and yield each line that was changed, is missing or stands in another place.

    Somebody who may write to the database could cut off a tail and put the older head back with it: the chain then
    holds by itself. Heads that were noted elsewhere before give that away.
    """
    chains = set(AuditLine.objects.values_list("chain", flat=True).distinct())
    heads = {head.chain: head for head in AuditChain.objects.all()}
    for chain in sorted(chains | set(heads) | set(noted)):
        yield from _verify_chain(chain, heads.get(chain))
        seen = noted.get(chain)
        if seen and not AuditLine.objects.filter(chain=chain, sequence=seen.sequence, digest=seen.digest).exists():
            yield Broken(chain, seen.sequence, "not what it was when it was noted")


def _verify_chain(chain: str, head: AuditChain | None) -> Iterator[Broken]:
    previous, expected = GENESIS, 1
    lines = AuditLine.objects.filter(chain=chain)
    walked = lines.filter(sequence__lte=head.sequence) if head else lines
    for line in walked.order_by("sequence").iterator():
        if line.sequence != expected:
            yield Broken(chain, expected, "missing")
        elif line.digest != _digest(line, previous):
            yield Broken(chain, line.sequence, "changed")
        previous, expected = line.digest, line.sequence + 1
    if head is None or head.sequence != expected - 1 or head.digest != previous:
        yield Broken(chain, expected, "the end is missing")
        return
    newest: int = lines.aggregate(newest=Max("sequence"))["newest"] or 0
    if newest > get_head(chain).sequence:  # In this order: a line and its head are written together.
        yield Broken(chain, newest, "not where the chain ends")
