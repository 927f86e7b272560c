"""How the answers to the questions of the import screen are read: a file, and what a column means."""

from __future__ import annotations

from pathlib import Path

from ehc_tui.confinement import within
from ehc_tui.exchange.fields import FIELDS, IGNORE, label_of
from ehc_tui.text import fold

MOST_OFFERS = 12

_CHOICES = (*FIELDS, IGNORE)
_ENDINGS = {".csv", ".tsv", ".txt", ".xlsm", ".xlsx"}


def a_file(typed: str) -> Path:
    """The file typed, also as a terminal pastes one that was dropped on it; ValueError if there is none."""
    path = within(Path(typed.strip().strip("'\"").replace("\\ ", " ")).expanduser())
    if not typed.strip():
        raise ValueError("Type the name of a CSV or XLSX file, or press Esc to go back.")
    try:
        there = path.is_file()
    except OSError:  # a name longer than any file can have
        there = False
    if not there:
        raise ValueError(f"There is no file {path}.")
    return path


def files_like(typed: str) -> list[str]:
    """Folders and tracker files that begin as typed."""
    folder, _, start = typed.rpartition("/")
    place = Path(f"{folder}/" if folder or typed.startswith("/") else ".").expanduser()
    try:
        entries = sorted(within(place).iterdir())
    except OSError:
        return []
    lead = typed.removesuffix(start)
    return [
        f"{lead}{entry.name}{'/' if entry.is_dir() else ''}"
        for entry in entries
        if entry.name.casefold().startswith(start.casefold())
        and (start or not entry.name.startswith("."))
        and (entry.is_dir() or entry.suffix.casefold() in _ENDINGS)
    ][:MOST_OFFERS]


def labels_like(typed: str) -> list[str]:
    """The labels of fields that hold every word typed."""
    words = fold(typed).split()
    labels = [label_of(name) for name in _CHOICES]
    return [label for label in labels if all(word in fold(label) for word in words)][:MOST_OFFERS]


def a_field(typed: str) -> str:
    """The field typed by its label, its name or words that only one label has; ValueError otherwise."""
    named = {fold(words): name for name in _CHOICES for words in (name, label_of(name))}
    if fold(typed) in named:
        return named[fold(typed)]
    like = labels_like(typed)
    if not typed.strip() or len(like) != 1:
        raise ValueError(
            "Type more of it: several fit." if like and typed.strip() else "No field is called that."
        )
    return named[fold(like[0])]
