"""What a page of the desk asks of the database names its own house, as a value that it binds."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from banyan.people.models import KeyWrap, Member
from banyan.reports.models import Draft, Receipt, SealedChunk, SealedFile

# Whose rows belong to no organisation: found by a code, a cookie, or what a record of one's own says of them.
NOBODYS = {Draft, Receipt, SealedChunk, SealedFile}
OWN_TABLES = {model._meta.db_table for model in apps.get_app_config("reports").get_models() if model not in NOBODYS}
# Wraps have no column for the house: they are asked for by its own keys, or by its own members.
WRAPS = KeyWrap._meta.db_table
# Counts of every house, none of fewer than ten people: what the coalition's own staff and the picture are for.
COUNTS_ALL = {"reports:clocks"}


@dataclass(frozen=True)
class Asked:
    sql: str
    bound: frozenset[str]


def _written(value: Any) -> str:
    return str(value).replace("-", "").lower()


def asked_of(found: list[Asked]) -> Callable[..., Any]:
    """A wrapper that notes each statement and what it binds."""

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found.append(Asked(sql, frozenset(_written(value) for value in params or ())))
        return execute(sql, params, many, context)

    return note


def loose(queries: list[Asked], *, viewer: Member | None, route: str) -> list[str]:
    """Statements that read an organisation's own rows without binding the viewer's own house."""
    if route in COUNTS_ALL:
        return []
    house = viewer.organisation if viewer else None
    keys = house.keys.values_list("pk", flat=True) if house else ()
    members = house.members.values_list("pk", flat=True) if house else ()
    ours = frozenset(_written(pk) for pk in (*keys, *members))
    return [one.sql for one in queries if is_loose(one, house=_written(house.pk) if house else None, ours=ours)]


def is_loose(asked: Asked, *, house: str | None, ours: frozenset[str] = frozenset()) -> bool:
    """`ours` are the keys and members of the house. Who belongs to no house may only ask for what belongs to none."""
    text = asked.sql.lower()
    if not text.lstrip("( ").startswith(("select", "with")):
        return False
    if any(f'"{table}"' in text for table in OWN_TABLES):
        return house not in asked.bound if house else '"organisation_id" is null' not in text
    return f'"{WRAPS}"' in text and not ours & asked.bound
