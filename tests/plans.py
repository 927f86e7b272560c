"""How SQLite goes about a statement, for tests that count on an index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from ehc_tui.store.engine import Reader


def plan_of(
    reader: Reader, statement: str, parameters: Mapping[str, Any] | tuple[Any, ...] = ()
) -> list[str]:
    """The steps of the query plan, in order, without those that only look up which cases are restricted.

    These run once in a statement, over tables of a few rows; they are the subqueries that read nothing else.
    """
    said: dict[int, str] = {}
    children: defaultdict[int, list[int]] = defaultdict(list)
    for step, parent, _, detail in reader.execute(f"EXPLAIN QUERY PLAN {statement}", parameters):
        said[step] = detail
        children[parent].append(step)

    def told(step: int) -> list[str]:
        below = [line for child in children[step] for line in told(child)]
        alone = "SUBQUERY" in said[step] and not below
        return [] if alone or " restriction" in said[step] else [said[step], *below]

    return [line for step in children[0] for line in told(step)]
