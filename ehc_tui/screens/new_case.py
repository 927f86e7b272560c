"""The questions that open a new case, one after the other; Escape steps back to the one before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from ehc_tui.casework.inputs import NewCase
from ehc_tui.screens.base import BaseScreen
from ehc_tui.text import british, clean, parse_day

ROUTES = ("parent", "young person", "school", "college", "early years setting", "health", "social care")


@dataclass(frozen=True, slots=True)
class Question:
    """One field of the form: what it is called in `NewCase`, the words asked, and how the answer is read."""

    field: str
    words: str
    parse: Callable[[str], Any]
    hint: str
    initial: str = ""

    @property
    def draft(self) -> str:
        """The key under which what was typed is kept until the case is open."""
        return f"new case/{self.field}"


async def ask_new_case(screen: BaseScreen) -> NewCase | None:
    """Ask for a case, field by field; None for stepping back from the first. What was typed is kept."""
    questions = questions_for(screen.desk.today, screen.desk.me)
    answers: dict[str, Any] = {}
    at = 0
    while at < len(questions):
        answer = await _ask(screen, questions[at], f"New case {at + 1}/{len(questions)}")
        if answer is None and at == 0:
            return None
        if answer is None:
            at -= 1
        else:
            answers[questions[at].field] = answer[0]
            at += 1
    surname, forename = answers.pop("name")
    return NewCase(surname=surname, forename=forename, **answers)


async def _ask(screen: BaseScreen, question: Question, title: str) -> tuple[Any] | None:
    """The answer in a tuple, so that a field left empty differs from stepping back."""
    return await screen.prompt.ask(
        f"{title} · {question.words}",
        parse=lambda typed: (question.parse(typed),),
        initial=question.initial,
        hint=question.hint,
        echo=lambda answer: _understood(answer[0]),
        draft=question.draft,
    )


def questions_for(today: date, me: str) -> tuple[Question, ...]:
    """The fields of a new case."""

    def received(typed: str) -> date:
        day = parse_day(typed, today, prefer="past")
        if day > today:
            raise ValueError(f"{british(day)} is in the future; a request is recorded once it has come.")
        return day

    def born(typed: str) -> date | None:
        if not clean(typed):
            return None
        day = parse_day(typed, today, prefer="past")
        if day > today:
            raise ValueError(f"{british(day)} is in the future; give the date of birth with its year.")
        return day

    return (
        Question("name", "child", _name, "Surname, First name"),
        Question("born", "born", born, "3/2/18; Enter if it is not known"),
        Question("received_on", "request received", received, "today, fri, -3d, 12/1", "today"),
        Question("setting", "setting", clean, "school, college or nursery; Enter if there is none"),
        Question("route", "requested by", clean, ", ".join(ROUTES)),
        Question("caseworker", "caseworker", clean, "Enter for yourself", me),
    )


def _name(typed: str) -> tuple[str, str]:
    """Surname and first name, from "Surname, First" or "First Surname"."""
    surname, comma, forename = (part.strip() for part in clean(typed).partition(","))
    if not comma:
        forename, _, surname = (part.strip() for part in clean(typed).rpartition(" "))
    if not surname:
        raise ValueError("Type the child's name, for example Rahman, Aisha.")
    return surname, forename


def _understood(answer: Any) -> str:
    if isinstance(answer, date):
        return british(answer, "weekday")
    if isinstance(answer, tuple):
        surname, forename = answer
        return f"surname {surname}, first name {forename}" if forename else f"surname {surname}"
    return ""
