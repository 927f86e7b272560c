"""Small files that would take all memory, or all day: refused in a sentence before they do either."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile.bombs import bombs, workbook
from office import TODAY

from ehc_tui.exchange import parts, sheets
from ehc_tui.exchange.mapping import load_mapping
from ehc_tui.exchange.sheets import TrackerError, sheets_in
from ehc_tui.exchange.tracker import read_tracker
from ehc_tui.law.process import ProcessError, load_process
from ehc_tui.law.written import MOST_BYTES
from ehc_tui.session import load_session
from ehc_tui.settings import SettingsError, load_settings

BOMBS = bombs()
TRACKER = "Surname,Forename,DOB,Request received\nOsei,Kwame,1/2/2017,20/07/2026\n"
TOML = {
    "a key of many parts": "a." * 200_000 + "a = 1",
    "quoted keys of many parts": '"a". ' * 40 + "a = 1",
    "tables in tables": "[" + "a." * 400 + "a]",
    "lists in lists": "a = " + "[" * 5_000,
    "a number of thousands of figures": "warning_days = " + "9" * 5_000,
    "the same in hexadecimals": "warning_days = 0x" + "f" * 5_000,
    "more than anybody writes": "# " + "x" * MOST_BYTES,
    "a text as long as a book": f'process = "{"x" * 900_000}"',
    "a key as long as a book": f"{'x' * 900_000} = 1",
}
READERS: dict[str, tuple[Callable[[Path], object], type[Exception]]] = {
    "settings": (load_settings, SettingsError),
    "mapping": (load_mapping, TrackerError),
    "process": (lambda path: load_process(str(path)), ProcessError),
}


@pytest.mark.parametrize("what", BOMBS)
def test_a_workbook_made_to_do_harm_is_refused_in_a_sentence(
    what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 2_000_000)
    content, words = BOMBS[what]
    with pytest.raises(TrackerError, match=words) as refused:
        sheets_in("tracker.xlsx", content)
    assert "\n" not in str(refused.value)


def test_a_plain_workbook_of_the_same_make_is_read() -> None:
    (sheet,) = sheets_in("tracker.xlsx", workbook())
    assert [line.cells for line in sheet.lines] == [("Surname", "Request received"), ("NAME", "20/07/2026")]


def test_a_workbook_is_counted_by_what_its_parts_are_for_not_by_their_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parts, "MOST_TAGS_OF_TEXTS", 50)
    with pytest.raises(TrackerError, match="over 50 marks"):
        sheets_in("tracker.xlsx", workbook(texts="<si><t/></si>" * 60))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("," * 1_000_001, "Line 3 of tracker.csv is over 1,000,000 characters long"),
        ("\n" * 1_048_577, "has more than 1,048,576 lines"),
        ('"\n",' * 1_048_577, "has more than 1,048,576 lines"),
    ],
    ids=["millions of cells", "millions of blank lines", "millions of breaks in a line"],
)
def test_a_csv_file_made_to_do_harm_is_refused_in_a_sentence(rows: str, words: str) -> None:
    with pytest.raises(TrackerError, match=words):
        sheets_in("tracker.csv", (TRACKER + rows).encode())


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("what", TOML)
def test_a_file_of_toml_made_to_do_harm_is_refused_in_a_sentence(
    what: str, reader: str, tmp_path: Path
) -> None:
    path = tmp_path / "written.toml"
    path.write_text(TOML[what])
    read, refusal = READERS[reader]
    with pytest.raises(refusal) as refused:
        read(path)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("reader", READERS)
def test_what_is_no_file_is_not_waited_for(reader: str, tmp_path: Path) -> None:
    endless = tmp_path / "written.toml"
    endless.symlink_to("/dev/zero")
    read, refusal = READERS[reader]
    with pytest.raises(refusal, match="it is not a file"):
        read(endless)


def test_a_mapping_of_json_in_json_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "mapping.json"
    for deep in ('{"a":' * 100_000, '{"a":' * 300 + "1" + "}" * 300):
        path.write_text(deep)
        with pytest.raises(TrackerError, match="nested too deeply"):
            load_mapping(path)


def test_a_session_of_anything_is_no_reason_not_to_start(tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    for content in (b"[" * 500_000, b"\xff\xfe\x00", b"9" * 5_000, b'{"format": 1, "filter": ' + b"[" * 900):
        path.write_bytes(content)
        assert load_session(path).filter == ""
    path.write_text(json.dumps({"format": 1, "filter": "mine", "half_typed": {"note": [[[["x"]]]]}}))
    assert load_session(path).filter == "mine"


@pytest.mark.parametrize(
    "content",
    [
        TRACKER.encode("utf-16"),
        TRACKER.encode("utf-16-le"),
        TRACKER.encode("utf-32"),
        b"\xef\xbb\xbf" + TRACKER.encode(),
    ],
    ids=["UTF-16", "UTF-16 without a mark", "UTF-32", "UTF-8 with a mark"],
)
def test_a_tracker_in_any_encoding_is_read(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    path.write_bytes(content)
    assert [case.surname for case in read_tracker(path, TODAY).cases] == ["Osei"]


@pytest.mark.parametrize("letters", [b"\xc0\xaf", b"\xed\xb0\x80", b"\xf8\x88\x80\x80\x80", b"\xc0\x9b[2J"])
def test_overlong_and_lone_letters_are_letters_like_others(letters: bytes, tmp_path: Path) -> None:
    path = tmp_path / "tracker.csv"
    path.write_bytes(TRACKER.encode().replace(b"Osei", b"Os" + letters + b"ei"))
    (case,) = read_tracker(path, TODAY).cases
    assert case.surname.startswith("Os") and case.surname.isprintable()
