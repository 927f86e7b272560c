"""`restrict`: a case that only named staff see, such as that of a colleague's child."""

from __future__ import annotations

from typing import Annotated

import typer

from ehc_tui import identity
from ehc_tui.cli.options import StoreOption, TodayOption, common
from ehc_tui.cli.output import say


def restrict(
    context: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="The reference of the case.")],
    to: Annotated[
        str, typer.Option("--to", metavar="WHO,WHO", help="Who may see it: listed accounts or names.")
    ] = "",
    because: Annotated[str, typer.Option("--because", metavar="REASON", help="Why.")] = "",
    lift: Annotated[bool, typer.Option("--lift", help="Let everybody in the store see it again.")] = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Keep a case to named staff: for others it does not exist.

    Managers may, and the owner of the store, who may also lift a restriction they are not named in.

    \b
    ehc-tui restrict E26-0412 --to m.hughes,j.okafor --because 'A colleague is her aunt'
    ehc-tui restrict E26-0412 --lift
    """
    from ehc_tui.cli.errors import Mistyped

    if lift == bool(to):
        raise Mistyped("Give --to with who may see the case, or --lift.")
    from ehc_tui.casework import restricting

    options = common(context, store, today)
    with options.opened() as opened:
        owner = identity.owns(opened.path) and not options.given_account
        doing = options.doing(opened)
        with opened.session() as session:
            case_id = restricting.case_of(session, ref, everything=owner)
            if lift:
                restricting.lift(session, doing, case_id, because, owner=owner)
                said = "Everybody in the store sees the case."
            else:
                said = (
                    f"{restricting.restrict(session, doing, case_id, to.split(','), because, owner=owner)}."
                )
    say([said])
