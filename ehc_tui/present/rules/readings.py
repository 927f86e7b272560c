"""What the statute leaves open: each reading, where the gap is, its choices and what they do to a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import NamedTuple

from ehc_tui.law.calendar import Convention
from ehc_tui.law.clocks import clock_for, clocks_of
from ehc_tui.law.model import CaseFacts, Fact, Ground, Outcome
from ehc_tui.law.reliefs import availability
from ehc_tui.law.rulebook import Rulebook
from ehc_tui.law.service import deemed_served
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import columns, paragraph, plural
from ehc_tui.present.runs import Line, Run, Style
from ehc_tui.settings import Settings
from ehc_tui.text import british

RECEIVED = date(2026, 7, 20)
_NAME, _VALUE = 26, 27
_LEAST = 15

SHARED = frozenset(part.name for part in fields(Convention))
"""The keys of the readings that a store has, the same for everybody who works in it."""

Value = bool | int


class Choice(NamedTuple):
    """One way to read it, in words; the first of several is the usual one."""

    value: Value
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing the statute leaves open. `key` is the name of its setting.

    `choices` are the ways to read it; a number has none but its `unit`. `recounts` marks readings that move
    stored dates. `worked` gives the effect of settings on one date, as a sentence.
    """

    key: str
    name: str
    gap: str
    choices: tuple[Choice, ...]
    worked: Callable[[Settings], str]
    unit: str = ""
    recounts: bool = False

    @property
    def shared(self) -> bool:
        """True if it is the store's, the same for everybody who works in it."""
        return self.key in SHARED

    def words(self, value: Value) -> str:
        """A value in words."""
        if self.unit:
            return plural(int(value), self.unit)
        return next(choice.words for choice in self.choices if choice.value == value)

    def value(self, settings: Settings) -> Value:
        """What the settings say."""
        found: Value = getattr(settings, self.key)
        return found


def _notice(settings: Settings) -> str:
    meeting = date(2027, 1, 11)
    clock = clock_for("review_meeting_notice", {"review_meeting": meeting}, settings.rulebook())
    return f"review meeting on {_day(meeting)}: invitations sent by {_day(clock.due)}"


def _first_day(settings: Settings) -> str:
    clock = clock_for("issue_final_plan", {"request_received": RECEIVED}, settings.rulebook())
    return f"request received {_day(RECEIVED)}: final plan sent by {_day(clock.due)}"


def _window_ends(settings: Settings) -> str:
    asked, closes, opens = date(2026, 7, 15), date(2026, 7, 22), date(2026, 9, 3)
    facts = (
        Fact("request_received", date(2026, 6, 8)),
        Fact("assess_decision", asked, Outcome.YES),
        Fact("advice_requested", asked, subject="education"),
        Fact("setting_closed", closes, until=opens),
    )
    found = _exception("issue_final_plan", Ground.SCHOOL_CLOSED, CaseFacts(facts), settings.rulebook())
    closed = f"school closed from {_day(closes)}, open again {_day(opens)}"
    return f"{closed}; advice asked {_day(asked)}: exception {found}"


def _days_away(settings: Settings) -> str:
    away, back = date(2026, 8, 10), date(2026, 9, 11)
    facts = (Fact("request_received", RECEIVED), Fact("absence", away, until=back))
    found = _exception("decide_whether_to_assess", Ground.ABSENCE, CaseFacts(facts), settings.rulebook())
    days = (back - away).days + 1
    trip = f"away {_day(away)} to {_day(back)} ({days} days)"
    return f"request received {_day(RECEIVED)}, {trip}, decision due in between: exception {found}"


def _post(settings: Settings) -> str:
    posted = date(2026, 11, 20)
    served = deemed_served(posted, settings.post_working_days)
    clock = clock_for("draft_representations_window", {"draft_served": served}, settings.rulebook())
    reply = f"the family's time to reply runs until {_day(clock.due)}"
    return f"draft posted {_day(posted)}: served {_day(served)}, {reply}"


def _warning(settings: Settings) -> str:
    clock = clock_for("issue_final_plan", {"request_received": RECEIVED}, settings.rulebook())
    assert clock.due is not None
    first = clock.due - timedelta(days=settings.warning_days)
    return f"final plan due {_day(clock.due)}: shown as due soon from {_day(first)}"


READINGS = (
    Reading(
        "clear_notice",
        "At least two weeks' notice",
        "“At least two weeks before” a meeting does not say whether both end days are left out.",
        (
            Choice(False, "14 days before"),
            Choice(True, "15 days before (clear days)"),
        ),
        _notice,
        recounts=True,
    ),
    Reading(
        "day_one_inclusive",
        "Weeks from receipt",
        "The Regulations do not say how weeks are counted. The general law leaves the day of receipt out; "
        "some guidance calls it day 1, which can only make a date earlier.",
        (
            Choice(False, "day of receipt not counted"),
            Choice(True, "day of receipt is day 1"),
        ),
        _first_day,
        recounts=True,
    ),
    Reading(
        "closure_ends_included",
        "Ends of the closure window",
        "The exception for a closed setting turns on advice asked from one week before it closes to one week "
        "before it re-opens, without saying whether those two days are inside. It moves no date.",
        (
            Choice(True, "both days inside"),
            Choice(False, "both days outside"),
        ),
        _window_ends,
    ),
    Reading(
        "absence_inside_period",
        "Four weeks away",
        "The family must be away for a continuous period of four weeks during the time the limit runs; "
        "whether all of it must lie inside is not said. It moves no date.",
        (
            Choice(True, "all inside the time limit"),
            Choice(False, "partly inside is enough"),
        ),
        _days_away,
    ),
    Reading(
        "post_working_days",
        "Served by post",
        "A posted letter counts as served in the ordinary course of post (Interpretation Act 1978, s.7). It "
        "is applied where a day is typed with “by post”; days already recorded stay as they are.",
        (),
        _post,
        unit="working day",
    ),
    Reading(
        "warning_days",
        "Due soon",
        "Not law: how long before its date a clock counts as due soon, in lists and colours.",
        (),
        _warning,
        unit="day",
    ),
)


def readings_page(settings: Settings, where: Callable[[str], str], width: int) -> Page:
    """The readings, one to a row with its value and, where there is room, where that is set.

    Under them stands what each choice does.
    """
    place = width - GUTTER - _NAME - _VALUE - 2

    def line(name: str, value: str, set_in: str, *styles: Style) -> Line:
        parts = zip((name, value, set_in), (_NAME, _VALUE, place), styles, strict=True)
        return columns(*(part for part in parts if part[1] >= _LEAST))

    def row(index: int) -> Line:
        reading = READINGS[index]
        words = reading.words(reading.value(settings))
        return line(reading.name, words, where(reading.key), Style.PLAIN, Style.TITLE, Style.DIM)

    head = line("What is left open", "Read as", "Where it is set", *[Style.HEAD] * 3)
    return Page(
        head=((Run(" " * GUTTER), *head),),
        count=len(READINGS),
        row=row,
        detail=lambda index: tuple(_effects(READINGS[index], settings, width - 2)),
    )


def _effects(reading: Reading, settings: Settings, width: int) -> Iterator[Line]:
    yield from paragraph(" ", reading.gap, width)
    yield ()
    for value in _values(reading, settings):
        mark, style = ("●", Style.PLAIN) if value == reading.value(settings) else ("○", Style.DIM)
        under = settings.having(reading.key, value)
        yield from paragraph(
            f" {mark} ", f"{_sentence(reading.words(value))} {_sentence(reading.worked(under))}", width, style
        )


def _values(reading: Reading, settings: Settings) -> Sequence[Value]:
    """The values whose effect is shown: every choice, or the number set beside the usual one."""
    if reading.choices:
        return [choice.value for choice in reading.choices]
    return list(dict.fromkeys((reading.value(settings), reading.value(Settings()))))


def _exception(rule_id: str, ground: Ground, case: CaseFacts, book: Rulebook) -> str:
    """Whether a ground is available for a clock of a case, and what decides."""
    clock = next(clock for clock in clocks_of(case, book) if clock.rule == rule_id)
    found = next(found for found in availability(clock, case, book) if found.ground is ground)
    return "available" if found.available else f"not available, {found.because}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _day(day: date | None) -> str:
    return british(day, "weekday") if day else ""
