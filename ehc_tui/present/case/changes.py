"""What one act changed, in the field's words: what is new, what was taken out, what is another value now."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, TypeAlias

from ehc_tui.casework.way_forward import role_label
from ehc_tui.law.model import Fact
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.store.history import CaseChange
from ehc_tui.store.rows import ActRow
from ehc_tui.text import british, clean

Values: TypeAlias = Mapping[str, Any]

_UNSAID = frozenset({"id", "case_id", "meeting_id", "recorded_by", "recorded_at", "source", "uid"})
_WORDS = {"happened_on": "on", "meets_on": "on", "born": "date of birth"}
_THINGS = {
    "ehc_case": "Case",
    "fact": "Entry",
    "advice_item": "Adviser",
    "relief": "Exception",
    "meeting": "Meeting",
    "attendee": "Person",
    "agreed_action": "Agreed action",
    "note": "Note",
}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def changes(act: ActRow | CaseChange, book: Rulebook) -> Iterator[tuple[str, str]]:
    """What an act changed, as (what, how): what stands in a new row, "before → after" of another."""
    before, after = _rows(act.before), _rows(act.after)
    for (table, number), new in after.items():
        thing = _THINGS.get(table, table.replace("_", " ").capitalize())
        old = before.get((table, number))
        if old is None:
            yield _told(table, thing, new, book)
            continue
        which = thing if table == "ehc_case" else f"{thing} no. {number}"
        if "voided_by" in new:
            yield which, "taken out" if new["voided_by"] else "back in use"
        else:
            yield (
                which,
                ", ".join(f"{_word(name)} {_value(old.get(name))} → {_value(new[name])}" for name in new),
            )


def _told(table: str, thing: str, new: Values, book: Rulebook) -> tuple[str, str]:
    """A new row: by the words its kind of thing has of its own, or value by value."""
    if table in _NEW:
        return _NEW[table](new, book)
    values = (f"{_word(name)} {_value(value)}" for name, value in new.items() if name not in _UNSAID)
    return f"New {thing.lower()}", ", ".join(values)


def _fact(new: Values, book: Rulebook) -> tuple[str, str]:
    fact = Fact(new["kind"], date.fromisoformat(new["happened_on"]), new.get("outcome"))
    known = book.facts[fact.kind]
    about = "" if known.subject == "meeting" else _subject(new.get("subject", ""), book)
    until = f" to {_value(new['until'])}" if new.get("until") else ""
    assumed = " (assumed)" if new.get("assumed") else ""
    place = f", in place of entry no. {new['corrects']}" if new.get("corrects") else ""
    what = f"{book.label(fact)}: {about}" if about else book.label(fact)
    return "Recorded", f"{what}, {british(fact.on)}{until}{assumed}{place}"


def _advice(new: Values, book: Rulebook) -> tuple[str, str]:
    kind, adviser = _subject(new["kind"], book), clean(new.get("adviser", ""))
    return "On the checklist", f"{kind}: {adviser}" if adviser else kind


def _relief(new: Values, book: Rulebook) -> tuple[str, str]:
    rule = book.rule(new["rule"])
    about = book.subject_label(rule, new.get("subject", ""))
    grounds = {test.ground: test.label for test in book.grounds(rule)}
    ground = grounds.get(new["ground"], new["ground"])
    told = new.get("family_told_on")
    return "Exception relied on", (
        f"{about}, {ground}; authorised by {_value(new['authorised_by'])}, "
        f"{f'family told {_value(told)}' if told else 'family not told yet'}. "
        f"Impractical because {_value(new['impractical_because'])}. Evidence: {_value(new['evidence'])}"
    )


def _person(new: Values, _book: Rulebook) -> tuple[str, str]:
    name, role = clean(new.get("name", "")), role_label(new["role"])
    return "For", f"{name}, {role.lower()}" if name else role


def _action(new: Values, _book: Rulebook) -> tuple[str, str]:
    owner = clean(new.get("owner", "")) or "nobody named"
    by = f", by {_value(new['due'])}" if new.get("due") else ""
    return "Agreed", f"{_value(new['what'])} ({owner}{by})"


def _note(new: Values, _book: Rulebook) -> tuple[str, str]:
    return new["kind"].capitalize(), f"{_value(new['happened_on'])}: {_value(new['text'])}"


_NEW: Mapping[str, Callable[[Values, Rulebook], tuple[str, str]]] = {
    "fact": _fact,
    "advice_item": _advice,
    "relief": _relief,
    "attendee": _person,
    "agreed_action": _action,
    "note": _note,
}


def _subject(subject: str, book: Rulebook) -> str:
    """The kind of advice a subject stands for ("psychology-2"); any other subject as it is, in words."""
    kinds = {kind.key: kind.label for kind in book.advice}
    return kinds.get(subject.partition("-")[0]) or clean(subject)


def _rows(raw: str) -> dict[tuple[str, str], Values]:
    """The rows of `{table: {row id: {column: value}}}`, by (table, row id)."""
    tables: Mapping[str, Mapping[str, Values]] = json.loads(raw) if raw else {}
    return {(table, row): values for table, rows in tables.items() for row, values in rows.items()}


def _word(column: str) -> str:
    return _WORDS.get(column, column.replace("_", " "))


def _value(value: object) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = clean(value)
    return british(date.fromisoformat(text)) if _DATE.fullmatch(text) else text
