"""The way back to the pack that was being read when the line dropped."""

from __future__ import annotations

from collections.abc import Callable

from ehc_tui.desk import Desk
from ehc_tui.law.process import Panel
from ehc_tui.screens.panel import PanelScreen
from ehc_tui.screens.panel_agenda import AgendaScreen
from ehc_tui.screens.panel_base import PanelBase
from ehc_tui.screens.panel_pack import PackScreen
from ehc_tui.store.errors import NotFound
from ehc_tui.store.lookups import id_of
from ehc_tui.store.panel import minutes_of, queue

Opening = Callable[[], PanelBase]


def pack_again(desk: Desk, place: str) -> tuple[Opening, ...]:
    """On the reading thread: the screens that lead to the `place` a pack screen saved, the pack last.

    None of them where the panel, the session or the case has gone since.
    """
    key, session_id, ref = (*place.split("/", 2), "", "")[:3]
    panel = next((one for one in desk.process.panels if one.key == key), None)
    if panel is None or id_of(desk.store.read(), ref) is None:
        return ()
    if session_id.isdecimal():
        return _through_agenda(desk, panel, int(session_id), ref)
    refs = [row.ref for row in queue(desk.store.read(), panel, desk.today)]
    return (lambda: PanelScreen(panel, ref), lambda: PackScreen(panel, refs, ref))


def _through_agenda(desk: Desk, panel: Panel, session_id: int, ref: str) -> tuple[Opening, ...]:
    try:
        minutes = minutes_of(desk.store.read(), session_id, panel)
    except NotFound:
        return ()
    refs = [item.ref for item in minutes.items if not item.restricted]
    return (
        lambda: PanelScreen(panel, ref),
        lambda: AgendaScreen(panel, session_id),
        lambda: PackScreen(panel, refs, ref, minutes.session),
    )
