"""The caseload in words: columns and their cells, the bar of weeks, the strip of states. All pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from ehc_tui.law.ages import year_group
from ehc_tui.law.vocabulary import State
from ehc_tui.law.weeks import week_number
from ehc_tui.present.runs import GLYPH, Line, Run, Style, count, fit_line, line_width
from ehc_tui.present.week_bar import BAR_WEEKS, bar_title, week_bar
from ehc_tui.store.case_row import CaseRow
from ehc_tui.text import HALF_A_YEAR, british, clean

_ROOMY = 100


class Column(NamedTuple):
    """A column of the caseload: `least` and `most` cells wide; the lower its `rank` the later it is given up.

    `sort` is the order it stands for, empty where the list cannot be sorted by it. `tight` is its width on a
    narrow terminal, where its words are shorter; 0 where they are not.
    """

    key: str
    title: str
    least: int
    most: int
    rank: int
    sort: str = ""
    tight: int = 0

    def on(self, width: int) -> Column:
        """The column as it is on a list of `width` cells."""
        return self._replace(least=self.tight, most=self.tight) if self.tight and width < _ROOMY else self


COLUMNS = (
    Column("ref", "Ref", 8, 8, 1, "ref"),
    Column("child", "Child", 14, 26, 2, "child"),
    Column("year", "Yr", 3, 3, 8, "year"),
    Column("week", "Wk", 3, 3, 6, "week"),
    Column("duty", "Next duty", 15, 26, 4, "next"),
    Column("due", "Due", 6, 6, 5, "due"),
    Column("left", "Left", 10, 10, 3),
    Column("bar", bar_title(), BAR_WEEKS, BAR_WEEKS, 9),
    Column("advice", "Advice", 10, 10, 7, "advice", tight=7),
    Column("caseworker", "Caseworker", 18, 18, 10, "caseworker"),
    Column("setting", "Setting", 14, 34, 11, "setting"),
)


class Placed(NamedTuple):
    """A column with the width it was given."""

    column: Column
    width: int


def layout(width: int, ref_width: int = 8) -> tuple[Placed, ...]:
    """The columns that fit `width` cells with a blank between them, in their order.

    A reference is never cut: its column is `ref_width` cells wide. Room left over goes to whom it serves.
    """
    kept: list[Column] = []
    gap = 1
    room = width + gap - max(ref_width - COLUMNS[0].least, 0)
    for column in sorted((column.on(width) for column in COLUMNS), key=lambda column: column.rank):
        if column.least + gap > room:
            break
        kept.append(column)
        room -= column.least + gap
    widths = {column.key: column.least for column in kept}
    widths["ref"] = max(ref_width, COLUMNS[0].least)
    growing = [column for column in kept if column.most > column.least]
    growing.sort(key=lambda column: column.key != "duty")  # it is what the list is read for
    while room and growing:
        for column in growing:
            if room:
                widths[column.key] += 1
                room -= 1
        growing = [column for column in growing if widths[column.key] < column.most]
    return tuple(Placed(column, widths[column.key]) for column in COLUMNS if column.key in widths)


class CaseLine(NamedTuple):
    """One case as the list shows it: cells by the key of their column."""

    id: int
    ref: str
    cells: Mapping[str, Line]

    def cell(self, placed: Placed) -> Line:
        """What stands in a column, in the words that fit its width."""
        whole = self.cells[placed.column.key]
        too_wide = placed.column.tight and line_width(whole) > placed.width
        return self.cells[_BRIEFLY] if too_wide else whole


DutyName = Callable[[str, str], str]
"""The words for a rule and the subject it is about."""


def case_line(row: CaseRow, today: date, duty_name: DutyName) -> CaseLine:
    """A row of the caseload as it is drawn on `today`."""
    duty = duty_name(row.next.rule, row.next.subject) if row.next and row.is_open(today) else ""
    return CaseLine(row.id, row.ref, _Cells(_Told(row, today, duty)))


class _Told(NamedTuple):
    """All that the cells of a case depend on; `duty` is empty where nothing is due."""

    row: CaseRow
    today: date
    duty: str


class _Cells(Mapping[str, Line]):
    """The cells of a case, each put into words when somebody first looks at it: most are never in sight."""

    def __init__(self, told: _Told) -> None:
        self._told = told
        self._words: dict[str, Line] = {}

    def __getitem__(self, key: str) -> Line:
        if key not in self._words:
            self._words[key] = _CELLS[key](*self._told)
        return self._words[key]

    def __iter__(self) -> Iterator[str]:
        return iter(_CELLS)

    def __len__(self) -> int:
        return len(_CELLS)

    def __eq__(self, other: object) -> bool:
        return self._told == other._told if isinstance(other, _Cells) else super().__eq__(other)


_BRIEFLY = "advice, briefly"
_CELLS: Mapping[str, Callable[[CaseRow, date, str], Line]] = {
    "ref": lambda row, today, duty: (Run(row.ref),),
    "child": lambda row, today, duty: (
        *((Run("restricted ", Style.WARN),) if row.restricted else ()),
        Run(clean(row.child)),
    ),
    "year": lambda row, today, duty: (Run(_year(row.born, today)),),
    "week": lambda row, today, duty: (Run(_week(row, today).rjust(2)),),
    "duty": lambda row, today, duty: (Run(duty or _ending(row, today), Style.PLAIN if duty else Style.DIM),),
    "due": lambda row, today, duty: (
        (Run(due_words(row.next.due, today).rjust(6)),) if duty and row.next else ()
    ),
    "left": lambda row, today, duty: (Run(left_words(row, today), Style(row.state)),),
    "bar": lambda row, today, duty: week_bar(row, today),
    "advice": lambda row, today, duty: advice_words(row, today),
    _BRIEFLY: lambda row, today, duty: advice_words(row, today, briefly=True),
    "caseworker": lambda row, today, duty: (
        Run(clean(row.caseworker)) if row.caseworker else Run("nobody yet", Style.DIM),
    ),
    "setting": lambda row, today, duty: (Run(clean(row.setting)),),
}


def _year(born: date | None, today: date) -> str:
    group = year_group(born, today) if born else ""
    return "16+" if group.startswith("P") else group.rjust(2)


def _week(row: CaseRow, today: date) -> str:
    if row.received_on is None:
        return ""
    return str(week_number(row.received_on, min(today, row.closes_on or today)))


def _ending(row: CaseRow, today: date) -> str:
    """What there is to say of a case with no duty ahead."""
    if not row.is_open(today) and row.closes_on:
        return f"closed {british(row.closes_on)}"
    return "nothing due"


def due_words(due: date, today: date) -> str:
    """A due date in six cells: "9 Nov", or "Nov’25" where the year would be in doubt."""
    if abs(due - today) <= HALF_A_YEAR:
        return british(due, "short")
    return f"{due:%b}’{due:%y}"


def left_words(row: CaseRow, today: date) -> str:
    """How long there is, with the glyph of the state: "! 12 late", "§ 3 past", "~ 2 days", "~ today"."""
    if row.next is None or not row.is_open(today):
        return GLYPH[row.state]
    days = row.next.days_left(today)
    if days < 0:
        words = f"{-days} late" if row.state is State.OVERDUE else f"{-days} past"
    else:
        words = "today" if days == 0 else "1 day" if days == 1 else f"{days} days"
    return f"{GLYPH[row.state]} {words}"


def advice_words(row: CaseRow, today: date, *, briefly: bool = False) -> Line:
    """How much advice is in: "5/6 1 late", briefly "5/6 !1"; nothing before any was asked for."""
    if not row.advice_asked:
        return ()
    share = Run(f"{row.advice_received}/{row.advice_asked}", Style.PLAIN)
    late = row.advice_late(today)
    words = f" {GLYPH[State.OVERDUE]}{late}" if briefly else f" {late} late"
    return (share, Run(words, Style.OVERDUE)) if late else (share,)


class StateTile(NamedTuple):
    """One state of the strip: its name in the store's tally, and its words, long, short and shortest."""

    name: str
    words: str
    short: str
    shortest: str
    style: Style


STATE_TILES = (
    StateTile("overdue", "Overdue", "Overdue", "!", Style.OVERDUE),
    StateTile("within_5", "Within 5 days", "≤5d", "≤5d", Style.DUE_SOON),
    StateTile("within_20", "Within 20 days", "≤20d", "≤20d", Style.DUE_SOON),
    StateTile("on_track", "On track", "On track", "·", Style.ON_TRACK),
    StateTile("relieved", "Relieved", "Relieved", "§", Style.RELIEVED),
    StateTile("no_contact_21", "No contact 21 days", "Silent", "Silent", Style.WARN),
)


def state_strip(numbers: Sequence[int | None], chosen: str, width: int) -> Line:
    """The caseload by state, with the digit that filters by each; `chosen` names the one in force."""
    shapes = (
        ([tile.words for tile in STATE_TILES], "   "),
        ([tile.words for tile in STATE_TILES], "  "),
        ([tile.short for tile in STATE_TILES], "  "),
        ([tile.shortest for tile in STATE_TILES], " "),
    )
    lines = (_tiles(words, gap, numbers, chosen) for words, gap in shapes)
    return next((line for line in lines if line_width(line) <= width), _tiles(*shapes[-1], numbers, chosen))


def _tiles(words: Sequence[str], gap: str, numbers: Sequence[int | None], chosen: str) -> Line:
    runs: list[Run] = []
    for digit, (tile, word, number) in enumerate(zip(STATE_TILES, words, numbers, strict=True), 1):
        runs.append(Run(gap if runs else " "))
        if tile.name == chosen:
            runs.append(Run(f"{digit} {word} {count(number)}", Style.CURSOR))
        else:
            style = tile.style if number else Style.DIM
            runs += (Run(str(digit), Style.KEY), Run(f" {word} ", Style.DIM), Run(count(number), style))
    return tuple(runs)


SORT_WORDS: Mapping[str, str] = {
    "next": "next due",
    "ref": "reference",
    "child": "child",
    "year": "year group",
    "week": "week",
    "due": "due date",
    "left": "days left",
    "stage": "stage",
    "advice": "oldest advice",
    "caseworker": "caseworker",
    "officer": "SEN officer",
    "setting": "setting",
    "state": "state",
}


def heading(process: str, today: date, me: str, read_only: bool) -> tuple[Line, Line]:
    """The top line: program and council to the left, the day and the person to the right."""
    left = (Run("EHC casework", Style.TITLE), Run(" · ", Style.DIM), Run(process))
    mode = " · read-only" if read_only else ""
    return left, (Run(f"  {british(today, 'weekday')} · {clean(me)}{mode}", Style.DIM),)


def summary(
    filter_words: str,
    *,
    open_only: bool,
    sort: str,
    descending: bool,
    shown: tuple[int | None, int | None],
    marked: tuple[int, int],
    width: int,
) -> Line:
    """What the list shows in words, and how many of how many: "mine open, by next due … 312 of 410".

    `shown` is the number of cases in the list and in all, None while they are counted, `marked` that of
    marked cases and of those among them that the list does not show.
    """
    what = f"{clean(filter_words) or 'all'} open" if open_only else clean(filter_words)
    order = f"by {SORT_WORDS[sort]}" + (", backwards" if descending else "")
    left = (Run(f" {what}, {order}"),)
    right: tuple[Run, ...] = (Run(f"{count(shown[0])} of {count(shown[1])} ", Style.DIM),)
    if marked[0]:
        hidden = f", {count(marked[1])} hidden" if marked[1] else ""
        right = (Run(f"{count(marked[0])} marked{hidden}", Style.MARK), Run("   "), *right)
    return (*fit_line(left, max(width - line_width(right), 0)), *right)


def empty_lines(total: int, mine_of: str = "") -> tuple[Line, ...]:
    """What an empty list says: what to do next. `mine_of` is the person whose own cases were looked for."""
    if total:
        return (
            (),
            (Run("  No case matches this filter.", Style.HEAD),),
            (Run("  Esc", Style.KEY), Run(" clears it, "), Run("/", Style.KEY), Run(" changes it.")),
            *(_not_me(mine_of) if mine_of else ()),
        )
    return (
        (),
        (Run("  There are no cases here yet.", Style.HEAD),),
        (),
        (Run("  i", Style.KEY), Run("  import the tracker spreadsheet your team keeps (CSV or Excel)")),
        (Run("  n", Style.KEY), Run("  open a new case")),
        (Run("  ?", Style.KEY), Run("  see every key")),
        (),
        (Run("  To look round with invented cases, leave with ", Style.DIM), Run("q", Style.KEY)),
        (Run("  and run ", Style.DIM), Run("ehc-tui demo", Style.ACCENT), Run(".", Style.DIM)),
    )


def _not_me(me: str) -> tuple[Line, ...]:
    """Why nobody's cases may be "mine": the name looked for, and the setting that gives another."""
    return (
        (),
        (Run("  “mine” looked for the caseworker or SEN officer "), Run(clean(me), Style.ACCENT), Run(".")),
        (
            Run("  If your cases have another name for you, give it as "),
            Run("me", Style.ACCENT),
            Run(" in the settings file:"),
        ),
        (Run("  "), Run(",", Style.KEY), Run(" opens the readings, which say where that file is.")),
    )
