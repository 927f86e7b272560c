"""Backups: copies of a store, made while others work in it, looked over, and kept for some generations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ehc_tui.casework.checking import done_by_hand
from ehc_tui.casework.context import LONDON, Doing
from ehc_tui.exchange.private_file import FileRefused, private_file
from ehc_tui.store.care import require_whole
from ehc_tui.store.copying import Progress, copy
from ehc_tui.store.engine import Store
from ehc_tui.store.errors import StoreError
from ehc_tui.store.generations import Generation, generations, next_path, store_id, thin_out
from ehc_tui.store.keys import look_again

FOLDER = "backups"


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy that was made, and the older ones that made way for it.

    `altered` says what somebody did by hand to the history, or behind its back, if anything: the copy is as
    good as the store, and none made way for it.
    """

    path: Path
    removed: tuple[Path, ...] = ()
    altered: str = ""


def default_folder(store: Path) -> Path:
    """Where backups go when nobody says where: beside the store."""
    return store.parent / FOLDER


def back_up_to(
    store: Store, target: Path, doing: Doing, *, overwrite: bool = False, progress: Progress | None = None
) -> Kept:
    """Copy the store to a file, whole and looked over. Raises `StoreError` and `FileRefused`."""
    target = target.expanduser().absolute()
    if target.exists() and target.samefile(store.path):
        raise StoreError(f"{target} is the store itself: choose another place for the copy.")
    with private_file(target, overwrite=overwrite) as file:
        copy(store.path, file, progress, called=target)
        with Store(file, read_only=True, account=store.account) as copied:
            require_whole(copied.read(), f"The copy of {store.path}")
            altered = next(done_by_hand(copied, doing), "")
    look_again(target)
    return Kept(target, altered=altered)


def back_up_into(
    store: Store, folder: Path, doing: Doing, keep: int, progress: Progress | None = None
) -> Kept:
    """Make the next generation in a folder, and then let the oldest go, so that `keep` are left.

    Nothing is removed unless the new copy is sound, and nothing ever but copies of this
    store that the program itself made. Raises `StoreError` and `FileRefused`.
    """
    folder = folder.expanduser().absolute()
    _make(folder)
    local = doing.now.astimezone(LONDON)
    now = datetime.combine(doing.today, local.time())
    while True:
        target = next_path(store.path, folder, listed(store, folder), now)
        try:
            made = back_up_to(store, target, doing, progress=progress)
            break
        except FileRefused:
            if not target.exists():
                raise
            # another backup took the name in the same moment: the next number is free
    if made.altered:
        return made
    return Kept(made.path, tuple(thin_out(listed(store, folder), keep)))


def listed(store: Store, folder: Path) -> list[Generation]:
    """The generations of a store in this folder and beside the store, oldest first."""
    return generations(store.path, store_id(store.read()), [folder.expanduser()])


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"The folder {folder} cannot be made ({error.strerror or error}): choose another one for backups."
        ) from error
