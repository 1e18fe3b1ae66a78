"""A picture as plain text for a terminal: sentences first, then each figure's numbers in words, notes and sources."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid

from banyan.observatory.charts import labels
from banyan.observatory.charts.numbers import count
from banyan.observatory.charts.stories import Story, caveats_of, tell
from banyan.observatory.charts.table import Table, table_of
from banyan.observatory.measures.notes import stretch
from banyan.observatory.rules.picture import Finding, Picture

INDENT = 2


def render_text(picture: Picture, language: str, *, width: int) -> str:
    """The picture in words of the language, in lines of at most `width` cells. No colour, so that it can be kept."""
    written = StringIO()
    console = Console(file=written, width=width, color_system=None, highlight=False, markup=False, emoji=False)
    with translation.override(language):
        general, stories = tell(picture, language)
        console.print(labels.subject(picture.question, language))
        if picture.demonstration:
            console.print(labels.demonstration(picture))
        _print_findings(console, general)
        for story in stories:
            _print_story(console, picture, story, language)
        console.print(f"\n{_('Sources')}")
        for source in picture.sources:
            said = f"{labels.source_line(source, language)}. n = {count(source.rows, language)}"
            if source.rejects:
                kept = count(source.rejects, language)
                said += f". {_('%(n)s records could not be read and are kept aside') % {'n': kept}}"
            console.print(Padding(said, (0, 0, 0, INDENT)))
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines())


def _print_findings(console: Console, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        console.print(f"\n{finding.text}")
        console.print(f"[{labels.confidence(finding.confidence)}]")
    if caveats := caveats_of(findings):
        console.print(f"\n{_('Keep in mind')}")
    for caveat in caveats:
        console.print(Padding(f"- {caveat}", (0, 0, 0, INDENT)))


def _print_story(console: Console, picture: Picture, story: Story, language: str) -> None:
    """What is said of a figure, what to know before its numbers, the numbers, and where they are from."""
    table = table_of(picture, story.figure.name, language)
    console.rule(characters="\u2500")
    console.print(table.title)
    _print_findings(console, story.findings)
    console.print()
    for note in story.notes:
        said = _("Note on %(when)s:") % {"when": stretch(note)}
        words = f"{said} {labels.note_text(note, language)} ({labels.citation(note, language)})"
        console.print(Padding(words, (0, 0, 1, INDENT)))
    console.print(Padding(_grid(table), (0, 0, 1, INDENT)))
    for line in (*story.figure.notes, *story.figure.closing):
        console.print(Padding(line, (0, 0, 0, INDENT)))


def _grid(table: Table) -> Grid:
    grid = Grid(box=None, padding=(0, 2, 0, 0), show_edge=False)
    for at, head in enumerate(table.head):
        grid.add_column(head, justify="right" if at else "left", overflow="fold", vertical="bottom")
    for row in _rows(table):
        grid.add_row(*row)
    return grid


def _rows(table: Table) -> Iterator[tuple[str, ...]]:
    """The rows, with a dash where a cell has nothing to say, so that columns stay apart."""
    yield from (tuple(cell or "\u2013" for cell in row) for row in table.rows)
