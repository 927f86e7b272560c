"""Opening the app on a store."""

from __future__ import annotations

import sys

from ehc_tui.cli.common import Common
from ehc_tui.cli.declared import READ_ONLY, STORE, TODAY, Declared
from ehc_tui.cli.errors import Refused


def open_app(options: Common, *, read_only: bool) -> None:
    """Runs the app until the person leaves. Without a store yet an empty one is made, unless `read_only`."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused(
            "The screens need a terminal: use `ehc-tui list` and `ehc-tui show` in scripts and pipes."
        )
    from ehc_tui.first_frame import show_first
    from ehc_tui.held_terminal import TERMINAL
    from ehc_tui.session import session_in
    from ehc_tui.settings import load_settings

    settings = load_settings()
    with TERMINAL as held, options.opened(create=not read_only, read_only=read_only) as store:
        me = options.person(store)
        session = session_in(store, me)
        if not options.at_keyboard:
            show_first(held, store, settings, options.today, me, session)
        from ehc_tui.app import EhcApp, run
        from ehc_tui.casework.door import admit

        app = EhcApp(
            store,
            settings,
            options.today,
            me,
            read_only=read_only,
            session=session,
            at_keyboard=options.at_keyboard,
            day=lambda: options.today,
        )
        run(app, held)
        if app.turned_out:
            admit(store)
    if app.locked:
        from ehc_tui.cli.output import say

        minutes = settings.lock_after
        say([f"Nobody was here for {minutes} minutes, so ehc-tui ended. It goes on where you were."])


OPEN = Declared(open_app, None, (READ_ONLY, STORE, TODAY))
