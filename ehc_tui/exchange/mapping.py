"""A mapping file: what the columns of a council's tracker mean, where they were not recognised rightly.

The file is TOML, or JSON of the same shape; the answer of `ehc-tui import FILE --dry-run --json` is one too
and can be corrected and given back. There is a table for each sheet by its name, or `"*"` for every sheet:

    ["Tracker"]
    header = 3                                # optional: the row that holds the headings
    skip = false                              # optional: leave the whole sheet out

    ["Tracker".columns]
    "Rec'd" = "request_received"              # the heading as it stands, and a field
    "Advice back / School" = "advice_received:education"
    "RAG" = "ignore"

Headings are compared without regard to case and spaces. A heading that stands twice is named with the heading
above it ("Advice back / School") or with its column's letter ("Date (column F)"). Columns that are not named
are recognised as usual.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ehc_tui.confinement import Confined, within
from ehc_tui.exchange.columns import MANY_COLUMNS_MAY_BE, Column, Confidence
from ehc_tui.exchange.fields import FIELDS, IGNORE
from ehc_tui.exchange.sheets import TrackerError
from ehc_tui.law.written import Unreadable, from_json, from_toml, read_small
from ehc_tui.text import clean, fold

EVERY_SHEET = "*"


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What is given for one sheet: the line number of its header, whether to skip it, label -> field name."""

    header: int | None = None
    skip: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TrackerMapping:
    """What is given for the sheets of a tracker, by their names or `EVERY_SHEET`. `source` names the file."""

    sheets: Mapping[str, SheetMapping] = field(default_factory=dict)
    source: str = "the mapping"

    def of(self, sheet: str) -> SheetMapping:
        """What is given for that sheet, with what is given for every sheet underneath."""
        common = self.sheets.get(EVERY_SHEET, SheetMapping())
        own = self.sheets.get(sheet, SheetMapping())
        return SheetMapping(
            own.header or common.header, own.skip or common.skip, {**common.columns, **own.columns}
        )

    def correcting(self, sheet: str, label: str, name: str) -> TrackerMapping:
        """The same with a column of a sheet given another field, which any other given it there gives up."""
        own = self.sheets.get(sheet, SheetMapping())
        columns = {
            other: IGNORE if given == name and name not in MANY_COLUMNS_MAY_BE else given
            for other, given in own.columns.items()
        }
        return replace(self, sheets={**self.sheets, sheet: replace(own, columns={**columns, label: name})})


def load_mapping(path: Path) -> TrackerMapping:
    """The mapping in a TOML or JSON file. Raises `TrackerError` naming file, key and reason."""
    try:
        text = read_small(within(path))
        raw = from_json(text) if text.lstrip().startswith("{") else from_toml(text)
    except Confined as refusal:
        raise TrackerError(str(refusal)) from refusal
    except OSError as error:
        raise TrackerError(
            f"The mapping file {path} cannot be read ({error.strerror}); check its name."
        ) from error
    except UnicodeDecodeError as error:
        raise TrackerError(f"The mapping file {path} is not UTF-8 text; save it as UTF-8.") from error
    except Unreadable as error:
        raise TrackerError(f"The mapping file {path.name} cannot be understood: {error}.") from error
    if isinstance(raw.get("mapping"), dict) and "rows" in raw:
        raw = raw["mapping"]
    return TrackerMapping({sheet: _sheet(path.name, sheet, given) for sheet, given in raw.items()}, path.name)


def _sheet(source: str, sheet: str, given: Any) -> SheetMapping:
    if not isinstance(given, dict):
        raise _wrong(source, sheet, 'must be a table for a sheet, such as ["*"]')
    for key in given.keys() - {"header", "skip", "columns"}:
        raise _wrong(source, f"{sheet}.{key}", "is not known here; a sheet has header, skip and columns")
    header, skip, columns = given.get("header"), given.get("skip", False), given.get("columns", {})
    if header is not None and (not isinstance(header, int) or isinstance(header, bool) or header < 1):
        raise _wrong(source, f"{sheet}.header", "must be the number of a row, 1 or more")
    if not isinstance(skip, bool):
        raise _wrong(source, f"{sheet}.skip", "must be true or false")
    if not isinstance(columns, dict):
        raise _wrong(source, f"{sheet}.columns", 'must be a table of headings, such as "DOB" = "born"')
    named = {
        clean(label): _field(source, f"{sheet}.columns.{label}", value) for label, value in columns.items()
    }
    return SheetMapping(header, skip, named)


def _field(source: str, key: str, value: Any) -> str:
    """A field's name, given as it is or as a table with the key `field`."""
    name = value.get("field") if isinstance(value, dict) else value
    if isinstance(name, str) and (name in FIELDS or name == IGNORE):
        return name
    near = get_close_matches(str(name), [*FIELDS, IGNORE], 1, 0.5)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise _wrong(source, key, f"there is no field “{clean(name)}”{hint}")


def _wrong(source: str, key: str, reason: str) -> TrackerError:
    return TrackerError(f"{source}, {clean(key)}: {reason}.")


def give(columns: Iterable[Column], mapping: SheetMapping, source: str, sheet: str) -> tuple[Column, ...]:
    """The columns with the fields the mapping gives them. Raises `TrackerError` for one field given twice."""
    wanted = {_key(label): name for label, name in mapping.columns.items()}
    given = tuple(
        replace(column, field=wanted[_key(column.label)], confidence=Confidence.GIVEN)
        if _key(column.label) in wanted
        else column
        for column in columns
    )
    labels: dict[str, str] = {}
    for column in given:
        if column.confidence is not Confidence.GIVEN or column.field in MANY_COLUMNS_MAY_BE:
            continue
        if column.field in labels:
            raise _wrong(
                source,
                f"{sheet}.columns",
                f"“{labels[column.field]}” and “{column.label}” are both given {column.field}; keep one",
            )
        labels[column.field] = column.label
    return given


def check_names(mapping: TrackerMapping, labels_by_sheet: Mapping[str, Iterable[str]]) -> None:
    """Refuses a mapping that speaks of a sheet or heading the file does not have."""
    known = {sheet: {_key(label) for label in labels} for sheet, labels in labels_by_sheet.items()}
    everywhere = set().union(*known.values()) if known else set()
    for sheet, given in mapping.sheets.items():
        if sheet != EVERY_SHEET and sheet not in known:
            raise _wrong(mapping.source, sheet, f"the file has no such sheet; it has {', '.join(known)}")
        if given.skip:
            continue
        for label in given.columns:
            if _key(label) not in (everywhere if sheet == EVERY_SHEET else known[sheet]):
                headings = ", ".join(labels_by_sheet.get(sheet, next(iter(labels_by_sheet.values()), ())))
                raise _wrong(
                    mapping.source,
                    f"{sheet}.columns.{label}",
                    f"there is no such heading; the headings are {headings}",
                )


def _key(label: str) -> str:
    return "".join(fold(label).split())


def mapping_as_toml(sheets: Mapping[str, Mapping[str, Any]]) -> str:
    """A mapping, as the report has it, as the text of a mapping file."""
    parts = []
    for sheet, given in sheets.items():
        parts += [f"[{json.dumps(sheet, ensure_ascii=False)}]", f"header = {given['header']}", ""]
        parts.append(f"[{json.dumps(sheet, ensure_ascii=False)}.columns]")
        parts += [
            f"{json.dumps(label, ensure_ascii=False)} = {json.dumps(column['field'])}"
            for label, column in given["columns"].items()
        ]
        parts.append("")
    return "\n".join(parts)
