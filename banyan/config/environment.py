"""Typed readers of the environment. Each fails loudly and says how to mend it."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE = "sqlite://"


def text(name: str, default: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}; set it to 1 or 0.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, str(default)).strip()
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to a whole number.")
    return int(value)


def names(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def choice(name: str, default: str, known: frozenset[str]) -> str:
    value = os.environ.get(name, default)
    if value not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}; set it to one of: {', '.join(sorted(known))}.")
    return value


def secret(directory: Path, name: str) -> str:
    """A secret from its file, which `banyan setup` makes. Secrets live beside the database, never in it."""
    path = directory / name
    try:
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"There is no secret at {path}. Run `banyan setup` once, or set BANYAN_SECRETS to where it is."
        ) from error


def database(url: str, *, sqlite_sync: str, postgres_options: str) -> dict[str, object]:
    """A Django database from `sqlite:///path` or `postgres://user:password@host:port/name`."""
    if url.startswith(SQLITE):
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": url.removeprefix(SQLITE),  # As it is: a directory's name may hold a # or a question mark.
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                # A transaction that reads and then writes fails at once in DEFERRED mode when another writes between.
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; "
                f"PRAGMA synchronous={sqlite_sync}; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"options": postgres_options},
        }
    raise ImproperlyConfigured(f"A database address starts with sqlite:/// or postgres://, not {parts.scheme!r}.")
