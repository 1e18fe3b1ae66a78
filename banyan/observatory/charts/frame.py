"""What surrounds a drawing: on a page nothing, in a file of its own its heading, source line and demonstration mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from banyan.observatory.charts.svg import Drawing, Medium
from banyan.observatory.charts.text import LINE_HEIGHT, wrap

Paper = Literal["us-letter", "a4"]
Width = Literal["wide", "narrow", "brief"]
"""`wide` is drawn for 640 units and more, `narrow` for a phone's 322; `brief` for the 731 that a printed brief's lines
hold when its type, of the same size in all, is set no larger than the brief's own."""

_HEADING: Final = 21.0
_NOTE: Final = 13.0
_PAD: Final = 20.0
_OTHER_FONTS: Final = 0.88  # A file is read with whatever fonts are there; in the widest a title would be cut off.


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Everything about a drawing but its numbers.

    `ident` begins the ids inside the SVG and must be unique on the page. `notes` are the lines that must travel with
    the figure when it leaves the page: period, n, sources and vintage.
    """

    ident: str
    title: str
    language: str
    width: Width = "wide"
    medium: Medium = "page"
    notes: tuple[str, ...] = ()
    demonstration: str = ""

    def finish(self, drawing: Drawing, *, description: str) -> str:
        """The drawing as SVG text; a file of its own gains a heading above and notes below."""
        drawing.kind = self.width
        if self.medium != "file":
            return drawing.render(title=self.title, description=description)
        room = drawing.width
        inner = drawing.parts
        heading = wrap(self.title, size=_HEADING, room=room * _OTHER_FONTS)
        notes = [line for note in self.notes for line in wrap(note, size=_NOTE, room=room)]
        marks = wrap(self.demonstration, size=_NOTE, room=room) if self.demonstration else ()
        top = _PAD + len(heading) * _HEADING * LINE_HEIGHT + len(marks) * _NOTE * 1.6 + 12
        sheet = Drawing(
            ident=drawing.ident,
            width=room + 2 * _PAD,
            height=top + drawing.height + (len(notes) * _NOTE * 1.45 + 12 if notes else 0) + _PAD,
            language=self.language,
            medium="file",
            kind=self.width,
            hatches=drawing.hatches,
        )
        y = _PAD
        for line in heading:
            sheet.text((_PAD, y + _HEADING * 0.85), line, size=_HEADING, bold=True)
            y += _HEADING * LINE_HEIGHT
        for line in marks:
            sheet.text((_PAD, y + _NOTE), line, size=_NOTE, bold=True, fill="amber")
            y += _NOTE * 1.6
        sheet.parts.append(f'<g transform="translate({_PAD:g} {top:g})">{"".join(inner)}</g>')
        y = top + drawing.height + 12
        for line in notes:
            sheet.text((_PAD, y + _NOTE), line, size=_NOTE, fill="ink-soft")
            y += _NOTE * 1.45
        return sheet.render(title=self.title, description=description)
