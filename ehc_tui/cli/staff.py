"""`staff`: who is listed in a store, and as what. A store that lists nobody restricts nobody."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ehc_tui import identity
from ehc_tui.cli.options import JsonOption, StoreOption, TodayOption, common
from ehc_tui.cli.output import say, terminal_width

NOBODY = "Nobody is listed, so everybody who can open the store may do everything."


def staff(
    context: typer.Context,
    account: Annotated[
        str | None,
        typer.Argument(
            metavar="[ACCOUNT]", help="Whom to list, by operating-system account.", show_default=False
        ),
    ] = None,
    role: Annotated[
        str | None,
        typer.Argument(
            metavar="[ROLE]", help="caseworker, sen-officer, manager or read-only.", show_default=False
        ),
    ] = None,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The person's name.")] = "",
    remove: Annotated[bool, typer.Option("--remove", help="Take the account off the list.")] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """List who works with the store, and in which role.

    The owner of the file and managers may change it. Nobody listed means no restrictions.

    \b
    ehc-tui staff
    ehc-tui staff r.whitcombe manager --name 'R Whitcombe'
    ehc-tui staff j.okafor --remove
    """
    from ehc_tui.cli.errors import Mistyped

    if account and remove == bool(role):
        raise Mistyped("Give a role to list somebody, or --remove to take them off the list.")
    if (remove or name) and not account:
        raise Mistyped("Say whom, by operating-system account.")
    options = common(context, store, today)
    with options.opened(read_only=not account) as opened:
        if account:
            from ehc_tui.casework.staff import list_person, remove_person

            owner = identity.owns(opened.path) and not options.given_account
            doing = options.doing(opened)
            with opened.session() as session:
                if role:
                    list_person(session, doing, account, role, name, owner=owner)
                else:
                    remove_person(session, doing, account, owner=owner)
        from ehc_tui.store.staff_list import staff as listed

        people = listed(opened.read())
    if as_json:
        from ehc_tui.exchange.as_json import write_list

        write_list(
            ({"account": one.account, "name": one.name or None, "role": one.role} for one in people),
            sys.stdout,
        )
        return
    from ehc_tui.cli.plain import Column, table

    columns = (Column("Account"), Column("Name"), Column("Role"))
    say(table(columns, [one[1:] for one in people], terminal_width()) if people else [NOBODY])
