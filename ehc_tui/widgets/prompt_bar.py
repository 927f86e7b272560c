"""The docked line in which the program asks and answers: no question ever covers the screen.

A question is awaited from a flow (see `screens.asking.flow`), so that a whole dialogue reads top to bottom:

    day = await self.prompt.ask("Told the family on", parse=self.a_day, echo=weekday)
    if day is None:
        return                                    # Escape or ctrl+g: nothing happens
    if await self.prompt.confirm(f"Record the decision as told on {british(day)}?"):
        ...
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypedDict, TypeVar, Unpack, overload

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.widget import Widget

from ehc_tui.present.runs import Line, Run, Style, fit_line, line_width, wrap_line
from ehc_tui.text import cell_width, clean
from ehc_tui.widgets.attention import Attention
from ehc_tui.widgets.form_drafts import FormDrafts
from ehc_tui.widgets.frames import InPlace
from ehc_tui.widgets.line_input import LineInput
from ehc_tui.widgets.literal import Literal
from ehc_tui.widgets.outside_editor import EditorError, edit_outside
from ehc_tui.widgets.status_line import StatusLine

T = TypeVar("T")

_KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
_MOST_LINES = 6


class Options(TypedDict, total=False):
    """What can be said of a question for text besides how its answer is read."""

    initial: str
    """What stands in the field at first."""
    hint: str
    """A few words shown in the status line while nothing better can be said."""
    echo: Callable[[Any], str]
    """Says how what is typed so far is understood, from its parsed value: "Fri 27 Nov 2026"."""
    complete: Callable[[str], Sequence[str]]
    """Offers whole texts for what is typed; Tab takes the first."""
    on_change: Callable[[str], None]
    """Hears of every change, in cleaned text."""
    draft: str
    """The key under which words are kept: they outlive Escape too. Without one the dialogue gives a key."""
    words: bool
    """Words of the person's own: what is typed outlives Escape too."""
    anew: bool
    """It has to be typed anew each time, and is not kept."""
    long: bool
    """Allows several lines of text, and ctrl+e to write them in the person's own editor."""
    lets_through: frozenset[str]
    """The screen's commands that go on working while the question waits."""


class PromptBar(InPlace, can_focus=True):
    """Asks one thing at a time: `ask` for text, `choose` for one of a few, `confirm` for a yes; `say` tells.

    All of them return None (or False) when the person steps back with Escape or ctrl+g. `drafts` keeps what
    is typed in a dialogue until its act is done, as `forms` says. Hints and refusals appear in `status`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+g", "cancel", show=False),
        Binding("tab", "complete", show=False),
    ]

    def __init__(
        self,
        status: StatusLine,
        drafts: MutableMapping[str, str],
        attention: Attention,
        *,
        editor: str = "",
    ) -> None:
        super().__init__()
        self._attention = attention
        self._status = status
        self.forms = FormDrafts(drafts)
        self._editor = editor
        self._words = Literal()
        self._input = LineInput()
        self._said: Line = ()
        self._heard: Line = ()
        self._answer: asyncio.Future[Any] | None = None
        self._typed: _Typed | None = None
        self._key = ""
        self._keys: dict[str, Any] = {}

    def compose(self) -> Any:
        """The words of a question or message, and the field for what is typed."""
        yield self._words
        yield self._input

    @property
    def asking(self) -> bool:
        """True while a question waits for its answer; the screen's own commands rest meanwhile."""
        return self._answer is not None

    @property
    def lets_through(self) -> frozenset[str]:
        """The screen's commands that go on working while a question waits."""
        return self._typed.lets_through if self._typed else frozenset()

    def say(self, text: str, style: Style = Style.PLAIN) -> None:
        """Tell the person something; it stays until the next message or question. Long sentences wrap.

        While a question waits it is whispered beside it, and told once no more is asked.
        """
        self._tell((Run(clean(text), style),) if text else ())

    def add(self, text: str) -> None:
        """Tell what nobody asked for: a warning that stands is not wiped by it, but stands before it."""
        warned = [run for run in self._said[:1] if run.style is Style.WARN and not self.asking]
        self._tell((*warned, *([Run("  ")] if warned else []), Run(clean(text))))

    def _tell(self, line: Line) -> None:
        if not self.asking:
            self._heard, self._said = (), line
            self._show(line)
        elif line:
            self._heard = line
            self._status.whisper(line)

    def begin(self) -> None:
        """Another dialogue begins: what was told during the one before has been read."""
        self._heard = ()

    @overload
    async def ask(self, question: str, **options: Unpack[Options]) -> str | None: ...

    @overload
    async def ask(
        self, question: str, *, parse: Callable[[str], T], **options: Unpack[Options]
    ) -> T | None: ...

    async def ask(
        self, question: str, *, parse: Callable[[str], Any] = str, **options: Unpack[Options]
    ) -> Any:
        """Ask for a line of text and return `parse` of it, or None if the person stepped back.

        `parse` gets cleaned text and raises `ValueError` with a sentence to refuse it; the question then
        stays. What else can be said of a question is in `Options`.
        """
        typed = _Typed(parse, **options)
        self._typed = typed
        self._key = "" if typed.anew else self.forms.key_of(question, typed.draft)
        kept = self.forms.text(self._key, typed.initial)
        text = clean(kept) + (" " if kept.endswith(" ") else "")
        self._ask_in(question)
        self._input.value = text
        self._input.cursor_position = len(text)
        self._hint(text)
        return await self._wait(self._input)

    def refuse(self, sentence: str) -> None:
        """Say beside the question what is wrong with what has been typed so far."""
        self._status.whisper((Run(clean(sentence), Style.WARN),))

    async def choose(self, question: str, options: Sequence[tuple[str, str, T]]) -> T | None:
        """Ask for one of a few (key, label, value); the key alone answers. An empty key gets a free one."""
        free = iter(key for key in _KEYS if key not in {key for key, _, _ in options})
        runs = [Run(question, Style.HEAD)]
        self._keys = {}
        for key, label, value in options:
            key = key or next(free)
            self._keys[key] = value
            runs += (Run("  "), Run(key, Style.KEY), Run("\u00a0" + clean(label).replace(" ", "\u00a0")))
        self._show(tuple(runs))
        self._status.whisper((Run("Esc", Style.KEY), Run(" step back", Style.DIM)))
        found: T | None = await self._wait(self)
        return found

    async def confirm(self, sentence: str) -> bool:
        """Ask for a yes to a sentence that names what will change; only y is a yes."""
        answer = await self.choose(clean(sentence), [("y", "yes", True), ("n", "no", False)])
        return answer is True

    # What happens inside while a question waits

    async def _wait(self, focus: Widget) -> Any:
        before = self.screen.focused
        self._answer = asyncio.get_running_loop().create_future()
        self.screen.set_focus(focus, scroll_visible=False)
        self._attention.ask()
        try:
            return await self._answer
        finally:
            self._attention.answered()
            self._answer, self._typed, self._keys, self._said = None, None, {}, self._heard
            if self.is_attached:
                self._close()
                self.screen.set_focus(before, scroll_visible=False)

    def _close(self) -> None:
        self._input.display = False
        self._words.styles.width = "1fr"
        self.remove_class("-tall")
        self._show(self._said)
        self._status.whisper(None)

    def _reply(self, value: Any) -> None:
        if self._answer is not None and not self._answer.done():
            self._attention.answered()
            self._answer.set_result(value)

    def _ask_in(self, question: str) -> None:
        """Lay the question beside the field, or above it where it would leave too little room."""
        width = cell_width(question) + 2
        tall = width > self.size.width * 3 // 5
        self.set_class(tall, "-tall")
        self._words.styles.width = "1fr" if tall else width
        self._input.display = True
        self._show((Run(question, Style.HEAD),))

    def _show(self, line: Line) -> None:
        room = self.size.width - 2
        wrapped = wrap_line(line, room)[:_MOST_LINES] if line and room > 0 else [()]
        lines = [(Run(" "), *words) for words in wrapped]
        height = len(lines)
        if self._words.styles.height is None or self._words.styles.height.value != height:
            self._words.styles.height = height
        self._words.show(*lines)

    def _hint(self, text: str) -> None:
        """Say in the status line how the text is understood, or what would complete it, or the plain hint."""
        typed = self._typed
        if typed is None:
            return
        runs: list[Run] = []
        if understood := typed.understood(text):
            runs = [Run(understood, Style.ACCENT)]
        elif offers := list(typed.offers(text))[:12]:
            runs = [Run("Tab", Style.KEY), Run(" " + " · ".join(offers), Style.DIM)]
        elif typed.hint:
            runs = [Run(typed.hint, Style.DIM)]
        keys = [
            Run("Enter", Style.KEY),
            Run(" ok  ", Style.DIM),
            Run("Esc", Style.KEY),
            Run(" step back", Style.DIM),
        ]
        if typed.long and self._editor:
            keys += [Run("  ctrl+e", Style.KEY), Run(" your editor", Style.DIM)]
        room = self._status.size.width - line_width(keys) - 5
        if line_width(runs) > room:
            runs = list(fit_line(runs, max(room, 0)))
        self._status.whisper((*runs, *([Run("   ")] if runs else []), *keys))

    @on(LineInput.Changed)
    def _changed(self, event: LineInput.Changed) -> None:
        event.stop()
        typed = self._typed
        if typed is None or not self.asking:
            return
        self.forms.keep(self._key, event.value, typed.initial, words=typed.words or bool(typed.draft))
        self._hint(event.value)
        if typed.on_change is not None:
            typed.on_change(clean(event.value))

    @on(LineInput.Submitted)
    def _submitted(self, event: LineInput.Submitted) -> None:
        event.stop()
        self._accept(event.value)

    def _accept(self, text: str) -> None:
        typed = self._typed
        if typed is None:
            return
        cleaned = clean(text, lines=typed.long)
        try:
            value = typed.parse(cleaned)
        except ValueError as refusal:
            self.refuse(str(refusal))
            return
        self.forms.answered(self._key, cleaned, value)
        self._reply(value)

    @on(LineInput.EditOutside)
    async def _edit_outside(self, event: LineInput.EditOutside) -> None:
        event.stop()
        typed = self._typed
        if typed is None or not typed.long:
            return
        try:
            text = edit_outside(self.app, self._editor, self._input.value)
        except EditorError as refusal:
            self.refuse(str(refusal))
            return
        if text:
            self._accept(text)

    def on_key(self, event: Key) -> None:
        """A key of `choose` or `confirm` answers at once."""
        if self._keys and event.character in self._keys:
            event.stop()
            event.prevent_default()
            self._reply(self._keys[event.character])

    def action_cancel(self) -> None:
        """Step back from the question."""
        self._reply(None)

    def action_complete(self) -> None:
        """Take the first completion of what is typed."""
        if self._typed is None:
            return
        if offers := self._typed.offers(self._input.value):
            self._input.value = offers[0]
            self._input.cursor_position = len(offers[0])

    def on_resize(self) -> None:
        """Wrap the message to the new width."""
        if not self.asking:
            self._show(self._said)


@dataclass(frozen=True, slots=True)
class _Typed:
    """How one question for text reads what is typed."""

    parse: Callable[[str], Any]
    initial: str = ""
    hint: str = ""
    echo: Callable[[Any], str] | None = None
    complete: Callable[[str], Sequence[str]] | None = None
    on_change: Callable[[str], None] | None = None
    draft: str = ""
    words: bool = False
    anew: bool = False
    long: bool = False
    lets_through: frozenset[str] = frozenset()

    def understood(self, text: str) -> str:
        """How `text` is understood, empty if it is not (yet)."""
        if self.echo is None or not text.strip():
            return ""
        try:
            return self.echo(self.parse(clean(text)))
        except ValueError:
            return ""

    def offers(self, text: str) -> Sequence[str]:
        """Completions of `text`."""
        return self.complete(text) if self.complete else ()
