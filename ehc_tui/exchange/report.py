"""What an import would do, or did: the same answer as JSON for scripts and as text for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from ehc_tui.exchange.fields import IGNORE, label_of

if TYPE_CHECKING:
    from ehc_tui.casework.imports import ImportOutcome

SHOWN_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row of which nothing is imported. `line` is the physical line of a CSV file or a worksheet's row."""

    sheet: str
    line: int
    field: str
    value: str
    reason: str

    @property
    def place(self) -> str:
        """Sheet and line in words."""
        return f"{self.sheet} line {self.line}"


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no case, or with `line` None a whole sheet or several of its rows."""

    sheet: str
    line: int | None
    reason: str

    @property
    def place(self) -> str:
        """Sheet and line in words."""
        return self.sheet if self.line is None else f"{self.sheet} line {self.line}"


@dataclass(slots=True)
class Report:
    """The answer to an import of `source`; `outcome` is set once it was done (`imported`) or tried out.

    `mapping` gives for each sheet its header row, and for each heading its field and how sure that is.
    """

    source: str
    rows: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    mapping: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    outcome: ImportOutcome | None = None
    imported: bool = False

    @property
    def accepted(self) -> int:
        """How many rows are cases that can be imported."""
        return self.rows - len(self.rejected)

    @property
    def all_warnings(self) -> list[str]:
        """What was noticed in the file, then what the store's own records say otherwise."""
        return [*self.warnings, *(self.outcome.warnings if self.outcome else ())]

    @property
    def told(self) -> str:
        """What the import did to the caseload, or would do, as a sentence; "" while nobody has tried."""
        if self.outcome is None:
            return ""
        new, changed, same = map(len, (self.outcome.created, self.outcome.updated, self.outcome.unchanged))
        done = "Imported" if self.imported else "An import would give"
        return f"{done}: {new:,} new, {changed:,} changed, {same:,} as they were."

    def to_json(self) -> dict[str, Any]:
        """The report as plain values; what the import does or did to the caseload only once that is known."""
        told: dict[str, Any] = {
            "rows": self.rows,
            "accepted": self.accepted,
            "rejected": [asdict(row) for row in self.rejected],
            "skipped": [asdict(row) for row in self.skipped],
            "mapping": self.mapping,
            "warnings": self.all_warnings,
        }
        if self.outcome:
            told |= {
                "created": len(self.outcome.created),
                "updated": len(self.outcome.updated),
                "unchanged": len(self.outcome.unchanged),
                "duplicates": [pair._asdict() for pair in self.outcome.duplicates],
                "changes": dict(self.outcome.updated),
            }
        return told

    def as_text(self) -> str:
        """The report for a terminal, a paragraph for each thing there is to say."""
        parts = [
            self._summary(),
            *self._columns(),
            _listed("Not imported", [_told(row) for row in self.rejected]),
            _listed("Left out", [f"{row.place}: {row.reason}" for row in self.skipped]),
            _listed("Please note", self.all_warnings),
        ]
        if self.outcome:
            alike = [f"{pair.ref} and {pair.other_ref}: {pair.why}" for pair in self.outcome.duplicates]
            changes = [f"{ref}: {'; '.join(lines)}" for ref, lines in self.outcome.updated.items()]
            parts.append(_listed("Possibly the same child", alike))
            parts.append(_listed("Changed" if self.imported else "Would change", changes))
        return "\n\n".join(part for part in parts if part)

    def _summary(self) -> str:
        rejected = len(self.rejected)
        rows = f"{self.source}: {counted(self.rows, 'row')}, {self.accepted:,} good, {rejected:,} rejected."
        return f"{rows}\n{self.told}".rstrip()

    def _columns(self) -> list[str]:
        return [
            _listed(
                f"Columns of {sheet}, headings in row {given['header']}",
                [_column(heading, column) for heading, column in given["columns"].items()],
            )
            for sheet, given in self.mapping.items()
        ]


def _column(heading: str, column: Mapping[str, str]) -> str:
    unsure = column["confidence"] in {"likely", "guess"} and column["field"] != IGNORE
    doubt = f" ({column['confidence']})" if unsure else ""
    return f"{heading} → {label_of(column['field'])}{doubt}"


def _told(row: Rejected) -> str:
    value = f" “{row.value}”" if row.value else ""
    return f"{row.place}, {row.field}{value}: {row.reason}"


def _listed(title: str, lines: list[str]) -> str:
    if not lines:
        return ""
    shown = [f"  {line}" for line in lines[:SHOWN_CHANGES]]
    if len(lines) > SHOWN_CHANGES:
        shown.append(f"  … and {len(lines) - SHOWN_CHANGES:,} more")
    return "\n".join([f"{title} ({len(lines):,})", *shown])


def counted(number: int, what: str) -> str:
    """A number of things in words: "1 row", "2 rows"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
