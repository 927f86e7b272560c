"""Stored dates brought in line with the rules before a command reads them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ehc_tui.cli.progress import progress_bar

if TYPE_CHECKING:
    from ehc_tui.casework.context import Doing
    from ehc_tui.cli.common import Common
    from ehc_tui.store.engine import Store


def keep_up_to_date(opened: Store, options: Common) -> None:
    """The same as `bring_up_to_date`, without loading the law where its files are those the store knows."""
    from ehc_tui.casework.noted import files_are_as_noted
    from ehc_tui.settings import load_settings

    if not files_are_as_noted(opened.read(), load_settings().process):
        bring_up_to_date(opened, options.doing(opened))


def bring_up_to_date(opened: Store, doing: Doing) -> None:
    """Has every date counted again if the rules have changed since the store's were counted.

    Where the store may not be written that is said on stderr, and the dates stay as they are.
    """
    from ehc_tui.casework.derived_with import catch_up, is_current

    if is_current(opened.read(), doing):
        return
    from ehc_tui.store.engine import open_store
    from ehc_tui.store.errors import StoreError

    try:
        with open_store(opened.path) as store, progress_bar("Counting again") as progress:
            catch_up(store, doing, progress)
    except StoreError as refusal:
        sys.stderr.write(f"ehc-tui: the dates were counted under other rules. {refusal}\n")
