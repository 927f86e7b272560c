"""The driver that takes over a terminal that is quiet already and shows the first screen."""

from __future__ import annotations

from typing import Any, Protocol

from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver

from ehc_tui.widgets.pasting import PasteProofParser

_TO_OTHER_SCREEN = "\x1b[?1049h"


linux_driver.XTermParser = PasteProofParser  # type: ignore[attr-defined]  # the driver has no other place for it


class Held(Protocol):
    """A terminal that was made quiet before the app began, and may have been drawn on."""

    attributes: list[Any] | None
    taken_over: bool

    @property
    def screenful(self) -> object | None:
        """What was drawn on it."""


def driver_for(held: Held) -> type[LinuxDriver]:
    """Textual's driver, except that it does not clear the screen and knows how the line was set."""

    class TakingOver(LinuxDriver):
        def write(self, data: str) -> None:
            if data == _TO_OTHER_SCREEN and not held.taken_over:
                held.taken_over = True
                if held.screenful is not None:
                    return
            super().write(data)

        def start_application_mode(self) -> None:
            super().start_application_mode()  # type: ignore[no-untyped-call]
            if held.attributes is not None:
                self.attrs_before = held.attributes

    return TakingOver
