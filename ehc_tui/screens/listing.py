"""The caseload as one thread reads it, kept in step with what the screen shows."""

from __future__ import annotations

from ehc_tui.desk import Desk
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.filters import Filter
from ehc_tui.store.orders import Sort


class Listing:
    """A list of cases on a connection of its own. What it has read is kept until the store changes."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._list: Caseload | None = None
        self._changes = 0

    def shown(self, shown: Filter, sort: Sort, changes: int) -> Caseload:
        """On the thread it belongs to: the list of these cases, after so many changes of the store."""
        desk, found = self._desk, self._list
        if found is None or found.today != desk.today:
            found = Caseload(desk.store.read(), desk.today, desk.settings.warning_days, desk.me)
            self._list = found
        if changes != self._changes:
            self._changes = changes
            found.refresh()
        if (shown, sort) != (found.filter, found.sort):
            found.show(shown, sort)
        return found
