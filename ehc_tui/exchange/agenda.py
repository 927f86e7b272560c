"""The whole agenda of a session as one document: who sits, the items, and each pack on a page of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ehc_tui.exchange.document import Block, Grid, Heading, NewPage, Words, write_document
from ehc_tui.exchange.pack import Reader, names_in, pack_blocks
from ehc_tui.exchange.panel_words import question_words, recommended_words, session_lines
from ehc_tui.law.process import Panel
from ehc_tui.store.panel_rows import AgendaItem, Pack, SessionRow
from ehc_tui.text import british


def agenda_title(panel: Panel, session: SessionRow) -> str:
    """What the document is called: "EHC panel, Thu 26 Nov 2026"."""
    return f"{panel.name}, {british(session.on, 'weekday')}"


def agenda_blocks(
    panel: Panel, session: SessionRow, items: Sequence[AgendaItem], packs: Sequence[Pack], reader: Reader
) -> Iterator[Block]:
    """The agenda and the packs of its items, in order; `packs` has one for each item not restricted."""
    yield Heading(1, agenda_title(panel, session))
    yield Words(f"{question_words(panel.decision)}. {len(items)} of {session.capacity} places taken.")
    for label, words in session_lines(session):
        yield Words(words, f"{label}:")
    shown = [item for item in items if not item.restricted]
    pack_of = {item.id: pack for item, pack in zip(shown, packs, strict=True)}
    yield Heading(2, "Agenda")
    yield Grid(
        ("Item", "From", "Case", "No by", "Recommended"),
        [_row(item, pack_of.get(item.id), reader) for item in items],
    )
    for item in shown:
        pack = pack_of[item.id]
        yield NewPage()
        yield Heading(2, f"{item.position}. {_case(pack, reader)}")
        yield from pack_blocks(pack, reader)


def write_agenda(
    panel: Panel,
    session: SessionRow,
    items: Sequence[AgendaItem],
    packs: Sequence[Pack],
    reader: Reader,
    path: Path,
    *,
    made: str = "",
    overwrite: bool = False,
) -> Path:
    """Write the agenda as Markdown or DOCX, by the ending of `path`, and return where it is.

    Raises `FileRefused` as `write_document` does.
    """
    blocks = agenda_blocks(panel, session, items, packs, reader)
    return write_document(agenda_title(panel, session), blocks, path, made=made, overwrite=overwrite)


def cases_named(packs: Sequence[Pack]) -> tuple[str, ...]:
    """The references of cases where what people wrote names the child."""
    return tuple(pack.file.row.ref for pack in packs if names_in(pack))


def _case(pack: Pack, reader: Reader) -> str:
    row = pack.file.row
    return f"{row.ref} {reader.child(row)}" if reader.named and row.child else row.ref


def _row(item: AgendaItem, pack: Pack | None, reader: Reader) -> tuple[str, ...]:
    return (
        str(item.position),
        f"{item.starts:%H:%M}" if item.starts else "",
        _case(pack, reader) if pack else item.child,
        british(item.no_by) if item.no_by else "",
        recommended_words(item.recommended) if item.recommended else "",
    )
