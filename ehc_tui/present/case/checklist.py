"""The advice checklist: one line per adviser, with the letter of the statutory list it answers to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from ehc_tui.law.ages import in_year_9_or_beyond
from ehc_tui.law.model import State
from ehc_tui.law.rulebook import AdviceKind
from ehc_tui.present.page import GUTTER, Page
from ehc_tui.present.prose import brief, columns, paragraph, plural, text_line
from ehc_tui.present.runs import GLYPH, Line, Run, Style
from ehc_tui.store.rows import AdviceLine
from ehc_tui.text import british, fold

_WIDE, _MEDIUM = 100, 70
_STEM, _STATE = 6, 14


def is_open(line: AdviceLine) -> bool:
    """True while the advice was asked for and has neither come nor become needless."""
    return line.requested_on is not None and not is_done(line)


def is_done(line: AdviceLine) -> bool:
    """True when nothing more is wanted of this adviser."""
    return any((line.received_on, line.existing_accepted_on, line.not_applicable_on))


def not_asked(lines: Iterable[AdviceLine]) -> list[AdviceLine]:
    """The lines that nobody has asked for yet and that are still wanted."""
    return [line for line in lines if line.requested_on is None and not is_done(line)]


def late(lines: Iterable[AdviceLine]) -> list[AdviceLine]:
    """The lines whose six weeks are over and whose advice is still owed."""
    return [line for line in lines if line.state is State.OVERDUE]


def missing(
    lines: Sequence[AdviceLine], kinds: Sequence[AdviceKind], born: date | None, today: date
) -> list[AdviceKind]:
    """The kinds of advice that must be sought and have no line: reg 6(1)(a) to (e), and (g) from Year 9."""
    on_list = {line.kind for line in lines}
    from_year_9 = born is not None and in_year_9_or_beyond(born, today)
    wanted = [kind for kind in kinds if kind.always or (kind.from_year_9 and from_year_9)]
    return [kind for kind in wanted if kind.key not in on_list]


def checklist_page(
    lines: Sequence[AdviceLine], kinds: Sequence[AdviceKind], born: date | None, today: date, width: int
) -> Page:
    """Every adviser with what was asked, when it is due and what came; below, one of them in words."""
    by_key = {kind.key: kind for kind in kinds}
    lacking = missing(lines, kinds, born, today)
    head = [_summary(lines)]
    if lacking and lines:
        named = ", ".join(f"{kind.ref} {kind.label.lower()}" for kind in lacking)
        head.append(text_line(f" Not on the list though it must be sought: {named}. + adds it.", Style.WARN))
    cells = _cells(lines, today, width)
    head.append(_heading(cells))
    return Page(
        head=head if lines else (),
        count=len(lines),
        row=lambda index: _row(lines[index], by_key, today, cells, width),
        detail=lambda index: _words(lines[index], by_key, today, width),
        empty=(
            text_line(" No adviser is on the list yet.", Style.PLAIN),
            text_line(
                " The decision to assess puts on those that reg 6(1) names; + adds anyone else.",
                Style.DIM,
            ),
        ),
    )


def _summary(lines: Sequence[AdviceLine]) -> Line:
    wanted = [line for line in lines if line.not_applicable_on is None]
    done, overdue, unasked = sum(map(is_done, wanted)), len(late(lines)), len(not_asked(lines))
    runs = [Run(f" {done} of {len(wanted)} in", Style.HEAD)]
    if overdue:
        runs.append(Run(f"  ! {overdue} late", Style.OVERDUE))
    if unasked:
        runs.append(Run(f"  {unasked} not asked yet", Style.WARN))
    return tuple(runs)


def _heading(cells: Sequence[int]) -> Line:
    titles = ("Adviser", "Asked", "Due", "State", "Chased", "In")
    return (
        Run("   "),
        *columns(*((title, wide, Style.HEAD) for title, wide in zip(titles, cells, strict=False))),
    )


def _cells(lines: Iterable[AdviceLine], today: date, width: int) -> tuple[int, ...]:
    """The widths of adviser, asked, due, state, chased, in; the last two where there is room."""
    days = [day for line in lines for day in (line.requested_on, line.due, line.received_on) if day]
    dates = max((len(_day(day, today)) for day in days), default=0) + 1
    day = max(dates, 7)
    least = (day, day, _STATE)
    fixed = (*least, 16, day) if width >= _WIDE else (*least, 6, day) if width >= _MEDIUM else least
    return (max(width - sum(fixed) - len(fixed) - GUTTER, 12), *fixed)


def _row(
    line: AdviceLine, kinds: Mapping[str, AdviceKind], today: date, cells: Sequence[int], width: int
) -> Line:
    style, word = _state(line, today)
    chased = f"{line.chases}×" if line.chases else ""
    if line.chased_on and width >= _WIDE:
        chased += f", {_day(line.chased_on, today)}"
    texts = (
        (who(line, kinds), Style.PLAIN),
        ((_day(line.requested_on, today) or "–") + "*" * line.requested_assumed, Style.PLAIN),
        (_day(line.due, today), Style.PLAIN),
        (word, style),
        (chased, Style.PLAIN),
        (_day(line.received_on or line.existing_accepted_on, today), Style.PLAIN),
    )
    return columns(*((text, wide, ink) for (text, ink), wide in zip(texts, cells, strict=False)))


def _day(day: date | None, today: date) -> str:
    return brief(day, today) if day else ""


def who(line: AdviceLine, kinds: Mapping[str, AdviceKind]) -> str:
    """An adviser as the list names them: the statutory letter, the kind unless the name says it, the name."""
    kind = kinds.get(line.kind)
    if kind is None:
        return line.adviser or line.kind
    if not line.adviser:
        return f"{kind.ref} {kind.label}"
    says_kind = fold(kind.label)[:_STEM] in fold(line.adviser)
    return f"{kind.ref} {line.adviser}" if says_kind else f"{kind.ref} {kind.label}: {line.adviser}"


def _state(line: AdviceLine, today: date) -> tuple[Style, str]:
    if line.not_applicable_on:
        return Style.STOPPED, "- not needed"
    if line.existing_accepted_on:
        return Style.MET, "✓ existing"
    if line.requested_on is None and line.received_on is None:
        return Style.WARN, "  not asked"
    if line.state is None:
        return Style.PLAIN, "  asked"
    return Style(line.state.value), f"{GLYPH[line.state]} {_word(line, line.state, today)}"


def _word(line: AdviceLine, state: State, today: date) -> str:
    if line.received_on:
        return (
            f"in, {(line.received_on - line.due).days} late" if state is State.MET_LATE and line.due else "in"
        )
    if state in (State.RELIEVED, State.STOPPED) or line.due is None:
        return state.value
    days = (line.due - today).days
    return f"{-days} late" if days < 0 else "today" if days == 0 else plural(days, "day")


def _words(line: AdviceLine, kinds: Mapping[str, AdviceKind], today: date, width: int) -> tuple[Line, ...]:
    kind = kinds.get(line.kind)
    source = f"{kind.ref} {kind.label} advice: {kind.source}." if kind else line.kind
    lines = paragraph(
        " ", f"{source} {line.adviser and f'Given by {line.adviser}.'}".strip(), width - 1, Style.DIM
    )
    return lines + paragraph(" ", " ".join(_story(line, today)), width - 1)


def _story(line: AdviceLine, today: date) -> Iterable[str]:
    """What has happened on one line, in sentences."""
    if line.not_applicable_on:
        yield f"Not applicable since {british(line.not_applicable_on)}: {line.not_applicable_reason}."
    if line.existing_accepted_on:
        yield (
            f"Existing advice accepted on {british(line.existing_accepted_on)}: "
            "adviser, council and family are satisfied with it (reg 6(4))."
        )
    if line.requested_on is None:
        if not is_done(line):
            yield "Nobody has asked for it yet: a asks for this one, A for all that are not asked."
        return
    assumed = (
        " (assumed: the day of the decision, because no date was given)" if line.requested_assumed else ""
    )
    yield f"Asked on {british(line.requested_on, 'weekday')}{assumed}."
    if line.due and not line.received_on:
        yield f"Six weeks end on {british(line.due, 'weekday')}."
    if line.chased_on:
        often = "once" if line.chases == 1 else f"{line.chases} times, last"
        yield f"Chased {often} on {british(line.chased_on, 'weekday')}."
    if line.received_on:
        yield f"Came in on {british(line.received_on, 'weekday')}."
    elif line.state is State.OVERDUE:
        yield "Late advice does not move the 16 or the 20 weeks."
