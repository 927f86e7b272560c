"""How a command says no: one sentence, and the exit code that goes with it."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818 - it says what happened, as the store's errors do
    """The command was understood but cannot be done, or there is nothing to do."""

    exit_code = 1


class Mistyped(Refused):
    """The command itself cannot be right, whatever is in the store."""

    exit_code = 2
