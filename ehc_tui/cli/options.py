"""The options that commands have in common: which store, which day, which form of answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from ehc_tui.cli.common import Common, day_of
from ehc_tui.cli.errors import Mistyped

StoreOption = Annotated[
    str | None, typer.Option("--store", metavar="PATH|URL", help="The store to use (or EHC_STORE).")
]
TodayOption = Annotated[
    date | None,
    typer.Option(
        "--today",
        metavar="DATE",
        parser=lambda typed: day_of(typed, "--today"),
        help="Act as if it were this day (or EHC_TODAY).",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Answer in CSV.")]


def common(context: typer.Context, store: str | None, today: date | None) -> Common:
    """The options of this command on top of those written before it."""
    before: Common = context.obj
    return Common(store or before.given_store, today or before.given_today, before.given_account)


def one_form(**asked: bool) -> None:
    """Refuses two forms of answer at once."""
    chosen = [f"--{name}" for name, wanted in asked.items() if wanted]
    if len(chosen) > 1:
        raise Mistyped(f"Choose one of {' and '.join(chosen)}.")
