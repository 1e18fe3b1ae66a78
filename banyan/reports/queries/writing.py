"""What the reader of a public page is writing elsewhere on this site."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache

from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, override

from banyan.reports.queries.drafts import cookie_name, draft_key_of, get_draft
from banyan.reports.rules.steps import CHECK, STEPS

FIRST = STEPS[0].code


def address_of(step: str, language: str = "") -> str:
    """Where a page of a report is, in this language or the reader's. Raises NoReverseMatch where only the desk is."""
    return _address(step, language or get_language() or "en")


@cache  # Every page leads to some, and Django takes as long to find out where they are as to open what was written.
def _address(step: str, language: str) -> str:
    with override(language):
        return reverse("tell:check") if step == CHECK else reverse("tell:step", args=[step])


def way_back(*, cookies: Mapping[str, str], now: datetime) -> str:
    """Where a report that isn't sent yet goes on, or the report whose message isn't; empty when there is neither."""
    try:
        return _report(_kept(cookies, "draft", now)) or _message(_kept(cookies, "back", now))
    except NoReverseMatch:  # This process serves the desk only.
        return ""


def _report(draft: dict[str, object]) -> str:
    if "receipt" not in draft or draft.get("sent"):
        return ""
    return address_of(str(draft.get("at", FIRST)))


def _message(visit: dict[str, object]) -> str:
    return reverse("tell:reports") if visit.get("unsent") else ""


def _kept(cookies: Mapping[str, str], cookie: str, now: datetime) -> dict[str, object]:
    key = draft_key_of(cookies.get(cookie_name(cookie), ""))
    return (get_draft(key=key, now=now) if key else None) or {}
