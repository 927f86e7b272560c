"""A folder, or a zip file, with several texts in it: complete or absent, readable by its owner only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ehc_tui.exchange.private_file import FileRefused, require_within, write_privately

_THE_SAME_DAY = (1980, 1, 1, 0, 0, 0)


def write_bundle(files: Mapping[str, str], destination: Path) -> Path:
    """Write the texts, by name, into a new folder, or a zip file where the name ends in .zip; where it is.

    Raises `FileRefused` where there is something of that name already, or nothing can be written.
    """
    target = destination.expanduser().absolute()
    if target.suffix.lower() == ".zip":
        return write_privately(target, partial(_write, _zipped(files)))
    require_within(destination)
    if os.path.lexists(target):
        raise FileRefused(f"{target} exists already: name a folder that does not, or a name ending in .zip.")
    beside = target.with_name(f".{token_hex(8)}.partial")
    try:
        beside.mkdir(mode=0o700)
        try:
            for name, text in files.items():
                write_privately(beside / name, partial(_write, text.encode()))
            beside.rename(target)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise FileRefused(f"{target} could not be written: {error.strerror or error}.") from error
    return target


def _write(content: bytes, stream: BinaryIO) -> None:
    stream.write(content)


def _zipped(files: Mapping[str, str]) -> bytes:
    """The same texts give the same bytes."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(ZipInfo(name, _THE_SAME_DAY), text.encode(), ZIP_DEFLATED)
    return whole.getvalue()
