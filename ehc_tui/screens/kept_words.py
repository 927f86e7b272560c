"""What becomes of the words of a dialogue whose act was refused because what it was about has gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ehc_tui.casework.roles import NotAllowed
from ehc_tui.commands import command
from ehc_tui.present.runs import Style
from ehc_tui.store.errors import NotFound

if TYPE_CHECKING:
    from ehc_tui.screens.base import BaseScreen


class KeptWords:
    """The part of a screen that refuses, and leads to what was typed in vain."""

    def refuse(self: Any, refusal: Exception) -> None:
        """Say why something was not done; where no question brings the words back, also where they are."""
        screen: BaseScreen = self
        lost = isinstance(refusal, NotFound | NotAllowed) and screen.prompt.forms.any_kept
        kept = f" What you typed is kept: {command('app.drafts').key_label} lists it." if lost else ""
        screen.say(f"{refusal}{kept}", Style.WARN)

    def action_app_drafts(self: Any) -> None:
        """Open what was typed and not recorded."""
        from ehc_tui.screens.drafts import DraftsScreen

        self.app.push_screen(DraftsScreen())
