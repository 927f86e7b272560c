"""`retention`: closed cases past the council's period, and removing one for good by two people."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ehc_tui import identity
from ehc_tui.cli.errors import Mistyped, Refused
from ehc_tui.cli.options import JsonOption, StoreOption, TodayOption, common
from ehc_tui.cli.output import ask, say, terminal_width
from ehc_tui.cli.plain import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ehc_tui.casework.context import Doing
    from ehc_tui.store.engine import Store
    from ehc_tui.store.retention import Kept

COLUMNS = (Column("Case"), Column("Child", 10), Column("Closed"), Column("Kept until"), Column("", 20))


def retention(
    context: typer.Context,
    years: Annotated[
        int | None,
        typer.Option("--years", metavar="N", help="Keep for N years after closing.", show_default=False),
    ] = None,
    age: Annotated[
        int | None,
        typer.Option("--age", metavar="N", help="Keep until the person is N.", show_default=False),
    ] = None,
    no_period: Annotated[bool, typer.Option("--no-period", help="Keep every case without end.")] = False,
    propose: Annotated[str, typer.Option("--propose", metavar="REF", help="Propose to remove a case.")] = "",
    withdraw: Annotated[
        str, typer.Option("--withdraw", metavar="REF", help="Withdraw a proposal: the case stays.")
    ] = "",
    confirm: Annotated[
        str, typer.Option("--confirm", metavar="REF", help="Remove a case that somebody else proposed.")
    ] = "",
    because: Annotated[str, typer.Option("--because", metavar="REASON", help="Why.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Confirm without being asked.")] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """List closed cases past the council's retention period.

    The period is the council's own choice: without one nothing is listed. With --years and --age the later
    day counts. Removing takes two people, the second a manager or the store's owner, and cannot be undone.

    \b
    ehc-tui retention --years 6 --age 25 --because 'Retention schedule 2026, line 7'
    ehc-tui retention --propose E16-0412 --because 'Retention schedule 2026, line 7'
    ehc-tui retention --confirm E16-0412
    """
    period = years is not None or age is not None or no_period
    asked = [bool(propose), bool(withdraw), bool(confirm), period]
    if sum(asked) > 1 or (no_period and (years or age)):
        raise Mistyped("Choose one of --propose, --withdraw, --confirm, and the period.")
    options = common(context, store, today)
    with options.opened(read_only=not any(asked)) as opened:
        owner = identity.owns(opened.path) and not options.given_account
        doing = options.doing(opened)
        if period:
            from ehc_tui.casework.removing import keep_for

            with opened.session() as session:
                say([keep_for(session, doing, years, age, because, owner=owner)])
        elif propose or withdraw:
            _on_the_way(opened, doing, propose, withdraw, because)
        elif confirm:
            _confirm(opened, doing, confirm, yes=yes, owner=owner)
        else:
            _list(opened, doing, as_json=as_json)


def _on_the_way(opened: Store, doing: Doing, propose: str, withdraw: str, because: str) -> None:
    from ehc_tui.casework import removing

    with opened.session() as session:
        case_id = removing.listed(session, doing, propose or withdraw)
        if propose:
            removing.propose(session, doing, case_id, because)
        else:
            removing.withdraw(session, doing, case_id)
    say(["Proposed: another person confirms it." if propose else "Withdrawn: the case stays."])


def _confirm(opened: Store, doing: Doing, ref: str, *, yes: bool, owner: bool) -> None:
    from ehc_tui.casework.removing import listed, remove, scrubbed
    from ehc_tui.present.retention import FOR_GOOD, left_words
    from ehc_tui.store.mentions import mentions

    if not yes:
        if not sys.stdin.isatty():
            raise Refused("This has to be confirmed at a terminal: type it there, or add --yes.")
        with opened.session() as session:
            found = mentions(opened.read(), listed(session, doing, ref))
        typed = ask(*left_words(found), FOR_GOOD, f"Type {ref} again to remove it for good: ")
        if typed.casefold() != ref.casefold():
            raise Refused("Nothing was removed.")
    with opened.session() as session:
        said = remove(session, doing, listed(session, doing, ref), owner=owner)
    say([f"{said}.", scrubbed(opened, doing.by)])


def _list(opened: Store, doing: Doing, *, as_json: bool) -> None:
    from ehc_tui.present.retention import period_line
    from ehc_tui.store.retention import past_period, period, removed

    reader = opened.read()
    kept, cases, gone = period(reader), past_period(reader, doing.today), removed(reader)
    if as_json:
        from ehc_tui.exchange.as_json import write_one

        item = {
            "years": kept.years if kept else None,
            "age": kept.age if kept else None,
            "cases": [_item(case) for case in cases],
            "removed": [{"ref": one.ref, "entry": one.entry, "at": one.at.isoformat()} for one in gone],
        }
        write_one(item, sys.stdout)
        return
    say([period_line(kept), *([""] if cases else [])])
    if cases:
        say(table(COLUMNS, list(_cells(cases)), terminal_width()))
    say([f"{one.ref} was removed, entry {one.entry} of the history." for one in gone])


def _cells(cases: list[Kept]) -> Iterator[tuple[str, ...]]:
    from ehc_tui.present.retention import child, state_words
    from ehc_tui.text import british

    for case in cases:
        closed, until = british(case.closed_on), british(case.kept_until)
        yield case.ref, child(case), closed, until, state_words(case)


def _item(case: Kept) -> dict[str, Any]:
    proposal = case.proposal
    return {
        "ref": case.ref,
        "closed_on": case.closed_on.isoformat(),
        "kept_until": case.kept_until.isoformat(),
        "against": list(case.against),
        "taken_back": case.taken_back,
        "proposed": {"by": proposal.by, "at": proposal.at.isoformat(), "because": proposal.reason}
        if proposal
        else None,
    }
