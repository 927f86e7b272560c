"""How the panel decides, group by group, as a CSV that may leave the service without its small numbers."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from ehc_tui.exchange.export import MADE, as_csv
from ehc_tui.exchange.private_file import FileRefused, private_file
from ehc_tui.store.panel_rows import ConsistencyRow

HEADINGS = ("Grouped by", "Group", "Yes", "Decided", "Share of yes", MADE)
SUPPRESSED = "c"
"""What stands for a number that is too small to be shown, as official statistics write it."""


def write_consistency(
    rows: Iterable[ConsistencyRow], path: Path, *, made: str, overwrite: bool = False
) -> Path:
    """Write rows already suppressed to `path` and return where they are.

    The last column says by whom the file was `made`, and when. Raises `FileRefused` for another ending than
    .csv, an existing file (unless `overwrite`) or a place that cannot be written.
    """
    if path.suffix.lower() != ".csv":
        raise FileRefused(f"{path.name} should end in .csv, which says what kind of file to write.")
    with (
        private_file(path, overwrite=overwrite) as file,
        file.open("w", encoding="utf-8-sig", newline="") as stream,
    ):
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADINGS)
        writer.writerows([*_cells(row), as_csv(made)] for row in rows)
    return path.expanduser().absolute()


def _cells(row: ConsistencyRow) -> list[str]:
    share = SUPPRESSED if row.share is None else f"{row.share:.0%}"
    numbers = [SUPPRESSED if number is None else str(number) for number in (row.yes, row.decided)]
    return [as_csv(row.by.replace("_", " ")), as_csv(row.group), *numbers, share]
