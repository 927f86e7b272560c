"""The page that says how fast the program is: docs/performance.md."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version

from sittings import Figures
from targets import Row

INTRODUCTION = """# How fast it is

`make bench` measured what stands here and wrote this page. Milliseconds differ from machine to machine and
from hour to hour, so all is measured side by side in one run and given as a multiple of what cannot be saved:
an empty Textual app, `python -c pass`, one indexed SQLite statement over the same store.
What can be counted (bytes and statements per key, rows read, modules loaded before the first frame, query
plans) is in the tests, which fail when it grows.

## How it is measured

- The programs run in a pseudo-terminal of 120 by 40 that answers what programs ask a terminal; bytes also at
  80 by 24 in 16 colours. What is written is stamped as it comes and drawn afterwards: drawing delays nobody.
- A key is answered when the list on the screen is what it stays. How many cases there are may be said later,
  and the case below the list is read when the cursor rests; neither is waited for.
- Other screens are opened a second time before they are measured, in a store of 7,000 cases.
- The cases are invented, with facts, clocks, advice and meetings; in larger stores every copy of a case has a
  reference, names, a setting and people of its own.
- Runs are interleaved, after one that is thrown away; medians are given. “keys” are keys of the empty app.
"""
AGAIN = """
## To repeat it

    make bench                        # 500 and 20,000 cases, some minutes
    make bench CASES="500 20000 700000"   # all of England: 4 GB, and some minutes more the first time

Stores are kept in `.bench` between runs. The other programs are measured if they are installed (`PATH`).
"""


def page(
    rows: Sequence[Row],
    peers: tuple[int, Mapping[str, Figures]],
    missing: Iterable[str],
    sections: Mapping[str, Iterable[str]],
    runs: int,
) -> str:
    """The whole page."""
    unmet = [row.what for row in rows if not row.met]
    parts = [
        INTRODUCTION,
        f"Measured with Python {platform.python_version()}, Textual {version('textual')}, "
        f"SQLite {sqlite3.sqlite_version} on {platform.machine()}; {runs} runs.\n",
        "## What must be reached\n",
        *table(rows),
        *(["\nNot met:\n", *(f"- {what}" for what in unmet), ""] if unmet else ["\nAll of it is met.\n"]),
        f"## Other programs on the same {peers[0]:,} cases\n",
        *beside(peers[1]),
        *(f"\n{name} is not installed here and was left out." for name in missing),
    ]
    for title, lines in sections.items():
        parts += [f"\n## {title}\n", *(f"    {line.rstrip()}" for line in lines)]
    return "\n".join([*parts, AGAIN])


def table(rows: Iterable[Row]) -> list[str]:
    """The rows as Markdown."""
    head = ["| measured | must reach | reached | met |", "|---|---|---|---|"]
    return [
        *head,
        *(
            f"| {row.what} | {row.target} | {row.measured} | {'yes' if row.met else '**no**'} |"
            for row in rows
        ),
    ]


def beside(peers: Mapping[str, Figures]) -> list[str]:
    """Each program's start, keys, bytes and memory; a dash for what it has not."""
    lines = [
        "| program | on the screen | its list | cursor key | page down | memory |",
        "|---|---|---|---|---|---|",
    ]
    for name, figures in peers.items():
        shown = figures["list" if "list" in figures else "shown"]
        keys = (_key(figures, key) for key in ("down", "page down"))
        times = f"{figures['shown']:.0f} ms | {shown:.0f} ms"
        lines.append(f"| {name} | {times} | {' | '.join(keys)} | {figures['memory']:.0f} MB |")
    return lines


def _key(figures: Figures, name: str) -> str:
    return f"{figures[name]:.1f} ms, {figures[f'{name}, bytes']:,.0f} bytes" if name in figures else "–"
