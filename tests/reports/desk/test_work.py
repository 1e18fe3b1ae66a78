"""Corrections keep history, contacts stop clocks, a first look is noted, a report is handed on."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from banyan.base.actions import Denied
from banyan.base.models import AuditLine
from banyan.people.models import Coalition, Member, MemberLanguage
from banyan.reports.actions.answers import write_answer
from banyan.reports.actions.claims import CannotTake, claim_report, hand_report, let_go
from banyan.reports.actions.closures import close_report
from banyan.reports.actions.codings import NothingChanged, correct_coding
from banyan.reports.actions.contacts import log_contact
from banyan.reports.actions.openings import open_report
from banyan.reports.models import Coding, Contact, FirstLook, ReadKey, Report
from banyan.reports.queries.facts import corrected_of
from banyan.reports.queries.keys import message_binding, open_data_key
from banyan.reports.queries.locks import CannotRead, NotOpenNow
from banyan.reports.rules.promises import Promised
from banyan.reports.rules.states import CloseReason
from banyan.vault.sealing import seal_text
from tests.factories import NOW, Personas, admit, viewer_of
from tests.reports.desk.telling import CANARY, at_desk, tell

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def post(people: Personas, name: str, report: Report, who: str = "mei", **given: Any) -> Any:
    return at_desk(getattr(people, who)).post(reverse(f"reports:{name}", args=[report.pk]), given)


def coded(report: Report, **changes: Any) -> dict[str, Any]:
    """The coding form as its page shows it, with changes."""
    current = Coding.objects.get(report=report, is_current=True)
    given = {
        name: getattr(current, name)
        for name in (
            "for_whom", "knows", "people_band", "age_band", "communities", "kinds", "bias", "bases", "expression",
            "bias_said_by", "crime", "crime_said_by", "doers", "capacity", "places", "neighbourhood", "occasion",
            "told",
        )
    }  # fmt: skip
    return {**given, "month_year": "2026", "month_month": "02", "why": "person_told_us", **changes}


def test_a_correction_is_a_new_version_that_says_what_and_why(people: Personas, report: Report) -> None:
    assert post(people, "coding", report, **coded(report, kinds=["robbery"], doers=["stranger"])).status_code == 302
    first, second = Coding.objects.filter(report=report).order_by("version")
    assert (first.kinds, first.is_current, first.coded_by) == (["verbal_harassment"], False, None)
    assert (second.kinds, second.doers, second.is_current) == (["robbery"], ["stranger"], True)
    assert (second.coded_by, second.why, second.month) == (people.mei, "person_told_us", date(2026, 2, 1))
    page = at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert "Verbal harassment → Robbery" in page
    assert "The person told us more" in page


def test_a_correction_without_a_change_or_a_reason_makes_nothing(people: Personas, report: Report) -> None:
    current = corrected_of(Coding.objects.get(report=report))
    with pytest.raises(NothingChanged):
        correct_coding(by=viewer_of(people.mei), report=report, corrected=current, why="read_again", now=NOW)
    assert post(people, "coding", report, **coded(report, why="")).status_code == 422
    assert Coding.objects.filter(report=report).count() == 1


def test_answers_that_contradict_each_other_are_asked_about(people: Personas, report: Report) -> None:
    response = post(people, "coding", report, **coded(report, told=["nobody", "police"]))
    assert response.status_code == 422
    assert "“Nobody” and “Police” cannot both be so." in response.content.decode()


@pytest.mark.parametrize(
    ("year", "month", "words"),
    [
        ("2062", "03", "has not come yet"),
        ("2026", "04", "has not come yet"),
        ("0000", "01", "look at the year again"),
        ("1026", "01", "look at the year again"),
    ],
)
def test_a_month_that_nobody_can_have_meant_is_asked_about(
    people: Personas, report: Report, year: str, month: str, words: str
) -> None:
    response = post(people, "coding", report, **coded(report, month_year=year, month_month=month))
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Coding.objects.filter(report=report).count() == 1


@pytest.mark.parametrize(("year", "month"), [("2026", "03"), ("٢٠٢٦", "03")])
def test_a_month_has_begun_on_its_first_day(people: Personas, report: Report, year: str, month: str) -> None:
    post(people, "coding", report, **coded(report, month_year=year, month_month=month))
    assert Coding.objects.get(report=report, is_current=True).month == date(2026, 3, 1)


@pytest.mark.parametrize("form", [{"text": "We are here."}, {"outcome": "reached", "how": "phone"}])
def test_a_promise_is_for_a_day_to_come(people: Personas, report: Report, form: dict[str, str]) -> None:
    page = "answer" if "text" in form else "contact"
    response = post(people, page, report, **form, promised_on="2026-03-01")
    assert response.status_code == 422
    assert "Choose today or a later day" in response.content.decode()
    late = post(people, page, report, **form, promised_on="2199-01-01")
    assert late.status_code == 422
    assert "Choose a day within a year from now." in late.content.decode()
    assert post(people, page, report, **form, promised_on="2027-03-03").status_code == 422
    assert post(people, page, report, **form, promised_on="2026-03-02").status_code == 302


def test_a_promise_may_be_a_year_away(people: Personas, report: Report) -> None:
    assert post(people, "answer", report, text="We are here.", promised_on="2027-03-02").status_code == 302


def test_a_try_and_reaching_them_stop_their_own_clocks_once(people: Personas, report: Report) -> None:
    by = viewer_of(people.mei)
    log_contact(by=by, report=report, outcome="attempted", how="phone", now=NOW)
    report.refresh_from_db()
    assert (report.first_attempt_at, report.first_reached_at, report.claimed_by) == (NOW, None, people.mei)
    log_contact(by=by, report=report, outcome="reached", how="phone", promised=Promised(date(2026, 3, 4)), now=LATER)
    log_contact(by=by, report=report, outcome="reached", how="text", now=LATER + timedelta(hours=1))
    report.refresh_from_db()
    assert (report.first_attempt_at, report.first_reached_at) == (NOW, LATER)


WEDNESDAY = NOW + timedelta(days=2)


def test_a_promise_stands_until_it_is_kept_moved_or_dropped(people: Personas, report: Report) -> None:
    by = viewer_of(people.mei)

    def promised_after(**given: Any) -> date | None:
        log_contact(by=by, report=report, **{"outcome": "attempted", "how": "phone", "now": LATER, **given})
        report.refresh_from_db()
        return report.promised_on

    write_answer(by=by, report=report, text="On Wednesday.", promised=Promised(WEDNESDAY.date()), now=NOW)
    assert promised_after() == WEDNESDAY.date()  # I tried, phone: the earlier promise isn't erased.
    assert promised_after(outcome="reached") == WEDNESDAY.date()  # Reached, but before that day.
    assert promised_after(now=WEDNESDAY) == WEDNESDAY.date()  # Tried on the day, and nobody was reached.
    assert promised_after(outcome="reached", now=WEDNESDAY) is None
    assert promised_after(promised=Promised(date(2026, 3, 6))) == date(2026, 3, 6)
    assert promised_after(promised=Promised(date(2026, 3, 9))) == date(2026, 3, 9)
    let_go(by=by, report=report, now=WEDNESDAY)
    report.refresh_from_db()
    assert report.promised_on == date(2026, 3, 9)  # Whoever takes it on next keeps it.
    assert promised_after(promised=Promised(is_dropped=True)) is None
    assert promised_after(promised=Promised(WEDNESDAY.date())) == WEDNESDAY.date()
    write_answer(by=by, report=report, text="As I said.", now=WEDNESDAY)
    report.refresh_from_db()
    assert report.promised_on is None  # Written on the day: kept.


def test_the_forms_ask_whether_a_promise_still_stands(people: Personas, report: Report) -> None:
    page = at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert "no longer stands" not in page
    post(people, "contact", report, outcome="attempted", how="phone", promised_on="2026-03-04")
    page = at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert page.count("The promise for March 4, 2026 no longer stands") == 2
    post(people, "answer", report, text="We are here.", promised_on="")
    report.refresh_from_db()
    assert report.promised_on == date(2026, 3, 4)
    post(people, "answer", report, text="We can't on that day.", promised_on="", is_dropped="on")
    report.refresh_from_db()
    assert report.promised_on is None


def test_a_note_is_sealed(people: Personas, report: Report) -> None:
    post(people, "contact", report, outcome="reached", how="phone", note=CANARY)
    post(people, "first_look", report, dangers=["others"], conflict="possible", note=CANARY)
    note = Contact.objects.get().note
    assert note is not None
    assert CANARY.encode() not in bytes(note)
    assert CANARY not in str(list(AuditLine.objects.values_list("details", flat=True)))


def test_what_a_first_look_found_is_sealed_whole(people: Personas, report: Report) -> None:
    """A danger to somebody, and that the one who harmed may be served here: nothing counts or sorts by them."""
    post(people, "first_look", report, dangers=["others"], conflict="possible", note=CANARY)
    stored = str([bytes(one) if isinstance(one, memoryview) else one for one in FirstLook.objects.values_list()[0]])
    assert not [word for word in ("others", "possible", CANARY) if word in stored]
    page = at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert "Somebody may hurt them" in page
    assert "may be served here" in page
    assert CANARY in page


def test_a_damaged_first_look_is_not_taken_for_one_that_saw_no_danger(people: Personas, report: Report) -> None:
    post(people, "first_look", report, dangers=["none"], conflict="none_found")
    url, none = reverse("reports:report", args=[report.pk]), "The last look saw none"
    assert none in at_desk(people.mei).get(url).content.decode()
    FirstLook.objects.update(content=b"damaged")
    page = at_desk(people.mei).get(url).content.decode()
    assert none not in page
    assert "This note was damaged" in page


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_demonstration", [True, False])
def test_first_looks_of_before_go_in_a_demonstration_and_stop_the_migration_elsewhere(
    people: Personas, report: Report, *, is_demonstration: bool
) -> None:
    Coalition.objects.update(is_demonstration=is_demonstration)
    executor = MigrationExecutor(connection)
    try:
        before = executor.migrate([("reports", "0005_what_came_later")]).apps.get_model("reports", "FirstLook")
        before.objects.create(
            report_id=report.pk, looked_by_id=people.mei.pk, looked_at=NOW, dangers=["self"], conflict="possible"
        )
        executor.loader.build_graph()
        if is_demonstration:
            executor.migrate([("reports", "0006_seal_what_a_first_look_found")])
            assert not FirstLook.objects.exists()
        else:
            with pytest.raises(RuntimeError, match="unsealed"):
                executor.migrate([("reports", "0006_seal_what_a_first_look_found")])
            assert before.objects.count() == 1
            before.objects.all().delete()
    finally:
        executor.loader.build_graph()
        executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.mark.parametrize("ticked", [[], ["none", "self"]])
def test_an_empty_page_takes_no_warning_away(people: Personas, report: Report, ticked: list[str]) -> None:
    refused = at_desk(people.mei).post(
        reverse("reports:first_look", args=[report.pk]), {"dangers": ticked, "conflict": "not_checked"}
    )
    assert refused.status_code == 422
    assert "Tick what you saw, or that you saw no danger." in refused.content.decode()
    assert not FirstLook.objects.exists()


def test_looking_again_adds_a_line(people: Personas, report: Report) -> None:
    post(people, "first_look", report, dangers=["self", "child"], conflict="none_found")
    post(people, "first_look", report, dangers=["none"], conflict="not_checked", note="Calmer now.")
    assert FirstLook.objects.filter(report=report).count() == 2
    line = AuditLine.objects.filter(action="reports.first_look.record").first()
    assert line is not None
    assert line.details == {}  # Whether there was danger is for the report's readers.


def test_whom_to_hand_it_to_is_chosen_by_name_and_languages(people: Personas, report: Report) -> None:
    for tag, how in (("yue", "speaks"), ("yue", "reads"), ("es", "speaks")):
        MemberLanguage.objects.create(member=people.dana, tag=tag, how=how)
    page = at_desk(people.mei).get(reverse("reports:hand", args=[report.pk])).content.decode()
    assert ">Dana · 廣東話 · Español</option>" in page


def test_a_report_is_handed_on_and_its_new_keeper_sees_it(people: Personas, report: Report) -> None:
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    assert post(people, "hand", report, to=str(people.dana.pk)).status_code == 302
    report.refresh_from_db()
    assert report.claimed_by == people.dana
    assert not ReadKey.objects.filter(member=people.dana).exists()  # The organisation's key opens it already.
    assert str(report) in at_desk(people.dana).get(reverse("reports:my_day")).content.decode()


def test_a_note_goes_with_a_report_to_the_colleague_and_stays_among_its_notes(people: Personas, report: Report) -> None:
    note, page = "Fictional. Ring her sister first.", reverse("reports:report", args=[report.pk])
    with time_machine.travel(NOW, tick=False):
        assert post(people, "hand", report, to=str(people.dana.pk), note=note).status_code == 302
        seen = at_desk(people.dana).get(page).content.decode()
        assert seen.count(note) == 2, "at the top, and among the notes"
        assert "A note from Mei" in seen
        assert "Handed to a colleague" in seen
        assert at_desk(people.mei).get(page).content.decode().count(note) == 1, "it isn't for her"
        let_go(by=viewer_of(people.dana), report=report, now=LATER)
        claim_report(by=viewer_of(people.dana), report=report, now=LATER)
        assert "A note from Mei" not in at_desk(people.dana).get(page).content.decode(), "it came otherwise now"
    kept = Contact.objects.get(report=report)
    assert note.encode() not in bytes(kept.note or b"")
    assert note not in str([line.details for line in AuditLine.objects.all()])
    report.refresh_from_db()
    assert report.first_attempt_at is None, "nobody tried to reach the person with it"


def test_a_note_isn_t_lost_when_the_colleague_can_t_take_the_report(
    people: Personas, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(**_given: object) -> None:
        raise CannotTake

    monkeypatch.setattr("banyan.reports.views.desk.report.hand_report", refuses)
    answer = post(people, "hand", report, to=str(people.dana.pk), note="Fictional. Ring her sister first.")
    assert answer.status_code == 422
    assert "Ring her sister first." in answer.content.decode()
    assert not Contact.objects.exists()


def test_a_report_handed_over_without_a_note_has_none(people: Personas, report: Report) -> None:
    hand_report(by=viewer_of(people.mei), report=report, to=people.dana, now=NOW)
    assert not Contact.objects.exists()


def test_a_report_for_named_readers_is_sealed_to_whom_it_is_handed(people: Personas) -> None:
    kept = tell(people.house, hidden_from=frozenset({people.mei.pk}))
    admit([people.rosa], by=people.amira)
    rosa = at_desk(people.rosa)
    assert rosa.get(reverse("reports:report", args=[kept.pk])).status_code == 404
    hand_report(by=viewer_of(people.dana), report=kept, to=people.rosa, now=LATER)
    assert ReadKey.objects.get(report=kept, member=people.rosa).since == LATER  # As the person sees it.
    assert CANARY in rosa.get(reverse("reports:report", args=[kept.pk])).content.decode()


def test_nobody_hands_a_report_to_somebody_elsewhere_or_to_who_does_not_read(people: Personas, report: Report) -> None:
    for member in (people.tomas, people.sol, people.amira, people.rosa):
        with pytest.raises(CannotTake):
            hand_report(by=viewer_of(people.mei), report=report, to=member, now=NOW)
    with pytest.raises(Denied):
        hand_report(by=viewer_of(people.tomas), report=report, to=people.tomas, now=NOW)


def test_nothing_is_done_with_a_closed_report_until_it_is_opened_again(people: Personas, report: Report) -> None:
    by = viewer_of(people.mei)
    close_report(by=by, report=report, reason=CloseReason.NOT_FOR_US, now=NOW)
    with pytest.raises(NotOpenNow):
        log_contact(by=by, report=report, outcome="reached", how="phone", now=NOW)
    with pytest.raises(NotOpenNow):
        claim_report(by=by, report=report, now=NOW)
    with pytest.raises(NotOpenNow):
        close_report(by=by, report=report, reason=CloseReason.HELPED, now=NOW)
    response = post(people, "contact", report, outcome="reached", how="phone", note="Typed with care.")
    assert response.status_code == 422
    assert "Typed with care." in response.content.decode()  # Nothing that was typed is lost.


def test_messages_count_as_read_when_whoever_looks_after_it_opens_it(people: Personas, report: Report) -> None:
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    report.refresh_from_db()
    key = open_data_key(report=report, viewer=viewer_of(people.mei))
    message_id = uuid4()
    body = seal_text("Are you there?", key, message_binding(message_id, people.house.pk))
    message = report.messages.create(id=message_id, number=1, body=body, written_at=NOW)
    open_report(by=viewer_of(people.dana), report=report, now=NOW)
    message.refresh_from_db()
    assert not message.is_read
    assert "1 new message" in at_desk(people.mei).get(reverse("reports:my_day")).content.decode()
    open_report(by=viewer_of(people.mei), report=report, now=NOW)
    message.refresh_from_db()
    assert message.is_read


def test_nobody_claims_by_a_guessed_number_what_is_kept_from_them(people: Personas) -> None:
    kept = tell(people.house, hidden_from=frozenset({people.mei.pk}))
    for member in (people.mei, people.tomas):
        with pytest.raises(Denied):
            claim_report(by=viewer_of(member), report=kept, now=NOW)
    kept.refresh_from_db()
    assert kept.claimed_by is None


def test_somebody_with_a_new_key_pair_is_told_that_they_hold_no_key(people: Personas) -> None:
    kept = tell(people.house, hidden_from=frozenset({people.rosa.pk}))
    ReadKey.objects.filter(report=kept, member=people.mei).update(sealed=b"\x01" + bytes(112))
    mei = at_desk(people.mei)
    assert mei.get(reverse("reports:report", args=[kept.pk])).status_code == 403
    assert mei.get(reverse("reports:hand", args=[kept.pk])).status_code == 302
    with pytest.raises(CannotRead):
        claim_report(by=viewer_of(people.mei), report=kept, now=NOW)


@pytest.mark.parametrize(
    ("channels", "how"),
    [(["receipt", "wechat", "phone"], "wechat"), (["text"], "text"), (["receipt"], "message"), ([], "message")],
)
def test_noting_a_contact_begins_with_the_way_they_said_to_reach_them_by(
    people: Personas, channels: list[str], how: str
) -> None:
    report = tell(people.house, contact={"channels": channels})
    page = at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert f'<option value="{how}" selected>' in page


def test_with_nobody_to_hand_it_to_the_page_says_who_could(people: Personas) -> None:
    report = tell(people.house, hidden_from=frozenset({people.dana.pk}))
    page = at_desk(people.mei).get(reverse("reports:hand", args=[report.pk])).content.decode()
    assert "Hand it over" in page
    claim_report(by=viewer_of(people.mei), report=report, now=NOW)
    page = at_desk(people.mei).get(reverse("reports:hand", args=[report.pk])).content.decode()
    assert "There is nobody to hand it to" in page
    assert "Hand it over" not in page


@pytest.mark.parametrize(
    ("page", "given"),
    [
        ("answer", {"text": "a long zebra note"}),
        ("contact", {"outcome": "reached", "how": "phone", "note": "a long zebra note"}),
        ("first_look", {"dangers": ["self"], "conflict": "possible", "note": "a long zebra note"}),
    ],
)
def test_what_was_typed_stays_when_a_colleague_closed_the_report_meanwhile(
    people: Personas, report: Report, page: str, given: dict[str, Any]
) -> None:
    close_report(by=viewer_of(people.dana), report=report, reason=CloseReason.HELPED, now=NOW)
    response = post(people, page, report, **given)
    assert response.status_code == 422
    shown = response.content.decode()
    assert "a long zebra note" in shown
    assert "nothing can be done with it now" in shown


def test_a_correction_stays_on_its_page_when_it_is_refused(people: Personas, report: Report) -> None:
    post(people, "coding", report, **coded(report, kinds=["robbery"]))
    response = post(people, "coding", report, **coded(report, kinds=["robbery"]))
    assert response.status_code == 422
    assert "Nothing was changed" in response.content.decode()


@pytest.mark.parametrize(("locale", "says"), [("en", "March 14, 2025<br>at dusk"), ("es", "14 de marzo de 2025<br>at")])
def test_the_day_it_happened_is_written_as_whoever_reads_it_writes_days(
    people: Personas, locale: str, says: str
) -> None:
    Member.objects.filter(pk=people.mei.pk).update(locale=locale)
    report = tell(people.house, when={"when": "2025-03-14, at dusk"})
    page = at_desk(people.mei).get(reverse("reports:report", args=[report.pk])).content.decode()
    assert says in page
    assert "2025-03-14" not in page
