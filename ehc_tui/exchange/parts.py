"""What the parts of a workbook's archive may make a reader do, counted before anything reads them.

A few kilobytes of ZIP can hold millions of elements, and each becomes an object. So markup is counted while
it streams past, by what it is for: rows are read one after the other, texts and the rest are held whole.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from typing import IO, Any

from openpyxl.packaging.manifest import Manifest
from openpyxl.xml.constants import ARC_CONTENT_TYPES
from openpyxl.xml.functions import fromstring

from ehc_tui.exchange.sheets import TrackerError

MOST_TAGS_OF_ROWS = 10_000_000
MOST_TAGS_OF_TEXTS = 3_000_000
MOST_TAGS_HELD = 500_000
MOST_READINGS = 3
"""How often the whole archive may be read: once for its sizes, once for its rows, some at the start."""
_SHEETS = "xl/worksheets/"
_CHUNK = 1 << 20


class Metered(zipfile.ZipFile):
    """An archive that cannot be read over and over, as where a thousand sheets are one and the same part."""

    def __init__(self, name: str, content: IO[bytes]) -> None:
        super().__init__(content)
        self._name = name
        self._left = MOST_READINGS * sum(entry.file_size for entry in self.infolist())

    def open(self, name: Any, *given: Any, **named: Any) -> IO[bytes]:
        """As `zipfile.ZipFile.open`. Raises `TrackerError` once too much has been opened."""
        entry = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        self._left -= entry.file_size
        if self._left < 0:
            raise _too_much(self._name, "its sheets are read again and again")
        return super().open(name, *given, **named)


def check_parts(name: str, content: IO[bytes]) -> None:
    """Raises `TrackerError` for a workbook with more markup than a tracker has."""
    with zipfile.ZipFile(content) as archive:
        if ARC_CONTENT_TYPES not in archive.namelist():
            return
        _check(name, archive, ARC_CONTENT_TYPES, MOST_TAGS_HELD)
        types: Any = fromstring(archive.read(ARC_CONTENT_TYPES))
        manifest: Any = Manifest.from_tree(types)
        kinds: dict[str, set[str]] = defaultdict(set)
        for part in manifest.Override:
            kinds[part.PartName.lstrip("/")].add(part.ContentType.rpartition(".")[2])
        for part_name in archive.namelist():
            _check(name, archive, part_name, _most_tags(part_name, kinds[part_name]))


def _most_tags(part: str, kinds: set[str]) -> int:
    if kinds == {"worksheet+xml"} or (not kinds and part.startswith(_SHEETS)):
        return MOST_TAGS_OF_ROWS
    return MOST_TAGS_OF_TEXTS if kinds == {"sharedStrings+xml"} else MOST_TAGS_HELD


def _check(name: str, archive: zipfile.ZipFile, part: str, most: int) -> None:
    if not part.endswith((".xml", ".rels")):
        return  # pictures and the like, which nobody reads
    tags = 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            tags += chunk.count(b"<")
            if tags > most:
                raise _too_much(name, f"over {most:,} marks in one of its parts")


def _too_much(name: str, what: str) -> TrackerError:
    return TrackerError(
        f"{name} holds more than a tracker can ({what}); "
        "save the sheet that holds the cases as CSV and import that."
    )
