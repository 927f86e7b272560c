"""The command line: a headless twin of the screens, in text, JSON or CSV.

Exit codes: 0 fine, 1 refused or nothing done, 2 the command itself was typed wrongly. Whatever goes wrong is
one line on stderr. Nothing heavy is imported before a command needs it, so that `--help` answers at once.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Sequence

from ehc_tui.discretion import account_of, be_discreet, kind_of

FINE, REFUSED = 0, 1
OPENING = {"--read-only": False, "--store": True, "--today": True}
"""What may be typed when the app is opened, and whether a value follows; `opening.OPEN` says it in full."""
_LONGEST = 2000


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `ehc-tui` with the given arguments, or those of the process, and returns its exit code."""
    be_discreet()
    _tolerate_narrow_encodings()
    typed = list(sys.argv[1:] if arguments is None else arguments)
    if sys.stdout is None:  # the caller closed it, as with `>&-`
        return _complain("There is no output to write the answer to.")
    try:
        code = _at_the_terminal(typed) if _opens_the_app(typed) else _answered(typed)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        _discard_stdout()
        return FINE
    except KeyboardInterrupt:
        return _complain("Stopped.")
    except Exception as error:
        if os.environ.get("EHC_DEBUG"):
            print(*account_of(error), sep="\n", file=sys.stderr)
        return _complain(_sentence(error), getattr(error, "exit_code", REFUSED))


def _opens_the_app(arguments: Sequence[str]) -> bool:
    """True if nothing else can be meant, by the look of it. A confined login may have asked over SSH."""
    if os.environ.get("EHC_CONFINED"):
        return False
    left = iter(arguments)
    for argument in left:
        flag, has_value, _ = argument.partition("=")
        if flag not in OPENING:
            return False
        if OPENING[flag] and not has_value:
            next(left, None)
    return True


def _at_the_terminal(arguments: list[str]) -> int:
    """As `_answered`; the terminal is made quiet first, because people type ahead of what they know."""
    from ehc_tui.held_terminal import TERMINAL

    with TERMINAL:
        return _answered(arguments)


def _answered(arguments: list[str]) -> int:
    if os.environ.get("EHC_CONFINED"):
        from ehc_tui.confinement import enter

        arguments = enter(arguments)
    gc.disable()  # while modules are loaded there is nothing to collect, and much to walk through
    from ehc_tui.cli.quick import quick

    try:
        plain = quick(arguments)
        if plain is not None:
            plain()
            return FINE
    finally:
        gc.enable()
    return _parsed(arguments)


def _parsed(arguments: list[str]) -> int:
    import typer
    from typer.main import get_command

    from ehc_tui.cli.root import app

    try:
        with get_command(app).make_context("ehc-tui", arguments) as context:
            return context.command.invoke(context) or FINE
    except typer.Exit as finished:
        return finished.exit_code
    except typer.TyperException as error:
        return _complain(f"{error.format_message().rstrip('.')}.{_where_help_is(error)}", error.exit_code)


def _where_help_is(error: Exception) -> str:
    context = getattr(error, "ctx", None)
    return f" See: {context.command_path} --help" if context else ""


def _sentence(error: Exception) -> str:
    """Our own errors are sentences; one of the system names its file; of any other its text stays untold."""
    if type(error).__module__.startswith("ehc_tui."):
        return str(error)
    if type(error).__module__ in ("sqlite3", "sqlcipher3.dbapi2"):
        fault = getattr(error, "sqlite_errorname", type(error).__name__)
        return f"The store cannot be read ({fault}): `ehc-tui check` says more, or restore the last backup."
    if isinstance(error, OSError):
        return f"{error.filename or 'The output'}: {error.strerror or kind_of(error)}."
    return (
        f"Something is wrong inside ehc-tui ({kind_of(error)}); "
        "please report it with the details that EHC_DEBUG=1 shows."
    )


def _complain(sentence: str, code: int = REFUSED) -> int:
    from ehc_tui.text import clean

    said = clean(sentence)
    if len(said) > _LONGEST:  # it quotes what was typed, and that was no more than anybody reads
        said = f"{said[:_LONGEST]}…"
    print(f"ehc-tui: {said}", file=sys.stderr)
    return code


def _tolerate_narrow_encodings() -> None:
    """A terminal that cannot show a letter gets a question mark instead of an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _discard_stdout() -> None:
    """Keeps the interpreter from complaining about the closed pipe once more when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
