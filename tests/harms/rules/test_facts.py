"""The facts themselves: kinds, needs, ages, places, communities."""

import itertools
import json
import os
from pathlib import Path

import pytest

from banyan.base.languages import INTERFACE_LOCALES
from banyan.harms.rules import bias, kinds, needs
from banyan.harms.rules.ages import AGES, MINOR_CODES
from banyan.harms.rules.codes import codes_of
from banyan.harms.rules.communities import (
    COMMUNITIES,
    IDENTITIES,
    communities_of_identity,
)
from banyan.harms.rules.neighbourhoods import OWN_NAMES, PLACES, SAN_FRANCISCO, code_of, get_place

DATA = Path(os.environ.get("BANYAN_TEST_DATA", Path(__file__).parents[3].parent / "shared" / "data"))


def test_there_are_twenty_one_kinds_and_five_are_violence() -> None:
    assert len(kinds.KINDS) == 21
    assert {"physical_violence", "sexual_violence", "threats", "robbery", "loss_to_violence"} == kinds.VIOLENT_CODES
    assert {"other"} == kinds.OPEN_CODES


def test_every_kind_and_every_basis_stands_in_one_group() -> None:
    for groups, all_entries in [(kinds.GROUPS, kinds.KINDS), (bias.GROUPS, bias.BASES)]:
        grouped = [entry.code for group in groups for entry in group.members]
        assert grouped == list(codes_of(all_entries))
        assert len({group.code for group in groups}) == len(groups)


def test_organisations_offer_what_people_may_need_but_not_silence_or_doubt() -> None:
    assert set(codes_of(needs.NEEDS)) - set(codes_of(needs.OFFERS)) == {"only_counted", "not_sure"}


def test_age_bands_follow_each_other_without_a_gap() -> None:
    for band, following in itertools.pairwise(AGES):
        assert band.last is not None
        assert following.first == band.last + 1
    assert (AGES[0].first, AGES[-1].last) == (0, None)
    assert {"from_0_to_12", "from_13_to_17"} == MINOR_CODES


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Cantonese-speaking Chinese", ("asian",)),
        ("  filipina ", ("asian",)),
        ("華人", ("asian",)),
        ("Samoan", ("pacific_islander",)),
        ("mam", ("latine", "native_american")),
        ("K’iche’", ("latine", "native_american")),
        ("Afro-Latina", ("black", "latine")),
        ("يمنية", ("arab_or_middle_eastern",)),
        ("Indian", None),  # It may mean two very different things; a person decides.
        ("my grandmother's people", None),
    ],
)
def test_people_are_counted_by_the_words_they_use(words: str, expected: tuple[str, ...] | None) -> None:
    assert communities_of_identity(words) == expected


def test_identities_are_unique_and_lead_to_communities_of_ours() -> None:
    assert len({identity.code for identity in IDENTITIES}) == len(IDENTITIES)
    for identity in IDENTITIES:
        assert identity.communities
        assert set(identity.communities) <= set(codes_of(COMMUNITIES))
        assert communities_of_identity(identity.code.replace("_", " ")) == identity.communities
        for name in identity.names:
            assert communities_of_identity(name) == identity.communities, f"{name} is claimed twice"


def test_san_francisco_has_41_neighborhoods_with_codes_of_their_own() -> None:
    assert PLACES == (SAN_FRANCISCO,)
    assert len(SAN_FRANCISCO.neighbourhoods) == 41
    assert len({part.code for part in SAN_FRANCISCO.neighbourhoods}) == 41


def test_what_a_community_calls_a_neighborhood_stands_after_the_name_that_staff_and_signs_have() -> None:
    called = {part.code: part.called("zh-hant") for part in SAN_FRANCISCO.neighbourhoods}
    assert called["chinatown"] == "Chinatown · 華埠／唐人街"
    assert called["noe_valley"] == "Noe Valley"
    assert [part.called("vi") for part in SAN_FRANCISCO.neighbourhoods] == _names()
    known = {locale.code for locale in INTERFACE_LOCALES}
    assert known >= OWN_NAMES.keys()
    assert all(own.keys() <= set(_names()) for own in OWN_NAMES.values())
    assert OWN_NAMES["zh-hant"].keys() == OWN_NAMES["zh-hans"].keys()


def _names() -> list[str]:
    return [part.name for part in SAN_FRANCISCO.neighbourhoods]


def test_neighborhoods_carry_the_names_of_the_citys_own_file() -> None:
    path = DATA / "sf-neighborhoods" / "analysis_neighborhoods.geojson"
    if not path.exists():
        pytest.skip(f"needs the city's file at {path}; set BANYAN_TEST_DATA")
    features = json.loads(path.read_text())["features"]
    assert {part.name for part in SAN_FRANCISCO.neighbourhoods} == {each["properties"]["nhood"] for each in features}


def test_places_are_found_by_name_or_code() -> None:
    assert get_place("San Francisco") is SAN_FRANCISCO
    assert get_place("Atlantis") is None
    assert code_of("Financial District/South Beach") == "financial_district_south_beach"
