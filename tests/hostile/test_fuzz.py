"""Anything at all at the doors that read a language of their own: understood, or refused in their own words.

    FUZZ=20000 python -m pytest tests/hostile/test_fuzz.py

With FUZZ in the environment each property is tried so many times, with other examples every time.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hostile.bombs import workbook
from hypothesis import given
from hypothesis import strategies as st
from office import TODAY, Office, imported

from ehc_tui.exchange.days import tracker_day
from ehc_tui.exchange.mapping import load_mapping
from ehc_tui.exchange.sheets import SERIAL_DAY_ZERO, TrackerError, sheets_in
from ehc_tui.law.files import data_path
from ehc_tui.law.process import ProcessError, load_process
from ehc_tui.settings import Settings, SettingsError, load_settings
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.filters import FilterError, parse_filter
from ehc_tui.store.orders import Sort
from ehc_tui.text import DayError, absolute_day, parse_day

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30)
WORDS = st.sampled_from(
    [
        "cw:",
        "officer:",
        "stage:",
        "state:",
        "due:",
        "week:",
        "advice:",
        "setting:",
        "year:",
        "open:",
        "mine",
        "!",
        "<",
        ">",
        "<=",
        ">=",
        "..",
        "-",
        "10",
        "9999999999",
        "99999999999999999999",
        "overdue",
        "late",
        "yes",
        "any",
        "no",
        '"',
        "'",
        "*",
        "(",
        ")",
        "OR",
        "NEAR",
        "AND",
        "NOT",
        "%",
        "_",
        ":",
        ";",
        "1e9",
        "0x1",
        "²",
        "٣",
        "2026-02-30",
    ]
)
TYPED = st.lists(WORDS | ANYTHING, max_size=6).flatmap(
    lambda parts: st.sampled_from(["".join(parts), " ".join(parts)])
)
LITERALS = st.sampled_from(
    [
        "1",
        "-1",
        "0",
        "999999999999999999",
        "1.5",
        "nan",
        "inf",
        "true",
        '""',
        '"x"',
        "[]",
        "[1]",
        '["x"]',
        "{}",
        "{a=1}",
        "''",
        '"\\u001b[2J"',
        "2026-02-28",
        "0001-01-01",
        "9999-12-31",
        "07:32:00",
        "1979-05-27T07:32:00Z",
    ]
)
PROCESS = data_path("process", "west-northants.toml").read_text("utf-8").splitlines()
MARKUP = "<row|<c|<v>|</v>|</c>|</row>|<is><t>|</t></is>|<f>|>|/>|&#27;|&lt;|1"
ATTRIBUTES = ' r="1"| r="A1"| r="ZZZZ1"| r="-1"| r=""| t="s"| t="d"| t="e"| s="9"'
XML = st.lists(st.sampled_from(f"{MARKUP}|{ATTRIBUTES}".split("|")) | ANYTHING, max_size=30).map("".join)


@pytest.fixture(scope="module")
def caseload() -> Iterator[Caseload]:
    """A few cases to be found."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder) / "caseload.db")
        office.bring_in(*map(imported, range(1, 8)))
        yield Caseload(office.store.read(), TODAY, 10, "J Okafor")
        office.store.close()


@given(typed=TYPED)
def test_any_filter_selects_or_is_refused_and_says_itself_again(caseload: Caseload, typed: str) -> None:
    try:
        found = parse_filter(typed)
    except FilterError as refusal:
        assert str(refusal).isprintable()
        return
    caseload.show(found, Sort())
    assert 0 <= caseload.count() <= 7
    assert parse_filter(str(found)) == found


@given(ANYTHING | st.text("0123456789/-. wdTZ:janfebmonth'²٣", max_size=14), st.dates(date(1900, 1, 1)))
def test_any_day_is_a_day_or_refused(typed: str, today: date) -> None:
    assert absolute_day(typed) is None or 1900 <= absolute_day(typed).year < 2200  # type: ignore[union-attr]
    with suppress(DayError):
        assert isinstance(parse_day(typed, min(today, date(2199, 1, 1))), date)


@given(ANYTHING | st.floats() | st.integers() | st.dates() | st.none())
def test_any_cell_is_a_day_or_not(cell: object) -> None:
    tracker_day(cell, SERIAL_DAY_ZERO)  # type: ignore[arg-type]


@given(XML)
def test_any_worksheet_is_read_or_refused(xml: str) -> None:
    with suppress(TrackerError):
        sheets_in("t.xlsx", workbook(xml.encode("utf-8", "replace").decode()))


def refused_by(read: Callable[[Path], object], text: str, refusal: type[Exception]) -> None:
    """Have a file of that text read; only one kind of refusal may come of it."""
    with tempfile.TemporaryDirectory() as folder, suppress(refusal):
        path = Path(folder) / "written.toml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        read(path)


KEYS = st.sampled_from([*Settings.__slots__, "header", "skip", "columns", "nonsense"]) | ANYTHING.map(repr)
LINES = st.lists(st.tuples(KEYS, LITERALS | ANYTHING).map(" = ".join) | ANYTHING, max_size=4).map("\n".join)


@given(LINES)
def test_any_settings_are_taken_or_refused(text: str) -> None:
    refused_by(load_settings, text, SettingsError)


@given(st.sampled_from(['["*"]\n', '["S".columns]\n', "", "{"]), LINES)
def test_any_mapping_is_taken_or_refused(head: str, text: str) -> None:
    refused_by(load_mapping, head + text, TrackerError)


@given(st.data())
def test_any_process_is_taken_or_refused(data: st.DataObject) -> None:
    lines = list(PROCESS)
    for _ in range(data.draw(st.integers(1, 3))):
        number = data.draw(st.integers(0, len(lines) - 1))
        key, is_set, _ = lines[number].partition("=")
        value = data.draw(LITERALS)
        lines[number] = f"{key}= {value}" if is_set else data.draw(ANYTHING | st.just(""))
    refused_by(lambda path: load_process(str(path)), "\n".join(lines), ProcessError)
