"""Checks that any template or style sheet of ours must pass; other areas' tests may use them too."""

import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "banyan"
COMMENTS = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.DOTALL)
# Template tags are cut out of a tag before its attributes are looked at, since they may hold > and quotes.
TEMPLATE_TAGS = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
INLINE = {
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style[\s>]", re.IGNORECASE),
    "an event handler": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script of its own": re.compile(r"<script(?![^>]*\ssrc\s*=)[^>]*>(?!\s*</script>)", re.IGNORECASE),
    "a script address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "something from a third party": re.compile(
        r"<(?:script|link|img|iframe|source|audio|video|object|embed)\b[^>]*\s(?:src|href|data)\s*=\s*[\"']?(?:https?:)?//",
        re.IGNORECASE,
    ),
}
PHYSICAL = re.compile(
    r"(?<![-\w])(?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|top|bottom|width|height"
    r"|(?:min|max)-(?:width|height)|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)


def all_templates(root: Path = PACKAGE) -> list[Path]:
    """Every HTML template under this folder."""
    return sorted(root.glob("**/templates/**/*.html"))


def find_inline_code(paths: list[Path] | None = None) -> list[str]:
    """Say where a template holds what our Content-Security-Policy forbids, or fetches anything from elsewhere."""
    return [sentence for path in (all_templates() if paths is None else paths) for sentence in _inline_in(path)]


def _inline_in(path: Path) -> Iterator[str]:
    source = COMMENTS.sub(lambda found: "\n" * found.group().count("\n"), path.read_text(encoding="utf-8"))
    plain = TEMPLATE_TAGS.sub(lambda found: "x" + "\n" * found.group().count("\n"), source)
    for what, pattern in INLINE.items():
        for found in pattern.finditer(plain):
            yield f"{path.name}, line {plain.count(chr(10), 0, found.start()) + 1}: {what}"


def find_physical_properties(css: str) -> list[str]:
    """Give every declaration that names a side or a size by the screen, not by the direction of reading."""
    # The conditions of media queries are about the screen indeed.
    return PHYSICAL.findall(re.sub(r"@media[^{]*|/\*.*?\*/", "", css, flags=re.DOTALL))


def tokens_of(css: str) -> tuple[dict[str, str], dict[str, str]]:
    """The colour tokens of a style sheet, in the light scheme and in the dark one (what it doesn't change stays)."""
    blocks = re.findall(r"(@media \(prefers-color-scheme: dark\) \{\s*)?:root \{(.*?)\}", css, re.DOTALL)
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    for is_dark, block in blocks[:2]:
        (dark if is_dark else light).update(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\s*;", block))
    return light, {**light, **dark}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21. Source: WCAG 2.2, relative luminance."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
