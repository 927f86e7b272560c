"""What a term of the filter language asks of a case, in SQL, and how the cases it means can be looked up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple, TypeVar

from ehc_tui.law.ages import school_year, year_group
from ehc_tui.law.vocabulary import State
from ehc_tui.store import triage
from ehc_tui.text import absolute_day, fold, fold_person

T = TypeVar("T")
Parameters = dict[str, Any]
Shown = dict[str, str]
"""For each part of the caseload that may hold such cases, what else must be true of them; "" for nothing."""

ADVICE_WORDS = {
    "late": "(advice_open > '' AND advice_open < :today)",
    "open": "advice_open > ''",
    "complete": "(advice_asked > 0 AND advice_received >= advice_asked)",
    "none": "advice_asked = 0",
}
OPEN_WORDS: Mapping[str, tuple[str, ...]] = {
    "yes": triage.OPEN_PARTS,
    "no": ("closed",),
    "any": tuple(triage.PARTS),
}
COMPARISON = re.compile(r"(<=|>=|<|>|=)?\s*(.+)")
EARLIEST, LATEST = "0001-01-01", triage.NEVER
_NOTHING_OPEN = ("ending", "idle", "closed")


class FilterError(ValueError):
    """A filter that cannot be understood. Its text is one sentence that says why."""


class Condition(NamedTuple):
    """What must be true of a case: either `sql`, or `shown`, part by part of the caseload.

    An `indexed` condition is answered by an index. `text` is what the searchable text of the case must hold
    besides; the index of that narrows further.
    """

    sql: str = ""
    shown: Shown | None = None
    indexed: bool = False
    text: str = ""

    def negated(self) -> Condition:
        """The opposite. What is unknown (NULL) does not hold, so an excluding term keeps it."""
        if self.shown is None:
            return Condition(f"NOT coalesce(({self.sql}), 0)")
        others = {
            part: f"NOT coalesce(({more}), 0)" if (more := self.shown.get(part, "")) else ""
            for part in triage.PARTS
            if part not in self.shown or self.shown[part]
        }
        return Condition(shown=others)


class Context:
    """Turns terms into conditions for one day and one person, collecting the parameters on the way."""

    def __init__(self, today: date, me: str, warning_days: int) -> None:
        self.today = today
        self.warning_days = warning_days
        self.parameters: Parameters = {"today": today.isoformat(), "me": fold_person(me)}

    def condition(self, field: str, value: str) -> Condition:
        """The condition for a field and its value, or for a word if `field` is empty."""
        if not field and value == "mine":
            return Condition(MINE, indexed=True)
        return FIELDS[field](self, value) if field else _text(self, "search", value)

    def bind(self, value: Any) -> str:
        """The name of a new parameter that stands for `value`."""
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return name

    def day(self, days: int) -> str:
        """The date so many days from today, in the range that dates have."""
        return (self.today + timedelta(days=max(-700_000, min(days, 700_000)))).isoformat()


MINE = (
    "id IN (SELECT id FROM ehc_case WHERE caseworker_fold = :me AND voided_by IS NULL "
    "UNION ALL SELECT id FROM ehc_case WHERE officer_fold = :me AND voided_by IS NULL)"
)


def _text(context: Context, column: str, value: str) -> Condition:
    wanted = fold(value)
    return Condition(f"instr({column}, :{context.bind(wanted)}) > 0", text=wanted)


def _setting(context: Context, value: str) -> Condition:
    return _text(context, "setting_fold", value)


def _person(column: str) -> Callable[[Context, str], Condition]:
    """A condition on a person's name."""

    def condition(context: Context, value: str) -> Condition:
        if value == "none":
            return Condition(f"{column} = ''", indexed=True)
        return _by_value(column, f"instr(value, :{context.bind(fold_person(value))}) > 0")

    return condition


def _by_value(column: str, holds: str) -> Condition:
    """A condition on a column of few different values, which are found by stepping through its index."""
    return Condition(
        f"{column} IN (WITH RECURSIVE one(value) AS ("
        f"SELECT min({column}) FROM ehc_case WHERE voided_by IS NULL UNION ALL "
        f"SELECT (SELECT min({column}) FROM ehc_case WHERE voided_by IS NULL AND {column} > value) "
        f"FROM one WHERE value IS NOT NULL) SELECT value FROM one WHERE {holds})",
        indexed=True,
    )


def _open(_context: Context, value: str) -> Condition:
    return Condition(shown={part: "" for parts in _chosen("open", value, OPEN_WORDS) for part in parts})


def _advice(_context: Context, value: str) -> Condition:
    chosen = _chosen("advice", value, ADVICE_WORDS)
    indexed = all(words in (ADVICE_WORDS["late"], ADVICE_WORDS["open"]) for words in chosen)
    return Condition(f"({' OR '.join(chosen)})", indexed=indexed)


def _stage(context: Context, value: str) -> Condition:
    return _by_value("stages", f"instr(' ' || value || ' ', ' ' || :{context.bind(value)} || ' ') > 0")


def _state(context: Context, value: str) -> Condition:
    soon = context.bind(context.day(context.warning_days))
    words: dict[str, Shown] = {
        state.value: dict.fromkeys(_NOTHING_OPEN, f"settled = '{state.value}'")
        for state in (State.MET, State.MET_LATE, State.STOPPED, State.RELIEVED)
    }
    words["overdue"] = {"own": "", "others": ""}
    words["due_soon"] = {"ahead": f"first_due <= :{soon}", "lifted": f"relieved_due <= :{soon}"}
    words["on_track"] = {"ahead": f"first_due > :{soon}", "lifted": f"relieved_due > :{soon}"}
    words["relieved"] = {"past": "", **words["relieved"]}
    return Condition(shown=_either(_chosen("state", value, words)))


def _either(choices: Iterable[Shown]) -> Shown:
    """What any of the choices shows: of a part that one of them shows whole, all of it."""
    found: Shown = {}
    for shown in choices:
        for part, more in shown.items():
            both = found.get(part, more) and more
            found[part] = f"({found[part]} OR {more})" if both and part in found else both
    return found


def _due(context: Context, value: str) -> Condition:
    """Days left, or a date. An upper bound in days that is not negative leaves out what is overdue."""
    if value == "none":
        return Condition(shown=dict.fromkeys(_NOTHING_OPEN, ""))
    first, last = _day_range(context, value)
    between = f"BETWEEN :{context.bind(first)} AND :{context.bind(last)}"
    late, ahead = ("own", "others"), ("ahead", "lifted")
    today = context.today.isoformat()
    parts = (*(late if first < today else ()), *(ahead if last >= today else ()))
    return Condition(shown={part: f"{triage.DUE_OF[part]} {between}" for part in parts})


def _day_range(context: Context, value: str) -> tuple[str, str]:
    operator, wanted = _comparison("due", value)
    on = absolute_day(wanted)
    if on is not None:
        low, high = _bounds(operator, on.toordinal(), on.toordinal())
        return _iso(low, EARLIEST), _iso(high, LATEST)
    low, high = _bounds(operator, *_numbers("due", wanted))
    if low is None and high is not None and high >= 0:
        low = 0
    return (
        EARLIEST if low is None else context.day(low),
        LATEST if high is None else context.day(high),
    )


def _iso(ordinal: int | None, otherwise: str) -> str:
    return otherwise if ordinal is None else date.fromordinal(ordinal).isoformat()


def _week(context: Context, value: str) -> Condition:
    """The week since the request: day 1 to 7 are week 1, the day of receipt is week 0."""
    low, high = _bounds(*_number("week", value))
    conditions = ["received_on IS NOT NULL"]
    if low is not None:
        conditions.append(f"received_on < :{context.bind(context.day(-7 * (low - 1)))}")
    if high is not None:
        conditions.append(f"received_on >= :{context.bind(context.day(-7 * high))}")
    return Condition(" AND ".join(conditions), indexed=True)


def _contact(context: Context, value: str) -> Condition:
    """Open cases by days since the last contact with the family or, without one, since the request."""
    low, high = _bounds(*_number("contact", value))
    conditions = [triage.OPEN, "silent_since IS NOT NULL"]
    if low is not None:
        conditions.append(f"silent_since <= :{context.bind(context.day(-low))}")
    if high is not None:
        conditions.append(f"silent_since >= :{context.bind(context.day(-high))}")
    return Condition(" AND ".join(conditions), indexed=True)


def _year(context: Context, value: str) -> Condition:
    """The year group today, as the law room counts it, by the school years in which such a child was born."""
    wanted = value.upper()
    this_year = school_year(context.today)
    born = [
        year
        for year in range(this_year - 30, this_year + 1)
        if year_group(date(year, 9, 1), context.today) == wanted
    ]
    if not born:
        raise FilterError(f"There is no year group “{value}”; there are EY, N1, N2, R, 1 to 14 and P16+.")
    first, last = context.bind(f"{born[0]}-09-01"), context.bind(f"{born[-1] + 1}-08-31")
    return Condition(f"born BETWEEN :{first} AND :{last}", indexed=True)


def _chosen(field: str, value: str, words: Mapping[str, T]) -> list[T]:
    """What the words stand for that begin with what was typed."""
    wanted = value.casefold()
    if wanted in words:
        return [words[wanted]]
    found = [meaning for word, meaning in words.items() if word.startswith(wanted)]
    if not found:
        raise FilterError(f"{field}: takes {', '.join(words)}, not “{value}”.")
    return found


def _number(field: str, value: str) -> tuple[str, int, int]:
    operator, wanted = _comparison(field, value)
    return (operator, *_numbers(field, wanted))


def _comparison(field: str, value: str) -> tuple[str, str]:
    match = COMPARISON.fullmatch(value)
    if match is None:
        raise FilterError(f"{field}: takes a number, as in {field}:<10.")
    return match[1] or "=", match[2]


def _numbers(field: str, wanted: str) -> tuple[int, int]:
    """The number or the range "6..20" that was typed."""
    match = re.fullmatch(r"(-?[0-9]{1,6})(?:\.\.(-?[0-9]{1,6}))?", wanted)
    if match is None:
        raise FilterError(f"{field}: takes a number, as in {field}:<10, not “{wanted}”.")
    return int(match[1]), int(match[2] or match[1])


def _bounds(operator: str, low: int, high: int) -> tuple[int | None, int | None]:
    """The lowest and the highest whole number that fit, None where there is no such bound."""
    return {
        "<": (None, low - 1),
        "<=": (None, high),
        ">": (high + 1, None),
        ">=": (low, None),
        "=": (low, high),
    }[operator]


FIELDS: dict[str, Callable[[Context, str], Condition]] = {
    "advice": _advice,
    "contact": _contact,
    "cw": _person("caseworker_fold"),
    "due": _due,
    "officer": _person("officer_fold"),
    "open": _open,
    "setting": _setting,
    "stage": _stage,
    "state": _state,
    "week": _week,
    "year": _year,
}
