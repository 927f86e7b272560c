"""Times side by side: everything is done in turn, so that a busy machine bends every figure alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

Work = Callable[[], object]


def seconds(work: Work) -> float:
    """How long it takes, once."""
    began = perf_counter()
    work()
    return perf_counter() - began


def medians(named: Mapping[str, Work], rounds: int) -> dict[str, float]:
    """The median seconds of each; a first round only warms what is warm in daily work."""
    taken: dict[str, list[float]] = {name: [] for name in named}
    for number in range(rounds + 1):
        for name, work in named.items():
            spent = seconds(work)
            if number:
                taken[name].append(spent)
    return {name: median(each) for name, each in taken.items()}


def report(times: Mapping[str, float]) -> list[str]:
    """A line for each: milliseconds, and how many times the first that is."""
    floor = next(iter(times.values()))
    return [f"{name:<36}{each * 1000:10.3f} ms{each / floor:9.1f} x" for name, each in times.items()]
