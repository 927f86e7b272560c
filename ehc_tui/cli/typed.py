"""Declared commands as Typer wants them: a function with an annotated signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from inspect import Parameter, Signature
from pathlib import Path
from typing import Annotated, Any

import typer

from ehc_tui.cli.common import Common, day_of
from ehc_tui.cli.declared import Declared, Kind, Option, Words

_TYPES: dict[Kind, Any] = {
    Kind.SWITCH: bool,
    Kind.TEXT: str,
    Kind.NUMBER: int,
    Kind.FILE: Path,
    Kind.DAY: date,
}


def as_typer(declared: Declared) -> Callable[..., None]:
    """The command as a function that Typer can call."""

    def command(context: typer.Context, **given: Any) -> None:
        if declared.words is not None:
            given[declared.words.name] = tuple(given[declared.words.name] or ())
        declared.run(common(context, given.pop("store"), given.pop("today")), **given)

    takes = [Parameter("context", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)]
    if declared.words is not None:
        takes.append(_words(declared.words))
    takes += map(_parameter, declared.options)
    command.__dict__["__signature__"] = Signature(takes)
    command.__annotations__ = {one.name: one.annotation for one in takes}
    command.__doc__ = declared.run.__doc__
    return command


def common(context: typer.Context, store: str | None, today: date | None) -> Common:
    """The options of this command on top of those written before it."""
    before: Common = context.obj
    return Common(store or before.given_store, today or before.given_today, before.given_account)


def option_info(option: Option) -> Any:
    """Typer's option for a declared one."""
    if option.kind is Kind.SWITCH:
        return typer.Option(*option.flags, help=option.help)
    flag = option.flags[0]
    more: dict[str, Any] = {}
    if option.kind is Kind.NUMBER:
        more["min"] = 0
    elif option.kind is Kind.DAY:
        more["parser"] = lambda typed: day_of(typed, flag)
    shown = option.default is not None
    return typer.Option(*option.flags, metavar=option.metavar, help=option.help, show_default=shown, **more)


def _parameter(option: Option) -> Parameter:
    kind = _TYPES[option.kind]
    absent = option.absent
    annotated: Any = Annotated
    annotation = annotated[kind if absent is not None else kind | None, option_info(option)]
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=absent, annotation=annotation)


def _words(words: Words) -> Parameter:
    info = typer.Argument(metavar=words.metavar, help=words.help, show_default=False)
    annotation: Any = Annotated[list[str] if words.needed else list[str] | None, info]
    default = Parameter.empty if words.needed else None
    return Parameter(words.name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
