"""Which languages there are, and who can serve whom."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from banyan.base.languages import (
    DESK_LOCALE_CODES,
    INTERFACE_LOCALES,
    LANGUAGES,
    PEOPLE_LANGUAGES,
    WRITTEN_LANGUAGES,
    Kind,
    Match,
    direction_of,
    get_language,
    get_locale,
    list_languages_of_the_world,
    mark,
    match_languages,
    read_languages,
)

TAGS = st.sets(st.sampled_from([language.tag for language in PEOPLE_LANGUAGES]))


def test_pages_are_written_in_the_seven_languages_and_the_desk_in_three() -> None:
    assert [code for code, _ in LANGUAGES] == ["en", "zh-hant", "zh-hans", "es", "vi", "fil", "ar"]
    assert DESK_LOCALE_CODES == ("en", "zh-hant", "es")


def test_arabic_alone_runs_right_to_left() -> None:
    assert [locale.code for locale in INTERFACE_LOCALES if locale.direction == "rtl"] == ["ar"]


def test_every_written_language_runs_as_its_own_name_does() -> None:
    for language in WRITTEN_LANGUAGES:
        runs = "rtl" if unicodedata.bidirectional(language.autonym[0]) in {"R", "AL"} else "ltr"
        assert direction_of(language.tag) == runs, language.tag
    assert {locale.tag: locale.direction for locale in INTERFACE_LOCALES} == {
        locale.tag: direction_of(locale.tag) for locale in INTERFACE_LOCALES
    }


def test_a_locale_is_found_in_any_letter_case_and_a_strange_one_is_not() -> None:
    assert get_locale("ZH-Hant").autonym == "繁體中文"
    with pytest.raises(KeyError):
        get_locale("tlh")


def test_every_page_language_offers_languages_on_the_list() -> None:
    for locale in INTERFACE_LOCALES:
        assert locale.spoken
        assert [tag for tag in (locale.tag, *locale.spoken) if get_language(tag) is None] == []


def test_tags_are_unique_well_formed_and_named_in_their_own_words() -> None:
    tags = [language.tag.casefold() for language in PEOPLE_LANGUAGES]
    assert len(tags) == len(set(tags))
    well_formed = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?(-x-[a-z0-9]{1,8})?")
    for language in PEOPLE_LANGUAGES:
        assert well_formed.fullmatch(language.tag), language.tag
        assert language.autonym
        assert language.english
        assert language.kinds


def test_a_near_language_is_on_the_list_another_one_and_reaches_the_person_in_the_same_way() -> None:
    for language in PEOPLE_LANGUAGES:
        for tag in language.served_by:
            near = get_language(tag)
            assert near is not None, f"{language.tag} leans on {tag}"
            assert near.tag != language.tag
            assert language.kinds & near.kinds, f"{language.tag} and {tag} share neither speech, sign nor writing"


def test_the_languages_of_the_neighborhoods_are_there() -> None:
    spoken = "yue yue-x-hoisan cmn es mam vi fil ar ar-YE sm ru ko ja km lo my th ase"
    assert [tag for tag in spoken.split() if get_language(tag) is None] == []
    sign_language = get_language("ase")
    assert sign_language is not None
    assert sign_language.kinds == {Kind.SIGNED}


@pytest.mark.parametrize(
    ("person", "member", "expected"),
    [
        (["yue-x-hoisan"], ["yue-x-hoisan"], Match.EXACT),
        (["yue-x-hoisan"], ["yue"], Match.NEAR),
        (["yue"], ["yue-x-hoisan"], Match.NONE),  # One who speaks only Taishanese may not follow a Cantonese speaker.
        (["yue"], ["cmn"], Match.NONE),
        (["ar-YE"], ["ar"], Match.NEAR),
        (["AR-ye"], ["ar-YE"], Match.EXACT),
        (["mam"], ["es"], Match.NONE),  # Nobody is taken to speak Spanish because they come from Guatemala.
        (["mam", "es"], ["es"], Match.EXACT),
        (["ase"], ["en"], Match.NONE),
        (["zh-Hant"], ["zh-Hans"], Match.NEAR),
        (["nez"], ["nez"], Match.EXACT),  # A coalition's own addition still matches itself.
        (["nez"], ["en"], Match.NONE),
        ([], ["en"], Match.NONE),
        (["en"], [], Match.NONE),
    ],
)
def test_how_a_member_serves_a_person(person: list[str], member: list[str], expected: Match) -> None:
    assert match_languages(person, member) is expected


@given(person=TAGS, member=TAGS, more=TAGS)
def test_a_member_who_learns_a_language_never_serves_anyone_worse(
    person: set[str], member: set[str], more: set[str]
) -> None:
    order = [Match.NONE, Match.NEAR, Match.EXACT]
    before, after = match_languages(person, member), match_languages(person, member | more)
    assert order.index(after) >= order.index(before)


def test_marking_changes_no_word() -> None:
    assert mark("Someone to talk to") == "Someone to talk to"


@pytest.mark.parametrize(
    ("text", "known", "unknown"),
    [
        ("Mam", ["mam"], []),
        ("qyol mam, ESPAÑOL", ["mam", "es"], []),
        ("台山話、普通話", ["yue-x-hoisan", "cmn"], []),
        ("Tagalog and ASL.", ["fil", "ase"], []),
        ("Toishanese", ["yue-x-hoisan"], []),
        ("台山话, 广东话", ["yue-x-hoisan", "yue"], []),
        ("quiché; K'iche'; kʼicheʼ", ["quc", "quc", "quc"], []),
        ("birmano", ["my"], []),
        ("緬甸話", ["my"], []),
        ("tiếng Miến Điện", ["my"], []),
        ("البورمية", ["my"], []),
        ("Croatian language; zapoteco", ["hr", "zap"], []),
        ("Chinese, 中文", [], ["Chinese", "中文"]),  # It may be any of eight that don't understand each other.
        ("Wakandan, Vietnamese", ["vi"], ["Wakandan"]),
        ("", [], []),
        ("粵語和英語", ["yue", "en"], []),
        ("廣東話同普通話，或者英文", ["yue", "cmn", "en"], []),
        ("西班牙语以及英语", ["es", "en"], []),
        ("español e inglés", ["es", "en"], []),
        ("mam o español", ["mam", "es"], []),
        ("Mandarin or Cantonese", ["cmn", "yue"], []),
        ("Cantonese & English", ["yue", "en"], []),
        ("Cantonese AND Wakandan", ["yue"], ["Wakandan"]),
        ("tiếng Việt và/hoặc tiếng Anh", ["vi", "en"], []),
        ("Tagalog at/o Ilokano", ["fil", "ilo"], []),
        ("العربية و/أو الإنجليزية", ["ar", "en"], []),
        ("العربية والإنجليزية", ["ar", "en"], []),
    ],
)
def test_languages_are_read_as_people_name_them(text: str, known: list[str], unknown: list[str]) -> None:
    assert read_languages(text) == (known, unknown)


@pytest.mark.parametrize(
    ("reader", "joined"),
    [
        ("en", "{} and English"),
        ("zh-Hant", "{}和英文"),
        ("zh-Hant", "英文及{}"),
        ("zh-Hans", "{}和英语"),
        ("es", "{} e inglés"),
        ("vi", "{} hoặc tiếng Anh"),
        ("fil", "{} at Ingles"),
        ("ar", "{} أو الإنجليزية"),
    ],
)
def test_a_name_that_holds_such_a_word_itself_is_not_torn(reader: str, joined: str) -> None:
    """埃及阿拉伯文, Egyptian Arabic, holds an "and"; so do Algeria, Nigeria and Hotan."""
    names = [name for _tag, name in list_languages_of_the_world(reader) if "(" not in name]
    assert len(names) > 400
    torn = [name for name in names if read_languages(joined.format(name))[1] or read_languages(name)[1]]
    assert torn == []


def test_a_language_that_only_the_world_s_list_holds_is_named_and_still_matches_itself() -> None:
    croatian = get_language("HR")
    assert croatian is not None
    assert (croatian.english, croatian.autonym) == ("Croatian", "hrvatski (Croatian)")
    assert match_languages(["hr"], ["hr"]) is Match.EXACT
    assert get_language("tlx-not-one") is get_language("zh") is get_language("") is None


def test_the_world_s_languages_stand_beside_ours_and_never_twice() -> None:
    for locale in INTERFACE_LOCALES:
        world = dict(list_languages_of_the_world(locale.tag))
        assert len(world) > 400
        assert not {language.tag for language in PEOPLE_LANGUAGES} & set(world)
    assert dict(list_languages_of_the_world("zh-Hant"))["hr"] == "克羅埃西亞文"


@given(st.text(max_size=60))
def test_nothing_that_somebody_types_is_lost_or_breaks(text: str) -> None:
    known, unknown = read_languages(text)
    assert all(get_language(tag) for tag in known)
    assert all(part in text for part in unknown)


@pytest.mark.parametrize(
    ("tag", "reader", "said"),
    [
        ("yue", "en", "廣東話 · Cantonese"),
        ("yue", "es", "廣東話 · cantonés"),
        ("es", "zh-hant", "Español · 西班牙文"),
        ("es", "es", "Español"),
        ("zh-Hant", "es", "繁體中文 · chino tradicional"),
        ("yue-x-hoisan", "es", "台山話 · Taishanese (Hoisan)"),
        ("yue", None, "廣東話 · Cantonese"),
        ("hr", "es", "hrvatski · croata"),
        ("hr", "en", "hrvatski · Croatian"),
    ],
)
def test_staff_read_a_language_s_own_name_and_what_they_call_it(tag: str, reader: str | None, said: str) -> None:
    language = get_language(tag)
    assert language is not None
    assert language.in_two(reader) == said
