"""The caseload, home of the program: filter, sort, mark, and what can be done to many cases at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ehc_tui.confinement import within
from ehc_tui.present.caseload import SORT_WORDS
from ehc_tui.screens.asking import flow
from ehc_tui.screens.caseload_list import MOVES, CaseloadList
from ehc_tui.screens.new_case import ask_new_case
from ehc_tui.store.casefile import views_of
from ehc_tui.store.errors import Conflict
from ehc_tui.store.filters import TALLY_TERMS, Filter, completions, parse_filter, toggled
from ehc_tui.store.lookups import late_advice, people, rows_of
from ehc_tui.store.orders import SORTS, Sort, parse_sort
from ehc_tui.store.rows import CaseRow, View
from ehc_tui.store.verbs import EXPORT
from ehc_tui.text import british, clean

if TYPE_CHECKING:
    from ehc_tui.casework.intake import Holders

_SORT_KEYS = {
    "next": "n",
    "ref": "r",
    "child": "c",
    "year": "y",
    "week": "w",
    "due": "d",
    "stage": "g",
    "advice": "a",
    "caseworker": "k",
    "officer": "o",
    "setting": "t",
    "state": "s",
}
"""The order `left` is that of `due`."""


_PERSON = re.compile(r'(?:^|[\s!])(?:cw|officer):(?P<name>"[^"]*|[^"\s]*)$')


class CaseloadScreen(CaseloadList):
    """The commands of the caseload."""

    @flow
    async def action_caseload_open(self) -> None:
        """Open the case under the cursor."""
        if self.table.current:
            await self.ehc.open_case(self.table.current.ref)

    # Which cases

    @flow
    async def action_caseload_filter(self) -> None:
        """Filter while typing; Escape brings back the filter there was."""
        before = self.filter
        initial = f"{before} " if before.terms else ""
        names: list[str] = []
        self.run_read(lambda: people(self.desk.store.read()), names.extend, name="people", keys_wait=False)
        found = await self.prompt.ask(
            "Filter",
            initial=initial,
            parse=parse_filter,
            hint="words, !word, cw: state: due:<10 advice:late",
            complete=lambda typed: _whole_texts(typed, names),
            on_change=self._try_filter,
            lets_through=MOVES,
        )
        if found is None and before != self.filter:
            self.show_list(before)

    def _try_filter(self, typed: str) -> None:
        found = self.filter_from(typed)
        if found is not None and found != self.filter:
            self.show_list(found)

    def action_caseload_clear(self) -> None:
        """Clear the filter, or else the marks."""
        if self.filter.terms:
            self.show_list(Filter())
        elif self.marks:
            self.action_caseload_unmark()

    def _toggle(self, term: str) -> None:
        self.show_list(parse_filter(toggled(str(self.filter), term)))

    def action_caseload_overdue(self) -> None:
        """Only what is overdue, or all again."""
        self._toggle(TALLY_TERMS["overdue"])

    def action_caseload_within_5(self) -> None:
        """Only what is due within 5 days, or all again."""
        self._toggle(TALLY_TERMS["within_5"])

    def action_caseload_within_20(self) -> None:
        """Only what is due in 6 to 20 days, or all again."""
        self._toggle(TALLY_TERMS["within_20"])

    def action_caseload_on_track(self) -> None:
        """Only what is due later, or all again."""
        self._toggle(TALLY_TERMS["on_track"])

    def action_caseload_relieved(self) -> None:
        """Only what an exception lifted the limit of, or all again."""
        self._toggle(TALLY_TERMS["relieved"])

    def action_caseload_no_contact(self) -> None:
        """Only families without contact for more than 21 days, or all again."""
        self._toggle(TALLY_TERMS["no_contact_21"])

    def action_caseload_mine(self) -> None:
        """Only one's own cases, or everybody's again."""
        mine = parse_filter("mine").terms[0]
        others = tuple(term for term in self.filter.terms if term != mine)
        self.show_list(Filter(others if mine in self.filter.terms else (mine, *others)))

    @flow
    async def action_caseload_sort(self) -> None:
        """Ask for a column; the one the list is sorted by already turns round."""
        options = [(key, SORT_WORDS[name], name) for name, key in _SORT_KEYS.items() if name in SORTS]
        name = await self.prompt.choose("Sort by", options)
        if name is not None:
            again = name == self.sort.key
            self.show_list(self.filter, Sort(name, again and not self.sort.descending))

    def action_caseload_reverse(self) -> None:
        """Turn the list round."""
        self.show_list(self.filter, Sort(self.sort.key, not self.sort.descending))

    @flow
    async def action_caseload_view(self) -> None:
        """Choose a saved view."""
        views = await self.read(lambda: views_of(self.desk.store.read(), self.desk.me))
        if not views:
            self.say("You have no saved views yet: set a filter and an order, then press V.")
            return
        view = await self.prompt.choose("View", [("", view.name, view) for view in views])
        if view is not None:
            self.show_list(parse_filter(view.filter), parse_sort(view.sort or "next"))
            self.say(f"View {view.name}.")

    @flow
    async def action_caseload_save_view(self) -> None:
        """Keep filter and order under a name; a name that is taken is asked about."""
        from ehc_tui.casework import views

        name = await self.prompt.ask(f"Save “{self.filter}” by {SORT_WORDS[self.sort.key]} as", parse=_a_name)
        if name is None:
            return
        kept = await self.read(lambda: views_of(self.desk.store.read(), self.desk.me))
        replace = name in {view.name for view in kept}
        if replace and not await self.prompt.confirm(f"Replace the view {name}?"):
            return
        view = View(name, str(self.filter), str(self.sort))
        await self.write(lambda session, doing: views.save(session, doing, view, replace=replace))
        self.say(f"Saved as {name}; v brings it back.")

    # Marks

    def _marked(self) -> None:
        self.table.mark(self.marks)
        self.draw_strips()
        self.ask_numbers()

    def action_caseload_mark(self) -> None:
        """Mark or unmark the case under the cursor, and go on to the next."""
        if current := self.table.current:
            self.marks ^= {current.id}
            self.mark_from = self.table.cursor
            self.table.mark(self.marks)
            self.draw_strips()
            self.move("down")

    @flow
    async def action_caseload_mark_range(self) -> None:
        """Mark from the case marked last to the cursor."""
        first, last = sorted((self.mark_from, self.table.cursor))
        self.marks |= set(await self.desk.count(lambda: self.counted().ids(first, last + 1)))
        self._marked()

    @flow
    async def action_caseload_mark_all(self) -> None:
        """Mark every case of the list; if all are marked, none."""
        ids = set(await self.desk.count(lambda: self.counted().ids()))
        self.marks = self.marks - ids if ids <= self.marks else self.marks | ids
        self._marked()

    def action_caseload_unmark(self) -> None:
        """Take all marks away."""
        self.marks.clear()
        self._marked()

    # What is done to many cases at once

    async def _targets(self) -> list[CaseRow]:
        """The marked cases, shown or not; without marks the case under the cursor."""
        current = self.table.current
        ids = self.marks or ({current.id} if current else set())
        desk = self.desk
        return await self.read(
            lambda: rows_of(desk.store.read(), ids, desk.today, desk.settings.warning_days)
        )

    @flow
    async def action_caseload_allocate(self) -> None:
        """Give cases to a caseworker or a SEN officer."""
        rows = await self._targets()
        what = _cases(rows)
        role = await self.prompt.choose(
            f"Allocate {what} to a", [("c", "caseworker", "caseworker"), ("o", "SEN officer", "officer")]
        )
        if role is None:
            return
        names = await self.read(lambda: people(self.desk.store.read()))
        name = await self.prompt.ask(
            f"Allocate {what} to", parse=_a_name, complete=lambda typed: _names_like(typed, names)
        )
        if name is None:
            return
        unheard = "" if name in names else f" No case is {name}'s yet: is the name complete?"
        if not await self.prompt.confirm(f"Give {what} to {name}?{unheard}{_taken_from(rows, role, name)}"):
            return
        as_read = {row.id: {"caseworker": row.caseworker, "officer": row.officer} for row in rows}
        number = await self._give(as_read, role, name)
        self.say(f"{_number(number, 'case')} given to {name}. u takes it back.")

    async def _give(self, as_read: Holders, role: str, name: str) -> int:
        """Give cases to somebody, and return how many; those given to others meanwhile are asked about."""
        from ehc_tui.casework.intake import Reallocated, allocate

        to = (name, None) if role == "caseworker" else (None, name)
        try:
            return await self.write(lambda s, doing: allocate(s, doing, list(as_read), *to, as_read=as_read))
        except Reallocated as others:
            now, told = others.now, str(others)
        question = f"{told} Give {'it' if len(now) == 1 else 'them'} to {name} all the same?"
        every = await self.prompt.choose(question, [("y", "yes", True), ("n", "only the rest", False)])
        if every is None:
            raise Conflict("Nothing was given to anybody.")
        kept = {key: now.get(key, was) for key, was in as_read.items() if every or key not in now}
        return await self._give(kept, role, name) if kept else 0

    @flow
    async def action_caseload_chase(self) -> None:
        """Record that all late advice of the cases was chased today."""
        rows, desk = await self._targets(), self.desk
        rules = tuple({rule.id for rule in desk.book.rules if rule.subject == "advice"})
        late = await self.read(
            lambda: late_advice(desk.store.read(), [row.id for row in rows], rules, desk.today)
        )
        if not late:
            self.say(f"No advice is late in {_cases(rows)}.")
            return
        pieces, cases = _number(len(late), "late piece"), _number(len({case for case, _ in late}), "case")
        today = british(desk.today)
        if await self.prompt.confirm(
            f"Record that {pieces} of advice in {cases} were chased today, {today}?"
        ):
            from ehc_tui.casework import advice

            await self.write(lambda session, doing: advice.chase(session, doing, late, desk.today))
            self.say(f"{pieces} of advice in {cases} recorded as chased. u takes it back.")

    @flow
    async def action_caseload_export(self) -> None:
        """Write the marked cases, or the list as it is shown, to a file."""
        from ehc_tui.exchange.export import export
        from ehc_tui.exchange.passed import Passed

        marked = await self._targets() if self.marks else None
        what = _cases(marked) if marked else await self.desk.count(self._all_in_words)
        today, passed = self.desk.today, Passed()
        path = await self.prompt.ask(
            f"Write {what} to",
            initial=f"caseload-{today.isoformat()}.csv",
            parse=_a_file,
            hint="a name ending in .csv or .xlsx",
        )
        if path is None:
            return
        overwrite = path.exists()
        if overwrite and not await self.prompt.confirm(f"Replace {path}?"):
            return
        made = self.desk.doing().made

        def write() -> int:
            with self.desk.store.read().snapshot():
                rows = passed.each(marked or self.counted().rows())
                return export(rows, path, today, made=made, overwrite=overwrite)

        number = await self.desk.count(write)
        self.note_look(EXPORT, f"{passed.words} written to {path.name}", *passed.ids)
        self.say(
            f"{_number(number, 'case')} written to {path}: it holds personal data, only you can read it."
        )

    def _all_in_words(self) -> str:
        """On the counting thread: the cases shown in words, a single one by its reference."""
        found = self.counted()
        number = found.count()
        return _cases(list(found.rows(1))) if number == 1 else _number(number, "case")

    def action_caseload_copy(self) -> None:
        """Send the reference to the terminal's clipboard."""
        if current := self.table.current:
            self.app.copy_to_clipboard(clean(current.ref))  # one line: a shell runs what ends in one
            self.say(f"{current.ref} sent to your terminal's clipboard, if the terminal allows it.")

    # Other ways in

    @flow
    async def action_caseload_new(self) -> None:
        """Ask for a new case and open it."""
        case = await ask_new_case(self)
        if case is None:
            return
        from ehc_tui.casework.intake import look_alikes, open_case

        alike = await self.desk.write(lambda session, _doing: look_alikes(session, case))
        for other in alike:
            if not await self.prompt.confirm(
                f"{other.other_ref} looks like the same child: {other.why}. Go on?"
            ):
                return
        case_id = await self.write(lambda session, doing: open_case(session, doing, case))
        opened = await self.read(
            lambda: rows_of(
                self.desk.store.read(), [case_id], self.desk.today, self.desk.settings.warning_days
            )
        )
        await self.ehc.open_case(opened[0].ref)

    def action_caseload_import(self) -> None:
        """Import a spreadsheet."""
        from ehc_tui.screens.importing import ImportScreen

        self.app.push_screen(ImportScreen())

    def action_caseload_retention(self) -> None:
        """Review the closed cases past the council's retention period."""
        from ehc_tui.screens.retention import RetentionScreen

        self.app.push_screen(RetentionScreen())


def _whole_texts(typed: str, names: Iterable[str]) -> list[str]:
    """What is typed with its last word completed in each possible way; `cw:` and `officer:` by names."""
    if person := _PERSON.search(typed):
        lead, part = typed[: person.start("name")], person["name"].strip('"')
        return [f'{lead}"{name}" ' for name in _names_like(part, names)]
    lead = typed[: len(typed) - len(typed.rpartition(" ")[2].lstrip("!"))]
    return [lead + word for word in completions(typed)]


def _a_name(typed: str) -> str:
    if not clean(typed):
        raise ValueError("Type a name, or press Esc to leave it as it is.")
    return clean(typed)


def _a_file(typed: str) -> Path:
    path = within(Path(typed).expanduser())
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise ValueError("The name must end in .csv or .xlsx.")
    return path


def _names_like(typed: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if typed.casefold() in name.casefold() and typed != name]


def _number(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _cases(rows: list[CaseRow]) -> str:
    return rows[0].ref if len(rows) == 1 else _number(len(rows), "case")


def _taken_from(rows: list[CaseRow], role: str, name: str) -> str:
    """Whose the cases are now, if they are somebody else's."""
    holders = Counter(row.caseworker if role == "caseworker" else row.officer for row in rows)
    taken = [
        f"{number:,} of {holder}" for holder, number in holders.most_common(3) if holder not in ("", name)
    ]
    return f" That takes {', '.join(taken)}." if taken else ""
