"""The languages people read, speak and sign, and how near one is to another. Plain facts, no Django."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from banyan.base import cldr


def mark(text: str) -> str:
    """Mark an English sentence for the translators; it is translated where it is shown, in the reader's language."""
    return text


def mark_in(context: str, text: str) -> str:  # noqa: ARG001 - the translators' tool reads it
    """As `mark`, for a sentence with a context: show it with `{% translate … context "emergency" %}` or pgettext."""
    return text


def mark_staff(text: str) -> str:
    """Mark a sentence that only staff read: it is translated into the desk's languages."""
    return text


@dataclass(frozen=True, slots=True)
class InterfaceLocale:
    """A language that pages are written in, with the spoken languages its readers most often ask for."""

    code: str
    english: str
    autonym: str
    tag: str
    spoken: tuple[str, ...]
    direction: Literal["ltr", "rtl"] = "ltr"


INTERFACE_LOCALES: tuple[InterfaceLocale, ...] = (
    InterfaceLocale("en", "English", "English", "en", ("en",)),
    InterfaceLocale(
        "zh-hant", "Traditional Chinese", "繁體中文", "zh-Hant", ("yue", "yue-x-hoisan", "cmn", "nan", "hak")
    ),
    InterfaceLocale("zh-hans", "Simplified Chinese", "简体中文", "zh-Hans", ("cmn", "yue", "cdo", "wuu")),
    InterfaceLocale("es", "Spanish", "Español", "es", ("es", "mam", "yua", "quc", "kjb")),
    InterfaceLocale("vi", "Vietnamese", "Tiếng Việt", "vi", ("vi",)),
    InterfaceLocale("fil", "Filipino", "Filipino", "fil", ("fil", "ilo", "ceb")),
    InterfaceLocale("ar", "Arabic", "العربية", "ar", ("ar", "ar-YE", "arz", "apc", "acm", "ary"), "rtl"),
)

LANGUAGES: tuple[tuple[str, str], ...] = tuple((locale.code, locale.english) for locale in INTERFACE_LOCALES)
"""What Django's setting of the same name takes."""

DESK_LOCALE_CODES: tuple[str, ...] = ("en", "zh-hant", "es")
"""The languages of the desk; the public door has them all."""


class Kind(StrEnum):
    """How a language reaches someone."""

    SPOKEN = "spoken"
    SIGNED = "signed"
    WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Language:
    """One language or dialect that a person may ask for, as a BCP 47 tag."""

    tag: str
    english: str
    autonym: str
    kinds: frozenset[Kind]
    served_by: tuple[str, ...] = ()
    """Languages whose speakers can often be understood: near, never the same, and not always both ways."""

    def in_two(self, reader: str | None) -> str:
        """Its own name and what its reader calls it, for staff to choose from: neither alone is known to all of them.

        In English where CLDR doesn't know what the reader calls it.
        """
        theirs = (cldr.called_by(reader, self.tag) if reader not in {None, "en"} else None) or self.english
        own = self.autonym.removesuffix(f" ({self.english})")  # As the world's are called.
        return own if theirs.casefold() in own.casefold() else f"{own} · {theirs}"


class Match(StrEnum):
    """How well someone's languages are served."""

    EXACT = "exact"
    NEAR = "near"
    NONE = "none"


SPOKEN = frozenset({Kind.SPOKEN})
SIGNED = frozenset({Kind.SIGNED})
WRITTEN = frozenset({Kind.WRITTEN})
BOTH = frozenset({Kind.SPOKEN, Kind.WRITTEN})

PEOPLE_LANGUAGES: tuple[Language, ...] = (
    Language("en", "English", "English", BOTH),
    # Chinese: what is spoken and what is read are asked apart, since they part in life.
    Language("yue", "Cantonese", "廣東話", SPOKEN),
    Language("yue-x-hoisan", "Taishanese (Hoisan)", "台山話", SPOKEN, ("yue",)),
    Language("cmn", "Mandarin", "普通話 / 國語", SPOKEN),
    Language("nan", "Hokkien, Taiwanese, Teochew", "閩南語 / 台語 / 潮州話", SPOKEN, ("cmn",)),
    Language("cdo", "Fuzhounese", "福州話", SPOKEN, ("cmn",)),
    Language("hak", "Hakka", "客家話", SPOKEN, ("cmn",)),
    Language("wuu", "Shanghainese, Wenzhounese", "上海話 / 溫州話", SPOKEN, ("cmn",)),
    Language("zh-Hant", "Traditional Chinese (reading)", "繁體中文", WRITTEN, ("zh-Hans",)),
    Language("zh-Hans", "Simplified Chinese (reading)", "简体中文", WRITTEN, ("zh-Hant",)),
    # Latin America: Spanish is a second language for many who speak a Maya language.
    Language("es", "Spanish", "Español", BOTH),
    Language("mam", "Mam", "Qyol Mam", SPOKEN),
    Language("yua", "Yucatec Maya", "Maayaʼ tʼàan", SPOKEN),
    Language("quc", "K'iche'", "Kʼicheʼ", SPOKEN),
    Language("kjb", "Q'anjob'al", "Qʼanjobʼal", SPOKEN),
    Language("cak", "Kaqchikel", "Kaqchikel", SPOKEN),
    Language("kek", "Q'eqchi'", "Qʼeqchiʼ", SPOKEN),
    Language("ixl", "Ixil", "Ixil", SPOKEN),
    Language("tzj", "Tz'utujil", "Tzʼutujil", SPOKEN),
    Language("knj", "Akateko", "Akateko", SPOKEN),
    Language("pt", "Portuguese", "Português", BOTH, ("es",)),
    Language("ht", "Haitian Creole", "Kreyòl ayisyen", BOTH),
    # Southeast Asia and the Philippines.
    Language("vi", "Vietnamese", "Tiếng Việt", BOTH),
    Language("fil", "Tagalog, Filipino", "Tagalog / Filipino", BOTH),
    Language("ilo", "Ilocano", "Ilokano", BOTH, ("fil",)),
    Language("ceb", "Cebuano, Bisaya", "Binisaya", BOTH, ("fil",)),
    Language("km", "Khmer", "ខ្មែរ", BOTH),
    Language("lo", "Lao", "ລາວ", BOTH, ("th",)),
    Language("my", "Burmese", "မြန်မာ", BOTH),
    Language("th", "Thai", "ไทย", BOTH),
    Language("hmn", "Hmong", "Hmoob", BOTH),
    Language("ium", "Iu Mien", "Mienh", BOTH),
    Language("id", "Indonesian", "Bahasa Indonesia", BOTH, ("ms",)),
    Language("ms", "Malay", "Bahasa Melayu", BOTH, ("id",)),
    # Pacific islands.
    Language("sm", "Samoan", "Gagana Sāmoa", BOTH),
    Language("to", "Tongan", "Lea fakatonga", BOTH),
    Language("ch", "Chamorro", "CHamoru", BOTH),
    # East and Central Asia.
    Language("ja", "Japanese", "日本語", BOTH),
    Language("ko", "Korean", "한국어", BOTH),
    Language("mn", "Mongolian", "Монгол", BOTH),
    Language("bo", "Tibetan", "བོད་སྐད་", BOTH),
    Language("ug", "Uyghur", "ئۇيغۇرچە", BOTH),
    # South Asia.
    Language("hi", "Hindi", "हिन्दी", BOTH, ("ur",)),
    Language("ur", "Urdu", "اردو", BOTH, ("hi",)),
    Language("pa", "Punjabi", "ਪੰਜਾਬੀ", BOTH),
    Language("bn", "Bengali", "বাংলা", BOTH),
    Language("gu", "Gujarati", "ગુજરાતી", BOTH),
    Language("ne", "Nepali", "नेपाली", BOTH),
    Language("ta", "Tamil", "தமிழ்", BOTH),
    Language("te", "Telugu", "తెలుగు", BOTH),
    # West Asia and Africa. Standard Arabic reaches most speakers of a dialect, but it isn't what they speak.
    Language("ar", "Arabic", "العربية", BOTH),
    Language("ar-YE", "Yemeni Arabic", "العربية اليمنية", SPOKEN, ("ar", "arz", "apc")),
    Language("arz", "Egyptian Arabic", "العربية المصرية", SPOKEN, ("ar", "apc")),
    Language("apc", "Levantine Arabic", "العربية الشامية", SPOKEN, ("ar", "arz")),
    Language("acm", "Iraqi Arabic", "العربية العراقية", SPOKEN, ("ar", "apc", "arz")),
    Language("ary", "Moroccan Arabic", "الدارجة المغربية", SPOKEN, ("ar",)),
    Language("fa", "Persian (Farsi)", "فارسی", BOTH, ("prs",)),
    Language("prs", "Dari", "دری", BOTH, ("fa",)),
    Language("ps", "Pashto", "پښتو", BOTH),
    Language("tr", "Turkish", "Türkçe", BOTH),
    Language("hy", "Armenian", "Հայերեն", BOTH),
    Language("am", "Amharic", "አማርኛ", BOTH),
    Language("ti", "Tigrinya", "ትግርኛ", BOTH),
    Language("so", "Somali", "Soomaali", BOTH),
    Language("sw", "Swahili", "Kiswahili", BOTH),
    # Europe.
    Language("ru", "Russian", "Русский", BOTH),
    Language("uk", "Ukrainian", "Українська", BOTH, ("ru",)),
    Language("fr", "French", "Français", BOTH),
    # Signed languages are not near to the spoken ones around them, nor to each other unless related.
    Language("ase", "American Sign Language (ASL)", "ASL", SIGNED),
    Language("csl", "Chinese Sign Language", "中国手语", SIGNED),
    Language("hks", "Hong Kong Sign Language", "香港手語", SIGNED, ("csl",)),
    Language("mfs", "Mexican Sign Language (LSM)", "Lengua de Señas Mexicana", SIGNED),
    Language("psp", "Filipino Sign Language (FSL)", "Filipino Sign Language", SIGNED, ("ase",)),
)

WRITTEN_LANGUAGES: tuple[Language, ...] = tuple(one for one in PEOPLE_LANGUAGES if Kind.WRITTEN in one.kinds)
"""Those that an organisation may write its own words in."""

_RIGHT_TO_LEFT = frozenset({"ar", "fa", "prs", "ps", "ug", "ur"})
_BY_TAG = {language.tag.casefold(): language for language in PEOPLE_LANGUAGES}


def get_locale(code: str) -> InterfaceLocale:
    """Give the interface locale of this code; raises KeyError for one we don't publish in."""
    return {locale.code: locale for locale in INTERFACE_LOCALES}[code.casefold()]


def direction_of(tag: str) -> Literal["ltr", "rtl"]:
    """Which way one of the written languages runs."""
    return "rtl" if tag in _RIGHT_TO_LEFT else "ltr"


def get_language(tag: str) -> Language | None:
    """Give the language of this tag in any letter case, from our list or else CLDR's; None for one nobody lists."""
    return _BY_TAG.get(tag.casefold()) or _of_the_world(tag.casefold())


@lru_cache(maxsize=1024)  # What somebody types may come here; it mustn't grow for ever.
def _of_the_world(tag: str) -> Language | None:
    english = cldr.name_in(tag, "en")
    if english is None:
        return None
    own = cldr.own_name(tag)
    return Language(tag, english, f"{own} ({english})" if own and own != english else english, BOTH)


def list_languages_of_the_world(reader: str) -> tuple[tuple[str, str], ...]:
    """Tags of the languages that our own list lacks, and their names as this reader says them, by name."""
    return tuple((tag, name) for tag, name in cldr.list_names(reader) if tag not in _BY_TAG)


def match_languages(person: Iterable[str], member: Iterable[str]) -> Match:
    """Say how well a member's languages serve a person's: one in common, one that is near, or none.

    A tag that isn't on our list still matches itself, since a coalition may add its own.
    """
    wanted = {tag.casefold() for tag in person}
    offered = {tag.casefold() for tag in member}
    if wanted & offered:
        return Match.EXACT
    near = {tag.casefold() for name in wanted if name in _BY_TAG for tag in _BY_TAG[name].served_by}
    return Match.NEAR if near & offered else Match.NONE


def read_languages(text: str) -> tuple[list[str], list[str]]:
    """Tags of the languages that somebody named in their own words, and what we don't know, as they wrote it.

    A language may be named by its tag, as its speakers do, or in any language that pages are written in; several are
    parted by commas, "and" and such. Ours come first, the world's (CLDR's) after them.
    """
    known, unknown = [], []
    for piece in _PARTED.split(text):
        # A name may begin as an "and" does: ولوف.
        for part in [piece] if _tag_of(piece) else _AND.split(piece):
            tag = _tag_of(part)
            if tag:
                known.append(tag)
            elif left := part.strip(" ."):
                unknown.append(left)
    return known, unknown


def _tag_of(named: str) -> str | None:
    name = cldr.spelled(named)
    return _BY_NAME.get(name) or (cldr.codes_by_name().get(name) if name else None)


_PARTED = re.compile(r"[,;/、，؛،·\n()&+]")
# "And" and "or" in the languages of our pages, but for the names that hold one: 埃及, 阿爾及利亞, 和田, 共同, وسط.
_AND = re.compile(
    r"(?:^|\s)(?:and|or|[yeou]|và|hoặc|hay|at|أو|او)(?=\s|$)|\sو(?!سط)"
    r"|以及|或者?|[與与跟]|(?<!埃)及(?!利[亞亚])|和(?![闐田])|(?<!共)同",
    re.IGNORECASE,
)
_OTHER_NAMES = {
    "yue-x-hoisan": ("Toishanese", "Toisanese", "Hoisanese", "Toisan", "Toishan"),
    "yue": ("廣州話", "粵語", "Guangdong hua"),
    "cmn": ("Putonghua", "Guoyu", "官話", "漢語"),
    "nan": ("福建話", "閩南話", "Min Nan", "Teochiu", "Chaozhou"),
    "quc": ("Quiche",),
    "fa": ("Farsi",),
    "apc": ("Syrian Arabic", "Lebanese Arabic", "Palestinian Arabic"),
}
# Simplified and traditional spellings of our Chinese names, which nothing derives from each other.
_SIMPLIFIED = str.maketrans("廣東臺灣話語國閩潮粵滬溫漢", "广东台湾话语国闽潮粤沪温汉")


def _names(language: Language) -> set[str]:
    """Every way of writing a language's name that we know, parts of double names too."""
    said = (language.tag, language.english, language.autonym, *_OTHER_NAMES.get(language.tag, ()))
    parts = {part for name in said for part in (name, *_PARTED.split(name))}
    return {cldr.spelled(one) for part in parts for one in (part, part.translate(_SIMPLIFIED))} - {""}


_BY_NAME = {
    name: language.tag
    for language in reversed(PEOPLE_LANGUAGES)
    if language.kinds & {Kind.SPOKEN, Kind.SIGNED}
    for name in _names(language)
}
