"""What is pasted presses no key, however it comes in pieces."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as some
from textual.events import Key, Paste

from ehc_tui.widgets.pasting import PasteProofParser, Pastes

BEGIN, END = "\x1b[200~", "\x1b[201~"
PIECES = some.lists(some.sampled_from(["a", "\x1b", "[", "2", "0", "1", "~", "]", "q", "\x07"]), max_size=12)


def passed(data: str, size: int) -> str:
    pastes = Pastes()
    return "".join(pastes.pass_on(data[start : start + size]) for start in range(0, len(data), size))


@given(PIECES, some.integers(1, 7))
def test_only_the_end_of_a_paste_has_an_escape_character(pieces: list[str], size: int) -> None:
    text = "".join(pieces)
    assume(END not in text)
    assert passed(f"x{BEGIN}{text}{END}\x1b[A", size) == f"x{BEGIN}{text.replace(chr(27), '')}{END}\x1b[A"


@given(PIECES, some.integers(1, 7))
def test_keys_are_passed_on_as_they_are(pieces: list[str], size: int) -> None:
    typed = "".join(pieces)
    assume(BEGIN not in typed)
    assert passed(typed, size) == typed


def test_a_paste_with_escapes_is_one_paste_and_no_key() -> None:
    parser = PasteProofParser()
    parts = (BEGIN, "Ann\x1b", "]52;c;x\x07", "\x1b\x1b[20", "1~", "j")
    events = [event for part in parts for event in parser.feed(part)]
    assert [event.text for event in events if isinstance(event, Paste)] == ["Ann]52;c;x\x07"]
    assert [event.key for event in events if isinstance(event, Key)] == ["j"]
