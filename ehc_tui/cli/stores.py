"""`demo` and `check`: stores made and looked over."""

from __future__ import annotations

from typing import Annotated

import typer

from ehc_tui.cli.common import Common
from ehc_tui.cli.options import StoreOption, TodayOption, common
from ehc_tui.cli.output import say
from ehc_tui.cli.progress import progress_bar

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
    recount: Annotated[bool, typer.Option("--recount", help="Count every date again first.")] = False,
    my_readings: Annotated[
        bool,
        typer.Option(
            "--my-readings",
            help="Count again under your settings' readings and process, for everybody in the store.",
        ),
    ] = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> int:
    """Check that the store is whole and every date follows from facts.

    \b
    ehc-tui check
    ehc-tui check --recount
    """
    from ehc_tui.casework.checking import stale_cases
    from ehc_tui.casework.recount import recount as count_again
    from ehc_tui.store.care import faults
    from ehc_tui.store.caseload import Caseload

    options = common(context, store, today)
    if recount or my_readings:
        with options.opened() as opened, progress_bar("Counting") as progress, opened.session() as session:
            doing = options.doing(None if my_readings else opened)
            say([f"{count_again(session, doing, progress):,} cases counted again."])
    with options.opened(read_only=True) as opened:
        broken = list(faults(opened.read()))
        found = broken or list(stale_cases(opened, options.doing(opened)))
        if not found:
            cases = Caseload(opened.read(), options.today).total()
            say([f"{opened.path} is whole: {cases:,} cases, every date follows from its facts."])
            return 0
    say(found[:MOST_FAULTS])
    if len(found) > MOST_FAULTS:
        say([f"and {len(found) - MOST_FAULTS:,} more"])
    if not broken:
        say(["Count these dates again from the facts with: ehc-tui check --recount"])
    return 1
