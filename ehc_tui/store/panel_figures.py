"""How cases like this one were decided, and how evenly: similar cases, and shares with their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from sqlite3 import Connection
from typing import TYPE_CHECKING, NamedTuple

from ehc_tui.law.ages import year_band, year_group
from ehc_tui.law.calendar import add_months
from ehc_tui.store.panel_rows import ConsistencyRow, SimilarCase
from ehc_tui.store.triage import day

if TYPE_CHECKING:
    from ehc_tui.law.process import Panel

MONTHS = 12
SMALL = 5
NOT_KNOWN = "not recorded"
_TOLD: Mapping[str, tuple[str, str]] = {
    "assess_decision": ("assess_on", "assess_outcome"),
    "plan_decision": ("plan_on", "plan_outcome"),
}


class _Told(NamedTuple):
    """A case whose family was told, and what it is compared by."""

    case_id: int
    ref: str
    born: date | None
    need: str
    locality: str
    route: str
    told_on: date
    outcome: str

    @property
    def band(self) -> str:
        return year_band(self.born, self.told_on) if self.born else NOT_KNOWN


def similar_cases(
    conn: Connection, case_id: int, panel: Panel, today: date, limit: int = 5
) -> tuple[SimilarCase, ...]:
    """The last cases of the same year band and need that were told, newest first, with the reasons given.

    Those of the twelve months before `today`. Without a need or a date of birth nothing is similar.
    """
    born, need = conn.execute("SELECT born, need FROM ehc_case WHERE id = ?", (case_id,)).fetchone()
    if not (born and need):
        return ()
    band = year_band(date.fromisoformat(born), today)
    told_on, _ = _TOLD[panel.decision]
    of_the_need = _told(conn, panel, today, f"AND need = :need ORDER BY {told_on} DESC, id DESC", need=need)
    alike = (case for case in of_the_need if case.case_id != case_id and case.band == band)
    latest = list(islice(alike, limit))
    reasons = _reasons(conn, panel, [case.case_id for case in latest])
    return tuple(
        SimilarCase(
            case.ref,
            year_group(case.born, case.told_on) if case.born else "",
            case.need,
            case.outcome,
            case.told_on,
            reasons.get((case.case_id, case.outcome), ""),
        )
        for case in latest
    )


def consistency(
    conn: Connection, panel: Panel, today: date, names: Mapping[str, str]
) -> tuple[ConsistencyRow, ...]:
    """The share of yes among the decisions told in the twelve months up to `today`, group by group.

    By session, year band, need (`names` has their labels by code), locality and requester; what a case does
    not say is a group of its own. Counts are exact: for what leaves the service see `suppressed`.
    """
    cases = list(_told(conn, panel, today))
    sat = _sessions_of(conn, panel)
    yes = panel.outcomes[0]
    groups: dict[str, Callable[[_Told], str]] = {
        "all": lambda case: "all",
        "session": lambda case: sat.get(case.case_id, "outside a session"),
        "year_band": lambda case: case.band,
        "need": lambda case: names.get(case.need, case.need) or NOT_KNOWN,
        "locality": lambda case: case.locality or NOT_KNOWN,
        "route": lambda case: case.route or NOT_KNOWN,
    }
    rows: list[ConsistencyRow] = []
    for by, group_of in groups.items():
        decided = Counter(group_of(case) for case in cases)
        agreed = Counter(group_of(case) for case in cases if case.outcome == yes)
        rows += [ConsistencyRow(by, group, agreed[group], decided[group]) for group in sorted(decided)]
    return tuple(rows)


def suppressed(rows: Iterable[ConsistencyRow], below: int = SMALL) -> tuple[ConsistencyRow, ...]:
    """The same figures fit to leave the service: a group with fewer than `below` yes or no shows no counts.

    If only one group of a kind is hidden, the smallest of the others is hidden too, so that nobody can
    work it out from the whole.
    """
    shown = list(rows)
    hidden = {index for index, row in enumerate(shown) if _is_small(row, below)}
    for by in {row.by for row in shown} - {"all"}:
        mine = [index for index, row in enumerate(shown) if row.by == by]
        rest = [index for index in mine if index not in hidden]
        if len(rest) == len(mine) - 1 and rest:
            hidden.add(min(rest, key=lambda index: shown[index].decided or 0))
    return tuple(
        row._replace(yes=None, decided=None) if index in hidden else row for index, row in enumerate(shown)
    )


def _is_small(row: ConsistencyRow, below: int) -> bool:
    yes, decided = row.yes or 0, row.decided or 0
    return 0 < yes < below or 0 < decided - yes < below


def _told(conn: Connection, panel: Panel, today: date, more: str = "", **given: str) -> Iterator[_Told]:
    """The cases told in the twelve months up to `today`, read one by one; `more` narrows or orders them."""
    on, outcome = _TOLD[panel.decision]
    rows = conn.execute(
        f"SELECT id, ref, born, need, locality, route, {on}, {outcome} FROM ehc_case "
        f"WHERE voided_by IS NULL AND {on} > :after AND {on} <= :today AND {outcome} IS NOT NULL {more}",
        {"after": add_months(today, -MONTHS).isoformat(), "today": today.isoformat(), **given},
    )
    for row in rows:
        yield _Told._make((*row[:2], day(row[2]), *row[3:6], date.fromisoformat(row[6]), row[7]))


def _reasons(conn: Connection, panel: Panel, case_ids: list[int]) -> dict[tuple[int, str], str]:
    """The reasons given for the decisions that stand, by case and outcome."""
    marks = ", ".join("?" * len(case_ids))
    rows = conn.execute(
        "SELECT case_id, outcome, reasons FROM decision WHERE voided_by IS NULL AND question = ? "
        f"AND case_id IN ({marks}) ORDER BY id",
        (panel.decision, *case_ids),
    )
    return {(case_id, outcome): reasons for case_id, outcome, reasons in rows}


def _sessions_of(conn: Connection, panel: Panel) -> dict[int, str]:
    """By case, the day of the session that decided it."""
    rows = conn.execute(
        "SELECT d.case_id, s.meets_on FROM decision d JOIN agenda_item a ON a.id = d.item_id "
        "JOIN panel_session s ON s.id = a.session_id WHERE d.voided_by IS NULL AND d.question = ? "
        "AND d.outcome <> 'Defer' ORDER BY d.id",
        (panel.decision,),
    )
    return dict(rows.fetchall())
