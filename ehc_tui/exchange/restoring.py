"""Going back to a backup: what it would lose is known first, and what there was is kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from ehc_tui.casework.checking import done_by_hand
from ehc_tui.casework.context import LONDON, Doing
from ehc_tui.casework.permission import require
from ehc_tui.casework.recorder import table_of
from ehc_tui.casework.remarks import remark_on
from ehc_tui.identity import owns
from ehc_tui.store.care import require_whole
from ehc_tui.store.copying import Progress, copy, pour
from ehc_tui.store.encrypting import convert
from ehc_tui.store.engine import SCHEMA, Store, open_store, refuse_newer, schema_of
from ehc_tui.store.errors import Damaged, StoreError
from ehc_tui.store.generations import STORE_ID, generations, next_path, store_id
from ehc_tui.store.keys import is_encrypted, key_of, look_again
from ehc_tui.store.losses import Losses, last_act_id, losses
from ehc_tui.store.place import FILE_MODE, alone_with, prepare
from ehc_tui.store.reader import connect
from ehc_tui.store.tables import Meta
from ehc_tui.store.turns import Turns
from ehc_tui.store.unfinished import being_made, clear_away, name_beside
from ehc_tui.store.upgrade import upgrade

ATTENDANTS = ("", "-wal", "-shm", "-journal", "-queue")


@dataclass(frozen=True, slots=True)
class Return:
    """What going back would mean. `lost` is None where there is no store, or a damaged one (see `damage`).

    `of_another` is true for the backup of another store; `store_id` is what the store is known as.
    """

    lost: Losses | None = None
    damage: str = ""
    of_another: bool = False
    store_id: str = ""


def foresee(path: Path, backup: Path, doing: Doing) -> Return:
    """What would be lost if the store at `path` became what is in `backup`; nothing is changed.

    Raises `StoreError` for a backup that is no store, damaged, of a newer version, or the store itself, and
    `NotAllowed` for whoever neither owns the store nor manages it.
    """
    if not backup.is_file():
        raise StoreError(f"There is no backup at {backup}: check the path.")
    if path.exists() and backup.samefile(path):
        raise StoreError(f"{backup} is the store itself: name one of its backups.")
    refuse_newer(backup, schema_of(backup))
    if not path.exists() or not path.stat().st_size:
        return Return()
    with closing(connect(backup)) as kept:
        theirs = store_id(kept)
        try:
            refuse_newer(path, schema_of(path))
            _require_right(path, doing)
            with closing(connect(path)) as store:
                ours, lost = store_id(store), losses(store, kept, doing.identity)
        except Damaged as damage:
            return Return(damage=str(damage))
    return Return(lost, of_another=ours != theirs if ours and theirs else not lost.common, store_id=ours)


def restore(
    path: Path, backup: Path, doing: Doing, foreseen: Return, progress: Progress | None = None
) -> tuple[Path | None, str]:
    """Make the store at `path` what is in `backup`, and return where what was there has been kept, if it was.

    With it comes what somebody did to the backup's history by hand, if anything; empty otherwise.

    The backup is copied, brought up to date and looked over beside the store, and an act says where it came
    from; then it is poured into the store in one transaction, so that programs that have it open simply see
    it. A store that cannot be read is put aside as it is. Raises `StoreError`, and then nothing has changed.
    """
    with _staged(path, backup) as staged, ExitStack() as held:
        if foreseen.lost is not None and is_encrypted(staged) != is_encrypted(path):
            convert(staged, key_of(path))
            held.enter_context(being_made(os.open(staged, os.O_RDWR)))
        _bring_up_to_date(staged, foreseen.store_id)
        _remark(staged, backup, doing, foreseen)
        with Store(staged, read_only=True, account=doing.account) as copied:
            require_whole(copied.read(), f"The backup {backup}")
            altered = next(done_by_hand(copied, doing), "")
        if foreseen.lost is None:
            return _put_in_place(staged, path, doing), altered
        return _pour(staged, path, doing, foreseen.lost, progress), altered


def _require_right(path: Path, doing: Doing) -> None:
    if not owns(path):
        with Store(path, read_only=True) as store, store.reading() as connection:
            require(connection, doing, "restore")


@contextmanager
def _staged(path: Path, backup: Path) -> Iterator[Path]:
    """A copy of the backup beside the store, gone when the block ends."""
    if not path.parent.exists():
        prepare(path)
        path.unlink()
    clear_away(path.parent)
    staged = name_beside(path)
    try:
        with being_made(_empty(staged, path)):
            copy(backup, staged, called=path)
            yield staged
    finally:
        for part in ATTENDANTS:
            staged.with_name(staged.name + part).unlink(missing_ok=True)


def _empty(staged: Path, path: Path) -> int:
    """A descriptor of a new file that its owner alone may read."""
    try:
        return os.open(staged, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE_MODE)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: choose another place for the copy.") from error


def _bring_up_to_date(staged: Path, known_as: str) -> None:
    """A backup from before stores had names gets that of the store it goes back into, not a new one."""
    schema = schema_of(staged)
    if schema == SCHEMA:
        return
    with closing(connect(staged)) as reader:
        nameless = not store_id(reader)
    upgrade(staged, schema, keep=False)
    if nameless and known_as:
        with Store(staged) as store, store.session() as session:
            meta = table_of(Meta)
            session.connection().execute(meta.update().where(meta.c.key == STORE_ID).values(value=known_as))


def _remark(staged: Path, backup: Path, doing: Doing, foreseen: Return) -> None:
    """The store says of itself that it was restored, and what that has cost."""
    cost = _cost(foreseen.lost)
    with open_store(staged) as store, store.session() as session:
        remark_on(session.connection(), doing, "restore", f"Restored from the backup {backup.name}: {cost}")


def _pour(staged: Path, path: Path, doing: Doing, foreseen: Losses, progress: Progress | None) -> Path:
    with closing(connect(path)) as reader:
        kept = next_path(
            path, path.parent, generations(path, store_id(reader), []), doing.now.astimezone(LONDON)
        )

        def keep() -> None:
            if last_act_id(reader) != foreseen.last:
                raise StoreError(
                    f"Somebody recorded something in {path} meanwhile: nothing was changed, so look again."
                )
            copy(path, kept)

        with Turns(path).turn(f"{doing.by}, a restore"):
            pour(staged, path, keep, progress)
        require_whole(reader, f"The store {path}")
    return kept


def _put_in_place(staged: Path, path: Path, doing: Doing) -> Path | None:
    """Give the staged copy the name of the store, and what was there, if anything was, another one."""
    if not path.exists():
        staged.rename(path)
        look_again(path)
        return None
    aside = path.with_name(f"{path.stem}-damaged-{doing.now.astimezone(LONDON):%Y-%m-%d-%H%M%S}{path.suffix}")
    while os.path.lexists(aside):
        aside = aside.with_stem(f"{aside.stem}-again")
    shutil.copymode(path, staged)
    with alone_with(path):
        for part in reversed(ATTENDANTS):
            there = path.with_name(path.name + part)
            if there.exists():
                there.rename(aside.with_name(aside.name + part))
        staged.rename(path)
    look_again(path)
    return aside


def _cost(lost: Losses | None) -> str:
    if lost is None:
        return "what came later is not known"
    return "1 later act was lost" if lost.acts == 1 else f"{lost.acts:,} later acts were lost"
