"""Where a person was when the program ended, however it ended: saved as it changes, restored at the start."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ehc_tui.digests import sha256
from ehc_tui.law.written import from_json
from ehc_tui.places import folder
from ehc_tui.text import clean

if TYPE_CHECKING:
    from ehc_tui.store.engine import Store
    from ehc_tui.store.filters import Filter
    from ehc_tui.store.keys import Key
    from ehc_tui.store.orders import Sort

_FORMAT = 1
_MOST_BYTES = 64_000_000
_PARTS = re.compile("[/ ]")
"""What parts the words of a draft's key."""


class Drafts(MutableMapping[str, str]):
    """Half-typed answers by the key of their question. Every change is reported, so that it can be saved."""

    def __init__(self, kept: dict[str, str], changed: Callable[[], None]) -> None:
        self._kept = kept
        self._changed = changed

    def __getitem__(self, key: str) -> str:
        return self._kept[key]

    def __setitem__(self, key: str, text: str) -> None:
        if self._kept.get(key) != text:
            self._kept[key] = text
            self._changed()

    def __delitem__(self, key: str) -> None:
        del self._kept[key]
        self._changed()

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


class SavedSession:
    """Filter, order, place, open case and drafts of one person in one store.

    `sort` is the name of an order, `descending` turns it round. `on_change` is called after every change;
    `save` writes the file, encrypted where there is a `key`. Without a `path` nothing is kept.
    `half_typed_before` are the drafts when they were last read or written.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        key: Key | None = None,
        filter: str = "",  # noqa: A002 - the name it is kept under
        sort: str = "",
        descending: bool = False,
        cursor: str = "",
        open_case: str = "",
        open_pack: str = "",
        half_typed: dict[str, str] | None = None,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self.path, self.key = path, key
        self.filter, self.sort, self.descending, self.cursor = filter, sort, descending, cursor
        self.open_case, self.open_pack = open_case, open_pack
        self.half_typed = half_typed or {}
        self.half_typed_before: dict[str, str] = {}
        self.on_change = on_change

    def __eq__(self, other: object) -> bool:
        """Equal if they keep the same in the same file."""
        return isinstance(other, SavedSession) and (self.path, self._kept()) == (other.path, other._kept())

    __hash__ = None  # type: ignore[assignment]

    @property
    def drafts(self) -> Drafts:
        """The half-typed answers."""
        return Drafts(self.half_typed, lambda: self.on_change())

    def list_left(self) -> tuple[Filter, Sort]:
        """Filter and order of the list as it was left."""
        from ehc_tui.store.filters import Filter, parse_filter
        from ehc_tui.store.orders import Sort, parse_sort

        try:
            return parse_filter(self.filter), parse_sort(self.sort or "next")
        except ValueError:  # written by a version that knew other words
            return Filter(), Sort()

    def remember(self, **places: str | bool) -> None:
        """Set any of `filter`, `sort`, `descending`, `cursor`, `open_case` and `open_pack`."""
        changed = {name: value for name, value in places.items() if getattr(self, name) != value}
        for name, value in changed.items():
            setattr(self, name, value)
        if changed:
            self.on_change()

    def forget(self, ref: str) -> None:
        """Drop what was half-typed about a case that was removed, and the place if it was that case."""
        kept = {key: text for key, text in self.half_typed.items() if ref not in _PARTS.split(key)}
        if len(kept) < len(self.half_typed):
            self.half_typed.clear()
            self.half_typed.update(kept)
            self.on_change()
        self.remember(**{name: "" for name in ("cursor", "open_case") if getattr(self, name) == ref})

    def save(self) -> None:
        """Write the file. Raises `exchange.private_file.FileRefused` where that cannot be.

        What another program of the same person has half typed meanwhile stays as that one left it.
        """
        if self.path is None:
            return
        from ehc_tui.session_file import keep_in, one_at_a_time  # here: only reading must be quick

        with one_at_a_time(self.path):
            ours = dict(self.half_typed)
            drafts = self._beside_others(ours, _kept_in(self.path, self.key).get("half_typed"))
            keep_in(self.path, {"format": _FORMAT, **self._kept(), "half_typed": drafts}, self.key)
            self.half_typed_before = ours

    def _beside_others(self, ours: dict[str, str], there: Any) -> dict[str, str]:
        """The drafts in the file, with what has changed here since they were last read or written."""
        before = self.half_typed_before
        theirs = there if isinstance(there, dict) else {}
        kept = {key: text for key, text in theirs.items() if key in ours or key not in before}
        return kept | {key: text for key, text in ours.items() if before.get(key) != text}

    def _kept(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _KEPT}


_KEPT: dict[str, type] = {
    "filter": str,
    "sort": str,
    "descending": bool,
    "cursor": str,
    "open_case": str,
    "open_pack": str,
    "half_typed": dict,
}


def session_path(store: Path, person: str) -> Path:
    """The file that keeps the session of a person in a store."""
    name = sha256(f"{store}\0{person}".encode()).hexdigest()[:16]
    return folder("state") / f"session-{name}.json"


def session_in(store: Store, person: str) -> SavedSession:
    """The session of a person in an open store, kept encrypted where the store is.

    An encrypted store that may only be read, and has no key for it yet, keeps none. Raises `StoreError`.
    """
    from ehc_tui.store.keys import is_encrypted

    path, encrypted = session_path(store.path, person), is_encrypted(store.path)
    if not encrypted and (is_plain(path) or not path.exists()):
        return load_session(path)
    from ehc_tui.store.sealed import key_outside

    key = key_outside(store, person)
    if encrypted and key is None:
        return SavedSession()
    session = load_session(path, key)
    session.key = key if encrypted else None
    if encrypted and is_plain(path):
        session.save()
    return session


def load_session(path: Path, key: Key | None = None) -> SavedSession:
    """The session in the file at `path`; a new one where there is none, or where it cannot be read.

    With a `key` it is read encrypted or plain, as it is.
    """
    kept = _kept_in(path, key)
    if kept.get("format") != _FORMAT:
        return SavedSession(path)
    places = {name: kept[name] for name, kind in _KEPT.items() if isinstance(kept.get(name), kind)}
    session = SavedSession(path, **_cleaned(places))
    session.half_typed_before = dict(session.half_typed)
    return session


def is_plain(path: Path) -> bool:
    """True of a file that is there and not encrypted."""
    try:
        with path.open("rb") as stream:
            return stream.read(1) == b"{"
    except OSError:  # there is none
        return False


def _kept_in(path: Path, key: Key | None) -> dict[str, Any]:
    """What the file holds, plain or under the key; empty where there is none, or it cannot be read.

    It is written whole or not at all, so what cannot be read is not ours to mend, and no reason not to start.
    """
    from ehc_tui.store.errors import StoreError

    try:
        if key is not None and not is_plain(path):
            from ehc_tui.store.sealed import unsealed

            kept = from_json(unsealed(path, key))
        else:
            with path.open("rb") as stream:
                kept = from_json(stream.read(_MOST_BYTES))
    except (OSError, ValueError, StoreError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _cleaned(places: dict[str, Any]) -> dict[str, Any]:
    for name, value in places.items():
        if isinstance(value, str):
            places[name] = clean(value)
        elif isinstance(value, dict):
            places[name] = {clean(key): clean(text) for key, text in value.items()}
    return places
