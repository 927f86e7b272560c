"""Where a store may live: a file of one's own on a local disk."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ehc_tui.places import folder
from ehc_tui.store.errors import StoreError

NETWORK_FILE_SYSTEMS = frozenset(
    {
        "afs",
        "beegfs",
        "ceph",
        "cifs",
        "davfs",
        "drvfs",
        "fuse.glusterfs",
        "fuse.rclone",
        "fuse.sshfs",
        "gfs2",
        "glusterfs",
        "gpfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
        "vboxsf",
    }
)
MOUNTS = Path("/proc/mounts")
_FIRST_LOCK_BYTE, _LOCK_BYTES = 0x40000000, 512
"""Where in a file SQLite takes its locks."""
DIRECTORY_MODE = 0o700
FILE_MODE = 0o600


def default_store_path() -> Path:
    """The store of the person logged in, under their data directory."""
    return folder("data") / "caseload.db"


def local_path(place: str | os.PathLike[str]) -> Path:
    """The absolute path of a store, given as a path or a `sqlite:///` URL.

    Raises `StoreError` for any other URL, a directory, and a network file system.
    """
    path = Path(_without_scheme(os.fspath(place))).expanduser().absolute()
    if path.is_dir():
        raise StoreError(f"{path} is a folder: name a file in it, such as {path / 'caseload.db'}.")
    kind = network_file_system(path, _mounts())
    if kind:
        raise StoreError(
            f"{path} is on a network drive ({kind}), where two people writing at once would damage it: "
            "keep the store on a local disk."
        )
    return path


def prepare(path: Path) -> None:
    """Make the folder (0700) and an empty file (0600) for a new store, leaving what exists as it is."""
    try:
        path.parent.mkdir(mode=DIRECTORY_MODE, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, FILE_MODE))
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise StoreError(
            f"The store {path} cannot be made ({reason.lower()}): choose another folder."
        ) from error


@contextmanager
def alone_with(path: Path) -> Iterator[None]:
    """Hold the file of a store, whatever is in it, so that no other program can have it open or open it.

    It takes the locks that SQLite would, and so must not be used while this program has it open itself. A
    system that has no such locks refuses to move an open file anyway. Raises `StoreError`.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl

    descriptor = os.open(path, os.O_RDWR)
    try:
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCK_BYTES, _FIRST_LOCK_BYTE)
        except OSError as error:
            raise in_use(path) from error
        yield
    finally:
        os.close(descriptor)


def in_use(path: Path) -> StoreError:
    """The sentence for what can only be done when nobody else has the store open."""
    return StoreError(
        f"Others have {path} open: nothing was changed, so ask them to leave the program and try again."
    )


def network_file_system(path: Path, mounts: str) -> str:
    """The type of the network file system that holds `path`, by a table of mounts; empty for a local disk."""
    if not NETWORK_FILE_SYSTEMS.intersection(mounts.split()):
        return ""
    resolved = path.resolve()
    holder, kind = Path("/"), ""
    for line in mounts.splitlines():
        _, _, rest = line.partition(" ")
        where, _, details = rest.partition(" ")
        mounted = Path(_unescaped(where))
        if resolved.is_relative_to(mounted) and len(mounted.parts) >= len(holder.parts):
            holder, kind = mounted, details.partition(" ")[0]
    return kind if kind in NETWORK_FILE_SYSTEMS else ""


def _without_scheme(place: str) -> str:
    scheme, separator, rest = place.partition("://")
    if not separator:
        return place
    if scheme == "sqlite" and rest.startswith("/") and len(rest) > 1:
        return rest[1:]
    raise StoreError(
        f"A store at {scheme}:// is not supported: only a SQLite file on a local disk is, so give its path."
    )


def _mounts() -> str:
    """The table of mounts, or nothing on a system that has none to show."""
    return MOUNTS.read_text(encoding="utf-8", errors="replace") if MOUNTS.exists() else ""


def _unescaped(where: str) -> str:
    """Undo the octal escapes with which the table writes spaces in paths."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), where)
