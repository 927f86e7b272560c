"""The filter language: what a person types above the caseload, as a condition on cases.

Words are substrings of reference, name or setting and must all occur; `!` before a word or field excludes;
a field narrows by what it names, as in `cw:okafor state:overdue due:<10 !advice:complete`. A filter that is
still being typed (`due:<`) is one that says nothing yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from ehc_tui.law.ages import school_year, year_group
from ehc_tui.law.model import State
from ehc_tui.store import triage
from ehc_tui.text import absolute_day, clean, fold, fold_person

Parameters = dict[str, Any]

TALLY_TERMS: Mapping[str, str] = {
    "overdue": "state:overdue",
    "within_5": "due:0..5",
    "within_20": "due:6..20",
    "on_track": "due:>20",
    "relieved": "state:relieved",
    "no_contact_21": "contact:>21",
}
"""The counts of the state strip, each with the term that shows its cases. Only the last overlaps others."""

OPEN_WORDS = {"yes": triage.OPEN, "no": f"NOT {triage.OPEN}", "any": "1"}
ADVICE_WORDS = {
    "late": "(advice_open <> '' AND substr(advice_open, 1, 10) < :today)",
    "open": "advice_open <> ''",
    "complete": "(advice_asked > 0 AND advice_received >= advice_asked)",
    "none": "advice_asked = 0",
}
TOKEN = re.compile(r'(?:"[^"]*"|\S)+')
COMPARISON = re.compile(r"(<=|>=|<|>|=)?\s*(.+)")
LONGEST = 500
EARLIEST, LATEST = "0001-01-01", "9999-12-31"


class FilterError(ValueError):
    """A filter that cannot be understood. Its text is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word or field of a filter. `field` is empty for a word."""

    field: str
    value: str
    negated: bool = False

    def __str__(self) -> str:
        value = f'"{self.value}"' if re.search(r"\s", self.value) else self.value
        return f"{'!' if self.negated else ''}{f'{self.field}:' if self.field else ''}{value}"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter understood: terms that must all hold."""

    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))

    def where(self, today: date, me: str, warning_days: int) -> tuple[str, Parameters]:
        """The condition on `ehc_case` and its named parameters, among them always `today`.

        Without an `open:` term only open cases are shown. `me` is whose cases are `mine`.
        """
        context = _Context(today, me, warning_days)
        conditions = [triage.IN_USE, *(context.condition(term) for term in self.terms)]
        if not any(term.field == "open" for term in self.terms):
            conditions.append(triage.OPEN)
        return " AND ".join(conditions), context.parameters

    def without_state(self) -> Filter:
        """The filter without the terms that the state strip sets: any state, any due date, no contact."""
        return replace(self, terms=tuple(term for term in self.terms if not _is_state(term)))

    def and_term(self, text: str) -> Filter:
        """The filter with one more term."""
        return replace(self, terms=(*self.terms, *parse_filter(text).terms))

    @property
    def shows_closed(self) -> bool:
        """True if closed cases may be among those shown."""
        return any(term.field == "open" for term in self.terms)


def parse_filter(text: str) -> Filter:
    """The filter that a person typed. Raises `FilterError` for a field or a value that there is not."""
    if len(text) > LONGEST:
        raise FilterError(f"A filter has at most {LONGEST} characters; this one has {len(text)}.")
    terms = [_term(token) for token in TOKEN.findall(clean(text))]
    found = Filter(tuple(term for term in terms if term.value))
    found.where(date(2000, 1, 1), "", 0)
    return found


def toggled(text: str, term: str) -> str:
    """The filter text with `term` as its one state term, or without it if it was that already."""
    now = parse_filter(text)
    kept = now.without_state()
    chosen = parse_filter(term)
    return str(kept if set(chosen.terms) <= set(now.terms) else kept.and_term(term))


def completions(text: str) -> list[str]:
    """Words that could complete the last one of a filter being typed."""
    last = text.rpartition(" ")[2].lstrip("!")
    return [word for word in WORDS if word.startswith(last) and word != last] if last else []


def _term(token: str) -> Term:
    negated, token = token.startswith("!") and len(token) > 1, token
    body = token[1:] if negated else token
    field, colon, value = body.partition(":")
    if colon and field.isascii() and field.isalpha():
        if field.casefold() not in FIELDS:
            raise FilterError(f"There is no field “{field}”; there are {', '.join(sorted(FIELDS))}.")
        value = value.replace('"', "")
        return Term(field.casefold(), "" if value in ("<", ">", "<=", ">=", "=") else value, negated)
    return Term("", body.replace('"', "") or body.strip('"'), negated)


def _is_state(term: Term) -> bool:
    return term.field in ("state", "due") or str(term) == TALLY_TERMS["no_contact_21"]


class _Context:
    """Turns terms into SQL for one day and one person, collecting the parameters on the way."""

    def __init__(self, today: date, me: str, warning_days: int) -> None:
        self.today = today
        self.warning_days = warning_days
        self.parameters: Parameters = {"today": today.isoformat(), "me": fold_person(me)}

    def condition(self, term: Term) -> str:
        """The condition for a term. What is unknown (NULL) does not hold, so an excluding term keeps it."""
        if not term.field and term.value == "mine":
            condition = MINE
        else:
            condition = FIELDS[term.field](self, term.value) if term.field else _word(self, term.value)
        return f"NOT coalesce(({condition}), 0)" if term.negated else f"({condition})"

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


def _word(context: _Context, value: str) -> str:
    return f"instr(search, :{context.bind(fold(value))}) > 0"


def _setting(context: _Context, value: str) -> str:
    return f"instr(setting_fold, :{context.bind(fold(value))}) > 0"


def _person(column: str) -> Callable[[_Context, str], str]:
    """A condition on a person's name, found among the few names there are by stepping through the index."""

    def condition(context: _Context, value: str) -> str:
        if value == "none":
            return f"{column} = ''"
        return (
            f"{column} IN (WITH RECURSIVE name(folded) AS ("
            f"SELECT min({column}) FROM ehc_case WHERE voided_by IS NULL UNION ALL "
            f"SELECT (SELECT min({column}) FROM ehc_case WHERE voided_by IS NULL AND {column} > folded) "
            "FROM name WHERE folded IS NOT NULL) "
            f"SELECT folded FROM name WHERE instr(folded, :{context.bind(fold_person(value))}) > 0)"
        )

    return condition


def _open(context: _Context, value: str) -> str:
    return " OR ".join(_chosen("open", value, OPEN_WORDS))


def _advice(context: _Context, value: str) -> str:
    return " OR ".join(_chosen("advice", value, ADVICE_WORDS))


def _stage(context: _Context, value: str) -> str:
    return f"instr(' ' || stages || ' ', ' ' || :{context.bind(value)} || ' ') > 0"


def _state(context: _Context, value: str) -> str:
    soon = context.bind(context.day(context.warning_days))
    later = context.bind(context.day(context.warning_days + 1))
    last = context.bind(LATEST)
    settled = {
        state.value: f"({triage.NOTHING_OPEN} AND settled = '{state.value}')"
        for state in (State.MET, State.MET_LATE, State.STOPPED, State.RELIEVED)
    }
    return " OR ".join(
        _chosen(
            "state",
            value,
            {
                **settled,
                "overdue": triage.OVERDUE,
                "due_soon": triage.due_between("today", soon),
                "on_track": triage.due_between(later, last),
                "relieved": f"({triage.RELIEVED} OR {settled['relieved']})",
            },
        )
    )


def _due(context: _Context, value: str) -> str:
    """Days left, or a date. An upper bound in days that is not negative leaves out what is overdue."""
    if value == "none":
        return triage.NOTHING_OPEN
    first, last = _day_range(context, value)
    today = context.today.isoformat()
    yesterday = context.bind(context.day(-1))
    before, after = context.bind(first), context.bind(last)
    ranges = []
    if first < today:
        ranges.append(triage.overdue_since(before, after if last < today else yesterday))
    if last >= today:
        ranges.append(triage.due_between(before if first >= today else "today", after))
    return " OR ".join(ranges)


def _day_range(context: _Context, value: str) -> tuple[str, str]:
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


def _week(context: _Context, value: str) -> str:
    """The week since the request: day 1 to 7 are week 1, the day of receipt is week 0."""
    low, high = _bounds(*_number("week", value))
    conditions = ["received_on IS NOT NULL"]
    if low is not None:
        conditions.append(f"received_on < :{context.bind(context.day(-7 * (low - 1)))}")
    if high is not None:
        conditions.append(f"received_on >= :{context.bind(context.day(-7 * high))}")
    return " AND ".join(conditions)


def _contact(context: _Context, value: str) -> str:
    """Open cases by days since the last contact with the family or, without one, since the request."""
    low, high = _bounds(*_number("contact", value))
    conditions = [triage.OPEN, "coalesce(contact_on, received_on) IS NOT NULL"]
    if low is not None:
        conditions.append(f"coalesce(contact_on, received_on) <= :{context.bind(context.day(-low))}")
    if high is not None:
        conditions.append(f"coalesce(contact_on, received_on) >= :{context.bind(context.day(-high))}")
    return " AND ".join(conditions)


def _year(context: _Context, value: str) -> str:
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
    return f"born BETWEEN :{first} AND :{last}"


def _chosen(field: str, value: str, words: Mapping[str, str]) -> list[str]:
    """The conditions of the words that begin with what was typed."""
    wanted = value.casefold()
    if wanted in words:
        return [words[wanted]]
    found = [condition for word, condition in words.items() if word.startswith(wanted)]
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


FIELDS: dict[str, Callable[[_Context, str], str]] = {
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
WORDS = (
    "mine",
    *(f"state:{state.value}" for state in State),
    *(f"advice:{word}" for word in ADVICE_WORDS),
    *(f"open:{word}" for word in OPEN_WORDS),
    *(f"{field}:" for field in FIELDS if field not in ("advice", "open", "state")),
)
"""What completion offers."""
