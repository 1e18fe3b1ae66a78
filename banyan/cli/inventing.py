"""Builds the demonstration through the same actions that people use. Imported only once Django has started."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from rich.progress import track

from banyan.base.audit import Operator, Person
from banyan.cli.demonstration import (
    COALITION,
    HOUSES,
    INTERPRETERS,
    KEEPERS,
    PASSWORD,
    STAFF,
    YEARS,
    House,
    Staff,
    Telling,
    make_up_reports,
    make_up_waiting,
)
from banyan.cli.working import begin_work, finish, moment_of, plan_duty
from banyan.observatory.actions.imports import import_source
from banyan.observatory.sources.demonstration import stage_demonstration
from banyan.partners.actions.listings import load_listings
from banyan.people.actions.coalition import found_coalition
from banyan.people.actions.interpreters import InterpreterDetails, set_interpreter
from banyan.people.actions.invitations import Invitee, accept_invitation, invite_member
from banyan.people.actions.keys import admit_member, create_organisation_key
from banyan.people.actions.members import Details, Serves, edit_details, set_languages
from banyan.people.actions.organisations import Opening, Profile, edit_organisation
from banyan.people.actions.partners import create_organisation
from banyan.people.actions.second_factors import give_demonstration_factor
from banyan.people.models import ANY, Member, Organisation
from banyan.people.queries.coalition import day_here, zone_here
from banyan.people.queries.viewers import Viewer, get_viewer
from banyan.reports.actions.submissions import submit_report
from banyan.reports.models import Report
from banyan.reports.queries.sealing import Reader, seal_sending
from banyan.vault.keys import key_pair_from
from banyan.vault.passwords import unwrap_private_key
from banyan.vault.receipts import new_receipt

OPERATOR = Operator("demo")


def build(now: datetime) -> None:
    """The coalition, its houses, its staff with keys, what people told them, and made-up official counts."""
    found_coalition(
        by=OPERATOR,
        name=COALITION,
        place="san_francisco",
        timezone="America/Los_Angeles",
        is_demonstration=True,
        now=now,
    )
    set_interpreter(by=OPERATOR, language=ANY, contact=InterpreterDetails(*INTERPRETERS), now=now)
    load_listings(by=OPERATOR, place="san_francisco", now=now)
    houses = [_make_house(house, now) for house in HOUSES]
    members = {one.username: _make_member(one, houses, now) for one in STAFF}
    for house, keeper in KEEPERS.items():
        create_organisation_key(by=_viewer(keeper, now), organisation=houses[house], now=now)
    for one in STAFF:
        if one.house is not None and one.username != KEEPERS[one.house]:
            admit_member(by=_viewer(KEEPERS[one.house], now), member=members[one.username], now=now)
    viewers = {one.username: _viewer(one.username, now) for one in STAFF if one.house is not None}
    with transaction.atomic():  # Thousands of records: nobody is waiting for each of them to be on the disk.
        for telling in track(make_up_reports(day_here(now)), description="Inventing reports", transient=True):
            came = moment_of(str(telling.answers["when"]["month"]))
            finish(_tell(telling, houses, came), viewers[KEEPERS[telling.house]], came=came, now=now)
    plan_duty(viewers, now)
    waiting = [_tell(telling, houses, now) for telling in make_up_waiting(day_here(now))]
    begin_work(waiting[1], viewers["mei"], now)
    with stage_demonstration(data=settings.BANYAN_DATA, now=now.astimezone(zone_here())) as staged:
        import_source(by=OPERATOR, staged=staged, now=now)


def _make_house(house: House, now: datetime) -> Organisation:
    made = create_organisation(
        by=OPERATOR,
        name=house.name,
        about=house.about,
        phone=house.phone,
        joined_on=date(now.year - YEARS, 1, 1),
        now=now,
    )
    profile = Profile(
        about=house.about,
        about_language="en",
        phone=house.phone,
        takes_reports=True,
        has_mandated_reporters=True,
        languages=frozenset(house.languages),
        offers=frozenset(house.offers),
        hours=tuple(Opening(day, house.opens, house.closes) for day in house.days),
        closed_on=frozenset(),
    )
    edit_organisation(by=OPERATOR, organisation=made, profile=profile, now=now)
    return made


def _make_member(one: Staff, houses: list[Organisation], now: datetime) -> Member:
    where = houses[one.house] if one.house is not None else None
    invited = invite_member(by=OPERATOR, organisation=where, name=one.name, roles=frozenset(one.roles), now=now)
    invitee = Invitee(invited.invitation)
    member = accept_invitation(by=invitee, username=one.username, name=one.name, password=PASSWORD, now=now)
    give_demonstration_factor(by=OPERATOR, member=member, now=now)
    serves = frozenset(Serves(tag=tag, how=how) for how, tag in one.serves)
    set_languages(by=OPERATOR, member=member, languages=serves, now=now)
    details = Details(name=one.name, public_name=one.public_name, email="", wants_mail=False, locale=one.locale)
    edit_details(by=_viewer(one.username, now), details=details, now=now)
    return member


def _viewer(username: str, now: datetime) -> Viewer:
    member = Member.objects.select_related("organisation").get(username=username)
    private = unwrap_private_key(member.wrapped_private_key or b"", PASSWORD, member.pk)
    return get_viewer(member=member, on=day_here(now), key_pair=key_pair_from(private))


def _tell(telling: Telling, houses: list[Organisation], now: datetime) -> Report:
    sending = seal_sending(
        receipt_code=new_receipt("letters"),
        answers=telling.answers,
        readers=[Reader(houses[telling.house])],
        written_in=telling.language,
        now=now,
    )
    receipt = submit_report(by=Person(), sending=sending, now=now).receipt
    return receipt.reports.get()
