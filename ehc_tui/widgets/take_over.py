"""The driver that takes over a terminal on which the first screen stands already."""

from __future__ import annotations

from typing import Any, Protocol

from textual.drivers.linux_driver import LinuxDriver

_TO_OTHER_SCREEN = "\x1b[?1049h"


class Held(Protocol):
    """A terminal that was made quiet and drawn on before the app began."""

    attributes: list[Any] | None
    taken_over: bool


def driver_for(held: Held) -> type[LinuxDriver]:
    """Textual's driver, except that it does not clear the screen and knows how the line was set."""

    class TakingOver(LinuxDriver):
        def write(self, data: str) -> None:
            if data == _TO_OTHER_SCREEN and not held.taken_over:
                held.taken_over = True
                return
            super().write(data)

        def start_application_mode(self) -> None:
            super().start_application_mode()  # type: ignore[no-untyped-call]
            if held.attributes is not None:
                self.attrs_before = held.attributes

    return TakingOver
