"""One registry says what can be done; keys, footer, palette and help cannot drift apart from it."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from pkgutil import iter_modules

import pytest

from ehc_tui import screens as screens_package
from ehc_tui.commands import COMMANDS, Command, bindings_for, command, commands_of, key_label, search
from ehc_tui.screens.base import BaseScreen

SCOPES = sorted({one.scope for one in COMMANDS})


def test_every_command_has_an_id_of_its_own_a_verb_and_a_sentence() -> None:
    assert max(Counter(one.id for one in COMMANDS).values()) == 1
    for one in COMMANDS:
        assert one.verb and one.keys
        assert one.help[0].isupper() and one.help.endswith(".")
        assert one.id.startswith(f"{one.scope}.")


@pytest.mark.parametrize("scope", SCOPES)
def test_no_key_does_two_things_on_one_screen(scope: str) -> None:
    keys = Counter(key for one in commands_of(scope) for key in one.keys)  # type: ignore[arg-type]
    assert [key for key, number in keys.items() if number > 1] == []


def screens() -> list[type[BaseScreen]]:
    """Every screen that somebody can come to."""
    for module in iter_modules(screens_package.__path__, "ehc_tui.screens."):
        import_module(module.name)
    found, waiting = set(), [BaseScreen]
    while waiting:
        here = waiting.pop()
        below = [screen for screen in here.__subclasses__() if screen.__module__.startswith("ehc_tui.")]
        waiting += below
        if not below:
            found.add(here)
    return sorted(found, key=lambda screen: screen.__name__)


@pytest.mark.parametrize("screen", screens())
def test_every_command_of_a_screen_is_done_by_a_method_of_it(screen: type[BaseScreen]) -> None:
    missing = [
        one.id
        for one in commands_of(screen.SCOPE, "app")
        if not (one.move and screen.move is not BaseScreen.move) and not hasattr(screen, one.method)
    ]
    assert missing == []


def test_every_scope_has_a_screen() -> None:
    assert {screen.SCOPE for screen in screens()} | {"app"} == set(SCOPES)


def test_vim_keys_stand_beside_the_arrows() -> None:
    assert command("caseload.down").keys == ("down", "j")
    assert command("caseload.last").keys == ("end", "G")


def test_bindings_come_from_the_registry() -> None:
    assert ("slash", "do('caseload.filter')", "filter") in bindings_for("caseload")


def test_keys_are_named_as_people_read_them() -> None:
    assert [key_label(key) for key in ("slash", "enter", "J", "ctrl+d")] == ["/", "Enter", "J", "ctrl+d"]


def test_the_palette_finds_commands_by_any_words_of_theirs() -> None:
    def found(typed: str) -> list[str]:
        return [one.id for one in search(typed, commands_of("caseload"))]

    assert found("sort")[0] == "caseload.sort"
    assert "caseload.chase" in found("late advice")
    assert found("zebra") == []
    assert "caseload.down" not in found("move")


def test_only_what_changes_the_store_is_off_where_it_is_open_for_reading() -> None:
    changing = {one.id for one in commands_of("caseload", "app") if one.changes}
    assert changing == {
        "app.undo",
        "caseload.allocate",
        "caseload.chase",
        "caseload.import",
        "caseload.new",
        "caseload.save_view",
    }


def test_a_command_knows_its_method_and_its_way() -> None:
    down, plan = command("caseload.down"), Command("case.open_plan", "plan", "Open it.", ("p",), "case")
    assert (down.move, plan.move) == ("down", None)
    assert plan.method == "action_case_open_plan"
