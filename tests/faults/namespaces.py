"""Disks as small or as read-only as a test wants them, without being root: in a namespace of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from journeys.terminal import PATIENCE, command, environment

SMALL = 'mount -t tmpfs -o size={size} none "$0" && cp -a "$1"/. "$0"/'
READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0"'


@cache
def allowed() -> bool:
    """Whether this system lets anybody have mounts of their own."""
    if sys.platform != "linux" or shutil.which("unshare") is None:
        return False
    with_a_mount = ["unshare", "-rm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(with_a_mount, capture_output=True, check=False).returncode == 0


def require() -> None:
    """Skip the test where that is not allowed."""
    if not allowed():
        pytest.skip("unprivileged namespaces (unshare -rm) are not allowed here")


def run(
    mount: str, folder: Path, *lines: Sequence[object], origin: Path | None = None
) -> list[tuple[int, str, str]]:
    """Run commands of the program one after the other where `folder` is mounted in that way.

    Gives the exit code, the answer and the error of each. `origin` is what a `SMALL` disk holds at first.
    """
    script = f"{mount} || exit 99\n"
    words: list[str] = []
    for number, line in enumerate(lines):
        given = command(*line)
        first = len(words) + 2
        words += given
        typed = " ".join(f'"${{{first + place}}}"' for place in range(len(given)))
        script += f'{typed} >"$OUT/{number}.out" 2>"$OUT/{number}.err" </dev/null; echo $?\n'
    out = folder.with_name(f"{folder.name} said")
    out.mkdir()
    ended = subprocess.run(
        ["unshare", "-rm", "sh", "-c", script, folder, origin or folder, *words],
        env={**environment(), "OUT": str(out)},
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE * len(lines),
        check=True,
    )
    codes = [int(line) for line in ended.stdout.split()]
    said = [
        (out / f"{number}.{kind}").read_text("utf-8")
        for number in range(len(lines))
        for kind in ("out", "err")
    ]
    return list(zip(codes, said[::2], said[1::2], strict=True))
