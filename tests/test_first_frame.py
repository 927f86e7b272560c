"""The caseload stands on the screen before the program does, which then finds nothing to change on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from caseload_scene import ME, a_long_list, a_team, make_office
from emulator import Emulator
from office import NOW, TODAY, Office
from screen_text import wait_for
from textual.pilot import Pilot
from wire import Wire, on_the_wire

from ehc_tui.app import EhcApp
from ehc_tui.first_frame import look
from ehc_tui.present.cells import Row
from ehc_tui.present.home import DETAIL_FROM, Home, home_rows
from ehc_tui.present.palette import choose_theme, looks
from ehc_tui.present.screenful import Screenful
from ehc_tui.screens.caseload import CaseloadScreen
from ehc_tui.session import SavedSession
from ehc_tui.settings import Settings
from ehc_tui.store.caseload import Caseload
from ehc_tui.store.engine import Store, open_store
from ehc_tui.store.errors import StoreError

SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    here = make_office(tmp_path_factory.mktemp("first") / "caseload.db")
    a_team(here)
    a_long_list(here, 150)
    here.open("E26-0002", surname="Osei\x1b]52;c;aGk=\x07[/]", forename="李小龙", setting="\x9b31m[b]é\u0301")
    yield here
    here.store.close()


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    here = make_office(tmp_path_factory.mktemp("empty") / "caseload.db")
    yield here
    here.store.close()


def counted(home: Home, store: Store, session: SavedSession) -> Home:
    """The first screen with all that was left to be counted."""
    found = Caseload(store.read(), TODAY, 10, ME)
    found.show(*session.list_left())
    return home._replace(tally=found.tally(), shown=found.count(), total=found.total())


async def assert_taken_over(
    here: Office,
    size: tuple[int, int],
    theme: str = "ansi",
    *,
    session: SavedSession | None = None,
    read_only: bool = False,
    no_colour: bool = False,
) -> list[Row]:
    """The app, coming up on a terminal that shows the first frame, leaves every cell of it as it is."""
    store = open_store(here.store.path, read_only=read_only)
    session = session or SavedSession()
    settings = Settings(theme=theme)
    home = look(store, settings, TODAY, ME, session)
    colours = looks(choose_theme(theme, {"NO_COLOR": "1"} if no_colour else {}), no_colour)
    first, rows = (home_rows(one, *size, colours) for one in (home, counted(home, store, session)))
    shown, terminal, usual = Screenful(*size), Emulator(*size), Emulator(*size)
    terminal.write(shown.show(dict(enumerate(first))).encode())
    usual.write(Screenful(*size).show(dict(enumerate(rows))).encode())
    detail = range(size[1] - 11, size[1] - 2) if size[1] >= DETAIL_FROM else range(0)

    app = EhcApp(store, settings, TODAY, ME, read_only=read_only, session=session, now=lambda: NOW)
    app.stay_behind(shown)

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        await wait_for(pilot, lambda: not app._behind and tuple(shown.rows[1:3]) == rows[1:3])
        assert app.screenful is shown
        terminal.write(wire.take())
        for y in set(range(size[1])) - set(detail):
            assert terminal.cells(y) == usual.cells(y), terminal.lines[y]
            assert shown.rows[y] == rows[y], terminal.lines[y]

    was_shown = shown.show

    def show(changed: Mapping[int, Row]) -> str:
        for y, after in changed.items():
            early = shown.rows[y]
            assert early is not None
            assert y in (1, 2, *detail) or after[:-1] == early[:-1], (
                "only counts and the scroll bar come later"
            )
        return was_shown(changed)

    shown.show = show  # type: ignore[method-assign]
    await on_the_wire(app, size, journey)
    store.close()
    return list(rows)


@pytest.mark.parametrize("theme", ["ansi", "dark", "light"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_app_takes_over_without_a_flicker(
    office: Office, size: tuple[int, int], theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLORTERM", "truecolor")
    await assert_taken_over(office, size, theme)


async def test_256_colours_are_enough_for_the_same_picture(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    rows = await assert_taken_over(office, (80, 24), "dark")
    assert {look.ground for row in rows for _, look in row} == {"48;5;234", "48;5;237"}


async def test_without_colours_it_is_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    rows = await assert_taken_over(office, (80, 24), no_colour=True)
    assert {(look.ink, look.ground) for row in rows for _, look in row} == {("39", "49")}


@pytest.mark.parametrize(
    "session",
    [
        SavedSession(filter="state:overdue", sort="child"),
        SavedSession(filter="mine", sort="due", descending=False),
        SavedSession(filter="nobody is called that"),
        SavedSession(filter="mine nobody"),
        SavedSession(filter="no-such-field:x", sort="no such order"),
        SavedSession(filter="open:any", sort="-ref"),
        SavedSession(cursor="T-0145"),
        SavedSession(cursor="gone"),
    ],
    ids=lambda session: f"{session.filter} {session.sort} {session.cursor}",
)
async def test_the_list_is_as_it_was_left(office: Office, session: SavedSession) -> None:
    await assert_taken_over(office, (80, 24), session=session)


async def test_a_store_for_reading_only_and_one_without_cases(office: Office, nobody: Office) -> None:
    await assert_taken_over(office, (120, 40), read_only=True)
    await assert_taken_over(nobody, (80, 24))


def test_hostile_names_steer_nothing(office: Office) -> None:
    home = look(office.store, Settings(), TODAY, ME, SavedSession(filter="osei"))
    rows = home_rows(home, 120, 40, looks("ansi-dark"))
    written = Screenful(120, 40).show(dict(enumerate(rows)))
    assert "Osei]52;c;aGk=" in written
    assert not any(code in written for code in ("\x1b]", "\x07", "\x9b"))


def test_nothing_is_counted_before_the_first_frame(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        "ehc_tui.store.reader.Reader.execute",
        lambda self, sql, *given: asked.append(sql) or self.cursor().execute(sql, *given),
    )
    for cursor, most in (("", 4), ("T-0030", 11)):
        asked.clear()
        look(office.store, Settings(), TODAY, ME, SavedSession(cursor=cursor))
        assert not [sql for sql in asked if "count(" in sql]
        assert len(asked) <= most


async def test_a_list_that_cannot_be_read_does_not_leave_the_first_frame_standing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> None:
        raise StoreError("The store is damaged.")

    monkeypatch.setattr(CaseloadScreen, "caseload", damaged)
    app = EhcApp(office.store, Settings(theme="ansi"), TODAY, ME, now=lambda: NOW)
    app.stay_behind(Screenful(80, 24))
    terminal = Emulator(80, 24)

    async def journey(pilot: Pilot[Any], wire: Wire) -> None:
        await wait_for(pilot, lambda: "damaged" in wire.written)
        terminal.write(wire.take())
        assert any("The store is damaged." in line for line in terminal.lines)

    await on_the_wire(app, (80, 24), journey)
