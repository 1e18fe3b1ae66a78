"""The states of a publication. What was published stays: readers can't unlearn it, so later audits count on it."""

from enum import StrEnum


class State(StrEnum):
    PROPOSED = "proposed"
    PUBLISHED = "published"
    DECLINED = "declined"
