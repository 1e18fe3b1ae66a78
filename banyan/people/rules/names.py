"""When two names are one to whoever reads them."""

import unicodedata


def fold_name(name: str) -> str:
    """A name without what nobody sees or minds: letter case, width, spaces, signs that show nothing.

    Letters of other scripts that look alike stay apart.
    """
    seen = "".join(one for one in unicodedata.normalize("NFKC", name) if unicodedata.category(one) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())


def fold_names(*names: str) -> frozenset[str]:
    """What somebody is called, whichever of these names is read; one that is blank is none."""
    return frozenset(fold_name(name) for name in names) - {""}
