"""The few ways in which the vault says no. None of them repeats anything it was given."""


class VaultError(Exception):
    """Something sealed couldn't be opened, or a code couldn't be read."""


class CannotOpen(VaultError):  # noqa: N818 - a sentence about the reader, not a fault of the program.
    """Wrong key, altered, cut short or moved here from elsewhere: one error for all, so that it teaches nothing."""


class MalformedReceipt(VaultError):  # noqa: N818 - likewise.
    """What was typed isn't a receipt code; it was mistyped or is something else."""


class MalformedRecoveryCode(VaultError):  # noqa: N818 - likewise.
    """What was typed isn't a recovery code. `group` counts from 1: the first group that is wrong, if one stands out."""

    def __init__(self, group: int | None = None) -> None:
        super().__init__(group)
        self.group = group
