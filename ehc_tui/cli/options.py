"""The options that commands have in common: which store, which day, which form of answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from ehc_tui.cli.common import day_of, one_form
from ehc_tui.cli.declared import AS_CSV, AS_JSON, STORE, TODAY
from ehc_tui.cli.typed import common, option_info

__all__ = ["CsvOption", "JsonOption", "StoreOption", "TodayOption", "common", "day_option", "one_form"]

StoreOption = Annotated[str | None, option_info(STORE)]
TodayOption = Annotated[date | None, option_info(TODAY)]
JsonOption = Annotated[bool, option_info(AS_JSON)]
CsvOption = Annotated[bool, option_info(AS_CSV)]


def day_option(name: str, help_sentence: str, metavar: str = "DAY") -> Any:
    """An option for a day, read as people type days."""
    return typer.Option(
        name,
        metavar=metavar,
        parser=lambda typed: day_of(typed, name),
        help=help_sentence,
        show_default=False,
    )
