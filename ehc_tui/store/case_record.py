"""Every entry and decision about one case, with the proof that none of the entries was altered."""

from __future__ import annotations

from typing import Any, NamedTuple

from ehc_tui.store.alchemy import driver_of
from ehc_tui.store.case_row import CaseRow
from ehc_tui.store.chain import Head, head, proof
from ehc_tui.store.engine import Store
from ehc_tui.store.history import Asked, WholeEntry, entry, entry_ids
from ehc_tui.store.panel_records import decisions_where, recommendations_of
from ehc_tui.store.panel_rows import Decided, Recommended


class CaseRecord(NamedTuple):
    """Recommendations and decisions that stand, every entry about the case, oldest first, and its proof.

    Entries tell nothing of other cases. `head` is how far the history went.
    """

    recommendations: tuple[tuple[str, Recommended], ...]
    decisions: tuple[Decided, ...]
    entries: tuple[WholeEntry, ...]
    proofs: tuple[dict[str, Any], ...]
    head: Head


def case_record(store: Store, case: CaseRow) -> CaseRecord:
    """The record of a case that the person may see, as the store was at one moment.

    Seals are reckoned over everything, restricted cases too; nothing of those but digests is in the proof.
    Raises `NotFound` if the case has gone.
    """
    with store.reading(everything=True) as connection:
        conn = driver_of(connection)
        numbers = sorted(entry_ids(conn, Asked(ref=case.ref, looks=True)))
        return CaseRecord(
            recommendations_of(conn, case.id),
            decisions_where(conn, "d.case_id = :case", case=case.id),
            tuple(_of_this_case(entry(conn, number), case.ref) for number in numbers),
            tuple(proof(conn.execute, number, case.id) for number in numbers),
            head(conn.execute),
        )


def _of_this_case(whole: WholeEntry, ref: str) -> WholeEntry:
    return whole._replace(
        row=whole.row._replace(ref=ref),
        changes=tuple(change for change in whole.changes if change.ref == ref),
        looked_at=tuple(opened for opened in whole.looked_at if opened == ref),
    )
