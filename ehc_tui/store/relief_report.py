"""The exceptions relied on across the caseload, counted so that blanket use shows.

An exception is for one case on its own facts. Used on a large part of the cases it could serve, or authorised
almost always by one person, it looks like a policy; the report says so and leaves the judgement to people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from sqlite3 import Connection
from typing import NamedTuple

from ehc_tui.text import fold_person

BLANKET_SHARE = 0.25
ONE_PERSON_SHARE = 0.8
ENOUGH_CASES = 4
"""Below so many cases a share says nothing."""

_RELIEFS = """
    SELECT r.case_id, r.rule, r.ground, r.authorised_by, c.officer_fold, r.family_told_on IS NULL
    FROM relief r JOIN ehc_case c ON c.id = r.case_id
    WHERE r.voided_by IS NULL AND c.voided_by IS NULL AND c.received_on BETWEEN :first AND :last
"""
_CASES = """
    SELECT officer_fold, count(*) FROM ehc_case WHERE voided_by IS NULL AND received_on BETWEEN :first AND
    :last GROUP BY officer_fold
"""
_CASES_UNDER = """
    SELECT k.rule, count(DISTINCT k.case_id) FROM clock k JOIN ehc_case c ON c.id = k.case_id
    WHERE c.voided_by IS NULL AND c.received_on BETWEEN :first AND :last
    AND k.rule IN (SELECT rule FROM relief WHERE voided_by IS NULL) GROUP BY k.rule
"""


class Use(NamedTuple):
    """How much one thing (a rule with a ground, or a person) is relied on.

    `cases` of the `of` cases it could have been relied on rely on it, in `times` records; `untold` of those
    do not say when the family was told. `person` authorised most of them, `by_person` of the `times`.
    """

    key: tuple[str, ...]
    cases: int
    of: int
    times: int
    untold: int
    person: str
    by_person: int

    @property
    def share(self) -> float:
        """The part of the cases, from 0 to 1."""
        return self.cases / self.of if self.of else 0.0

    @property
    def blanket(self) -> bool:
        """True if more than a quarter of the cases rely on it, and they are not just a few."""
        return self.cases >= ENOUGH_CASES and self.share > BLANKET_SHARE

    @property
    def one_person(self) -> bool:
        """True if one person authorised nearly all of them, and they are not just a few."""
        return self.times >= ENOUGH_CASES and self.by_person >= ONE_PERSON_SHARE * self.times


class ReliefReport(NamedTuple):
    """The exceptions relied on for cases received from `first` to `last`, both included.

    `by_ground` has a `Use` for each (rule, ground), against the cases the rule ever ran on; `by_officer` for
    each person who authorised any, against their own cases. The most used come first.
    """

    first: date
    last: date
    cases: int
    relying: int
    times: int
    by_ground: tuple[Use, ...]
    by_officer: tuple[Use, ...]


class _Relied(NamedTuple):
    case_id: int
    rule: str
    ground: str
    authorised_by: str
    officer: str
    untold: int


def relief_report(conn: Connection, first: date, last: date) -> ReliefReport:
    """The report over the cases received from `first` to `last`, both included."""
    span = {"first": first.isoformat(), "last": last.isoformat()}
    relied = [_Relied(*row) for row in conn.execute(_RELIEFS, span)]
    cases: dict[str, int] = dict(conn.execute(_CASES, span).fetchall())
    under: dict[str, int] = dict(conn.execute(_CASES_UNDER, span).fetchall())
    grounds = {(one.rule, one.ground) for one in relied}
    officers = {one.authorised_by for one in relied}
    return ReliefReport(
        first,
        last,
        sum(cases.values()),
        len({one.case_id for one in relied}),
        len(relied),
        _most_used(
            _use(key, [one for one in relied if (one.rule, one.ground) == key], under.get(key[0], 0))
            for key in grounds
        ),
        _most_used(
            _by(name, [one for one in relied if one.authorised_by == name], cases) for name in officers
        ),
    )


def _by(name: str, relied: Sequence[_Relied], cases: Mapping[str, int]) -> Use:
    """What one person authorised, against their own cases and those of others they did it for."""
    own = fold_person(name)
    of_others = {one.case_id for one in relied if one.officer != own}
    return _use((name,), relied, cases.get(own, 0) + len(of_others))


def _use(key: tuple[str, ...], relied: Sequence[_Relied], of: int) -> Use:
    person, by_person = Counter(one.authorised_by for one in relied).most_common(1)[0]
    return Use(
        key,
        len({one.case_id for one in relied}),
        of,
        len(relied),
        sum(one.untold for one in relied),
        person,
        by_person,
    )


def _most_used(uses: Iterable[Use]) -> tuple[Use, ...]:
    return tuple(sorted(uses, key=lambda use: (-use.cases, -use.times, use.key)))
