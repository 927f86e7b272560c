"""Plain command lines are answered without Typer, and mean exactly what Typer would have them mean."""

from __future__ import annotations

from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from typer.main import get_command

from ehc_tui.cli import OPENING
from ehc_tui.cli.caseload import LIST, SHOW
from ehc_tui.cli.common import Common
from ehc_tui.cli.declared import Declared, Kind
from ehc_tui.cli.errors import Mistyped
from ehc_tui.cli.opening import OPEN
from ehc_tui.cli.quick import quick, read
from ehc_tui.cli.typed import as_typer

SCRAPS = st.sampled_from(
    [
        *("--sort", "--limit", "--output", "-o", "--force", "--json", "--csv", "--store", "--today"),
        *("--sort=due", "--sort=-due", "--limit=5", "--json=yes", "--store=", "--output=-", "-ox.csv"),
        *("--today=2026-11-21", "--today=soon"),
        *("--read-only", "--help", "-h", "--version", "--lim", "--nothing", "-x", "-", "--", "", " "),
        *("due", "-due", "5", "-5", "05", "5.5", "٥", "99999999999", "1_0", "a b.csv", "21/11/2026", "x"),
        *("state:overdue", "!late", "E26-0412", "łukasz", "due:<10", "a=b", "=", "\ud800"),
    ]
)


def by_typer(declared: Declared, arguments: list[str]) -> dict[str, Any] | None:
    """What Typer gives the command; None where it refuses, or answers something else."""
    found: list[dict[str, Any]] = []
    app = typer.Typer(add_completion=False)

    @app.callback()
    def root(context: typer.Context) -> None:
        context.obj = Common()

    def run(options: Common, **values: Any) -> None:
        found.append({**values, "store": options.given_store, "today": options.given_today})

    app.command("it")(as_typer(declared._replace(run=run)))
    try:
        with get_command(app).make_context("ehc-tui", ["it", *arguments]) as context:
            context.command.invoke(context)
    except (typer.Exit, typer.TyperException, Mistyped):
        return None
    return found[0] if found else None


@pytest.mark.parametrize("declared", [LIST, SHOW, OPEN], ids=["list", "show", "open"])
def test_what_is_read_without_typer_means_what_typer_makes_of_it(
    declared: Declared, capsys: pytest.CaptureFixture[str]
) -> None:
    @given(st.lists(SCRAPS, max_size=6))
    def holds(arguments: list[str]) -> None:
        ours = read(declared, arguments)
        if ours is not None:
            assert ours == by_typer(declared, arguments)

    holds()


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--store", "x.db", "--today", "21/11/2026", "--read-only"],
        ["list"],
        ["list", "state:overdue", "cw:okafor", "--limit", "50", "--sort=-due"],
        ["list", "--json", "mine", "--store=x.db"],
        ["list", "-o", "cases.csv", "--force"],
        ["show", "E26-0412", "E26-0398", "--json"],
    ],
)
def test_what_is_typed_all_day_needs_no_typer(arguments: list[str]) -> None:
    assert quick(arguments) is not None


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["list", "--help"],
        ["list", "--sort"],
        ["list", "--limit", "-1"],
        ["list", "--limit", "many"],
        ["list", "--today", "yesteryear"],
        ["list", "--", "--json"],
        ["show"],
        ["show", "--csv", "E26-0412"],
        ["--store", "x.db", "list"],
        ["nothing"],
    ],
)
def test_whatever_else_is_typed_is_left_to_typer(arguments: list[str]) -> None:
    assert quick(arguments) is None


def test_whatever_opens_the_app_makes_the_terminal_quiet_first() -> None:
    assert {
        flag: option.kind is not Kind.SWITCH for option in OPEN.options for flag in option.flags
    } == OPENING
