"""Everything about one child, as they or their parents may ask for it, and what to look at before it is sent.

The texts are those of the bundle for the ombudsman, without the proof of the history. The names of other
people are marked in them as ⟦this⟧: whether each may be told is for a person to decide, so nothing is left
out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from ehc_tui.casework.context import Doing, looker
from ehc_tui.casework.duplicates import Child, duplicates_of
from ehc_tui.casework.way_forward import role_label
from ehc_tui.exchange.bundle import write_bundle
from ehc_tui.exchange.document import Block, Grid, Heading, Points, Words, as_markdown, literal
from ehc_tui.exchange.export import as_csv
from ehc_tui.present.bundle import bundle_texts
from ehc_tui.present.case.decisions import fact_words, subject_names
from ehc_tui.present.case.history import when
from ehc_tui.store.case_record import CaseRecord, case_record
from ehc_tui.store.casefile import read_case
from ehc_tui.store.engine import Store
from ehc_tui.store.looks import note_look
from ehc_tui.store.lookups import refs_of_surname
from ehc_tui.store.rows import CaseFile
from ehc_tui.store.verbs import EXPORT
from ehc_tui.text import british, clean

STAFF, PROFESSIONAL, OTHER = "member of staff", "professional", "other person"
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|\+?\d[\d ]{8,}\d")
_BEFORE = (
    "Other people's names are marked ⟦so⟧ in case.md, meetings.md, decisions.md and history.md; people.csv "
    "lists them. What staff and professionals did in their work is usually told. What is about "
    "somebody else, such as a sibling or another parent, is told with their consent or where that is "
    "reasonable without it (Data Protection Act 2018, Schedule 2, paragraphs 16 and 17).",
    "Text that people wrote freely can name anybody in any words, so no program can mark it all: read the "
    "notes, what the advice says, the outcomes of meetings and the reasons for decisions to the end.",
    "What could seriously harm somebody's health if it were told, and what belongs to court proceedings, has "
    "rules of its own (Schedule 3). Ask your council's data protection officer.",
)


class Person(NamedTuple):
    """Somebody besides the child who is named: what they are to the case, and where they stand in it."""

    name: str
    part: str
    where: str


def write_subject_access(store: Store, doing: Doing, ref: str, warning_days: int, destination: Path) -> Path:
    """Write all about a child into a new folder, or a .zip file, and note that in the history; where it is.

    Raises `NotFound`, and `FileRefused` where something of that name is there already.
    """
    reader = store.read()
    file = read_case(reader, ref, doing.today, doing.book, doing.process, warning_days)
    row = file.row
    with store.reading() as connection:
        child = Child.of(row.ref, row.surname, row.forename, row.born)
        same = [f"{found.other_ref} ({found.why})" for found in duplicates_of(connection, [child])]
    namesakes = [found for found in refs_of_surname(reader, row.surname) if found != row.ref]
    record = case_record(store, row)
    texts = _texts(file, record, doing, warning_days, (same, namesakes))
    written = write_bundle(texts, destination)
    said = f"Subject access: all about {row.ref} written to {written.name}"
    note_look(store, looker(doing), EXPORT, said, [row.id])
    return written


def _texts(
    file: CaseFile, record: CaseRecord, doing: Doing, warning_days: int, others: tuple[list[str], list[str]]
) -> dict[str, str]:
    """The texts of the bundle, by the name of their file."""
    found = people(file, record)
    texts = bundle_texts(file, record, doing, warning_days)
    del texts["proof.json"], texts["README.md"]
    texts["meetings.md"] = as_markdown(_meetings(file))
    marked = {name: _marked(text, found) if name.endswith(".md") else text for name, text in texts.items()}
    return {
        "README.md": as_markdown(_about(file, doing)),
        "before-sending.md": as_markdown(_before(file, found, *others)),
        "people.csv": _csv(("name", "part", "where"), found),
        "dates.csv": _csv(("on", "what", "assumed", "recorded_by"), _dates(file, doing)),
        **marked,
    }


def people(file: CaseFile, record: CaseRecord) -> list[Person]:
    """Everybody named in the fields of a case besides the child, each once, in order of name."""
    child = {
        clean(f"{file.row.forename} {file.row.surname}"),
        clean(f"{file.row.surname}, {file.row.forename}"),
    }
    found: dict[str, tuple[str, dict[str, None]]] = {}
    for name, part, where in _named(file, record):
        if (key := clean(name)) and key not in child:
            found.setdefault(key, (part, {}))[1][where] = None
    return [Person(name, part, ", ".join(places)) for name, (part, places) in sorted(found.items())]


def _named(file: CaseFile, record: CaseRecord) -> Iterator[Person]:
    row = file.row
    yield Person(row.caseworker, STAFF, "caseworker")
    yield Person(row.officer, STAFF, "SEN officer")
    for fact in file.facts:
        yield Person(fact.recorded_by, STAFF, "dates")
    for line in file.advice:
        yield Person(line.adviser, PROFESSIONAL, "advice")
    for relief in file.reliefs:
        yield Person(relief.authorised_by, STAFF, "exceptions")
    for note in file.notes:
        yield Person(note.recorded_by, STAFF, "notes")
    for decided in record.decisions:
        yield Person(decided.decided_by, STAFF, "decisions")
        yield Person(decided.recorded_by, STAFF, "decisions")
        yield Person(decided.defer_who, OTHER, "decisions")
    for _, recommended in record.recommendations:
        yield Person(recommended.by, STAFF, "recommendations")
    for entry in record.entries:
        yield Person(entry.row.by, STAFF, "history")
        yield Person(entry.row.at_keyboard, STAFF, "history")
    for meeting in file.meetings:
        yield Person(meeting.chair, STAFF, "meetings")
        yield Person(meeting.interpreter, PROFESSIONAL, "meetings")
        for one in meeting.attendees:
            yield Person(one.name.partition("<")[0], OTHER, f"meetings, as {role_label(one.role)}")
        for action in meeting.actions:
            yield Person(action.owner, OTHER, "meetings")


def _marked(text: str, found: Iterable[Person]) -> str:
    """A text with the names of other people marked, the longest first."""
    names = sorted({literal(one.name) for one in found}, key=len, reverse=True)
    if not names:
        return text
    any_name = "|".join(map(re.escape, names))
    return re.sub(rf"(?<!\w)(?:{any_name})(?!\w)", lambda name: f"⟦{name.group()}⟧", text)


def _about(file: CaseFile, doing: Doing) -> Iterator[Block]:
    account = f" (account {doing.account})" if doing.account else ""
    yield Heading(1, f"{file.row.ref}: everything held about one child")
    yield Words(f"Written by {doing.by}{account}, {when(doing.now)}. It holds personal data of a child.")
    yield Words("Read before-sending.md first: it is for the council and is not sent.")
    yield Grid(
        ("File", "What it holds"),
        (
            ("case.md, case.json, dates.csv", "Every date, the reason for each, advice, exceptions, notes"),
            ("meetings.md", "Meetings: who was invited, what came of them, what was agreed"),
            ("decisions.md", "What was recommended and the decisions that stand, with the reasons"),
            ("history.md, history.csv, history.json", "Who changed what when, and who looked"),
            ("people.csv", "Other people who are named, for the council"),
        ),
    )


def _before(file: CaseFile, found: list[Person], same: list[str], namesakes: list[str]) -> Iterator[Block]:
    yield Heading(1, f"{file.row.ref}: before this is sent")
    yield from map(Words, _BEFORE)
    yield Heading(2, "People named")
    yield Grid(("Name", "Part", "Where"), found)
    yield Heading(2, "Addresses and numbers in free text")
    yield Points(sorted(set(_contacts(file))) or ["None was found."])
    yield Heading(2, "Other cases")
    yield Words(", ".join(same) or "none was found", "Likely about the same child, to be asked for as well:")
    yield Words(", ".join(namesakes) or "none", "Of children of the same surname, who may be named here:")
    yield Heading(2, "Held elsewhere")
    yield Words("Letters, e-mails and documents are not in this store; ask for them where they are kept.")


def _contacts(file: CaseFile) -> Iterator[str]:
    texts = [
        *((f"note of {british(note.on)}", note.text) for note in file.notes),
        *((f"advice, {line.kind.replace('_', ' ')}", line.summary) for line in file.advice),
        *((meeting.title, f"{meeting.outcome} {meeting.place} {meeting.link}") for meeting in file.meetings),
        *(("a meeting", one.name) for meeting in file.meetings for one in meeting.attendees),
    ]
    for where, text in texts:
        yield from (f"{contact.strip()} ({where})" for contact in _CONTACT.findall(text or ""))


def _meetings(file: CaseFile) -> Iterator[Block]:
    yield Heading(1, f"{file.row.ref}: meetings")
    if not file.meetings:
        yield Words("No meeting is on record.")
    for meeting in file.meetings:
        held = f", held {british(meeting.held_on)}" if meeting.held_on else ""
        yield Heading(2, f"{meeting.title}: {meeting.status}{held}")
        yield Grid(
            ("Who", "Part", "Reply"),
            [(one.name or "–", role_label(one.role), one.reply or "–") for one in meeting.attendees],
        )
        if meeting.outcome:
            yield Words(meeting.outcome, "Outcome:")
        if meeting.actions:
            yield Points([f"{action.what} ({action.owner or 'nobody named'})" for action in meeting.actions])


def _dates(file: CaseFile, doing: Doing) -> Iterator[tuple[str, ...]]:
    subjects = subject_names(file, doing.book)
    for recorded in file.facts:
        fact = recorded.fact
        told = fact_words(fact, subjects, doing.book)
        yield fact.on.isoformat(), told, "yes" if fact.assumed else "", recorded.recorded_by


def _csv(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([as_csv(value) for value in row] for row in rows)
    return text.getvalue()
