"""Writing SVG by hand: colours by name, text that keeps its direction, hatching, and nothing inline.

Each mark carries its light colour as a presentation attribute and a class such as `f-clay`. On a page the classes take
the page's own tokens (static/observatory/charts.css), so dark mode and high contrast follow the page; alone, a file
embeds the same rules with their values; in a PDF the attributes speak for themselves. No style attribute and, inline,
no style element: the page's Content-Security-Policy forbids both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from banyan.observatory.charts.text import LINE_HEIGHT, Direction, direction_of, isolate, width_of

Anchor = Literal["start", "middle", "end"]
Medium = Literal["page", "file", "print"]
"""`page`: inline in HTML. `file`: alone, with its own colours and dark mode. `print`: inside a PDF."""

FONTS: Final = {
    "zh-hant": "'Noto Sans','Noto Sans CJK TC','PingFang TC','Microsoft JhengHei',sans-serif",
    "zh-hans": "'Noto Sans','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif",
    "ar": "'Noto Sans Arabic','Noto Sans','Geeza Pro','Segoe UI',sans-serif",
}
LATIN_FONTS: Final = "'Noto Sans',system-ui,'Segoe UI',Roboto,sans-serif"

# The page's tokens and their values in light and dark, kept equal to base/static/base/public.css by a test.
PAINTS: Final[dict[str, tuple[str, str]]] = {
    "paper": ("#faf5ec", "#151a17"),
    "surface": ("#fffdf9", "#1e2521"),
    "sunken": ("#f2eadc", "#29312c"),
    "line": ("#ded3c0", "#3b453f"),
    "edge": ("#80745f", "#8c988f"),
    "ink": ("#1e2923", "#eef1ea"),
    "ink-soft": ("#4d5850", "#b9c3ba"),
    "green": ("#1e5a44", "#93d0b2"),
    "green-deep": ("#123c2e", "#bce4ce"),
    "green-tint": ("#e1ede4", "#21382d"),
    "clay": ("#a1452d", "#f0a78d"),
    "clay-tint": ("#f8e4da", "#432a21"),
    "amber": ("#7a4f00", "#efc56e"),
    "amber-tint": ("#fcedcd", "#3b3014"),
    "sky": ("#1f5a86", "#a0cbed"),
    "sky-tint": ("#e1ecf4", "#1c3040"),
}


class Box(NamedTuple):
    """Where a label stands, in the drawing's units, before mirroring."""

    x: float
    y: float
    width: float
    height: float


def number(value: float) -> str:
    """A coordinate with at most one decimal: finer ones are larger files and show nothing more."""
    return f"{value:.1f}".removesuffix(".0")


PAGE_LAYOUT: Final = """\
/* Made by `stylesheet(page=True)` in charts/svg.py and compared with it by a test: change it there. */
.chart:has(> .drawing) { container-type: inline-size; }
.drawing { display: block; inline-size: 100%; block-size: auto; margin-inline: auto; font-family: var(--sans); }
.drawing { overflow: visible; }
.chart .drawing.narrow { max-inline-size: 25rem; }
.chart .drawing.wide { display: none; max-inline-size: 46rem; }
@container (min-width: 34rem) {
  .chart .drawing.narrow { display: none; }
  .chart .drawing.wide { display: block; }
}
"""
"""How a page shows one of the two drawings of each figure, by the room it has and not by the window."""


def stylesheet(*, page: bool) -> str:
    """The rules behind the classes: with the page's tokens, or with values and dark mode for a file alone."""
    if page:
        rules = (
            f".drawing .f-{name} {{ fill: var(--{name}); }}\n.drawing .s-{name} {{ stroke: var(--{name}); }}\n"
            for name in PAINTS
        )
        return PAGE_LAYOUT + "".join(rules)
    dark = "".join(f".f-{name}{{fill:{dark}}}.s-{name}{{stroke:{dark}}}" for name, (_light, dark) in PAINTS.items())
    return f"@media (prefers-color-scheme:dark){{{dark}}}"


@dataclass
class Drawing:
    """An SVG being drawn from left to right; for right-to-left languages every x is mirrored as it is written."""

    ident: str
    width: float
    height: float
    language: str
    medium: Medium = "page"
    kind: str = ""
    """A class of the whole drawing, by which a page shows one of two widths."""
    parts: list[str] = field(default_factory=list)
    labels: list[Box] = field(default_factory=list)
    hatches: dict[str, str] = field(default_factory=dict)

    @property
    def direction(self) -> Direction:
        """The reading direction of the drawing's language."""
        return direction_of(self.language)

    def x(self, value: float) -> float:
        """Where a left-to-right x stands once mirrored for the language."""
        return self.width - value if self.direction == "rtl" else value

    def rect(
        self, box: Box, *, fill: str, stroke: str = "", radius: float = 0, thick: float = 1.5, dash: str = ""
    ) -> None:
        """A rectangle; `fill` is a paint's name, `hatch:<paint>`, or `none`."""
        left = min(self.x(box.x), self.x(box.x + box.width))
        corner = f' rx="{number(radius)}"' if radius else ""
        place = f'x="{number(left)}" y="{number(box.y)}" width="{number(box.width)}" height="{number(box.height)}"'
        self.parts.append(f"<rect {place}{corner}{self._paint(fill, stroke, thick, dash)}/>")

    def line(
        self, start: tuple[float, float], end: tuple[float, float], *, stroke: str, thick: float = 1.5, dash: str = ""
    ) -> None:
        """A straight line."""
        points = f'x1="{number(self.x(start[0]))}" y1="{number(start[1])}"'
        points += f' x2="{number(self.x(end[0]))}" y2="{number(end[1])}"'
        self.parts.append(f"<line {points}{self._paint('', stroke, thick, dash)}/>")

    def polyline(self, points: list[tuple[float, float]], *, stroke: str) -> None:
        """A line with corners, never filled."""
        path = " ".join(f"{number(self.x(x))},{number(y)}" for x, y in points)
        self.parts.append(f'<polyline points="{path}"{self._paint("none", stroke, 1.2)}/>')

    def ellipse(
        self,
        center: tuple[float, float],
        radii: tuple[float, float],
        *,
        fill: str,
        stroke: str = "",
        thick: float = 1.5,
        dash: str = "",
        opacity: float = 1,
    ) -> None:
        """An ellipse with upright axes; a circle when both radii are equal."""
        place = f'cx="{number(self.x(center[0]))}" cy="{number(center[1])}"'
        place += f' rx="{number(radii[0])}" ry="{number(radii[1])}"'
        self.parts.append(f"<ellipse {place}{self._paint(fill, stroke, thick, dash, opacity)}/>")

    def text(
        self,
        at: tuple[float, float],
        words: str,
        *,
        size: float,
        fill: str = "ink",
        anchor: Anchor = "start",
        bold: bool = False,
        turned: bool = False,
    ) -> Box:
        """One line of text on a base line; remembers and returns the box it takes. `turned` text reads upwards."""
        box = text_box(at, words, size=size, anchor=anchor)
        if turned:
            box = Box(at[0] - size * 0.7, at[1] - size * 0.3 - box.width / 2, size * LINE_HEIGHT, box.width)
        self.labels.append(box)
        flipped: dict[Anchor, Anchor] = {"start": "end", "middle": "middle", "end": "start"}
        side = flipped[anchor] if self.direction == "rtl" else anchor
        extra = f' text-anchor="{side}"' if side != "start" else ""
        extra += ' font-weight="700"' if bold else ""
        place = f'<text x="{number(self.x(at[0]))}" y="{number(at[1])}" font-size="{number(size)}"{extra}'
        if turned:
            place += f' transform="rotate(-90 {number(self.x(at[0]))} {number(at[1] - size * 0.35)})"'
        shown = escape(isolate(unpointed(words) if self.medium == "print" else words, self.direction))
        if self.medium == "print" and self.direction == "rtl":
            shown = _FOREIGN.sub(_in_latin, shown)
        self.parts.append(f"{place}{self._paint(fill, '', 0)}>{shown}</text>")
        return box

    def render(self, *, title: str, description: str) -> str:
        """The whole SVG, named and described for those who can't see it; everything inside is one image."""
        size = f'viewBox="0 0 {number(self.width)} {number(self.height)}"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" class="drawing {self.kind}" direction="ltr"'
        head += f' lang={quoteattr(self.language)} aria-labelledby="{self.ident}-t {self.ident}-d"'
        if self.medium != "page":
            fonts = FONTS.get(self.language, LATIN_FONTS)
            head += f' width="{number(self.width)}" height="{number(self.height)}" font-family="{fonts}"'
        named = (
            f'<title id="{self.ident}-t">{escape(title)}</title><desc id="{self.ident}-d">{escape(description)}</desc>'
        )
        style = f"<style>{stylesheet(page=False)}</style>" if self.medium == "file" else ""
        ground = ""
        if self.medium == "file":
            ground = f'<rect width="100%" height="100%" fill="{PAINTS["surface"][0]}" class="f-surface"/>'
        defs = f"<defs>{''.join(self.hatches.values())}</defs>" if self.hatches else ""
        return f"{head}>{named}{style}{defs}{ground}{''.join(self.parts)}</svg>"

    def _paint(self, fill: str, stroke: str, thick: float, dash: str = "", opacity: float = 1) -> str:
        """Attributes and classes of a mark."""
        classes, written = [], ""
        if fill == "none" or fill.startswith("hatch:"):
            written += f' fill="{self._hatch(fill) if fill != "none" else "none"}"'
        elif fill:
            written += f' fill="{PAINTS[fill][0]}"'
            classes.append(f"f-{fill}")
        if opacity < 1:
            written += f' fill-opacity="{opacity:g}"'
        if stroke:
            written += f' stroke="{PAINTS[stroke][0]}" stroke-width="{number(thick)}"'
            classes.append(f"s-{stroke}")
        if dash:
            written += f' stroke-dasharray="{dash}"'
        return written + (f' class="{" ".join(classes)}"' if classes else "")

    def _hatch(self, fill: str) -> str:
        """The reference to a hatch pattern in a paint, made on first use."""
        paint = fill.removeprefix("hatch:")
        name = f"{self.ident}-h-{paint}"
        self.hatches.setdefault(
            paint,
            f'<pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
            f'<line x1="1.2" y1="0" x2="1.2" y2="7" stroke="{PAINTS[paint][0]}" stroke-width="2.4" class="s-{paint}"/>'
            f"</pattern>",
        )
        return f"url(#{name})"


def unpointed(words: str) -> str:
    """Text composed as far as Unicode goes, without Arabic vowel points.

    The PDF maker can't say which letter a point inside a drawing belongs to, and so couldn't make a file that screen
    readers can follow. Arabic is commonly printed without points, and nothing on a chart hangs on one.
    """
    return "".join(c for c in unicodedata.normalize("NFC", words) if not "\u064b" <= c <= "\u0652")


_FOREIGN: Final = re.compile(r"[!-/:-~\u00a1-\u024f\u2010-\u2027\u2030-\u205e]+")
"""Signs and Latin letters. The PDF's engine borrows what our Arabic font lacks from another font only where both make
equally many glyphs of a line, so that one with a lam-alef shows boxes; told which font to use, it need not borrow."""


def _in_latin(found: re.Match[str]) -> str:
    return f'<tspan font-family="Noto Sans">{found[0]}</tspan>'


def text_box(at: tuple[float, float], words: str, *, size: float, anchor: Anchor) -> Box:
    """The box that one line of text takes on a base line: ascent 0.95 and descent 0.3 of the size."""
    width = width_of(words, size)
    left = {"start": at[0], "middle": at[0] - width / 2, "end": at[0] - width}[anchor]
    return Box(left, at[1] - 0.95 * size, width, (LINE_HEIGHT - 0.05) * size)
