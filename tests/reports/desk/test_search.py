"""Searching: found by any word, kept from others, forgotten when taken back, and never in an address."""

import pytest
from django.urls import reverse

from banyan.base.audit import Person
from banyan.base.models import AuditLine
from banyan.people.models import Member
from banyan.reports.actions.search_index import search
from banyan.reports.actions.visits import withdraw_report
from banyan.reports.models import Report, SearchShard
from banyan.reports.queries.receipts import list_told, open_visit
from banyan.vault.receipts import new_receipt
from tests.factories import NOW, Personas, viewer_of
from tests.reports.desk.telling import at_desk, tell

pytestmark = pytest.mark.django_db


def found(people: Personas, who: str, words: str) -> list[str]:
    result = search(by=viewer_of(getattr(people, who)), words=words, now=NOW)
    return [str(report) for report in result.reports]


@pytest.mark.parametrize("words", ["orchid", "BLUE kite", "555-0199", "kite orchid"])
def test_a_report_is_found_by_what_was_written(people: Personas, words: str) -> None:
    report = tell(people.house)
    assert found(people, "mei", words) == [str(report)]


def test_chinese_is_found_without_spaces_and_marks_do_not_matter(people: Personas) -> None:
    report = tell(people.house, contact={"code_name": "Nguyễn"}, words={"words": "在街上有人大喊"})
    assert found(people, "mei", "有人大") == [str(report)]
    assert found(people, "mei", "nguyen") == [str(report)]
    assert found(people, "mei", str(report).lower()) == [str(report)]


def test_what_came_after_a_search_is_found_by_the_next(people: Personas) -> None:
    first = tell(people.house)
    assert found(people, "mei", "orchid") == [str(first)]
    second = tell(people.house)
    assert set(found(people, "dana", "orchid")) == {str(first), str(second)}
    assert SearchShard.objects.count() == 1


def test_others_find_nothing_and_restricted_reports_are_never_folded_in(people: Personas) -> None:
    tell(people.house, hidden_from=frozenset({people.mei.pk}))
    assert found(people, "dana", "orchid") == []
    assert found(people, "mei", "orchid") == []
    tell(people.house)
    assert found(people, "tomas", "orchid") == []
    assert not SearchShard.objects.filter(organisation=people.elsewhere).exists()


def test_a_key_put_in_from_outside_is_told_and_no_words_are_sealed_to_it(people: Personas) -> None:
    tell(people.house)
    people.house.keys.create(version=2, public_key=b"x" * 32, public_key_proof=b"x", made_at=NOW)
    page = at_desk(people.mei).post(reverse("reports:search"), {"q": "orchid"}).content.decode()
    assert "isn&#x27;t one that this server stored" in page
    assert 'value="orchid"' in page
    assert not SearchShard.objects.exists()


def test_somebody_whom_nobody_admitted_finds_nothing_and_is_told_how_much_was_not_searched(people: Personas) -> None:
    tell(people.house)
    found(people, "mei", "orchid")
    result = search(by=viewer_of(people.rosa), words="orchid", now=NOW)
    assert (result.reports, result.not_searched, result.waiting) == ((), 1, 0)
    tell(people.house)
    result = search(by=viewer_of(people.rosa), words="orchid", now=NOW)
    assert (result.not_searched, result.waiting) == (2, 0), "none of her searches takes the new one in either"


def test_only_what_the_next_search_takes_in_is_said_to_be_searched_then(
    people: Personas, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(who: Member) -> str:
        return at_desk(who).post(reverse("reports:search"), {"q": "orchid"}).content.decode()

    for _ in range(3):
        tell(people.house)
    assert "3 reports aren't searched: your key doesn't open them." in page(people.rosa)
    monkeypatch.setattr("banyan.reports.actions.search_index.AT_ONCE", 2)
    seen = page(people.mei)
    assert "One report isn't searched yet. Search again, and it is." in seen
    assert "your key" not in seen
    damaged = Report.objects.get(shard=None)
    Report.objects.filter(pk=damaged.pk).update(content=b"altered")
    seen = page(people.mei)
    assert "Search again, and it is" not in seen
    assert "One report isn't searched: your key doesn't open it." in seen


def test_nothing_is_said_to_be_found_only_once_everything_was_searched(people: Personas) -> None:
    tell(people.house)

    def page(who: Member) -> str:
        return at_desk(who).post(reverse("reports:search"), {"q": "zebra"}).content.decode()

    assert "<h3>Nothing found</h3>" in page(people.mei)
    unsure = page(people.rosa)
    assert "<h3>Nothing found so far</h3>" in unsure
    assert unsure.index("isn't searched") < unsure.index("Nothing found so far")


def test_what_was_taken_back_leaves_the_index_at_once(people: Personas) -> None:
    code = new_receipt("letters")
    gone, stays = tell(people.house, receipt_code=code), tell(people.house)
    assert len(found(people, "mei", "orchid")) == 2
    before = bytes(SearchShard.objects.get().sealed)
    visit = open_visit(receipt_code=code)
    assert visit is not None
    withdraw_report(by=Person(), visit=visit, told=list_told(visit=visit)[0], now=NOW)
    assert not SearchShard.objects.exists()
    assert found(people, "mei", "orchid") == [str(stays)]
    assert bytes(SearchShard.objects.get().sealed) != before
    gone.refresh_from_db()
    assert gone.shard is None


def test_a_shard_put_in_the_place_of_another_opens_nothing(people: Personas) -> None:
    tell(people.house)
    found(people, "mei", "orchid")
    old = SearchShard.objects.get()
    tell(people.house)
    found(people, "mei", "orchid")
    SearchShard.objects.update(sealed=old.sealed)
    result = search(by=viewer_of(people.mei), words="orchid", now=NOW)
    assert (result.reports, result.not_searched) == ((), 2)


def test_what_is_searched_for_stands_in_no_address_and_no_trail(people: Personas) -> None:
    tell(people.house)
    mei = at_desk(people.mei)
    assert 'method="post"' in mei.get(reverse("reports:search")).content.decode()
    page = mei.post(reverse("reports:search"), {"q": "orchid"}).content.decode()
    assert "One report" in page
    assert "?q=" not in page
    line = AuditLine.objects.get(action="reports.report.search")
    assert line.details == {"found": 1, "folded": 1}


@pytest.mark.parametrize("who", ["sol", "nour", "amira"])
def test_who_reads_no_reports_may_not_search(people: Personas, who: str) -> None:
    assert at_desk(getattr(people, who)).post(reverse("reports:search"), {"q": "orchid"}).status_code == 403
