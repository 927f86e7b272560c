"""`demo` and `check`: stores made and looked over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ehc_tui.cli.common import Common
from ehc_tui.cli.errors import Refused
from ehc_tui.cli.options import StoreOption, TodayOption, common
from ehc_tui.cli.output import say
from ehc_tui.cli.progress import progress_bar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehc_tui.casework.context import Doing
    from ehc_tui.store.chain import Head
    from ehc_tui.store.engine import Store

DEMO_CASES, DEMO_SEED, MOST_CASES = 250, 2014, 1_000_000
MOST_FAULTS = 20


def demo(
    context: typer.Context,
    cases: Annotated[
        int, typer.Option("--cases", metavar="N", min=1, max=MOST_CASES, help="How many cases to invent.")
    ] = DEMO_CASES,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="The same number, the same cases.")
    ] = DEMO_SEED,
    no_open: Annotated[bool, typer.Option("--no-open", help="Only make the store.")] = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Try it on an invented caseload, in a store of its own.

    It lies beside your own store and is made anew each time; a store with real cases is never replaced.

    \b
    ehc-tui demo
    ehc-tui demo --cases 4000 --no-open --store /tmp/demo.db
    """
    from ehc_tui.casework.demo import demo_path, make_demo_store

    options = common(context, store, today)
    with progress_bar("Inventing") as progress:
        path = make_demo_store(options.store or demo_path(), options.doing(), cases, seed, progress)
    say([f"{cases:,} invented cases in {path}.", f"Open them again with: ehc-tui --store {path}"])
    if not no_open:
        from ehc_tui.cli.opening import open_app

        open_app(Common(str(path), options.given_today), read_only=False)


def check(
    context: typer.Context,
    mend: Annotated[
        bool, typer.Option("--repair", help="Count dates again that do not follow from facts; nothing else.")
    ] = False,
    my_readings: Annotated[
        bool,
        typer.Option(
            "--my-readings",
            help="Count again under your settings' readings and process, for everybody in the store.",
        ),
    ] = False,
    head: Annotated[
        bool, typer.Option("--head", help="Only print how far the history goes, to be noted elsewhere.")
    ] = False,
    since_head: Annotated[
        str | None,
        typer.Option(
            "--since-head", metavar="'N SEAL'", help="Prove that a head noted earlier still stands."
        ),
    ] = None,
    store: StoreOption = None,
    today: TodayOption = None,
) -> int:
    """Check that the store is whole and its history unaltered.

    A history is a chain: an entry that was altered, removed or moved is named. That none was cut off its
    end, and that it was not written anew from the start, is proved by a head that was noted elsewhere.

    \b
    ehc-tui check
    ehc-tui check --head >> /media/stick/heads.txt
    ehc-tui check --since-head "$(tail -n 1 /media/stick/heads.txt)"
    ehc-tui check --repair
    """
    from ehc_tui.casework.checking import head_of
    from ehc_tui.store.caseload import Caseload

    options = common(context, store, today)
    noted = _noted(since_head)
    if head:
        with options.opened(read_only=True) as opened:
            say([" ".join(map(str, head_of(opened)))])
        return 0
    if mend or my_readings:
        say([_counted_again(options, my_readings=my_readings)])
    with options.opened(read_only=True) as opened:
        say(_tidied(opened, options.person(opened)))
        found, stale = _findings(opened, options.doing(opened), noted)
        if not (found or stale):
            cases = Caseload(opened.read(), options.today).total()
            say([f"{opened.path} is whole: {cases:,} cases, every date follows from its facts."])
            say(_standing(head_of(opened), noted))
            return 0
    say([*found, *stale][:MOST_FAULTS])
    if len(found) + len(stale) > MOST_FAULTS:
        say([f"and {len(found) + len(stale) - MOST_FAULTS:,} more"])
    if stale:
        say(["Count these dates again from the facts with: ehc-tui check --repair"])
    return 1


def _noted(head: str | None) -> Head | None:
    """A head as `check --head` printed it."""
    if head is None:
        return None
    number, _, seal = head.strip().partition(" ")
    if not (number.isdecimal() and seal.isalnum()):
        raise Refused("A noted head is a number and a seal, as `ehc-tui check --head` prints them.")
    from ehc_tui.store.chain import Head

    return Head(int(number), seal)


def _counted_again(options: Common, *, my_readings: bool) -> str:
    """What does not follow, or, under one's own readings, everything."""
    from ehc_tui.casework.recount import read_otherwise
    from ehc_tui.casework.repairing import repair
    from ehc_tui.identity import owns
    from ehc_tui.present.prose import plural

    with options.opened() as opened, progress_bar("Counting") as progress, opened.session() as session:
        doing, owner = options.doing(opened, my_readings=my_readings), owns(opened.path)
        owner = owner and not options.given_account
        if my_readings:
            return f"{plural(read_otherwise(session, doing, progress, owner=owner), 'case')} counted again."
        return f"{plural(repair(session, doing, progress, owner=owner), 'case')} repaired."


def _tidied(opened: Store, who: str) -> Iterator[str]:
    """Does away with what a program that was killed has left of its work, and says what became of it."""
    from ehc_tui.store.erasing import finish
    from ehc_tui.store.unfinished import clear_away, left_behind

    if said := finish(opened, who):
        yield said
    for gone in clear_away(opened.path.parent):
        yield f"{gone} was left behind by a program that was killed, and is removed."
    for left in left_behind(opened.path.parent):
        yield f"{left} was left behind by a program that was killed: whoever it belongs to can remove it."


def _findings(opened: Store, doing: Doing, noted: Head | None) -> tuple[list[str], list[str]]:
    """What is wrong with the file or was done by hand, or else the cases whose dates do not follow."""
    from ehc_tui.casework.checking import stale_cases, unsound
    from ehc_tui.casework.long_work import long_work

    with long_work():
        found = unsound(opened, doing, noted)
        return found, [] if found else list(stale_cases(opened, doing))


def _standing(head: Head, noted: Head | None) -> list[str]:
    if noted is None:
        return []
    after = head.number - noted.number
    return [f"Entry {noted.number} of the history stands as noted; {after:,} came after it."]
