"""`drafts`: what a person typed in the app and did not record."""

from __future__ import annotations

import typer

from ehc_tui.cli.options import JsonOption, StoreOption, TodayOption, common
from ehc_tui.cli.output import say


def drafts(
    context: typer.Context,
    as_json: JsonOption = False,
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Print what you typed in the app and did not record.

    \b
    ehc-tui drafts
    """
    from ehc_tui.present.drafts import NOTHING, half_typed
    from ehc_tui.session import load_session, session_path
    from ehc_tui.text import clean

    options = common(context, store, today)
    with options.opened(read_only=True) as opened:
        found = half_typed(load_session(session_path(opened.path, options.person(opened))).half_typed)
    if as_json:
        import json

        say([json.dumps([{"where": one.where, "text": one.text} for one in found], indent=2)])
        return
    lines = [
        line for one in found for line in (f"{one.where}:", *clean(one.text, lines=True).splitlines(), "")
    ]
    say(lines[:-1] or [NOTHING])
