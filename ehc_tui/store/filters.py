"""The filter language: what a person types above the caseload, as a condition on cases.

Words are substrings of reference, name or setting and must all occur; `!` before a word or field excludes;
a field narrows by what it names, as in `cw:okafor state:overdue due:<10 !advice:complete`. A filter that is
still being typed (`due:<`) is one that says nothing yet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from ehc_tui.law.vocabulary import State
from ehc_tui.store.conditions import ADVICE_WORDS, FIELDS, OPEN_WORDS, Condition, Context, FilterError
from ehc_tui.store.criteria import Criteria
from ehc_tui.text import clean

__all__ = ["TALLY_TERMS", "Filter", "FilterError", "Term", "completions", "parse_filter", "toggled"]

TALLY_TERMS: Mapping[str, str] = {
    "overdue": "state:overdue",
    "within_5": "due:0..5",
    "within_20": "due:6..20",
    "on_track": "due:>20",
    "relieved": "state:relieved",
    "no_contact_21": "contact:>21",
}
"""The counts of the state strip, each with the term that shows its cases. Only the last overlaps others."""

TOKEN = re.compile(r'(?:"[^"]*"|\S)+')
LONGEST = 500


class Term(NamedTuple):
    """One word or field of a filter. `field` is empty for a word."""

    field: str
    value: str
    negated: bool = False

    def __str__(self) -> str:
        alone = not self.field and (
            self.value[:1] == "!" or ":" in self.value
        )  # it would mean something else
        value = f'"{self.value}"' if alone or re.search(r"\s", self.value) else self.value
        return f"{'!' if self.negated else ''}{f'{self.field}:' if self.field else ''}{value}"


class Filter(NamedTuple):
    """A filter understood: terms that must all hold."""

    terms: tuple[Term, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.terms))

    def criteria(self, today: date, me: str, warning_days: int) -> Criteria:
        """What is asked of a case on a day. Without an `open:` term only open cases are shown.

        `me` is whose cases are `mine`, `warning_days` from when a duty is due soon.
        """
        context = Context(today, me, warning_days)
        conditions = [_condition(context, term) for term in self._all_terms()]
        return Criteria.of(conditions, context.parameters)

    def by_state(self, today: date, me: str, warning_days: int) -> tuple[Criteria, dict[str, Criteria]]:
        """What is asked of a case, and that and each of `TALLY_TERMS`; the parameters are shared."""
        context = Context(today, me, warning_days)
        conditions = [_condition(context, term) for term in self._all_terms()]
        states = {
            name: [*conditions, *(_condition(context, one) for one in parse_filter(term).terms)]
            for name, term in TALLY_TERMS.items()
        }
        return (
            Criteria.of(conditions, context.parameters),
            {name: Criteria.of(each, context.parameters) for name, each in states.items()},
        )

    def without_state(self) -> Filter:
        """The filter without the terms that the state strip sets: any state, any due date, no contact."""
        return self._replace(terms=tuple(term for term in self.terms if not _is_state(term)))

    def and_term(self, text: str) -> Filter:
        """The filter with one more term."""
        return self._replace(terms=(*self.terms, *parse_filter(text).terms))

    def _all_terms(self) -> tuple[Term, ...]:
        return self.terms if self.shows_closed else (*self.terms, Term("open", "yes"))

    @property
    def shows_closed(self) -> bool:
        """True if the filter itself says whether closed cases are shown."""
        return any(term.field == "open" for term in self.terms)


def parse_filter(text: str) -> Filter:
    """The filter that a person typed. Raises `FilterError` for a field or a value that there is not."""
    if len(text) > LONGEST:
        raise FilterError(f"A filter has at most {LONGEST} characters; this one has {len(text)}.")
    terms = [_term(token) for token in TOKEN.findall(clean(text))]
    found = Filter(tuple(term for term in terms if term.value))
    found.criteria(date(2000, 1, 1), "", 0)
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


def _condition(context: Context, term: Term) -> Condition:
    condition = context.condition(term.field, term.value)
    return condition.negated() if term.negated else condition


WORDS = (
    "mine",
    *(f"state:{state.value}" for state in State),
    *(f"advice:{word}" for word in ADVICE_WORDS),
    *(f"open:{word}" for word in OPEN_WORDS),
    *(f"{field}:" for field in FIELDS if field not in ("advice", "open", "state")),
)
"""What completion offers."""
