"""`subject-access`: everything about one child as a bundle, and what to look at before it is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ehc_tui.cli.options import StoreOption, TodayOption, common
from ehc_tui.cli.output import say


def subject_access(
    context: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="The reference of the case.")],
    destination: Annotated[
        Path, typer.Argument(metavar="DEST", help="A new folder, or a name that ends in .zip.")
    ],
    store: StoreOption = None,
    today: TodayOption = None,
) -> None:
    """Write all that is held about one child.

    Facts, dates with their reasons, advice, meetings, decisions, notes, who changed and who looked, as
    Markdown, JSON and CSV. Other people's names are marked; before-sending.md says what to look at.

    \b
    ehc-tui subject-access E26-0412 E26-0412.zip
    """
    from ehc_tui.cli.up_to_date import bring_up_to_date
    from ehc_tui.present.subject_access import write_subject_access
    from ehc_tui.settings import load_settings

    options = common(context, store, today)
    with options.opened(read_only=True) as opened:
        doing = options.doing(opened)
        bring_up_to_date(opened, doing)
        written = write_subject_access(opened, doing, ref, load_settings().warning_days, destination)
    say([f"Written to {written}. Read before-sending.md in it before anything is sent."])
