"""The advice checklist at its beginning: whom the council's process asks once it has decided to assess."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import Recorder, table_of
from ehc_tui.store import tables


def start_checklist(recorder: Recorder, doing: Doing, case_id: int, decided_on: date) -> None:
    """Add to an act under way a line for each adviser of the process whose kind has none yet.

    Advice on preparing for adulthood is among them from Year 9 on (SEND Regulations 2014, reg 6(1)(g)).
    """
    item, case = table_of(tables.AdviceItem), table_of(tables.EhcCase)
    connection = recorder.connection
    lines = select(item.c.kind).where(item.c.case_id == case_id, item.c.voided_by.is_(None))
    listed = set(connection.execute(lines).scalars())
    born = connection.execute(select(case.c.born).where(case.c.id == case_id)).scalar_one()
    for adviser in doing.process.advisers_for(born, decided_on):
        if adviser.kind not in listed:
            recorder.insert(
                tables.AdviceItem, case_id=case_id, key=adviser.kind, kind=adviser.kind, adviser=adviser.name
            )
