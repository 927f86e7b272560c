"""The primary need in what people write: the code of the SEN2 return, its name, or a word usual for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ehc_tui.text import fold

_USUAL = {
    "ASD": r"a ?s ?c | autis\w*",
    "DS": r"down s?(?: syndrome)?",
    "HI": r"hearing | deaf\w*",
    "MLD": r"moderate learning",
    "MSI": r"multi ?sensory | deafblind\w*",
    "PD": r"physical",
    "PMLD": r"profound",
    "SEMH": r"social emotional | semh? | emotional | mental health",
    "SLCN": r"speech | language | communication | s ?l ?t | salt",
    "SLD": r"severe learning",
    "SPLD": r"specific learning | dyslex\w* | dyscalc\w*",
    "VI": r"visual(?:ly)? | vision | sight",
}
_WORDS = {code: re.compile(rf"\b(?:{'|'.join(words.split(' | '))})\b") for code, words in _USUAL.items()}


def need_in(text: str, needs: Mapping[str, str]) -> str:
    """The code of the one need that `text` names, out of `needs` (labels by code); "" if none or several.

    "SEMH", "semh - anxiety", "Autism spectrum disorder" and "speech & language" are understood.
    """
    words = " ".join(re.sub(r"[\W_]+", " ", fold(text)).split())
    first = words.partition(" ")[0].upper()
    if first in needs:
        return first
    found = [code for code, label in needs.items() if words and words in _plain(label)]
    found = found or [code for code, usual in _WORDS.items() if code in needs and usual.search(words)]
    return found[0] if len(found) == 1 else ""


def _plain(label: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", fold(label)).split())
