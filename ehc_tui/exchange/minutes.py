"""The record of a session as a document: who was there, what was decided and why, and what was put right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ehc_tui.casework.context import LONDON
from ehc_tui.exchange.agenda import agenda_title
from ehc_tui.exchange.document import Block, Heading, Points, Words, write_document
from ehc_tui.exchange.panel_words import decided_words, interest_words, member_words, session_lines
from ehc_tui.law.process import Panel
from ehc_tui.store.panel_rows import AgendaItem, Correction, MemberRow, MinutesRow
from ehc_tui.text import british

_THERE = {True: "present", False: "apologies", None: "not recorded"}


def minutes_blocks(panel: Panel, minutes: MinutesRow, *, named: bool = True) -> Iterator[Block]:
    """The minutes from the members to the corrections; without `named` a case is its reference only."""
    yield Heading(1, f"Minutes: {agenda_title(panel, minutes.session)}")
    for label, words in session_lines(minutes.session):
        if label != "Members":
            yield Words(words, f"{label}:")
    yield Heading(3, "Members")
    yield Points([_member(member) for member in minutes.session.members] or ["Nobody is named."])
    yield Heading(3, "Items")
    for item in minutes.items:
        yield from _item(item, named)
    if not minutes.items:
        yield Words("No case was on the agenda.")
    if minutes.notes:
        yield Heading(3, "Notes")
        yield Words(minutes.notes)
    if minutes.corrections:
        yield Heading(3, "Corrections")
        yield Points([_correction(one) for one in minutes.corrections])


def write_minutes(
    panel: Panel,
    minutes: MinutesRow,
    path: Path,
    *,
    named: bool = True,
    made: str = "",
    overwrite: bool = False,
) -> Path:
    """Write the minutes as Markdown or DOCX, by the ending of `path`, and return where they are.

    Raises `FileRefused` as `write_document` does.
    """
    title = f"Minutes: {agenda_title(panel, minutes.session)}"
    blocks = minutes_blocks(panel, minutes, named=named)
    return write_document(title, blocks, path, made=made, overwrite=overwrite)


def _member(member: MemberRow) -> str:
    return f"{member_words(member.name, member.role)}: {_THERE[member.present]}"


def _item(item: AgendaItem, named: bool) -> Iterator[Block]:
    case = f"{item.position}. {item.ref}{f' {item.child}' if named and item.child else ''}."
    if item.restricted:
        yield Words("Restricted.", f"{item.position}.")
    elif item.decided is None:
        yield Words("Not decided.", case)
    else:
        yield Words(decided_words(item.decided), case)
        if item.decided.reasons:
            yield Words(item.decided.reasons, "Reasons:")
        if item.decided.corrects:
            yield Words(item.decided.correction, "Corrected, because:")
    yield Points([f"Interest declared: {interest_words(interest)}" for interest in item.interests])


def _correction(one: Correction) -> str:
    at = one.at.astimezone(LONDON)
    when = f"{british(at.date())} at {at:%H:%M}"
    said = f"was “{one.was}”, is “{one.now}”" if one.was else f"added “{one.now}”"
    return f"{one.what}: {said}, because {one.why} ({one.by}, {when})"
