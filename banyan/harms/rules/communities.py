"""Coarse communities for counting, and how people's own words about themselves lead to them."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from banyan.base.languages import mark, mark_staff
from banyan.harms.rules.codes import Code

COMMUNITIES: tuple[Code, ...] = (
    Code("asian", mark("Asian")),
    Code("pacific_islander", mark("Native Hawaiian or Pacific Islander")),
    Code("black", mark("Black or African American")),
    Code("latine", mark("Latino or Hispanic"), staff_label=mark_staff("Latine or Hispanic")),
    Code("arab_or_middle_eastern", mark("Arab or Middle Eastern")),
    Code("native_american", mark("Native American or Alaska Native")),
    Code("white", mark("White")),
    Code("multiple_races", mark("People of many races"), staff_label=mark_staff("Multiple races")),
    Code(
        "other_race", mark("Another race or family origin"), staff_label=mark_staff("Other race, ethnicity or ancestry")
    ),
    Code("jewish", mark("Jewish")),
    Code("muslim", mark("Muslim")),
    Code("sikh", mark("Sikh")),
    Code("hindu", mark("Hindu")),
    Code("buddhist", mark("Buddhist")),
    Code("christian", mark("Christian")),
    Code("other_faith", mark("Another faith, or none"), staff_label=mark_staff("Other faith or none")),
    Code("lgbtq", mark("Lesbian, gay, bisexual or queer")),
    Code(
        "transgender", mark("Transgender or of another gender"), staff_label=mark_staff("Transgender or non-conforming")
    ),
    Code("women", mark("Women and girls")),
    Code("men", mark("Men and boys")),
    Code("disabled", mark("People with disabilities")),
    Code("immigrant", mark("Immigrants and refugees")),
    Code("unhoused", mark("People without a home"), staff_label=mark_staff("Unhoused people")),
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What people call themselves, in the words and scripts they use, and the communities it counts in."""

    code: str
    names: tuple[str, ...]
    communities: tuple[str, ...]


_ASIAN = ("asian",)
_LATINE = ("latine",)
_ISLANDER = ("pacific_islander",)
_MIDDLE_EASTERN = ("arab_or_middle_eastern",)

IDENTITIES: tuple[Identity, ...] = (
    Identity("asian_american", ("Asian", "Asian American", "亞裔", "亚裔", "Người Mỹ gốc Á"), _ASIAN),
    Identity("aapi", ("AAPI", "Asian American and Pacific Islander"), ("asian", "pacific_islander")),
    Identity(
        "chinese", ("Chinese", "Chinese American", "中國人", "中国人", "華人", "华人", "華裔", "华裔", "唐人"), _ASIAN
    ),
    Identity("cantonese_chinese", ("Cantonese-speaking Chinese", "Cantonese", "廣東人", "广东人"), _ASIAN),
    Identity("taishanese", ("Taishanese", "Toishanese", "Hoisan", "台山人"), _ASIAN),
    Identity("hong_konger", ("Hong Konger", "From Hong Kong", "香港人"), _ASIAN),
    Identity("taiwanese", ("Taiwanese", "Taiwanese American", "台灣人", "臺灣人", "台湾人"), _ASIAN),
    Identity(
        "chinese_vietnamese", ("Chinese Vietnamese", "Vietnamese Chinese", "越南華僑", "người Việt gốc Hoa"), _ASIAN
    ),
    Identity("vietnamese", ("Vietnamese", "Vietnamese American", "người Việt"), _ASIAN),
    Identity(
        "filipino", ("Filipino", "Filipina", "Filipinx", "Filipino American", "Pilipino", "Pinoy", "Pinay"), _ASIAN
    ),
    Identity("japanese", ("Japanese", "Japanese American", "日本人"), _ASIAN),
    Identity("korean", ("Korean", "Korean American", "한국인", "한인"), _ASIAN),
    Identity("khmer", ("Khmer", "Cambodian", "Cambodian American", "ខ្មែរ"), _ASIAN),
    Identity("lao", ("Lao", "Laotian", "ລາວ"), _ASIAN),
    Identity("hmong", ("Hmong", "Hmoob"), _ASIAN),
    Identity("mien", ("Mien", "Iu Mien"), _ASIAN),
    Identity("thai", ("Thai", "ไทย"), _ASIAN),
    Identity("burmese", ("Burmese", "From Myanmar", "Karen", "Rohingya"), _ASIAN),
    Identity("indonesian", ("Indonesian",), _ASIAN),
    Identity("mongolian", ("Mongolian",), _ASIAN),
    Identity("tibetan", ("Tibetan",), _ASIAN),
    # "Indian" alone may mean two very different things, so a person decides.
    Identity("south_asian", ("South Asian", "Indian American", "From India", "Desi"), _ASIAN),
    Identity("punjabi", ("Punjabi", "ਪੰਜਾਬੀ"), _ASIAN),
    Identity("pakistani", ("Pakistani",), _ASIAN),
    Identity("bangladeshi", ("Bangladeshi", "Bengali"), _ASIAN),
    Identity("nepali", ("Nepali", "Nepalese"), _ASIAN),
    Identity("sri_lankan", ("Sri Lankan",), _ASIAN),
    Identity("samoan", ("Samoan", "Sāmoan"), _ISLANDER),
    Identity("tongan", ("Tongan",), _ISLANDER),
    Identity("chamorro", ("Chamorro", "CHamoru", "Guamanian"), _ISLANDER),
    Identity("native_hawaiian", ("Native Hawaiian", "Hawaiian", "Kanaka Maoli"), _ISLANDER),
    Identity("pacific_islander", ("Pacific Islander", "Pasifika", "Fijian", "Marshallese"), _ISLANDER),
    Identity("black", ("Black", "African American", "Black American", "Afro-American"), ("black",)),
    Identity("african", ("African", "Ethiopian", "Eritrean", "Somali", "Nigerian"), ("black",)),
    Identity("haitian", ("Haitian", "Caribbean", "Jamaican"), ("black",)),
    Identity("afro_latine", ("Afro-Latino", "Afro-Latina", "Afro-Latine", "Afrolatino"), ("black", "latine")),
    Identity("latine", ("Latino", "Latina", "Latine", "Latinx", "Hispanic", "Hispano", "Hispana", "Chicano"), _LATINE),
    Identity("mexican", ("Mexican", "Mexicano", "Mexicana", "Mexican American"), _LATINE),
    Identity("central_american", ("Salvadoran", "Salvadoreño", "Guatemalan", "Honduran", "Nicaraguan"), _LATINE),
    Identity("maya", ("Maya", "Mam", "Yucatec", "K'iche'", "Q'anjob'al", "Kaqchikel"), ("latine", "native_american")),
    Identity("arab", ("Arab", "Arab American", "عربي", "عربية"), _MIDDLE_EASTERN),
    Identity("yemeni", ("Yemeni", "Yemeni American", "يمني", "يمنية"), _MIDDLE_EASTERN),
    Identity("palestinian", ("Palestinian", "فلسطيني", "فلسطينية"), _MIDDLE_EASTERN),
    Identity("egyptian", ("Egyptian", "Iraqi", "Lebanese", "Syrian", "Jordanian", "Moroccan"), _MIDDLE_EASTERN),
    Identity("iranian", ("Iranian", "Persian", "Middle Eastern"), _MIDDLE_EASTERN),
    Identity(
        "native_american", ("Native American", "American Indian", "Alaska Native", "Ohlone"), ("native_american",)
    ),
    Identity("white", ("White", "European American"), ("white",)),
    Identity("multiracial", ("Mixed", "Multiracial", "Mixed race", "Biracial"), ("multiple_races",)),
    Identity("jewish", ("Jewish",), ("jewish",)),
    Identity("muslim", ("Muslim", "مسلم", "مسلمة"), ("muslim",)),
    Identity("sikh", ("Sikh", "ਸਿੱਖ"), ("sikh",)),
    Identity("hindu", ("Hindu",), ("hindu",)),
    Identity("buddhist", ("Buddhist",), ("buddhist",)),
    Identity("christian", ("Christian", "Catholic"), ("christian",)),
    Identity("lgbtq", ("Gay", "Lesbian", "Bisexual", "Queer", "LGBT", "LGBTQ"), ("lgbtq",)),
    Identity("transgender", ("Transgender", "Trans", "Nonbinary", "Non-binary"), ("transgender",)),
    Identity("disabled", ("Disabled", "Deaf", "Blind"), ("disabled",)),
    Identity("immigrant", ("Immigrant", "Refugee", "Undocumented"), ("immigrant",)),
    Identity("unhoused", ("Unhoused", "Homeless"), ("unhoused",)),
)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("’", "'").replace("-", " ").split())


_BY_NAME: Mapping[str, Identity] = MappingProxyType(
    {_plain(name): identity for identity in IDENTITIES for name in (*identity.names, identity.code.replace("_", " "))}
)


def communities_of_identity(words: str) -> tuple[str, ...] | None:
    """Give the communities of what someone calls themselves; None when the words aren't known and a person decides."""
    identity = _BY_NAME.get(_plain(words))
    return identity.communities if identity else None
