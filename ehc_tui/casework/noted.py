"""What a store remembers of the law that its dates were counted under, read without loading that law."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ehc_tui import __version__
from ehc_tui.law.files import data_path
from ehc_tui.store.remarks import remark

if TYPE_CHECKING:
    from ehc_tui.store.engine import Reader

DERIVED_WITH = "derived_with"
"""The key of the store's remark."""


def remembered(reader: Reader) -> dict[str, Any] | None:
    """What the store's clocks were derived with, `by` whom and `at` what time; None if it was never noted.

    `read_by` and `read_at` say who gave the store its readings, and when. `files` is the digest of the files
    of the law, where it was these files that the clocks were derived with.
    """
    return as_noted(remark(reader, DERIVED_WITH))


def as_noted(text: str | None) -> dict[str, Any] | None:
    """The remark as it was noted."""
    found: dict[str, Any] | None = None if text is None else json.loads(text)
    return found


def files_are_as_noted(reader: Reader, own_process: str) -> bool:
    """True if the files of the law are, byte for byte, those that the store was counted under.

    `own_process` is the process that the person's settings name. Whether another file says the same in other
    words is for `derived_with.is_current` to find out.
    """
    found = remembered(reader)
    if found is None or found["program"] != __version__:
        return False
    if own_process.endswith(".toml") or shipped(own_process) is None:
        return False
    path = shipped(process_of(found))
    return path is not None and found.get("files") == digest_of_files(path)


def process_of(found: Mapping[str, Any]) -> str:
    """The key of the process in a remark."""
    key: str = found["process"].rpartition(" ")[0]
    return key


def shipped(process: str) -> Path | None:
    """The file of a process that comes with the program; None where it is a council's own."""
    path = data_path("process", f"{process}.toml")
    return path if path.exists() else None


def digest_of_files(process: Path) -> str:
    """A short name for what the files of the law hold now."""
    from ehc_tui.digests import sha256

    files = (data_path("law", "england.toml"), data_path("law", "bank-holidays.csv"), process)
    return sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()[:16]
