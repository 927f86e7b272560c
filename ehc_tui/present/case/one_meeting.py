"""One meeting in lines: what stands above the week, and the people and agreed actions beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from ehc_tui.casework.diary import Slot
from ehc_tui.casework.way_forward import Status, appeal_sentence, appeal_window, role_label
from ehc_tui.law.model import Fact
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, near, paragraph, text_line
from ehc_tui.present.runs import Line, Run, Style, fit_line, line_width
from ehc_tui.store.rows import Attendee, CaseFile, CaseRow, MeetingAction, MeetingRow
from ehc_tui.text import DayStyle, british

_INVITED, _REPLY = 8, 8
_ROOMY = 90
_MOST_LINES = 3
_BOX = {True: "[x]", False: "[ ]", None: "[?]"}
_NOT_ASKED = "–"


def title_line(title: str, row: CaseRow) -> Line:
    """What the meeting is and whose case it is about."""
    name = " ".join(part for part in (row.forename, row.surname) if part)
    return (Run(title, Style.TITLE), Run(" · "), Run(row.ref, Style.ACCENT), Run(f" {name}"))


def lines_above(
    file: CaseFile,
    meeting: MeetingRow | None,
    decision: Fact | None,
    book: Rulebook,
    today: date,
    width: int,
) -> tuple[Line, ...]:
    """The decision, the appeal window and when and where the meeting is, wrapped to `width` cells."""
    style: DayStyle = "weekday" if width >= _ROOMY else "medium"
    told = f"{book.label(decision).capitalize()} {british(decision.on, style)}." if decision else ""
    kind = decision.kind if decision else ""
    window = appeal_sentence(file.case, appeal_window(file.clocks, kind), book, today)
    return (
        *paragraph(" ", f"{told} {_so_far(meeting, today)}".strip(), width - 1),
        *paragraph(" ", f"{window} This meeting does not change it.", width - 1, Style.HEAD),
        *_beginning(paragraph(" ", _where(meeting), width - 1, Style.ACCENT), width),
    )


def _beginning(lines: tuple[Line, ...], width: int) -> tuple[Line, ...]:
    """The first lines of a text that would push the week out of sight; the case's own tab has all of it."""
    if len(lines) <= _MOST_LINES:
        return lines
    *whole, last = lines[:_MOST_LINES]
    return (*whole, (*fit_line(last, min(line_width(last), width - 2)), Run("…", Style.ACCENT)))


def people_page(meeting: MeetingRow | None, file: CaseFile, labels: Mapping[str, str], width: int) -> Page:
    """Who the meeting is for and what it agreed; `labels` are the process's words for the roles."""
    if meeting is None:
        return Page(empty=(text_line(" Nobody is on it yet: o records the offer.", Style.DIM),))
    people = meeting.attendees
    name_cells = max(width - GUTTER - _INVITED - _REPLY - 2, 10)
    head = columns(
        (" " * GUTTER + "Who", GUTTER + name_cells, Style.HEAD),
        ("Invited", _INVITED, Style.HEAD),
        ("Reply", _REPLY, Style.HEAD),
    )

    def row(index: int) -> Line:
        if index >= len(people):
            return _action_line(meeting.actions[index - len(people)], width)
        return _person_line(people[index], called(people[index], file, labels), name_cells)

    def detail(index: int) -> tuple[Line, ...]:
        reason = people[index].reason if index < len(people) else ""
        return paragraph(" ", f"Left out: {reason}" if reason else "", width - 1, Style.DIM)

    return Page(head=(head,), count=len(people) + len(meeting.actions), row=row, detail=detail)


def called(person: Attendee, file: CaseFile, labels: Mapping[str, str]) -> str:
    """Name and role as the list shows them; the child by forename, a setting by the setting's name."""
    label = labels.get(person.role) or role_label(person.role)
    known = {"child": file.row.forename, "setting": file.row.setting}.get(person.role, "")
    name = person.name or known
    if not name:
        return label
    rest = label.partition(", ")[2] or label
    return f"{name}, {rest[:1].lower()}{rest[1:]}"


def _person_line(person: Attendee, name: str, cells: int) -> Line:
    invited = british(person.invited_on, "short") if person.invited_on else _NOT_ASKED
    style = Style.WARN if person.included is None else Style.PLAIN if person.included else Style.DIM
    return columns(
        (f"{_BOX[person.included]} {name}", cells, style),
        (invited, _INVITED, Style.PLAIN),
        (person.reply or _NOT_ASKED, _REPLY, Style.OVERDUE if person.reply == "no" else Style.PLAIN),
    )


def _action_line(action: MeetingAction, width: int) -> Line:
    by = f", by {british(action.due, 'short')}" if action.due else ""
    done = f", done {british(action.done_on, 'short')}" if action.done_on else by
    who = f" ({action.owner or 'nobody named'}{done})"
    glyph, style = ("✓", Style.MET) if action.done_on else ("·", Style.PLAIN)
    return columns((f"{glyph}   {action.what}{who}", width - GUTTER, style))


def _so_far(meeting: MeetingRow | None, today: date) -> str:
    """The meeting's life in a few words: "Offered 3 Nov, accepted 6 Nov."."""
    if meeting is None:
        return "Not offered yet."
    steps = []
    if meeting.offered_on:
        steps.append(f"offered {near(meeting.offered_on, today)}")
    if meeting.answered_on:
        answer = "declined" if meeting.status == Status.DECLINED else "accepted"
        steps.append(f"{answer} {near(meeting.answered_on, today)}")
    if meeting.held_on:
        steps.append(f"held {near(meeting.held_on, today)}")
    if meeting.status == Status.CANCELLED:
        steps.append("called off")
    told = ", ".join(steps)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _where(meeting: MeetingRow | None) -> str:
    if meeting is None:
        return ""
    interpreter = f"Interpreter: {meeting.interpreter}." if meeting.interpreter else ""
    outcome = f"Outcome: {meeting.outcome}." if meeting.outcome else ""
    parts = (meeting.place, meeting.link)
    if meeting.on and meeting.starts:
        at = ", ".join(
            part for part in (str(Slot(meeting.on, meeting.starts, meeting.minutes)), *parts) if part
        )
    else:
        at = (
            "No day and time yet: choose one in the week with Enter"
            if meeting.status == Status.ACCEPTED
            else ""
        )
    return " ".join(part for part in (f"{at}." if at else "", interpreter, outcome) if part)
