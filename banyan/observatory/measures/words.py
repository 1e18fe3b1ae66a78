"""The phrases that findings are made of: counted things, months, lists and shares, in the active language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext_lazy
from django.utils.translation import gettext as _

from banyan.harms.rules.crosswalks.fbi import FBI_OFFENCES_TO_KINDS
from banyan.harms.rules.crosswalks.san_francisco import SF_OFFENCES_TO_KINDS
from banyan.harms.rules.crosswalks.shape import read_foreign

_LOCALES: Final = {"zh-hant": "zh_Hant", "zh-hans": "zh_Hans", "ar": "ar_001"}

_COUNTED: Final[Mapping[str, Any]] = {
    "all": ngettext_lazy("%(shown)s hate crime", "%(shown)s hate crimes", "n"),
    "asian": ngettext_lazy("%(shown)s anti-Asian hate crime", "%(shown)s anti-Asian hate crimes", "n"),
    "pacific_islander": ngettext_lazy(
        "%(shown)s hate crime against Pacific Islanders", "%(shown)s hate crimes against Pacific Islanders", "n"
    ),
    "black": ngettext_lazy("%(shown)s anti-Black hate crime", "%(shown)s anti-Black hate crimes", "n"),
    "latine": ngettext_lazy("%(shown)s anti-Latino hate crime", "%(shown)s anti-Latino hate crimes", "n"),
    "arab_or_middle_eastern": ngettext_lazy("%(shown)s anti-Arab hate crime", "%(shown)s anti-Arab hate crimes", "n"),
    "native_american": ngettext_lazy(
        "%(shown)s hate crime against Native Americans", "%(shown)s hate crimes against Native Americans", "n"
    ),
    "white": ngettext_lazy("%(shown)s anti-white hate crime", "%(shown)s anti-white hate crimes", "n"),
    "multiple_races": ngettext_lazy(
        "%(shown)s hate crime against a group of many races", "%(shown)s hate crimes against groups of many races", "n"
    ),
    "other_race": ngettext_lazy(
        "%(shown)s hate crime over another race or origin", "%(shown)s hate crimes over another race or origin", "n"
    ),
    "jewish": ngettext_lazy("%(shown)s anti-Jewish hate crime", "%(shown)s anti-Jewish hate crimes", "n"),
    "muslim": ngettext_lazy("%(shown)s anti-Muslim hate crime", "%(shown)s anti-Muslim hate crimes", "n"),
    "sikh": ngettext_lazy("%(shown)s anti-Sikh hate crime", "%(shown)s anti-Sikh hate crimes", "n"),
    "hindu": ngettext_lazy("%(shown)s anti-Hindu hate crime", "%(shown)s anti-Hindu hate crimes", "n"),
    "buddhist": ngettext_lazy("%(shown)s anti-Buddhist hate crime", "%(shown)s anti-Buddhist hate crimes", "n"),
    "christian": ngettext_lazy("%(shown)s anti-Christian hate crime", "%(shown)s anti-Christian hate crimes", "n"),
    "other_faith": ngettext_lazy(
        "%(shown)s hate crime over another faith or none", "%(shown)s hate crimes over another faith or none", "n"
    ),
    "lgbtq": ngettext_lazy(
        "%(shown)s hate crime over whom someone loves", "%(shown)s hate crimes over whom someone loves", "n"
    ),
    "transgender": ngettext_lazy(
        "%(shown)s anti-transgender hate crime", "%(shown)s anti-transgender hate crimes", "n"
    ),
    "women": ngettext_lazy("%(shown)s hate crime against women", "%(shown)s hate crimes against women", "n"),
    "men": ngettext_lazy("%(shown)s hate crime against men", "%(shown)s hate crimes against men", "n"),
    "disabled": ngettext_lazy(
        "%(shown)s hate crime against people with disabilities",
        "%(shown)s hate crimes against people with disabilities",
        "n",
    ),
    "immigrant": ngettext_lazy("%(shown)s anti-immigrant hate crime", "%(shown)s anti-immigrant hate crimes", "n"),
    "unhoused": ngettext_lazy(
        "%(shown)s hate crime against people without a home", "%(shown)s hate crimes against people without a home", "n"
    ),
}


def _locale() -> Locale:
    language = get_language() or "en"
    return Locale.parse(_LOCALES.get(language, language.replace("-", "_")))


def number(n: float) -> str:
    """A whole number, grouped the reader's way, in the digits 0 to 9 that charts and tables use too."""
    return str(format_decimal(round(n), locale=_locale(), numbering_system="latn"))


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage."""
    return str(format_percent(share, locale=_locale(), numbering_system="latn"))


def counted(community: str, n: int) -> str:
    """A count of hate crimes with what they are: "60 anti-Asian hate crimes"."""
    phrase: Promise | str = _COUNTED.get(community, _COUNTED["all"])
    return str(phrase % {"n": n, "shown": number(n)})


def listed(parts: Iterable[str]) -> str:
    """Several words as the language lists them: "2013, 2014 and 2015"."""
    return str(format_list(list(parts), locale=_locale()))


def joined(sentences: Iterable[str]) -> str:
    """Sentences one after another; Chinese puts no space between them."""
    return ("" if (get_language() or "").startswith("zh") else " ").join(sentences)


def years(of: Sequence[int]) -> str:
    """Several years as the language lists them; three or more in a row as a span."""
    spans: list[list[int]] = []
    for year in sorted(of):
        if spans and year == spans[-1][-1] + 1:
            spans[-1].append(year)
        else:
            spans.append([year])
    shown: list[str] = []
    for run in spans:
        shown += [f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(year) for year in run]  # noqa: PLR2004 - see above
    return listed(shown)


def language(code: str) -> str:
    """One of our languages as the reader's names it."""
    return str(Locale.parse(_LOCALES.get(code, code.replace("-", "_"))).get_display_name(_locale()) or code)


def month(day: date) -> str:
    """A month and its year in words."""
    return str(format_skeleton("yMMMM", day, locale=_locale()))


def in_full(day: date) -> str:
    """A date in full."""
    return str(format_date(day, format="long", locale=_locale()))


def period(code: str) -> str:
    """A period's code, "2021" or "2021-06", in words."""
    year, _dash, at = code.partition("-")
    return month(date(int(year), int(at), 1)) if at else year


def when(code: str) -> str:
    """A period in words where the sentence doesn't say whether it is a year: Chinese names it one."""
    is_bare = "-" not in code and (get_language() or "").startswith("zh")
    return f"{code} 年" if is_bare else period(code)


def offence(label: str) -> str:
    """An agency's word for an offence as a plain noun, by the crosswalks; its own word where they have none."""
    first = label.partition("; ")[0]
    for crosswalk in (SF_OFFENCES_TO_KINDS, FBI_OFFENCES_TO_KINDS):
        if codes := read_foreign(crosswalk, first):
            return _kind(codes[0]) or first
    return first


def _kind(code: str) -> str:
    return {
        "vandalism": _("vandalism"),
        "physical_violence": _("assault"),
        "threats": _("threats"),
        "sexual_violence": _("sexual violence"),
        "robbery": _("robbery"),
        "property_theft": _("theft or burglary"),
        "arson_or_fire": _("arson"),
        "loss_to_violence": _("killing"),
        "fraud": _("fraud"),
    }.get(code, "")
