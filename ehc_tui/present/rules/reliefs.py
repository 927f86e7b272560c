"""The report of exceptions relied on: what for, how often, by whom, and where it looks like a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ehc_tui.law.rulebook import Rulebook
from ehc_tui.present.prose import columns, paragraph, plural
from ehc_tui.present.runs import Line, Style, count
from ehc_tui.store.relief_report import BLANKET_SHARE, ReliefReport, Use
from ehc_tui.text import british, clean

_NUMBER, _SHARE = 12, 6
_NO_GROUND = "ground not in the rule book"


def names_of(use: Use, book: Rulebook) -> tuple[str, str]:
    """The rule and the ground of a use in words."""
    rule_id, ground = use.key
    if rule_id not in book.versions:
        return rule_id, ground
    rule = book.rule(rule_id)
    labels = {test.ground.value: test.label for test in book.grounds(rule)}
    return rule.name, labels.get(ground, _NO_GROUND)


def flags(use: Use) -> tuple[str, ...]:
    """What about a use looks like a policy rather than a decision on one case, in words."""
    found = []
    if use.blanket:
        found.append(f"relied on in more than {percent(BLANKET_SHARE)} of the cases")
    if len(use.key) > 1 and use.one_person:
        found.append(f"{use.by_person} of {use.times} authorised by {clean(use.person)}")
    if use.untold:
        found.append(f"no day the family was told in {use.untold}")
    return tuple(found)


def percent(share: float) -> str:
    """A share from 0 to 1 as people read it, "12%"."""
    return f"{share:.0%}" if share == 0 or share >= 0.005 else "<1%"


def report_lines(report: ReliefReport, book: Rulebook, width: int) -> tuple[Line, ...]:
    """The report in lines of `width` cells."""
    return tuple(_lines(report, book, width))


def _lines(report: ReliefReport, book: Rulebook, width: int) -> Iterator[Line]:
    span = f"Cases received from {british(report.first)} to {british(report.last)}: {count(report.cases)}."
    yield from paragraph("", span, width)
    if not report.times:
        yield from paragraph("", "No exception is relied on in any of them.", width)
        return
    share = percent(report.relying / report.cases) if report.cases else "0%"
    relying = plural(report.relying, "case relies", "cases rely")
    yield from paragraph(
        "", f"{relying} on an exception, {share}; {plural(report.times, 'record')}.", width, Style.TITLE
    )
    yield ()
    yield from _table("By limit and ground", report.by_ground, lambda use: names_of(use, book), width)
    yield ()
    yield from _table("By who authorised it", report.by_officer, lambda use: use.key, width)
    yield ()
    yield from paragraph(
        "",
        "A share is of the cases the limit ran on, or of a person's own cases and those of others they "
        "decided for. An exception answers the facts of one case: more than "
        f"{percent(BLANKET_SHARE)}, or nearly all from one hand, asks for a look.",
        width,
        Style.DIM,
    )


def _table(
    heading: str, uses: Sequence[Use], names: Callable[[Use], Sequence[str]], width: int
) -> Iterator[Line]:
    """Uses with their numbers; what has more than one name has the others under it."""
    wide = max(width - _NUMBER - _SHARE - 2, 10)
    yield columns((heading, wide, Style.HEAD), ("Cases", _NUMBER, Style.HEAD), ("Share", _SHARE, Style.HEAD))
    for use in uses:
        first, *others = map(clean, names(use))
        of = f"{count(use.cases)} of {count(use.of)}"
        style = Style.WARN if use.blanket else Style.PLAIN
        share = percent(use.share)
        yield columns((first, wide, Style.PLAIN), (of, _NUMBER, Style.PLAIN), (share, _SHARE, style))
        for other in others:
            yield from paragraph("  ", other, width, Style.DIM)
        for flag in flags(use):
            yield from paragraph("  ! ", flag, width, Style.WARN)
