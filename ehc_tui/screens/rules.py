"""The rule book: find a rule, read it, see which open cases are under it, calculate with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from ehc_tui.commands import Move, bindings_for, commands_of
from ehc_tui.law.rules import Condition, Limb, Rule
from ehc_tui.law.service import Service, parse_service
from ehc_tui.present.page import GUTTER
from ehc_tui.present.rules.calculation import Calculation, calculate, due_sentence, letter, rule_letter
from ehc_tui.present.rules.find import Entry, entries, matching
from ehc_tui.present.rules.rule_list import NARROW, rule_list
from ehc_tui.present.rules.rule_page import RuleNow, RulePage, rule_page
from ehc_tui.present.rules.words import counted, label_of
from ehc_tui.present.runs import Run, Style
from ehc_tui.screens.asking import flow
from ehc_tui.screens.base import BaseScreen
from ehc_tui.store.under_rule import NOT_RUNNING, CaseUnderRule, RuleCount, cases_under, rule_counts
from ehc_tui.text import british, parse_day
from ehc_tui.widgets.lines import LineList
from ehc_tui.widgets.literal import Literal

_BESIDE = 110
"""From this width the rule stands beside the list."""
_WINDOW = 50
_MOVES = frozenset(command.id for command in commands_of("rules") if command.move)


class RulesScreen(BaseScreen):
    """The rule book. With `rule_id` it opens on that rule, and stepping back leads to where it was opened."""

    SCOPE = "rules"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("rules")]

    def __init__(self, rule_id: str | None = None) -> None:
        super().__init__()
        self._summary = Literal(id="summary")
        self._list = LineList(id="rules")
        self._preview = Literal(id="preview")
        self._page = LineList(id="rule")
        self._wanted = rule_id
        self._reading = False
        self._came_for_one = False
        self._typed = ""
        self._book = self.desk.book
        self._entries: tuple[Entry, ...] = ()
        self._found: tuple[Entry, ...] = ()
        self._counts: Mapping[str, RuleCount] = {}
        self._cases: dict[str, tuple[CaseUnderRule, ...]] = {}
        self._calculated: dict[str, Calculation] = {}
        self._shown: RulePage | None = None

    def compose_body(self) -> ComposeResult:
        """How many rules are shown, and the list with the rule beside it or in its place."""
        yield self._summary
        with Horizontal(id="book"):
            yield self._list
            yield self._preview
            yield self._page

    def on_mount(self) -> None:
        """Open the book."""
        book = self._book
        self.head((Run("Rule book", Style.TITLE), Run(f" · {book.name}, as known on {british(book.as_of)}")))
        wanted = self._wanted
        self._open_book()
        self._came_for_one = self._reading = bool(self._current and self._current.id == wanted)
        self.store_changed()

    def on_resize(self) -> None:
        """Lay both sides out for the new width."""
        self._draw()

    def store_changed(self) -> None:
        """Count again on what the rules run; dates counted under other readings are forgotten."""
        if self.desk.book is not self._book:
            self._calculated.clear()
            self._open_book()
        self.run_read(
            lambda: rule_counts(self.desk.store.read(), self.desk.today), self._have_counts, name="counts"
        )

    def _open_book(self) -> None:
        self._book = self.desk.book
        self._entries = entries(self._book, self.desk.today, self.desk.process)
        self._find(self._typed)

    def _have_counts(self, counts: Mapping[str, RuleCount]) -> None:
        self._counts = counts
        self._cases.clear()
        self._draw()
        self._read_cases()

    # What is shown

    @property
    def _current(self) -> Entry | None:
        return self._found[self._list.cursor] if self._found else None

    @property
    def _wide(self) -> bool:
        return self.size.width >= _BESIDE

    def _find(self, typed: str) -> None:
        """Show only the rules that hold what was typed, with the cursor on the same rule if it is there."""
        wanted = self._wanted or (self._current.id if self._current else None)
        self._typed, self._wanted = typed, None
        self._found = matching(self._entries, typed)
        place = next((index for index, entry in enumerate(self._found) if entry.id == wanted), 0)
        self._draw(place)
        self._read_cases()

    def _draw(self, place: int | None = None) -> None:
        width = self.size.width
        if not width:
            return
        self._list.display = self._wide or not self._reading
        self._page.display = self._reading
        self._preview.display = self._wide and not self._reading
        listed = NARROW if self._wide else width
        self._list.styles.width = listed
        self._list.rest(self._reading)
        self._list.show(
            rule_list(self._found, self._counts, listed), self._list.cursor if place is None else place
        )
        self._summarise()
        self._draw_rule()

    def _draw_rule(self, row: int | None = None) -> None:
        entry = self._current
        room = self.size.width - (NARROW if self._wide else 0)
        if entry is None:
            self._shown = None
            self._preview.show()
            return
        what = RuleNow(entry, self._count(entry), self._cases.get(entry.id), self._calculated.get(entry.id))
        self._shown = rule_page(what, self._book, self.desk.today, room)
        self._page.show(self._shown.page, self._page.cursor if row is None else row)
        page = self._shown.page
        room = self._preview.size.height or self.size.height
        lines = [(Run(" " * GUTTER), *page.row(index)) for index in range(min(page.count, room))]
        if page.count > room:
            lines[-1] = (Run(" " * GUTTER + "… Enter reads on", Style.DIM),)
        self._preview.show(*lines)

    def _summarise(self) -> None:
        found, everything = len(self._found), len(self._entries)
        how_many = (
            f"{everything} rules"
            if found == everything
            else f"{found} of {everything} rules hold “{self._typed}”"
        )
        self._summary.show((Run(f" {how_many}. Open counts what runs now on open cases.", Style.DIM),))

    def _count(self, entry: Entry) -> RuleCount:
        return self._counts.get(entry.id, NOT_RUNNING)

    def _read_cases(self, more: int = 0) -> None:
        """Read the cases under the rule in view, if it runs on any; `more` reads on after those there are."""
        entry = self._current
        if entry is None or not self._counts or (entry.id in self._cases and not more):
            return
        before = self._cases.get(entry.id, ())
        desk, rule = self.desk, entry.id

        def question() -> tuple[CaseUnderRule, ...]:
            return cases_under(
                desk.store.read(),
                rule,
                desk.today,
                desk.settings.warning_days,
                limit=more or _WINDOW,
                offset=len(before),
            )

        def then(cases: tuple[CaseUnderRule, ...]) -> None:
            self._cases[rule] = (*before, *cases)
            self._draw_rule()

        self.run_read(question, then, name="cases")

    @on(LineList.Moved)
    def _moved(self, event: LineList.Moved) -> None:
        """Another rule came under the cursor of the list."""
        event.stop()
        if not self._reading:
            self._draw_rule(0)
            self._read_cases()
            self.offer_commands()

    def move(self, how: Move) -> None:
        """Move through the list, or through the rule that is being read."""
        (self._page if self._reading else self._list).move(how)

    def why_not(self, command_id: str) -> str | None:
        """A rule must be there to be read, and run a clock to be calculated."""
        entry = self._current
        if command_id in ("rules.open", "rules.calculate", "rules.copy") and entry is None:
            return "No rule is shown: Esc shows all of them again."
        if command_id == "rules.calculate" and entry and not _calculable(entry.rule):
            return f"“{entry.name}” sets no number of days, so there is nothing to calculate."
        return super().why_not(command_id)

    # What can be done

    @flow
    async def action_rules_open(self) -> None:
        """Read the rule under the cursor, open the case under it, or show more cases."""
        if not self._reading:
            self._read()
            return
        if self._shown is None:
            return
        case = self._shown.case_at(self._page.cursor)
        if case is not None:
            await self.ehc.open_case(case.ref)
        elif self._shown.offers_more(self._page.cursor):
            self._read_cases(more=4 * _WINDOW)

    def action_rules_list(self) -> None:
        """Go back from the rule to the list."""
        self._reading = self._came_for_one = False
        self._draw()

    def action_app_back(self) -> None:
        """Step back from the rule to the list, from what was found to all rules, from the book."""
        if self._came_for_one or not (self._reading or self._typed):
            super().action_app_back()
        elif self._reading:
            self.action_rules_list()
        else:
            self._find("")

    def action_app_rules(self) -> None:
        """From a rule, the whole book."""
        self.action_rules_list()

    @flow
    async def action_rules_find(self) -> None:
        """Find rules while typing; Escape brings back what was shown before."""
        before = self._typed
        self.action_rules_list()
        found = await self.prompt.ask(
            "Find",
            initial=before,
            hint='words, "reg 13", !word, stage: law: binds:',
            on_change=self._find,
            lets_through=_MOVES,
        )
        self._find(before if found is None else found)

    @flow
    async def action_rules_calculate(self) -> None:
        """Ask for the dates of what starts the rule, and show what follows."""
        entry = self._current
        if entry is None or entry.rule is None:
            return
        given = await self._ask_dates(entry.rule)
        if given is None:
            return
        done = calculate(entry.rule, given, self._book, self.desk.process)
        self._calculated[entry.id] = done
        self._read()
        self.say(f"{due_sentence(done.clock)} y copies it as a sentence for a letter.")

    def action_rules_copy(self) -> None:
        """Send the calculation, or what the rule says, to the terminal's clipboard, worded for a letter."""
        entry = self._current
        if entry is None:
            return
        sent = "Sent to your terminal's clipboard, if the terminal allows it"
        if done := self._calculated.get(entry.id):
            self.app.copy_to_clipboard(letter(done))
            self._read()
            self.say(f"{sent}: what stands under “For a letter”.")
            return
        text = rule_letter(entry.rule, counted(entry.rule, self._book)) if entry.rule else entry.sentence
        self.app.copy_to_clipboard(text)
        self.say(f"{sent}: {text}")

    @flow
    async def action_rules_reliefs(self) -> None:
        """Show on what scale exceptions are relied on."""
        from ehc_tui.screens.reliefs import ReliefsScreen

        await self.app.push_screen(ReliefsScreen())

    def _read(self) -> None:
        """Read the rule from its beginning."""
        self._reading = True
        self._draw()
        self._draw_rule(0)

    # Asking for dates

    async def _ask_dates(self, rule: Rule) -> dict[Condition, Service] | None:
        """What happened when, for each count of the rule; None if the person stepped back."""
        given: dict[Condition, Service] = {}
        for number, limb in enumerate(rule.limbs):
            event = await self._ask_event(limb, needed=number == 0)
            if event is None:
                return None
            if event == _NOTHING:
                continue
            answer = await self._ask_day(event, needed=number == 0)
            if answer is None:
                return None
            if answer[0]:
                given[event] = answer[0]
        return given

    async def _ask_event(self, limb: Limb, *, needed: bool) -> Condition | None:
        """Which of several things happened; `_NOTHING` where none of them did."""
        events = list({label_of(event, self._book): event for event in limb.triggers}.items())
        if len(events) == 1:
            return events[0][1]
        choices = [("", label, event) for label, event in events]
        if needed:
            return await self.prompt.choose("What happened", choices)
        return await self.prompt.choose("And did any of these happen", [*choices, ("n", "none", _NOTHING)])

    async def _ask_day(self, event: Condition, *, needed: bool) -> tuple[Service | None] | None:
        """The day of an event, nothing in it if it did not happen; None if the person stepped back."""
        today, post = self.desk.today, self.desk.settings.post_working_days
        by_post = self._book.facts[event.kind].served

        def parse(typed: str) -> tuple[Service | None]:
            if not typed and not needed:
                return (None,)
            if by_post:
                return (parse_service(typed, today, post),)
            return (Service(parse_day(typed, today, prefer="past")),)

        hints = ["12/1, fri, -3d"]
        hints += ["“fri by post” if posted"] if by_post else []
        hints += [] if needed else ["Enter if it never happened"]
        what = label_of(event, self._book)
        return await self.prompt.ask(
            f"{what[:1].upper()}{what[1:]} on", parse=parse, hint="; ".join(hints), echo=_understood
        )


_NOTHING = Condition("")


def _calculable(rule: Rule | None) -> bool:
    return rule is not None and rule.count != "NONE" and bool(rule.triggers)


def _understood(answer: tuple[Service | None]) -> str:
    """How a typed day is taken."""
    service = answer[0]
    if service is None:
        return "it never happened"
    served = british(service.served_on, "weekday")
    return f"served {served}, posted {british(service.posted_on)}" if service.posted_on else served
