"""The questions about a meeting, asked in the prompt line. None as an answer means stepping back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ehc_tui.casework.attendance import REPLIES
from ehc_tui.casework.diary import Slot, parse_slot
from ehc_tui.casework.meeting_act import Choice
from ehc_tui.casework.meetings import Agreed
from ehc_tui.confinement import within
from ehc_tui.screens.answers import needed
from ehc_tui.text import british, parse_day
from ehc_tui.widgets.prompt_bar import PromptBar


def split_place(typed: str) -> tuple[str, str]:
    """A place and a web link out of one line; either may be missing. Raises `ValueError` without both."""
    link = re.search(r"https?://\S+", typed, re.IGNORECASE)
    place = typed.replace(link.group(), " ") if link else typed
    place = " ".join(place.split()).strip(" ,;")
    if not place and not link:
        raise ValueError("Type a place, a link, or both.")
    return place, link.group() if link else ""


class MeetingPrompts:
    """Ask what the steps of a meeting need to know, and has unusual answers confirmed."""

    def __init__(self, prompt: PromptBar, today: date) -> None:
        self._prompt = prompt
        self._today = today

    async def day_told(
        self,
        question: str,
        *,
        first: date | None = None,
        after: date | None = None,
        arranged: date | None = None,
    ) -> date | None:
        """A day that lies behind; Enter alone is today, or `first`.

        One to come, one before `after`, or another than the one `arranged`, has to be confirmed.
        """
        alone = first or self._today
        day = await self._prompt.ask(
            question,
            parse=lambda typed: parse_day(typed, self._today, prefer="past") if typed else alone,
            echo=lambda day: british(day, "weekday"),
            hint=f"Enter for {british(alone) if first else 'today'}, or fri, -3d, 12/1",
        )
        if day is None:
            return None
        said = british(day, "weekday")
        doubts = [f"{said} is still to come."] if day > self._today else []
        if after and day < after:
            doubts.append(f"{said} is before {british(after, 'weekday')}.")
        if arranged and day != arranged:
            doubts.append(f"It is arranged for {british(arranged, 'weekday')}, not {said}.")
        return day if await self.sure(doubts, "Record it all the same?") else None

    async def sure(self, doubts: Sequence[str], question: str) -> bool:
        """True if there is nothing to doubt, or somebody says yes all the same."""
        return not doubts or await self._prompt.confirm(f"{' '.join(doubts)} {question}")

    async def slot(self, day: date, starts: str, minutes: int) -> Slot | None:
        """The time on a day and the length of the meeting."""
        return await self._prompt.ask(
            f"{british(day, 'weekday')}, start and minutes",
            initial=f"{starts} {minutes}",
            parse=lambda typed: parse_slot(typed, day, minutes),
            echo=str,
            hint="for example 10:30 45",
        )

    async def place(self, place: str, link: str) -> tuple[str, str] | None:
        """Where it is, or the link to join it."""
        return await self._prompt.ask(
            "Place, link or both", initial=" ".join(part for part in (place, link) if part), parse=split_place
        )

    async def choice(self, name: str) -> Choice | None:
        """Whether somebody is to be there; leaving them out asks for the reason."""
        included = await self._prompt.choose(
            f"{name}: to be there?", [("y", "yes", "yes"), ("n", "no", "no"), ("l", "leave open", "open")]
        )
        if included != "no":
            return {"yes": Choice(True), "open": Choice(None)}.get(included or "")
        reason = await self._prompt.ask(
            "Why not?", parse=needed("Type the reason: it is kept with the choice."), words=True
        )
        return Choice(False, reason) if reason else None

    async def reply(self, name: str) -> str | None:
        """What somebody answered, as one of the replies that can be recorded."""
        keys = {"yes": "y", "no": "n", "asked": "a", "": "c"}
        return await self._prompt.choose(
            f"{name}:", [(keys[reply], words, reply) for reply, words in REPLIES.items()]
        )

    async def agreed(self) -> Agreed | None:
        """An agreed action; its `what` is empty if there is none, or no more."""
        what = await self._prompt.ask("Agreed action", hint="Enter alone if there are no more", words=True)
        if not what:
            return None if what is None else Agreed("")
        owner = await self._prompt.ask("Who does it?", parse=needed("Type who does it."), words=True)
        if owner is None:
            return None
        due = await self._prompt.ask(
            "By when?",
            parse=self._day_or_none,
            echo=lambda days: british(days[0], "weekday") if days else "no date",
            hint="12/1, fri, 14d, or Enter alone for no date",
        )
        return None if due is None else Agreed(what, owner, due[0] if due else None)

    async def words(self, question: str, empty: str, *, initial: str = "", long: bool = False) -> str | None:
        """Words that cannot be left out; `empty` says so. Those already there come back only as they are."""
        return await self._prompt.ask(
            question, initial=initial, parse=needed(empty), words=not initial, long=long
        )

    async def path(self, initial: str) -> Path | None:
        """Where to write a file."""
        return await self._prompt.ask(
            "Write the invitation to",
            initial=initial,
            parse=lambda typed: within(Path(needed("Type a file name.")(typed)).expanduser()),
        )

    def _day_or_none(self, typed: str) -> tuple[date, ...]:
        """The day typed, in a tuple; an empty one for nothing typed, because None means stepping back."""
        return (parse_day(typed, self._today),) if typed else ()
