"""A case for the ombudsman, as texts: facts, dates with their reasons, decisions, history and its proof."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path

from ehc_tui.casework.context import Doing, looker
from ehc_tui.exchange.as_json import show_item
from ehc_tui.exchange.bundle import write_bundle
from ehc_tui.exchange.document import Block, Grid, Heading, Points, Words, as_markdown
from ehc_tui.exchange.history_items import entry_item, write_history_csv
from ehc_tui.exchange.panel_words import decided_words, question_words, to_verdict
from ehc_tui.law.explain import explain
from ehc_tui.present.case.changes import changes
from ehc_tui.present.case.decisions import fact_days, fact_words, subject_names
from ehc_tui.present.case.history import when
from ehc_tui.present.history import note_of, sentence, who
from ehc_tui.present.prose import plural
from ehc_tui.store.case_record import CaseRecord, case_record
from ehc_tui.store.casefile import read_case
from ehc_tui.store.engine import Store
from ehc_tui.store.history import WholeEntry
from ehc_tui.store.looks import note_look
from ehc_tui.store.rows import CaseFile
from ehc_tui.store.verbs import EXPORT
from ehc_tui.text import british

_HOW = (
    "proof.json holds, for each entry of this case, the seal of the entry before it, what the entry says, "
    "and its parts. "
    "Its seal is the SHA-256, in hexadecimal, of lines that each end in a newline: first the JSON "
    "array of the seal before and of what the entry says; then a line for each part. That line is the "
    "SHA-256, in hexadecimal, of the part as a JSON array; of a part that belongs to another case only that "
    "SHA-256 is given. The JSON is in ASCII, with no blanks between its values.",
    "Whoever holds the store proves that no entry between these is missing or altered with: ehc-tui check. "
    "A head that was noted before the complaint proves that the history was not written anew since: "
    "ehc-tui check --since-head 'NUMBER SEAL'.",
)


def write_case_bundle(store: Store, doing: Doing, ref: str, warning_days: int, destination: Path) -> Path:
    """Write everything about a case into a new folder, or a .zip file, note that in the history; where it is.

    Raises `NotFound`, and `FileRefused` where something of that name is there already.
    """
    reader = store.read()
    file = read_case(reader, ref, doing.today, doing.book, doing.process, warning_days)
    texts = bundle_texts(file, case_record(store, file.row), doing, warning_days)
    written = write_bundle(texts, destination)
    said = f"All about {file.row.ref} written to {written.name}"
    note_look(store, looker(doing), EXPORT, said, [file.row.id])
    return written


def bundle_texts(file: CaseFile, record: CaseRecord, doing: Doing, warning_days: int) -> dict[str, str]:
    """The texts of the bundle, by the name of their file."""
    item = show_item(file, doing.today, warning_days, doing.book, doing.process)
    csv = StringIO()
    write_history_csv((entry.row for entry in record.entries), csv)
    return {
        "README.md": as_markdown(_about(file, record, doing)),
        "case.md": as_markdown(_case(file, doing)),
        "case.json": _json(item),
        "decisions.md": as_markdown(_decisions(file, record)),
        "history.md": as_markdown(_history(file, record, doing)),
        "history.json": _json([entry_item(entry) for entry in record.entries]),
        "history.csv": csv.getvalue(),
        "proof.json": _json({"head": record.head._asdict(), "entries": record.proofs}),
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=2) + "\n"


def _about(file: CaseFile, record: CaseRecord, doing: Doing) -> Iterator[Block]:
    row = file.row
    account = f" (account {doing.account})" if doing.account else ""
    other = f", with {doing.at_keyboard} at the keyboard" if doing.at_keyboard else ""
    yield Heading(1, f"{row.ref}: the record of one case")
    yield Words(f"Written by {doing.by}{account}{other}, {when(doing.now)}.")
    yield Words("It holds personal data of a child: keep it as you keep the case.")
    yield Grid(
        ("File", "What it holds"),
        (
            (
                "case.md, case.json",
                "The child, every date on record, and every clock with the reason for its date",
            ),
            ("decisions.md", "What was recommended and the decisions that stand, with the reasons"),
            (
                "history.md, history.csv, history.json",
                "Who did what when, what it was before and after, who looked",
            ),
            ("proof.json", "What proves that no entry was altered after it was made"),
        ),
    )
    yield Heading(2, "How the proof is checked")
    yield Words(
        f"The history had {plural(record.head.number, 'entry', 'entries')} when this was written, "
        f"{len(record.entries):,} of them about this case. The seal of the newest: {record.head.seal}"
    )
    yield from (Words(text) for text in _HOW)


def _case(file: CaseFile, doing: Doing) -> Iterator[Block]:
    row, subjects = file.row, subject_names(file, doing.book)
    born = f", born {british(row.born)}" if row.born else ""
    yield Heading(1, f"{row.ref}: {row.forename} {row.surname}{born}")
    yield Words(f"{row.setting or 'No setting recorded'}. Caseworker {row.caseworker or 'nobody'}.")
    yield Words(doing.book.needs.get(file.need, file.need) or "not recorded", "Primary need:")
    yield Words(file.locality or "not recorded", "Locality:")
    yield Heading(2, "On record")
    yield Grid(
        ("When", "What", "Recorded by", "Recorded"),
        [
            (
                fact_days(recorded.fact),
                fact_words(recorded.fact, subjects, doing.book)
                + (" (assumed: nobody gave the date)" if recorded.fact.assumed else ""),
                recorded.recorded_by,
                when(recorded.recorded_at),
            )
            for recorded in file.facts
        ],
    )
    yield Heading(2, "Clocks, and why each date is what it is")
    for clock in file.clocks:
        state = clock.state(doing.today).value.replace("_", " ")
        yield Words(explain(clock, file.case, doing.book, doing.process).sentence, f"{clock.label}: {state}.")
    yield from _advice(file, doing)
    yield from _meetings(file)
    yield from _exceptions(file, doing)
    yield from _notes(file)


def _advice(file: CaseFile, doing: Doing) -> Iterator[Block]:
    kinds = {kind.key: kind.label for kind in doing.book.advice}
    if file.advice:
        yield Heading(2, "Advice")
        yield Grid(
            ("Kind", "Adviser", "Asked", "Due", "In", "What it says"),
            [
                (
                    kinds.get(line.kind, line.kind),
                    line.adviser,
                    _day(line.requested_on),
                    _day(line.due),
                    _day(line.received_on or line.existing_accepted_on),
                    line.summary or line.not_applicable_reason,
                )
                for line in file.advice
            ],
        )


def _meetings(file: CaseFile) -> Iterator[Block]:
    if file.meetings:
        yield Heading(2, "Meetings")
        yield Grid(
            ("What", "Offered", "Answered", "Held", "Status", "Outcome"),
            [
                (
                    meeting.title,
                    _day(meeting.offered_on),
                    _day(meeting.answered_on),
                    _day(meeting.held_on),
                    meeting.status,
                    meeting.outcome,
                )
                for meeting in file.meetings
            ],
        )


def _exceptions(file: CaseFile, doing: Doing) -> Iterator[Block]:
    if file.reliefs:
        yield Heading(2, "Exceptions relied on")
        for relief in file.reliefs:
            told = _day(relief.family_told_on) or "not yet"
            because = relief.impractical_because.rstrip(".")
            yield Words(
                f"{relief.evidence.rstrip('.')}. Impractical because {because}. "
                f"Authorised by {relief.authorised_by}; family told {told}.",
                f"{doing.book.rule(relief.rule).name}, {relief.ground.replace('_', ' ')}:",
            )


def _day(day: date | None) -> str:
    return british(day) if day else ""


def _notes(file: CaseFile) -> Iterator[Block]:
    if file.notes:
        yield Heading(2, "Notes and contacts")
        for note in file.notes:
            yield Words(note.text, f"{note.kind.capitalize()}, {british(note.on)}, {note.recorded_by}:")


def _decisions(file: CaseFile, record: CaseRecord) -> Iterator[Block]:
    yield Heading(1, f"{file.row.ref}: decisions")
    if not record.decisions:
        yield Words("No decision was recorded with reasons.")
    for decided in record.decisions:
        yield Heading(2, question_words(decided.question))
        put_right = f" Corrected: {decided.correction}." if decided.correction else ""
        yield Words(f"{decided.reasons}{put_right}", decided_words(decided))
        yield Words(f"Recorded by {decided.recorded_by}, {when(decided.recorded_at)}.")
    if record.recommendations:
        yield Heading(1, f"{file.row.ref}: recommendations")
    for question, recommended in record.recommendations:
        yield Heading(2, question_words(question))
        yield Words(recommended.reasons, f"Recommended {to_verdict(recommended.outcome)}:")
        yield Words(f"Recorded by {recommended.by}, {when(recommended.at)}.")


def _history(file: CaseFile, record: CaseRecord, doing: Doing) -> Iterator[Block]:
    yield Heading(1, f"{file.row.ref}: history, oldest first")
    for entry in record.entries:
        yield Heading(2, f"{entry.row.id}. {sentence(entry.row)}")
        note = f" ({note_of(entry.row)})" if note_of(entry.row) else ""
        yield Words(f"{who(entry.row)}, {when(entry.row.at)}{note}. Seal {entry.seal}")
        if told := list(_changes(entry, doing)):
            yield Points(told)


def _changes(entry: WholeEntry, doing: Doing) -> Iterator[str]:
    for change in entry.changes:
        yield from (f"{name}: {how}" for name, how in changes(change, doing.book))
