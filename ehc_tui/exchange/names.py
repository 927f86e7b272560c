"""Names of children as trackers write them, in one cell or two."""

from __future__ import annotations

import re

_PARTICLES = "al ap ben bin da de del della der di do dos du el ibn la le mac mc o st ter van von"
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "master", "mstr"})
_WORD = re.compile(r"[^\W\d_]+")


def split_name(name: str) -> tuple[str, str]:
    """Surname and forename of "SURNAME, First", "First Last" or "SURNAME First"; a single name is a surname.

    Without a comma the surname is the words in capitals, else the last word with the particles before it.
    A title before the name or the forename is no part of it.
    """
    if "," in name:
        surname, _, forename = name.partition(",")
        return as_name(_untitled(surname)), as_name(_untitled(forename))
    name = _untitled(name)
    words = name.split()
    loud = [word for word in words if len(word) > 1 and word.isupper()]
    if loud and len(loud) < len(words):
        return as_name(" ".join(loud)), as_name(" ".join(word for word in words if word not in loud))
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in _PARTICLES.split():
        start -= 1
    if start <= 0:
        return as_name(name), ""
    return as_name(" ".join(words[start:])), as_name(" ".join(words[:start]))


def _untitled(name: str) -> str:
    first, _, others = name.strip().partition(" ")
    return others if others and first.rstrip(".").casefold() in _TITLES else name


def as_name(text: str) -> str:
    """The name in its usual letters: what is written all in capitals only marks a surname and is taken back.

    `O'CONNOR` gives `O'Connor`, `MCKENZIE` `McKenzie`, `SMITH-JONES` `Smith-Jones`; mixed letters stay.
    """
    text = " ".join(text.split()).strip(" ,;")
    if len(text) < 2 or not text.isupper():
        return text
    return _WORD.sub(lambda word: _capitalised(word[0]), text.replace("’", "'"))


def _capitalised(word: str) -> str:
    if len(word) > 3 and word.startswith("MC"):
        return "Mc" + word[2:].capitalize()
    return word.capitalize()
