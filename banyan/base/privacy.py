"""The four labels that every model field carries; a field without one fails the build."""

from enum import StrEnum


class Label(StrEnum):
    """Who may learn a field's value, from everyone to holders of a key."""

    PUBLIC = "public"  # May stand on a page that anyone can read.
    INTERNAL = "internal"  # Coded and coarse, or technical: for the organisation's staff, and for counting.
    PERSONAL = "personal"  # About a staff member or partner; never about someone who reported.
    SEALED = "sealed"  # Ciphertext only; opens with a key the database doesn't hold.


PUBLIC, INTERNAL, PERSONAL, SEALED = Label.PUBLIC, Label.INTERNAL, Label.PERSONAL, Label.SEALED
