"""How much room references take in a list of the panel."""

from __future__ import annotations

from collections.abc import Iterable

from ehc_tui.text import cell_width

_LEAST, _MOST = 8, 14


def ref_cells(refs: Iterable[str]) -> int:
    """The cells of the widest reference, 8 at least; one that is very long is cut."""
    return min(max((_LEAST, *map(cell_width, refs))), _MOST)
