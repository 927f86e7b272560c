"""The invented caseload, stored: through the same doors as an import and a person's own acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random

from sqlmodel import Session

from ehc_tui.casework import meetings, reliefs
from ehc_tui.casework.context import Doing
from ehc_tui.casework.demo_cases import DEMO_CASES, DEMO_SEED, DemoCase, DemoMeeting, demo_cases, words
from ehc_tui.casework.demo_panel import add_panel
from ehc_tui.casework.derive import Progress
from ehc_tui.casework.diary import Slot
from ehc_tui.casework.imports import import_cases
from ehc_tui.casework.long_work import long_work
from ehc_tui.casework.meeting_act import Choice, people_at
from ehc_tui.casework.refs import ids_by_ref
from ehc_tui.law.process import MeetingOffer
from ehc_tui.store.engine import default_store_path, open_store
from ehc_tui.store.errors import StoreError
from ehc_tui.store.place import local_path
from ehc_tui.store.remarks import is_remarked
from ehc_tui.store.tables import Meta

DEMO_REMARK = "demo"
_STARTS = (time(9, 30), time(10), time(11), time(13, 30), time(14, 30), time(15, 45))


def demo_path() -> Path:
    """Where the demo store lives: beside the person's own store, never in it."""
    return default_store_path().with_name("demo.db")


def make_demo_store(
    place: str | Path,
    doing: Doing,
    cases: int = DEMO_CASES,
    seed: int = DEMO_SEED,
    progress: Progress | None = None,
) -> Path:
    """Makes a store of `cases` invented cases at `place` and returns its path, replacing a demo store there.

    It is built beside and takes the name when it is complete; `progress` is told (done, total) as it grows.
    Raises `StoreError` if what is there is anything but a demo store.
    """
    path = local_path(place)
    _refuse_real_store(path)
    beside = path.with_name(f"{path.name}.new")
    _remove(beside)
    try:
        with open_store(beside) as store, store.session() as session, long_work():
            build_demo(session, doing, cases, seed, progress)
        _remove(path)
        beside.rename(path)
    finally:
        _remove(beside)
    return path


def build_demo(
    session: Session,
    doing: Doing,
    cases: int = DEMO_CASES,
    seed: int = DEMO_SEED,
    progress: Progress | None = None,
) -> None:
    """Fills an empty store with invented cases as they stand on `doing.today`, the same for the same seed."""
    report = progress or (lambda _done, _total: None)
    invented = demo_cases(doing.today, doing.process, cases, seed)
    import_cases(
        session,
        replace(doing, by="Demo"),
        [one.case for one in invented],
        lambda done, total: report(done, 2 * total),
        source="the invented caseload",
    )
    ids = ids_by_ref(session.connection(), (one.case.ref or "" for one in invented))
    rng = Random(f"{seed} meetings")
    for number, one in enumerate(invented, 1):
        case_id = ids[one.case.ref or ""]
        _rely(session, doing, case_id, one)
        if one.meeting:
            _meet(session, doing, rng, case_id, one, one.meeting)
        report(cases + number, 2 * cases)
    add_panel(session, doing, invented, ids, seed)
    session.add(Meta(key=DEMO_REMARK, value=f"{cases} cases, seed {seed}, {doing.today.isoformat()}"))


def _refuse_real_store(path: Path) -> None:
    """A demo store is known by its remark, of whatever version it is: it is made anew, not updated."""
    if path.exists() and not is_remarked(path, DEMO_REMARK):
        raise StoreError(
            f"{path} is no demo store (it holds real cases, or is another program's) and was left alone: "
            "give the demo a --store of its own."
        )


def _remove(path: Path) -> None:
    for part in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        part.unlink(missing_ok=True)


def _rely(session: Session, doing: Doing, case_id: int, one: DemoCase) -> None:
    for relief in one.reliefs:
        told = relief.family_told_on or doing.today
        reliefs.rely_on(session, _on(doing, told, relief.authorised_by), case_id, relief)


def _meet(
    session: Session, doing: Doing, rng: Random, case_id: int, one: DemoCase, planned: DemoMeeting
) -> None:
    """Takes a meeting from its offer as far as it has come, each step recorded on its own day."""
    offer = _offer(doing, planned)
    chair = one.case.caseworker or one.case.officer or words("words")["officers"][0]
    if offer is None:
        return
    offered = _on(doing, planned.offered_on, chair)
    meeting = meetings.offer(session, offered, case_id, offer, planned.offered_on, chair)
    if planned.answered_on is None:
        return
    answered = _on(doing, planned.answered_on, chair)
    if planned.status == "declined":
        meetings.decline(session, answered, meeting, planned.answered_on)
        return
    meetings.accept(session, answered, meeting, planned.answered_on)
    if planned.meets_on is None:
        return
    meetings.arrange(session, answered, meeting, _arrangement(session, rng, meeting, planned.meets_on, offer))
    if planned.status == "held":
        held = _on(doing, planned.meets_on, chair)
        outcome = rng.choice(words("words")["meetings"]["outcomes"])
        meetings.hold(
            session, held, meeting, planned.meets_on, outcome, _agreed(rng, chair, planned.meets_on)
        )


def _offer(doing: Doing, planned: DemoMeeting) -> MeetingOffer | None:
    return next((offer for offer in doing.process.meetings if offer.decision == planned.decision), None)


def _arrangement(
    session: Session, rng: Random, meeting: int, on: date, offer: MeetingOffer
) -> meetings.Arrangement:
    """A working hour at one of the invented places; whether the child comes is decided by a throw."""
    place = rng.choice(words("words")["meetings"]["places"])
    undecided = [
        person["id"] for person in people_at(session.connection(), meeting) if person["included"] is None
    ]
    decided = {
        person: Choice(rng.random() < 0.4, "Prefers to send their views in writing") for person in undecided
    }
    return meetings.Arrangement(Slot(on, rng.choice(_STARTS), offer.minutes), place, decided=decided)


def _agreed(rng: Random, chair: str, held_on: date) -> list[meetings.Agreed]:
    actions = rng.sample(words("words")["meetings"]["actions"], rng.randint(1, 2))
    return [meetings.Agreed(what, chair, held_on + timedelta(rng.randint(5, 21))) for what in actions]


def _on(doing: Doing, day: date, by: str) -> Doing:
    """The circumstances of something that somebody did on an earlier day."""
    return replace(doing, by=by, today=day, now=datetime.combine(day, time(11), UTC))
