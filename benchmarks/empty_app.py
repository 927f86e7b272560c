"""The smallest Textual app: what every app on Textual pays before it does anything. `x` changes a word."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """Shows one line."""

    pressed = 0

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("ready")

    def key_x(self) -> None:
        """Count the keys."""
        self.pressed += 1
        self.query_one(Static).update(f"ready, {self.pressed}")


if __name__ == "__main__":
    EmptyApp().run()
