"""The confined mode of a shared host: what a person reaches from the program is the store and one folder.

`EHC_CONFINED` names the place where everybody has a folder of their own for files going in and out. The host
sets it, with the store, where people can log in to nothing but the program. There is then no editor, no way
out to a shell, no other store, and no file outside that folder.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ehc_tui import identity

PLACE, ASKED = "EHC_CONFINED", "SSH_ORIGINAL_COMMAND"


class Confined(PermissionError, ValueError):  # noqa: N818 - it says what the matter is
    """Something that is not to be had in confined mode; its text is a sentence for the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.strerror = sentence

    def __str__(self) -> str:
        return str(self.strerror)


def is_confined() -> bool:
    """True on a shared host where people reach nothing but the program."""
    return bool(os.environ.get(PLACE))


def folder() -> Path:
    """The person's own folder for files, made if it is not there. Raises `Confined` if it is not theirs."""
    home = Path(os.environ[PLACE]).resolve() / identity.login()
    home.mkdir(mode=0o700, exist_ok=True)
    if home.is_symlink() or not identity.owns(home):
        raise Confined(f"{home} is not your own folder: ask whoever looks after this host to put that right.")
    return home


def within(path: Path) -> Path:
    """The file that may be used for `path`: itself, or in confined mode the one in the person's folder.

    Raises `Confined` for one elsewhere, for a way up and for a link.
    """
    if not is_confined():
        return path
    home = folder()
    place = home / path
    if ".." in path.parts or not place.is_relative_to(home) or place.resolve() != place:
        raise Confined(f"On this host files are kept in {home}: give a name in that folder, without “..”.")
    return place


def enter(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> list[str]:
    """Begin in confined mode: the arguments to work with, which may be those that came over SSH.

    Whatever was asked for over SSH is read as a command line of this program, never by a shell. Job control
    is off, so that nobody is left at a prompt. Raises `Confined` for a line that cannot be read.
    """
    import shlex
    import signal

    if sys.platform != "win32":
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
    os.chdir(folder())
    if arguments or not environ.get(ASKED, "").strip():
        return list(arguments)
    try:
        asked = shlex.split(environ[ASKED])
    except ValueError as error:
        raise Confined(f"What was asked for over SSH cannot be read ({error}): check the quotes.") from error
    return asked[1:] if asked[0] == "ehc-tui" else asked
