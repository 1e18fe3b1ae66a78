"""What a username is: typed on many keyboards, remembered by tired people, so forgiving about letter case."""

import unicodedata

LONGEST = 60


def normalise_username(typed: str) -> str:
    """The one spelling that is stored and searched for."""
    return unicodedata.normalize("NFKC", typed.strip()[:LONGEST]).strip().casefold()[:LONGEST]
