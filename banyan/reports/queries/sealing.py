"""Sealing what somebody sends, before it is stored: while a report is being stored, nobody else can write.

Nothing here is kept or changed. It ends in rows that `submit_report` stores, or that nobody ever sees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from banyan.base.clock import to_hour
from banyan.people.models import Organisation
from banyan.reports.models import Coding, Receipt, Report
from banyan.reports.queries.calendars import get_calendar
from banyan.reports.queries.keys import content_binding, person_key_binding, prove_data_key
from banyan.reports.queries.resends import marks_of
from banyan.reports.rules.answers import PUBLIC_FORM, Coded, Given, part_answers
from banyan.reports.rules.clocks import promise
from banyan.reports.rules.states import State
from banyan.vault.keys import generate_key_pair, seal_to
from banyan.vault.receipts import ReceiptKeys, derive, handle_hash, wrap_person_key
from banyan.vault.sealing import new_data_key, seal_json

Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Reader:
    """An organisation the person chose, and whom of its staff they named as someone who should not see the report.

    With `only`, nobody there but these may: the person was shown their names, and not those of others.
    """

    organisation: Organisation
    hidden_from: frozenset[UUID] = frozenset()
    only: frozenset[UUID] | None = None
    names: Mapping[UUID, str] = field(default_factory=dict)  # As those of them were called who were shown.

    @property
    def kept_from(self) -> dict[str, list[str]]:
        """Whom it is kept from, as it is sealed."""
        kept = {"hidden_from": self.hidden_from or None, "only": self.only}
        return {name: sorted(map(str, members)) for name, members in kept.items() if members is not None}

    @property
    def is_restricted(self) -> bool:
        return bool(self.hidden_from) or self.only is not None


@dataclass(frozen=True, slots=True)
class NewFile:
    """A cleaned file, already stored sealed, and the details that unlock it."""

    kind: str
    cleaned: UUID
    original: UUID | None
    details: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedReport:
    """A report to one organisation. Its key for the person is sealed to the pair that came with it."""

    reader: Reader
    report: Report
    coding: Coding
    data_key: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sending:
    """All that one person sends under one code, sealed and not stored yet."""

    receipt: Receipt
    keys: ReceiptKeys = field(repr=False)
    reports: tuple[SealedReport, ...]
    files: tuple[NewFile, ...]


def seal_sending(
    *,
    receipt_code: str,
    answers: Answers,
    readers: Sequence[Reader],
    written_in: str,
    files: Sequence[NewFile] = (),
    channel: str = PUBLIC_FORM,
    is_burst: bool = False,
    now: datetime,
) -> Sending:
    """Seal it to each organisation with a key of its own, and to a new pair of keys that the code opens."""
    keys, pair, hour = derive(receipt_code, settings.BANYAN_PEPPER), generate_key_pair(), to_hour(now)
    receipt = Receipt(handle_hash=handle_hash(keys.handle), public_key=pair.public, made_at=hour)
    receipt.wrapped_private_key = wrap_person_key(pair.private, keys.wrap_key, receipt.pk)
    given, stored = part_answers(answers), [file.cleaned for file in files]
    sealed = []
    for reader in readers:
        marks = marks_of(keys=keys, given=given, kept_from=reader.kept_from, files=stored)
        one = _seal(reader, receipt, given, marks, hour)
        one.report.written_in, one.report.channel, one.report.is_burst = written_in, channel, is_burst
        sealed.append(one)
    return Sending(receipt, keys, tuple(sealed), tuple(files))


def key_for_person(report: Report, public_key: bytes, data_key: bytes) -> bytes:
    """The key of a report, sealed to the person's."""
    return seal_to(public_key, data_key, person_key_binding(report.pk, report.organisation_id))


def _seal(reader: Reader, receipt: Receipt, given: Given, marks: Mapping[str, str], hour: datetime) -> SealedReport:
    organisation, routing = reader.organisation, given.routing
    report_id, data_key = uuid4(), new_data_key()
    report = Report(
        id=report_id,
        organisation=organisation,
        state=State.WAITING,
        received_at=hour,
        content=seal_json(_content(given, reader, marks), data_key, content_binding(report_id, organisation.pk, 1)),
        key_proof=prove_data_key(report_id, organisation.pk, data_key),
        is_restricted=reader.is_restricted,
        wants=list(routing.wants),
        speaks=list(routing.speaks),
        is_safe_now=routing.is_safe_now,
        may_contact=routing.may_contact,
        answer_by=promise(hour, get_calendar(organisation=organisation)),
    )
    report.key_for_person = key_for_person(report, bytes(receipt.public_key), data_key)
    return SealedReport(reader, report, _coding(report, given.coded, hour), data_key)


def _content(given: Given, reader: Reader, marks: Mapping[str, str]) -> dict[str, Any]:
    """What is sealed: the words; whom it is kept from, so that its readers never hand it to them; and its marks."""
    named = reader.hidden_from | (reader.only or frozenset())
    names = {str(pk): name for pk, name in reader.names.items() if pk in named}
    return given.words.as_json() | reader.kept_from | ({"names": names} if names else {}) | {"sent_as": marks}


def _coding(report: Report, coded: Coded, hour: datetime) -> Coding:
    return Coding(
        report=report,
        version=1,
        coded_at=hour,
        for_whom=coded.for_whom,
        knows=coded.knows,
        people_band=coded.people_band,
        age_band=coded.age_band,
        communities=list(coded.communities),
        kinds=list(coded.kinds),
        bias=coded.bias,
        bases=list(coded.bases),
        bias_said_by="" if coded.bias == "not_asked" else "person",
        crime=coded.crime,
        crime_said_by="" if coded.crime == "not_asked" else "person",
        doers=list(coded.doers),
        places=list(coded.places),
        neighbourhood=coded.neighbourhood,
        occasion=coded.occasion,
        month=coded.month,
        told=list(coded.told),
    )
