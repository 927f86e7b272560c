"""Bringing a tracker in: tried out without a trace, done whole, done again without doubling anything."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from councils import DAY_STYLES, HILLSHIRE, MARSHLAND, TODAY, caseload, table, write_csv

from ehc_tui.casework.context import Doing
from ehc_tui.exchange.importing import bring_in, dry_run, foresee
from ehc_tui.exchange.report import Report
from ehc_tui.law.process import load_process
from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.store.engine import Store, open_store

CHILDREN = caseload(30)
FIGURES = DAY_STYLES["figures"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store" / "casework.db") as opened:
        yield opened


@pytest.fixture(scope="module")
def doing() -> Doing:
    now = datetime(2026, 11, 21, 9, tzinfo=UTC)
    return Doing("j.okafor", TODAY, now, load_rulebook(), load_process("west-northants"))


def tracker(folder: Path, rows: list[list[str]]) -> Path:
    return write_csv(folder / "tracker.csv", rows)


def imported(store: Store, doing: Doing, path: Path) -> Report:
    with store.session() as session:
        return bring_in(session, doing, dry_run(path, doing.today))


def cases_in(store: Store) -> int:
    count: int = store.read().execute("SELECT count(*) FROM ehc_case WHERE voided_by IS NULL").fetchone()[0]
    return count


def test_a_dry_run_says_what_would_happen_and_writes_nothing(
    store: Store, doing: Doing, tmp_path: Path
) -> None:
    path = tracker(tmp_path, table(MARSHLAND, CHILDREN, FIGURES))
    before = hashlib.sha256(store.path.read_bytes()).digest(), store.data_version()
    report = foresee(store, doing, dry_run(path, TODAY))
    assert report.to_json()["created"] == len(CHILDREN)
    assert not report.imported
    assert (hashlib.sha256(store.path.read_bytes()).digest(), store.data_version()) == before
    assert cases_in(store) == 0


def test_an_import_brings_in_every_case_and_tells_progress(
    store: Store, doing: Doing, tmp_path: Path
) -> None:
    reading = dry_run(tracker(tmp_path, table(MARSHLAND, CHILDREN, FIGURES)), TODAY)
    told: list[tuple[int, int]] = []
    with store.session() as session:
        report = bring_in(session, doing, reading, lambda done, total: told.append((done, total)))
    assert cases_in(store) == len(CHILDREN)
    assert told[-1] == (len(CHILDREN), len(CHILDREN))
    answer = report.to_json()
    assert (answer["created"], answer["updated"], answer["unchanged"]) == (len(CHILDREN), 0, 0)
    assert json.loads(json.dumps(answer)) == answer


def test_the_same_file_again_changes_nothing(store: Store, doing: Doing, tmp_path: Path) -> None:
    path = tracker(tmp_path, table(MARSHLAND, CHILDREN, FIGURES))
    imported(store, doing, path)
    answer = imported(store, doing, path).to_json()
    assert (answer["created"], answer["updated"], answer["unchanged"]) == (0, 0, len(CHILDREN))
    assert cases_in(store) == len(CHILDREN)


def test_the_same_cases_without_references_are_found_again(
    store: Store, doing: Doing, tmp_path: Path
) -> None:
    columns = [column for column in MARSHLAND if column[0] not in {"No", "Case No"}]
    path = tracker(tmp_path, table(columns, CHILDREN, FIGURES))
    imported(store, doing, path)
    assert imported(store, doing, path).to_json()["unchanged"] == len(CHILDREN)


def test_a_changed_file_says_what_changed(store: Store, doing: Doing, tmp_path: Path) -> None:
    rows = table(MARSHLAND, CHILDREN, FIGURES)
    imported(store, doing, tracker(tmp_path, rows))
    rows[1][rows[0].index("Plan co-ordinator")] = "B New"
    rows[2][rows[0].index("Date request rec'd")] = "01/05/2026"
    report = imported(store, doing, tracker(tmp_path, rows))
    changes = report.to_json()["changes"]
    assert set(changes) == {CHILDREN[0].ref, CHILDREN[1].ref}
    assert any("B New" in change for change in changes[CHILDREN[0].ref])
    assert any("1 May 2026" in change for change in changes[CHILDREN[1].ref])
    text = report.as_text()
    assert "Changed (2)" in text
    assert "Imported: 0 new, 2 changed, 28 as they were." in text


def test_one_child_under_two_references_is_pointed_out(store: Store, doing: Doing, tmp_path: Path) -> None:
    imported(store, doing, tracker(tmp_path, table(MARSHLAND, CHILDREN[:1], FIGURES)))
    rows = table(MARSHLAND, CHILDREN[:1], FIGURES)
    rows[1][rows[0].index("Case No")] = "SEN/9999"
    report = foresee(store, doing, dry_run(tracker(tmp_path, rows), TODAY))
    (pair,) = report.to_json()["duplicates"]
    assert {pair["ref"], pair["other_ref"]} == {CHILDREN[0].ref, "SEN/9999"}
    assert "Possibly the same child (1)" in report.as_text()


def test_rejected_rows_leave_the_others_whole(store: Store, doing: Doing, tmp_path: Path) -> None:
    rows = table(HILLSHIRE, CHILDREN, FIGURES)
    rows[3][rows[0].index("Birth Date")] = "31/02/2015"
    report = imported(store, doing, tracker(tmp_path, rows))
    assert report.accepted == cases_in(store) == len(CHILDREN) - 1
    assert "line 6, born “31/02/2015”: there is no such day" in report.as_text()


def test_a_report_has_the_names_that_scripts_rely_on(tmp_path: Path) -> None:
    answer = dry_run(tracker(tmp_path, table(HILLSHIRE, CHILDREN, FIGURES)), TODAY).report.to_json()
    assert list(answer) == ["rows", "accepted", "rejected", "skipped", "mapping", "warnings"]
    assert answer["mapping"]["tracker.csv"]["columns"]["EP"]["field"] == "advice_received:psychology"
