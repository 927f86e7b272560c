"""A document to be read on paper or in a word processor: the same blocks as Markdown or as DOCX.

Text in a block is literal: what looks like markup in it is shown, never obeyed. DOCX needs python-docx, which
comes with the `office` extra and is loaded only when such a file is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from ehc_tui.exchange.private_file import FileRefused, write_privately
from ehc_tui.text import clean

if TYPE_CHECKING:
    from docx.document import Document

A4_MM = (210, 297)
MARGIN_MM = 20
_MARKUP = re.compile(r"([\\`*_\[\]<>#|~!&@^$])")
_LIST_MARK = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the document's title."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph, with a few words in bold before it where it has a label."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list without numbers."""

    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a row of headings."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own; in Markdown, after a rule."""


Block = Heading | Words | Points | Grid | NewPage


def write_document(
    title: str, blocks: Iterable[Block], path: Path, *, made: str = "", overwrite: bool = False
) -> Path:
    """Write a document to `path`, Markdown or DOCX by its ending, and return where it is.

    It ends in a line that says by whom it was `made`, and when. The file is complete or absent and only its
    owner can read it. Raises `FileRefused` for another ending,
    for DOCX where python-docx is not installed, for an existing file (unless `overwrite`) and for a place
    that cannot be written.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise FileRefused(f"{path.name} should end in .md or .docx, which says what kind of file to write.")
    fill = write(title, [*blocks, *([Words(f"{made}.")] if made else [])])
    return write_privately(path, fill, overwrite=overwrite)


def as_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as Markdown, paragraphs apart, tables in the form that most renderers take."""
    return "\n\n".join(text for block in blocks if (text := _markdown(block))) + "\n"


def literal(text: str) -> str:
    """Text from people as Markdown that shows it as it is."""
    escaped = _MARKUP.sub(r"\\\1", clean(text))
    return _LIST_MARK.sub(_escape_mark, escaped.replace("://", "\\://").replace("www.", "www\\."))


def _escape_mark(found: re.Match[str]) -> str:
    before, mark = found.groups()
    return f"{before}{mark}\\" if mark.isdigit() else f"{before}\\{mark}"


def _markdown(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {literal(text)}"
        case Words(text, label):
            lead = f"**{literal(label)}** " if label else ""
            return "\n\n".join(_paragraphs(text, lead))
        case Points(texts):
            return "\n".join(f"- {literal(text)}" for text in texts)
        case Grid(head, rows):
            lines = (head, ["---"] * len(head), *rows)
            return "\n".join(
                f"| {' | '.join(cell if number == 1 else literal(cell) for cell in line)} |"
                for number, line in enumerate(lines)
            )
        case NewPage():
            return "---"


def _paragraphs(text: str, lead: str = "") -> Iterator[str]:
    for number, part in enumerate(clean(text, lines=True).splitlines() or [""]):
        if part.strip() or (number == 0 and lead):
            yield f"{lead if number == 0 else ''}{literal(part)}".rstrip()


def _markdown_file(_title: str, blocks: Iterable[Block]) -> Callable[[BinaryIO], object]:
    content = as_markdown(blocks).encode()
    return lambda stream: stream.write(content)


def _docx_file(title: str, blocks: Iterable[Block]) -> Callable[[BinaryIO], object]:
    try:
        import docx
    except ModuleNotFoundError as missing:
        raise FileRefused(
            "A Word document needs python-docx, which is not installed: install ehc-tui[office], "
            "or choose a name ending in .md."
        ) from missing
    document = docx.Document()
    document.core_properties.title = clean(title)
    document.core_properties.author = ""
    document.core_properties.comments = ""
    _on_a4(document)
    for block in blocks:
        _add(document, block)
    return document.save


def _on_a4(document: Document) -> None:
    from docx.shared import Mm

    for section in document.sections:
        section.page_width, section.page_height = map(Mm, A4_MM)
        section.left_margin = section.right_margin = Mm(MARGIN_MM)
        section.top_margin = section.bottom_margin = Mm(MARGIN_MM)


def _add(document: Document, block: Block) -> None:
    match block:
        case Heading(level, text):
            document.add_heading(clean(text), level=level - 1)
        case Words(text, label):
            paragraph = document.add_paragraph()
            if label:
                paragraph.add_run(f"{clean(label)} ").bold = True
            paragraph.add_run(clean(text, lines=True))
        case Points(texts):
            for text in texts:
                document.add_paragraph(clean(text), style="List Bullet")
        case Grid():
            _add_grid(document, block)
        case NewPage():
            _break_page(document)


def _break_page(document: Document) -> None:
    from docx.enum.text import WD_BREAK

    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _add_grid(document: Document, grid: Grid) -> None:
    table = document.add_table(rows=0, cols=len(grid.head), style="Table Grid")
    for number, line in enumerate((grid.head, *grid.rows)):
        for cell, text in zip(table.add_row().cells, line, strict=True):
            cell.paragraphs[0].add_run(clean(text)).bold = number == 0


_WRITERS: dict[str, Callable[[str, Iterable[Block]], Callable[[BinaryIO], object]]] = {
    ".md": _markdown_file,
    ".docx": _docx_file,
}
