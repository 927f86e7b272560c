"""Plain command lines read without Typer, from the declaration that Typer reads as well.

Only what can mean one thing is read here. Anything else, from `--help` to a mistake, is left to Typer, so
that there is one voice to explain and to refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from ehc_tui.cli.common import Common, day_of
from ehc_tui.cli.declared import Declared, Kind, Option
from ehc_tui.cli.errors import Mistyped


def quick(arguments: Sequence[str]) -> Callable[[], None] | None:
    """What to do for a command line; None where Typer has to read it."""
    first, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    declared = _declared("") if first[:1] in ("", "-") else _declared(first)
    if declared is None:
        return None
    values = read(declared, arguments if first[:1] in ("", "-") else rest)
    if values is None:
        return None
    own = {name: value for name, value in values.items() if name not in ("store", "today")}
    return partial(declared.run, Common(values["store"], values["today"]), **own)


def read(declared: Declared, arguments: Sequence[str]) -> Mapping[str, Any] | None:
    """The values of all options and words by name; None unless every argument is beyond doubt."""
    options = {flag: option for option in declared.options for flag in option.flags}
    given: dict[str, Any] = {}
    words: list[str] = []
    left = iter(arguments)
    for argument in left:
        if argument[:1] != "-":
            words.append(argument)
            continue
        flag, has_value, value = argument.partition("=")
        option = options.get(flag)
        if option is None or option.name in given or (has_value and not flag.startswith("--")):
            return None
        if option.kind is Kind.SWITCH:
            found = None if has_value else True
        else:
            text = value if has_value else next(left, "-")
            found = None if text.startswith("-") and not has_value else _value(option, text)
        if found is None:
            return None
        given[option.name] = found
    if declared.words is None:
        if words:
            return None
    elif declared.words.needed and not words:
        return None
    else:
        given[declared.words.name] = tuple(words)
    return {**{option.name: option.absent for option in declared.options}, **given}


def _value(option: Option, text: str) -> Any:
    """The value of an option from its text; None where there is any doubt about that."""
    if not text:
        return None
    if option.kind is Kind.NUMBER:
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    if option.kind is Kind.DAY:
        try:
            return day_of(text, option.flags[0])
        except Mistyped:
            return None  # Typer refuses it in the words it has for that
    if option.kind is Kind.FILE:
        from pathlib import Path

        return Path(text)
    return text


def _declared(command: str) -> Declared | None:
    if command in ("list", "show"):
        from ehc_tui.cli.caseload import LIST, SHOW

        return LIST if command == "list" else SHOW
    if not command:
        from ehc_tui.cli.opening import OPEN

        return OPEN
    return None
