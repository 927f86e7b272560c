"""Every text in the files that the program writes, whatever their form."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

from hostile.corpus import assert_harmless

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")

BULLETS = {"word/numbering.xml"}
"""A part that is the same in every document; it draws its bullets with private letters of a symbol font."""


def assert_written_harmless(folder: Path) -> int:
    """Fail unless every file below `folder` holds text that does no harm; how many there were."""
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".db"]
    for path in files:
        assert_content_harmless(path.name, path.read_bytes())
    return len(files)


def assert_content_harmless(name: str, content: bytes) -> None:
    """The same of the content of one file, by the ending of its name."""
    kind = name.rpartition(".")[2]
    if kind == "zip":
        with ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                assert_harmless([member])
                assert_content_harmless(member, archive.read(member))
    elif kind in ("xlsx", "docx"):
        with ZipFile(io.BytesIO(content)) as archive:
            for member in set(archive.namelist()) - BULLETS:
                assert member.endswith((".xml", ".rels", ".jpeg")), member
                if not member.endswith(".jpeg"):
                    _assert_xml_harmless(archive.read(member))
    elif kind == "csv":
        assert_table_harmless(content.decode("utf-8-sig"))
    elif kind == "json":
        assert_json_harmless(content.decode())
    elif kind == "ics":
        assert_harmless([content.decode().replace("\r\n", "\n")], lines=True)
    elif kind in ("md", "txt", "toml"):
        assert_harmless([content.decode()], lines=True)
    else:
        raise AssertionError(f"Nobody knows what to look for in {name}")


def assert_table_harmless(written: str) -> None:
    """Fail if a cell of a CSV table holds a control character, or what a spreadsheet would run."""
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert_harmless(cells, lines=True)
    formulas = [
        cell for cell in cells if cell.startswith(FORMULA) and not cell[1:].replace(".", "").isdigit()
    ]
    assert not formulas, formulas


def assert_json_harmless(written: str) -> None:
    """Fail unless a text is one JSON value that does no harm: control characters in it are named."""
    json.loads(written)
    assert_harmless([written], lines=True)


def texts_of(value: object) -> Iterator[str]:
    """Every text anywhere in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts_of([*value, *value.values()])
    elif isinstance(value, list):
        for part in value:
            yield from texts_of(part)


def _assert_xml_harmless(content: bytes) -> None:
    assert b"<!DOCTYPE" not in content and b"<!ENTITY" not in content
    root = ElementTree.fromstring(content)
    assert not [
        element for element in root.iter() if element.tag.endswith(("}f", "}hyperlink", "}instrText"))
    ]
    for element in root.iter():
        assert_harmless([element.text or "", *element.attrib.values()], lines=True)
