"""Texts made to do harm, and how to tell whether they were let through.

Whatever a person, a spreadsheet or a file hands in may be one of these. None may crash a screen, be styled or
run as markup, reach the terminal as a control character, leave for a spreadsheet as a formula, or be read as
SQL, a search expression or a path.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

TEXTS: dict[str, str] = {
    "a closing tag of markup": "Ann [/]",
    "an action to click": "[@click=app.quit]Ann[/]",
    "markup left open": "[bold red]Ann",
    "a link": "[link=https://evil.example]Ann[/link]",
    "an escape sequence": "Ann\x1b[31;1mred\x1b[2J",
    "a clipboard": "Ann\x1b]52;c;ZXZpbA==\x07",
    "a title": "Ann\x1b]0;owned\x1b\\",
    "C1 controls": "Ann\x9b31m\x9d0;owned\x9c\x85next",
    "text turned round": "Ann\u202eevil\u2066x\u2069\u200f",
    "letters of no width": "A\u200bn\u200dn\ufeff\u2060\u00ad",
    "a flood of marks": "Z" + "\u0301\u0316\u0489" * 60 + "ed",
    "a null": "An\x00n",
    "backspaces and a bell": "Ann\x08\x08\x08Bob\x7f\x07",
    "a long name": "Ann" * 66 + "xy",
    "an endless name": "Ann O " * 833 + "xy",
    "a formula": "=cmd|' /C calc'!A0",
    "a sum": "-2+3+cmd|' /C calc'!A0",
    "a plus": "+447700900123",
    "an at sign": "@SUM(1)",
    "a formula after a tab": "\t=1+1",
    "wide letters": "李小龍" * 12,
    "a family": "👨\u200d👩\u200d👧\u200d👦 Ann 🏴\U000e0067\U000e0062\U000e007f",
    "right to left": "محمد بن علي שָׁלוֹם",
    "SQL": "Robert'); DROP TABLE ehc_case;--",
    "a search expression": '"Ann" OR NEAR(*) % _ \\',
    "a path": "../../../etc/x",
    "lines and tabs": "Ann\nBob\r\nEve\tZoë\x0b\x0c\u2028\u2029",
    "format fields": "{0} %s ${HOME} $(id) `id`",
    "bytes of no letter, and unassigned": "Ann\udcff\uffff\U0010ffff\ue000",
    "a web page": "<script>alert(1)</script>&amp;",
    "a quotation": 'Ann"; \'Bob\', ""Eve',
    "invisible letters": "Ann\u3164\u115f\u2800x",
    "strings for a device": "Ann\x1bPq#0\x1b\\\x1b_APC\x1b\\\x1b^PM\x1b\\\x1bXSOS\x1b\\",
    "the same in eight bits": "Ann\x90q\x9c\x9fAPC\x9c\x9ePM\x9c\x98SOS\x9c\x9d52;c;ZXZpbA==\x9c\x8d",
    "questions to a terminal": "Ann\x1b[6n\x1b[c\x1b[>q\x1b]10;?\x07\x05\x1bZ\x1b[?1049l\x1bc\x1b(0",
    "a link that a terminal makes": "Ann\x1b]8;;https://evil.example\x1b\\here\x1b]8;;\x1b\\",
    "text kept apart": "Ann\u2067evil\u2069\u2068x\u2069\u061c\u200e\U000e0001\U000e0041",
    "marks on nothing": "\u0301\u20e3\u0903\U0001f3fb\u1160\u11a8Ann",
    "a flood of syllables": "\u1100"
    + "\u1161" * 40
    + "\U0001f466"
    + "\U0001f3fb" * 40
    + "\u0915"
    + "\u0903" * 40,
    "a formula in wide signs": '＝HYPERLINK("https://evil.example")',
    "a formula after a return": "\r\n=1+1",
    "a reference to an entity": "&lt;&xxe;&#x1b;]]><![CDATA[Ann",
    "a path of this program": "~/..\\..//caseload.db-wal%00",
}
"""By what is hostile about them. All leave something to see when they are cleaned."""


def harmful(text: str, *, lines: bool = False) -> list[str]:
    """The characters in `text` that must not be kept, drawn or written; line breaks count unless `lines`."""
    allowed = {"\n"} if lines else set()
    return [
        f"U+{ord(character):04X}"
        for character in text
        if character not in allowed
        and (unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn") or character in "\u2028\u2029")
    ]


def assert_harmless(texts: Iterable[str], *, lines: bool = False) -> None:
    """Fail with the texts that hold anything of the kind, and with what they hold."""
    found = {ascii(text[:200]): sorted(set(bad)) for text in texts if (bad := harmful(text, lines=lines))}
    assert not found, found
