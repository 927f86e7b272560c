"""What people sharing a store are told of each other: who has a case open, who changed it, and when."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from ehc_tui.store.news import News
from ehc_tui.text import clean, enumerated


def told(news: News, case_id: int, me: str, when: Callable[[datetime], str]) -> str:
    """What others did to a case since the last look: "E26-0412: M Hughes recorded “…” at
    10:42."; empty for nothing."""
    done = [one for one in news.done if one.case_id == case_id and one.by != me]
    if not done:
        return ""
    last = done[-1]
    before = f", the last of {len(done)}" if len(done) > 1 else ""
    return f"{last.ref}: {clean(last.by)} recorded “{clean(last.summary)}” {when(last.at)}{before}."


def also_open(names: Sequence[str], me: str) -> str:
    """Who else has a case open: "also open: M Hughes"; empty if nobody has."""
    if not names:
        return ""
    return f"also open: {enumerated(['you, elsewhere' if name == me else name for name in names], 2)}"
