"""How long closed cases are kept, and removing one for good: one person proposes it, another confirms.

Nothing else in the program deletes what somebody recorded. A removal is one transaction: killed in the
middle, the case is whole; afterwards it cannot be undone, and only its number, who removed it and why remain.
"""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlmodel import Session, SQLModel

from ehc_tui.casework.acts import act
from ehc_tui.casework.context import Doing
from ehc_tui.casework.recorder import Recorder, table_of
from ehc_tui.casework.restricted import hidden_cases, require_seen
from ehc_tui.casework.restricting import case_of
from ehc_tui.casework.roles import account_key
from ehc_tui.store.alchemy import driver_of
from ehc_tui.store.engine import Store
from ehc_tui.store.erasing import erase, scrub
from ehc_tui.store.erasure_tables import Redaction, Removal, Retention
from ehc_tui.store.errors import NotFound, StoreError
from ehc_tui.store.mentions import mentions
from ehc_tui.store.retention import Kept, past_period
from ehc_tui.store.tables import EhcCase
from ehc_tui.store.verbs import REMOVED
from ehc_tui.text import british, clean, fold

MOST_YEARS, MOST_AGE = 100, 120
_TWO_PEOPLE = "A removal takes two people at their own accounts: leave --as out."


def keep_for(
    session: Session, doing: Doing, years: int | None, age: int | None, because: str, *, owner: bool = False
) -> str:
    """Set for how many years after closing, and until what age, closed cases are kept; the sentence said.

    With neither no case is ever listed for removal. It is the council's own choice, so `because` names the
    schedule or decision it follows. Raises `NotAllowed`, and `StoreError` for numbers that cannot be meant.
    """
    reason = clean(because)
    if not reason:
        raise StoreError("Say what the period follows: the council's retention schedule, and its date.")
    for number, most, what in ((years, MOST_YEARS, "years"), (age, MOST_AGE, "age")):
        if number is not None and not 0 < number <= most:
            raise StoreError(f"The {what} must be from 1 to {most}.")
    said = f"Closed cases are kept {period_words(years, age)}"
    with act(session, doing, verb="retention", summary=f"{said}: {reason}", by_right=owner) as recorder:
        recorder.void(Retention, *_in_use(recorder.connection, Retention))
        if years is not None or age is not None:
            recorder.insert(Retention, years=years, age=age, because=reason)
    return f"{said}."


def period_words(years: int | None, age: int | None) -> str:
    """How long, in words: "for 6 years after closing and until the person is 25"."""
    parts = [
        f"for {years} {'year' if years == 1 else 'years'} after closing" if years is not None else "",
        f"until the person is {age}" if age is not None else "",
    ]
    return " and ".join(part for part in parts if part) or "without end: no period is set"


def listed(session: Session, doing: Doing, ref: str) -> int:
    """The id of a case by its reference, or of one listed here whose opening was taken back.

    Raises `NotFound`.
    """
    try:
        return case_of(session, ref)
    except NotFound:
        connection = session.connection()
        hidden, wanted = hidden_cases(connection), fold(clean(ref))
        for one in past_period(driver_of(connection), doing.today):
            if one.taken_back and fold(one.ref) == wanted and one.case_id not in hidden:
                return one.case_id
        raise


def propose(
    session: Session, doing: Doing, case_id: int, because: str, expected_version: int | None = None
) -> None:
    """Propose that a closed case past its period be removed for good.

    The reason outlives the case, so it may not name the child. Raises `StoreError` for a case that is not
    offered, one proposed already, or a reason that is none.
    """
    kept = _offered(session.connection(), doing, case_id)
    if kept.proposal:
        raise StoreError(f"{kept.ref} is proposed already, by {kept.proposal.by}: somebody else confirms it.")
    reason = _reason(because, kept)
    with act(
        session,
        doing,
        verb="propose removal",
        summary=f"Proposed to remove {kept.ref} for good: {reason}",
        case_id=None if kept.taken_back else case_id,
        expected_version=expected_version,
    ) as recorder:
        recorder.insert(Removal, case_id=case_id, reason=reason, account=doing.identity)


def withdraw(session: Session, doing: Doing, case_id: int) -> None:
    """Take a proposal back: the case stays. Raises `StoreError` if there is none."""
    require_seen(hidden_cases(session.connection()), [case_id])
    with act(session, doing, verb="keep case", summary="Proposal to remove it withdrawn") as recorder:
        proposed = _in_use(recorder.connection, Removal, case_id)
        if not proposed:
            raise StoreError("Nobody has proposed to remove this case.")
        recorder.void(Removal, *proposed)


def remove(
    session: Session, doing: Doing, case_id: int, expected_version: int | None = None, *, owner: bool = False
) -> str:
    """Remove a case for good that somebody else has proposed, and return the sentence that remains.

    It takes a manager, or the `owner` of the store, from another account than the proposal's. Call
    `store.erasing.scrub` afterwards. Raises `StoreError` for a case that is not offered (any more), and
    `NotAllowed`.
    """
    kept = _offered(session.connection(), doing, case_id)
    proposal = kept.proposal
    if proposal is None:
        raise StoreError(f"Nobody has proposed to remove {kept.ref}: propose it, and somebody else confirms.")
    if account_key(proposal.account) == account_key(doing.identity):
        raise StoreError(f"You proposed to remove {kept.ref} yourself: another person must confirm it.")
    left = sum(one.texts for one in mentions(driver_of(session.connection()), case_id))
    said = (
        f"Case {kept.ref} removed for good: proposed by {proposal.by} ({proposal.account}) "
        f"{doing.when(proposal.at)}, confirmed by {doing.by} ({doing.identity}), "
        f"{ended_words(kept)}, kept until {british(kept.kept_until)}. Why: {proposal.reason}"
    )
    if left:
        said += f". Named still in {left} {'text' if left == 1 else 'texts'} outside it"
    with act(
        session,
        doing,
        verb=REMOVED,
        summary=said,
        case_id=None if kept.taken_back else case_id,
        expected_version=expected_version,
        by_right=owner,
    ) as recorder:
        _erase(recorder, kept)
    return said


def scrubbed(store: Store, who: str) -> str:
    """Take the remains of a removal out of the file, and say what the person must know of it."""
    rest = "Backups and files written before still hold it."
    if scrub(store, who):
        return rest
    return f"{rest} Others kept the file busy, so its bytes are overwritten when it is next opened."


def _erase(recorder: Recorder, kept: Kept) -> None:
    recorder.leave(EhcCase, kept.case_id, kept.case_id, ref=kept.ref, voided_by=recorder.act_id)
    execute = driver_of(recorder.connection).execute
    for number, seal in erase(execute, kept.case_id, recorder.act_id).items():
        recorder.insert(Redaction, entry=number, seal=seal)


def _offered(connection: Connection, doing: Doing, case_id: int) -> Kept:
    """The case, if it may be removed. Raises `StoreError` with what stands against it."""
    if doing.at_keyboard:
        raise StoreError(_TWO_PEOPLE)
    require_seen(hidden_cases(connection), [case_id])
    found = past_period(driver_of(connection), doing.today, case_id)
    if not found:
        raise StoreError("The case is not past the council's retention period: nothing was done.")
    if found[0].against:
        raise StoreError(f"{found[0].ref} cannot be removed: {against_words(found[0])}.")
    return found[0]


def ended_words(kept: Kept) -> str:
    """How a case ended: "closed 1 May 2017", "opening taken back 3 Jun 2019"."""
    return f"{'opening taken back' if kept.taken_back else 'closed'} {british(kept.closed_on)}"


def against_words(kept: Kept) -> str:
    """What stands against removing a case, in words."""
    return "; ".join(_AGAINST[what] for what in kept.against)


_AGAINST = {
    "restriction": "it is restricted to named staff",
    "clock": "a duty or the family's time to appeal is still running",
    "meeting": "a meeting is neither held nor called off",
    "action": "an agreed action is not done",
    "agenda": "it is on the agenda of a panel to come",
}


def _reason(because: str, kept: Kept) -> str:
    reason = clean(because)
    if not reason:
        raise StoreError("Say why the case is to be removed: that remains when it has gone.")
    words = set(fold(reason).split())
    if any(part in words for name in (kept.surname, kept.forename) for part in fold(name).split()):
        raise StoreError("Leave the name out of the reason: it remains when the case has gone.")
    return reason


def _in_use(connection: Connection, model: type[SQLModel], case_id: int | None = None) -> list[int]:
    table = table_of(model)
    wanted = select(table.c.id).where(table.c.voided_by.is_(None))
    if case_id is not None:
        wanted = wanted.where(table.c.case_id == case_id)
    return list(connection.execute(wanted).scalars())
