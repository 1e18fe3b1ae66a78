"""What the bench's server knows: a coalition of two partners, each with a key."""

from tests import factories


def make_partners() -> None:
    """Two partners that take reports, with languages and hours."""
    factories.make_personas()
