"""Cuts the fonts that ship in banyan/observatory/charts/fonts from Debian's fonts-noto-cjk and fonts-noto-core.

Run it when the translations gain characters that the fonts lack (a test says so) or when Debian ships newer
fonts, then look at a page of each language before committing:

    apt install fonts-noto-cjk fonts-noto-core
    python scripts/subset_fonts.py

What is kept, and why:
- every character of our translations and templates, read from the .po files and the vocabulary;
- Latin with Vietnamese and Pacific marks, punctuation, arrows and the signs our charts use;
- Simplified Chinese: all 6,763 characters of GB 2312 in regular, its 3,755 commonest in bold;
- Traditional Chinese: all 13,060 characters of Big5 in regular, its 5,401 commonest (the first level) in bold;
- arrows and a few signs that Noto Sans lacks, from the Chinese fonts;
- the Arabic block with its joining and mark tables, so that words are shaped and not spelled out.

Place and community names are free text, so a wide set is kept rather than today's words alone. A character
outside it prints as an empty box; a test of charts/pdf.py finds any in our own words before that happens.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

HERE: Final = Path(__file__).resolve().parent.parent
SHIPPED: Final = HERE / "banyan" / "observatory" / "charts" / "fonts"
NOTO: Final = Path("/usr/share/fonts/truetype/noto")
NOTO_CJK: Final = Path("/usr/share/fonts/opentype/noto")
OUR_TEXTS: Final = ("**/*.po", "**/harms/**/*.json", "**/harms/**/*.py", "**/charts/*.py")
SIMPLIFIED_FACE: Final = 2
TRADITIONAL_FACE: Final = 3
LATIN: Final = (
    range(0x20, 0x7F),
    range(0xA0, 0x180),  # Latin-1 and Extended-A: Spanish, Filipino, Samoan macrons.
    range(0x1A0, 0x1B1),  # Vietnamese horned letters.
    range(0x2B0, 0x300),  # The Samoan and Tongan glottal stop among them.
    range(0x300, 0x330),  # Combining marks, for text that arrives decomposed.
    range(0x1E00, 0x1F00),  # Vietnamese.
    range(0x2010, 0x2028),  # Dashes, quotes, bullet, ellipsis.
    range(0x202F, 0x2040),
    range(0x20A0, 0x20C0),  # Currencies.
    range(0x2190, 0x219A),  # Arrows.
    (0x2212, 0x2248, 0x2260, 0x2264, 0x2265, 0x25A0, 0x25A1, 0x25CF, 0x25CB, 0x2044, 0x2122),
)
ARABIC: Final = (
    range(0x20, 0x7F),
    (0xA0, 0xAB, 0xBB, 0xD7, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026),
    range(0x600, 0x700),
    range(0x200C, 0x2010),
    range(0x2066, 0x206A),
    range(0xFD3E, 0xFD40),
    range(0xFE70, 0xFF00),
)
CJK_SIGNS: Final = (
    range(0x3000, 0x3020),
    range(0xFF01, 0xFF5F),
    range(0x2010, 0x2028),
    range(0x2190, 0x219A),
    (
        0xB7,
        0x2030,
        0x30FB,
        0x2248,
        0x2260,
        0x2264,
        0x2265,
        0x25A0,
        0x25A1,
        0x25B2,
        0x25B3,
        0x25BC,
        0x25BD,
        0x25CB,
        0x25CF,
    ),
)


@dataclass(frozen=True, kw_only=True)
class Cut:
    """One font to ship: where it comes from, which face of a collection, and what is kept."""

    source: Path
    target: str
    characters: frozenset[int]
    face: int = 0


def codec_characters(codec: str, leads: range) -> frozenset[int]:
    """All characters that a double-byte codec encodes with a first byte in `leads`."""
    found: set[int] = set()
    for lead in leads:
        for trail in range(0x40, 0xFF):
            try:
                text = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            found.update(map(ord, text))
    return frozenset(found)


def our_characters() -> frozenset[int]:
    """Every character of our own texts, so that no translated sentence misses one."""
    texts = (path.read_text(encoding="utf-8") for glob in OUR_TEXTS for path in (HERE / "banyan").glob(glob))
    return frozenset(ord(character) for text in texts for character in text)


def flatten(parts: Iterable[Iterable[int]]) -> frozenset[int]:
    """The union of ranges of code points."""
    return frozenset(point for part in parts for point in part)


def cuts() -> list[Cut]:
    """The fonts that ship. Serif serves headings of Latin scripts, Naskh those of Arabic."""
    ours = our_characters()
    latin, arabic, signs = flatten(LATIN), flatten(ARABIC), flatten(CJK_SIGNS)
    simplified_common = codec_characters("gb2312", range(0xB0, 0xD8)) | signs | ours
    simplified = codec_characters("gb2312", range(0xB0, 0xF8)) | simplified_common
    traditional_common = codec_characters("big5", range(0xA4, 0xC7)) | signs | ours
    traditional = codec_characters("big5", range(0xC9, 0xFA)) | traditional_common
    found = [
        Cut(source=NOTO / f"{name}-{weight}.ttf", target=f"{name}-{weight}.ttf", characters=kept)
        for name, kept in (
            ("NotoSans", latin),
            ("NotoSerif", latin),
            ("NotoSansArabic", arabic),
            ("NotoNaskhArabic", arabic),
        )
        for weight in ("Regular", "Bold")
    ]
    for script, face, kept in (
        ("SC", SIMPLIFIED_FACE, {"Regular": simplified, "Bold": simplified_common}),
        ("TC", TRADITIONAL_FACE, {"Regular": traditional, "Bold": traditional_common}),
    ):
        found += [
            Cut(
                source=NOTO_CJK / f"NotoSansCJK-{weight}.ttc",
                target=f"NotoSansCJK{script}-{weight}.otf",
                characters=characters,
                face=face,
            )
            for weight, characters in kept.items()
        ]
    return found


def write(cut: Cut) -> int:
    """Writes one subset and returns its size in bytes. Written without a date, so that a rerun is identical."""
    options = subset.Options()
    # `locl` would drag the Japanese and Korean form of every Chinese character along.
    options.layout_features = ["*"] if "Arabic" in cut.target else ["kern", "mark", "mkmk", "ccmp", "tnum"]
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    options.layout_scripts = ["DFLT", "latn", "arab", "hani"]
    font = TTFont(cut.source, fontNumber=cut.face, recalcTimestamp=False, lazy=True)
    kept = subset.Subsetter(options=options)
    kept.populate(unicodes=cut.characters)
    kept.subset(font)
    # Vertical metrics serve vertical writing only, which our pages don't use.
    for table in ("vhea", "vmtx", "VORG"):
        if table in font:
            del font[table]
    path = SHIPPED / cut.target
    font.save(path)
    return path.stat().st_size


def write_characters() -> None:
    """Writes the characters that every weight of some family has, for the check before a page is printed."""
    covered: set[int] = set()
    for path in SHIPPED.glob("*-Bold.*"):
        covered |= set(TTFont(path, lazy=True).getBestCmap())
    visible = (chr(point) for point in sorted(covered) if point > ord(" "))
    (SHIPPED / "characters.txt").write_text("".join(visible) + "\n", encoding="utf-8")


def main() -> None:
    """Writes every font that ships, and says how large each is."""
    total = 0
    for cut in cuts():
        size = write(cut)
        total += size
        sys.stdout.write(f"{cut.target:28} {size / 1000:8.0f} kB\n")
    write_characters()
    sys.stdout.write(f"{'all':28} {total / 1000:8.0f} kB\n")


if __name__ == "__main__":
    main()
