"""A name that a colleague's machine can show and store without being tricked."""

import re
import unicodedata
from typing import Final

from banyan.base.cleaning.contract import FORMATS

# Windows opens these as devices, whatever the extension.
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r'[<>:"|?*%\x00]')
# A leading dot hides a file, a leading dash is read as an option, and the others start a formula in a spreadsheet.
_BAD_START: Final = " .-~=+@_"
_MAX_CHARACTERS: Final = 80
_MAX_BYTES: Final = 180
_READ_AT_MOST: Final = 1000
# What our copies end with, and what else the kinds that we take (sniff.py) come with.
_TAKEN: Final = {one.extension for one in FORMATS.values()} | {
    "jpeg", "gif", "webp", "tif", "tiff", "heic", "heif", "avif", "oga", "opus", "3gpp",
}  # fmt: skip


def safe_name(name: str, *, extension: str) -> str:
    """The part of `name` that is only a name, with our own extension; never empty."""
    # Compatibility forms (full-width dots and slashes) are folded first, or they would slip past the rules below.
    folded = unicodedata.normalize("NFKC", name[-_READ_AT_MOST:])
    last = re.split(r"[/\\\u2044\u2215]", folded)[-1]
    stem = last.rsplit(".", 1)[0] if "." in last.strip(". ") else last
    # "invoice.pdf.exe" must not become "invoice.pdf.jpg": no dot but ours is left.
    stem = _FORBIDDEN.sub("", "".join(_plain(character) for character in stem)).replace(".", "-")
    stem = _shortened(re.sub(r"\s+", " ", stem).strip().lstrip(_BAD_START)).rstrip(" .-_")
    if _DEVICES.fullmatch(stem):
        stem = f"file {stem}"
    return f"{stem or 'file'}.{extension}"


def original_name(name: str) -> str:
    """What an untouched original leaves as: with an ending of what we take, since others are run when opened."""
    ending = name.rpartition(".")[2].lower()
    return safe_name(name, extension=ending if ending in _TAKEN else "bin")


def _plain(character: str) -> str:
    """Nothing for controls, invisible and direction marks (U+202E shows "gpj.exe" as "exe.jpg")."""
    category = unicodedata.category(character)
    if category in {"Zs", "Zl", "Zp"} or character in "\t\n\r":
        return " "
    return "" if category[0] == "C" else character


def _shortened(stem: str) -> str:
    stem = stem[:_MAX_CHARACTERS]
    while len(stem.encode()) > _MAX_BYTES:
        stem = stem[:-1]
    return stem
