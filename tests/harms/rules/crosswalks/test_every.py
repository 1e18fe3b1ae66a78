"""The crosswalks we have: total over our vocabularies, complete lists on the other side, and right where it counts."""

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from banyan.harms.rules.ages import AGES
from banyan.harms.rules.bias import ALL_ANSWERS, BASES, EXPRESSIONS
from banyan.harms.rules.codes import Code, UnknownCodeError, codes_of
from banyan.harms.rules.communities import COMMUNITIES
from banyan.harms.rules.crosswalks import california, fbi, gbvims, nibrs, san_francisco, stop_aapi_hate, voca
from banyan.harms.rules.crosswalks.communities import communities_of_bases
from banyan.harms.rules.crosswalks.every import CROSSWALKS, INWARD, OUTWARD
from banyan.harms.rules.crosswalks.shape import Certainty, Crosswalk, read_foreign, translate
from banyan.harms.rules.doers import CAPACITIES
from banyan.harms.rules.kinds import KINDS
from banyan.harms.rules.places import PLACES
from banyan.harms.rules.reporters import REPORTERS
from banyan.harms.rules.rings import Standing, violence_of

DATA = Path(os.environ.get("BANYAN_TEST_DATA", Path(__file__).parents[4].parent / "shared" / "data"))

ORIGINS: dict[str, tuple[Code, ...]] = {
    "bias_bases": BASES,
    "bias_answers": ALL_ANSWERS,
    "bias_expressions": EXPRESSIONS,
    "kinds": KINDS,
    "places": PLACES,
    "capacities": CAPACITIES,
    "reporters": REPORTERS,
    "ages": AGES,
    "communities": COMMUNITIES,
}


def column(path: Path, name: str) -> set[str]:
    if not path.exists():
        pytest.skip(f"needs the published file at {path}; set BANYAN_TEST_DATA")
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return {row[name] for row in csv.DictReader(lines)}


def test_crosswalks_have_names_of_their_own_versions_sources_and_dates() -> None:
    assert len(CROSSWALKS) == len(OUTWARD) + len(INWARD)
    for crosswalk in CROSSWALKS.values():
        assert crosswalk.version
        assert crosswalk.source
        assert crosswalk.drawn_on >= (crosswalk.valid_from or date.min)


@pytest.mark.parametrize("crosswalk", OUTWARD, ids=lambda crosswalk: crosswalk.name)
def test_every_code_of_ours_has_its_place_if_only_none(crosswalk: Crosswalk) -> None:
    name = crosswalk.name.split("_to_")[0]
    expected = set(codes_of(ORIGINS[name])) if name in ORIGINS else set(crosswalk.origin)
    assert set(crosswalk.mapping) == expected


@pytest.mark.parametrize("crosswalk", INWARD, ids=lambda crosswalk: crosswalk.name)
def test_what_agencies_publish_leads_to_codes_of_ours(crosswalk: Crosswalk) -> None:
    name = crosswalk.name.split("_to_")[1]
    assert set(crosswalk.target) == set(codes_of(BASES if name == "bases" else ORIGINS[name]))


def test_bases_are_counted_for_their_communities_once_and_in_our_order() -> None:
    assert communities_of_bases(["catholic", "asian", "protestant"]) == ("asian", "christian")
    assert communities_of_bases(["language"]) == ()
    with pytest.raises(UnknownCodeError):
        communities_of_bases(["anti-asian"])


def test_every_nibrs_bias_code_exists_and_is_reached() -> None:
    expected = {11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 41, 42, 43, 44, 45}
    expected |= {51, 52, 61, 62, 71, 72, 81, 82, 83, 84, 85, 88, 99}
    assert {int(code) for code in nibrs.NIBRS_BIAS} == expected
    ways = [nibrs.BASES_TO_NIBRS, nibrs.ANSWERS_TO_NIBRS]
    assert {int(code) for way in ways for codes in way.mapping.values() for code in codes} == expected


def test_bases_that_the_fbi_has_no_code_for_stay_ours() -> None:
    ours = ["immigration_status", "language", "housing_status", "caste", "age"]
    assert translate(nibrs.BASES_TO_NIBRS, ours).without_home == tuple(ours)


def test_the_fbis_own_words_come_back_to_the_same_code() -> None:
    """Reading a master-file string and writing it out again gives the code of that string, except for one renaming."""
    labels = {label: code for code, label in nibrs.NIBRS_BIAS.items()}
    labels["Anti-Church of Jesus Christ"] = labels["Anti-Mormon"]
    for string, bases in fbi.FBI_BIAS_TO_BASES.mapping.items():
        assert translate(nibrs.BASES_TO_NIBRS, bases).settled == (labels[string],)


@pytest.mark.parametrize(
    ("crosswalk", "path", "name"),
    [
        (san_francisco.SF_BIAS_TO_BASES, "sf-hate-crimes/hate_crimes.csv", "most_serious_bias"),
        (san_francisco.SF_OFFENCES_TO_KINDS, "sf-hate-crimes/hate_crimes.csv", "most_serious_ucr"),
        (fbi.FBI_BIAS_TO_BASES, "fbi-hate-crimes-2009-2020/bias.csv", "bias"),
        (fbi.FBI_OFFENCES_TO_KINDS, "fbi-hate-crimes-2009-2020/offense.csv", "offense"),
    ],
    ids=lambda each: each.name if isinstance(each, Crosswalk) else None,
)
def test_every_string_of_the_published_file_is_read_and_no_other(crosswalk: Crosswalk, path: str, name: str) -> None:
    assert column(DATA / path, name) - {""} == set(crosswalk.mapping)


def test_a_string_in_another_case_is_read_all_the_same() -> None:
    assert read_foreign(san_francisco.SF_BIAS_TO_BASES, "ANTI-ASIAN") == ("asian",)
    assert read_foreign(fbi.FBI_BIAS_TO_BASES, "Anti-Martian") is None


@pytest.mark.parametrize(
    ("offence", "expected"),
    [
        ("Intimidation", Standing.YES),
        ("Simple Assault", Standing.YES),
        ("Robbery", Standing.YES),
        ("Murder and Nonnegligent Manslaughter", Standing.YES),
        ("Destruction/Damage/Vandalism of Property", Standing.NO),
        ("All Other Larceny", Standing.NO),
        ("Not Specified", Standing.UNDETERMINED),
    ],
)
def test_an_official_offence_crosses_the_figure_as_ours_would(offence: str, expected: Standing) -> None:
    kinds = read_foreign(fbi.FBI_OFFENCES_TO_KINDS, offence)
    assert kinds is not None
    assert violence_of(kinds) is expected


def test_voca_has_its_twenty_six_types() -> None:
    assert list(voca.VICTIMISATION_TYPES) == [f"{number:02}" for number in range(1, 27)]


def test_wage_theft_eviction_and_hate_that_is_no_crime_have_no_home_in_voca() -> None:
    homeless = ["wage_theft", "housing_harm", "shunning", "denial_of_service", "workplace_abuse"]
    assert translate(voca.KINDS_TO_VOCA, homeless).without_home == tuple(homeless)
    assert translate(voca.REGIONS_TO_VOCA, ["hate_acts"]).without_home == ("hate_acts",)
    assert translate(voca.REGIONS_TO_VOCA, ["hate_crimes"]).settled == ("13",)


def test_a_violent_act_asks_a_worker_which_voca_type_and_never_counts_all() -> None:
    carried = translate(voca.KINDS_TO_VOCA, ["physical_violence", "robbery"])
    assert carried.settled == ("21",)
    assert set(carried.to_decide) == {"physical_violence"}


@pytest.mark.parametrize(
    ("age", "expected"),
    [
        (None, ("01", "07", "10", "12", "24")),
        ("from_0_to_12", ("07", "10")),
        ("from_13_to_17", ("07", "10", "24")),
        ("from_18_to_24", ("01", "10", "24")),
        ("from_25_to_59", ("01", "10")),
        ("from_60", ("01", "10", "12")),
    ],
)
def test_age_narrows_a_workers_choice(age: str | None, expected: tuple[str, ...]) -> None:
    assert voca.types_for_age(voca.KINDS_TO_VOCA.mapping["physical_violence"], age) == expected


def test_an_age_band_that_is_not_ours_is_refused() -> None:
    with pytest.raises(UnknownCodeError):
        voca.types_for_age(("01", "07"), "13-17")


def test_every_age_band_is_settled_in_voca() -> None:
    assert translate(voca.AGES_TO_VOCA, codes_of(AGES)).settled == ("0-12", "13-17", "18-24", "25-59", "60+")


def test_the_other_lists_are_whole() -> None:
    assert len(stop_aapi_hate.TYPES) == 9
    assert len(gbvims.CORE_TYPES) == 6
    assert len(california.UNRUH_BASES) == 14
    added = {"political_affiliation", "age", "labor_dispute"}
    assert set(california.BANE_BASES) - set(california.UNRUH_BASES) == added
    reached = {code for codes in california.BASES_TO_BANE.mapping.values() for code in codes}
    assert reached == set(california.BANE_BASES)


def test_what_was_only_partly_seen_says_so() -> None:
    shades = [crosswalk for name, crosswalk in CROSSWALKS.items() if "shades_of_hate" in name]
    assert len(shades) == 4
    assert {crosswalk.certainty for crosswalk in shades} == {Certainty.UNSURE}
