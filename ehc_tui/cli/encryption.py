"""`encrypt` and `decrypt`: the store as it lies on the disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ehc_tui.cli.errors import Refused
from ehc_tui.cli.options import StoreOption, TodayOption, common
from ehc_tui.cli.output import say

if TYPE_CHECKING:
    from ehc_tui.cli.common import Common
    from ehc_tui.store.keys import Key

SHORTEST = 12


def encrypt(
    context: typer.Context,
    key_file: Annotated[
        Path | None,
        typer.Option(
            "--key-file", metavar="FILE", help="The file whose first line is the key.", show_default=False
        ),
    ] = None,
    in_keyring: Annotated[
        bool, typer.Option("--keyring", help="Keep the key in the keyring of the system.")
    ] = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Encrypt the store, or give an encrypted one another key.

    Wholly or not at all; nobody else may have it open. Whoever loses the key loses the store. Backups made
    from now on are encrypted with the same key. Needs the extra `crypt`.

    \b
    ehc-tui encrypt
    ehc-tui encrypt --key-file /etc/ehc/key
    """
    from ehc_tui.cli.unlocking import keep_in_keyring, read_key_file
    from ehc_tui.store.connecting import cipher_driver
    from ehc_tui.store.keys import derived

    cipher_driver()
    options = common(context, store, today)
    new = read_key_file(key_file.expanduser()) if key_file else None
    _require_right(options, "encrypt")
    new = new or _chosen()
    _convert(options, derived(new), "encrypt", "Encrypted the store, or gave it another key")
    say([f"{options.path} is encrypted. Keep the key where the store is not: without it nobody opens it."])
    if in_keyring:
        keep_in_keyring(options.path, new)
    _name_plain_copies(options)


def decrypt(context: typer.Context, store: StoreOption = None, today: TodayOption = None) -> None:
    """Take the encryption of the store away.

    \b
    ehc-tui decrypt
    """
    from ehc_tui.cli.unlocking import unlock
    from ehc_tui.store.keys import is_encrypted

    options = common(context, store, today)
    unlock(options.path)
    if not is_encrypted(options.path):
        raise Refused(f"{options.path} is not encrypted.")
    _require_right(options, "decrypt")
    _convert(options, None, "decrypt", "Took the encryption of the store away")
    say([f"{options.path} is not encrypted any more."])


def _require_right(options: Common, verb: str) -> None:
    """Raises `NotAllowed` for whoever neither owns the store nor manages it."""
    from ehc_tui.casework.permission import require
    from ehc_tui.identity import owns

    with options.opened() as opened:
        if not owns(opened.path):
            with opened.reading() as connection:
                require(connection, options.doing(opened), verb)


def _convert(options: Common, key: Key | None, verb: str, summary: str) -> None:
    """The store is closed while it is written anew, and its history says so afterwards.

    What this person has half typed is encrypted with it, or not any more; others' when they next open it.
    """
    from ehc_tui.casework.remarks import remark_on
    from ehc_tui.session import session_in
    from ehc_tui.store.encrypting import convert

    convert(options.path, key)
    with options.opened() as opened:
        with opened.session() as session:
            remark_on(session.connection(), options.doing(opened), verb, summary)
        half_typed = session_in(opened, options.person(opened))
        if half_typed.path and half_typed.path.exists():
            half_typed.save()


def _chosen() -> str:
    from ehc_tui.cli.unlocking import asked

    chosen = asked(f"New key, at least {SHORTEST} characters: ")
    if len(chosen) < SHORTEST:
        raise Refused(f"A key of fewer than {SHORTEST} characters is soon guessed: nothing was changed.")
    if asked("Once more: ") != chosen:
        raise Refused("The two were not the same: nothing was changed.")
    return chosen


def _name_plain_copies(options: Common) -> None:
    from ehc_tui.exchange.backups import default_folder, listed
    from ehc_tui.settings import load_settings
    from ehc_tui.store.keys import is_encrypted

    with options.opened(read_only=True) as opened:
        folder = Path(load_settings().backup_folder or default_folder(opened.path))
        plain = [one.path for one in listed(opened, folder) if not is_encrypted(one.path)]
    if plain:
        say(["These copies from before are not encrypted; remove them once there is a new backup:"])
        say(f"  {path}" for path in plain)
