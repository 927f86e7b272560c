"""One pack for reading: by when and what stands at the top, then all the panel needs, line by line."""

from __future__ import annotations

from collections.abc import Sequence

from ehc_tui.exchange.pack import Reader, opening_blocks, reading_blocks
from ehc_tui.exchange.panel_words import decided_words, missing_of, verdict
from ehc_tui.present.panel.blocks import block_lines
from ehc_tui.present.panel.strip import StripLook, strip_lines
from ehc_tui.present.prose import near, paragraph, plural
from ehc_tui.present.runs import Line, Run, Style, fit_line
from ehc_tui.store.panel_rows import FollowUp, Pack
from ehc_tui.text import british

_READABLE = 92
"""Lines longer than this are hard to read, however wide the terminal is."""


def pack_head(pack: Pack, reader: Reader, width: int) -> tuple[Line, Line]:
    """Two fixed lines: by when a no has to be told and what advice is missing, and what stands decided."""
    missing, asked = len(missing_of(pack.file.advice)), bool(pack.file.advice)
    advice = "✓ all advice is in" if not missing else f"! {plural(missing, 'piece')} of advice missing"
    style = Style.WARN if missing else Style.MET
    by = (Run(" "), _due(pack, reader), *((Run("   "), Run(advice, style)) if asked else ()))
    return fit_line(by, width), fit_line((Run(" "), *_stands(pack)), width)


def pack_lines(
    pack: Pack, follow: Sequence[FollowUp], reader: Reader, look: StripLook
) -> tuple[tuple[Line, ...], int]:
    """The pack in lines of `look.width` cells, and how many of the last are what must follow, one each."""
    wide = min(look.width, _READABLE)
    lines = (
        *block_lines(opening_blocks(pack, reader), wide),
        (),
        *strip_lines(pack.file, look),
        (),
        *block_lines(reading_blocks(pack, reader), wide),
    )
    if not follow:
        return lines, 0
    title: tuple[Line, ...] = ((), (Run("What must follow", Style.TITLE),))
    return (*lines, *title, *(follow_line(one, wide) for one in follow)), len(follow)


def follow_line(one: FollowUp, width: int) -> Line:
    """One duty after a decision: done or not, what, with the date it has to give, and by when."""
    what = f"{one.what}: {british(one.states)}" if one.states else one.what
    if one.done_on:
        return fit_line((Run(f"[x] {what}", Style.MET), Run(f", {british(one.done_on, 'short')}")), width)
    day = f" {british(one.due, 'medium')}" if one.due else " with the notice"
    return (*fit_line((Run(f"[ ] {what}"),), width - len(day)), Run(day, Style.DUE_SOON))


def follow_detail(one: FollowUp, told: bool, width: int) -> tuple[Line, ...]:
    """Where the duty comes from, from which day its date is counted, and who did it."""
    counted = " Its date is as if the family were told today." if one.states and not told else ""
    done = f" Done {british(one.done_on)} by {one.done_by}." if one.done_on else ""
    return paragraph(" ", f"{one.why}.{counted}{done}", width - 1, Style.DIM)


def _due(pack: Pack, reader: Reader) -> Run:
    queue = pack.queue
    if queue is None:
        return Run("does not wait for this decision", Style.DIM)
    if queue.no_by is None:
        return Run("no date runs on a no", Style.DIM)
    days = (queue.no_by - reader.today).days
    if days >= 0:
        left = "today" if days == 0 else f"{plural(days, 'day')} left"
        return Run(f"no by {near(queue.no_by, reader.today)}, {left}", Style.ON_TRACK)
    style, glyph = (Style.RELIEVED, "§") if queue.relieved else (Style.OVERDUE, "!")
    return Run(f"{glyph} no by {near(queue.no_by, reader.today)}, {-days} late", style)


def _stands(pack: Pack) -> Line:
    if pack.decisions:
        last = pack.decisions[-1]
        return (Run(decided_words(last), Style.MET if last.told_on else Style.ACCENT),)
    if pack.recommended:
        return (
            Run("Recommended: ", Style.DIM),
            Run(verdict(pack.recommended.outcome), Style.HEAD),
            Run(f" ({pack.recommended.by})", Style.DIM),
        )
    return (Run("No recommendation, no decision yet.", Style.DIM),)
