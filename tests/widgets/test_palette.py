"""Colours can be told apart and read by everybody, and without colours nothing is lost."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.style import Style as RichStyle

from ehc_tui.present import palette
from ehc_tui.present.runs import Style
from ehc_tui.widgets.lean_output import look
from ehc_tui.widgets.palette import ANSI, DARK, LIGHT, choose_theme, looks, themes

AA = 4.5


def luminance(style: RichStyle, *, ground: bool) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    colour = style.bgcolor if ground else style.color
    assert colour is not None
    channels = [value / 255 for value in colour.get_truecolor()]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(ink: RichStyle, ground: RichStyle) -> float:
    """The contrast of the ink of one style on the ground of another."""
    one, other = luminance(ink, ground=False), luminance(ground, ground=True)
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("style", list(Style))
def test_every_style_can_be_read_on_the_page_and_under_the_cursor(theme: str, style: Style) -> None:
    found = looks(theme)
    assert contrast(found[style], found[Style.PLAIN]) >= AA
    assert contrast(found[style], found[Style.CURSOR]) >= AA


@pytest.mark.parametrize("theme", [DARK, LIGHT, ANSI])
def test_states_that_matter_differ_in_colour_as_well(theme: str) -> None:
    states = (Style.OVERDUE, Style.DUE_SOON, Style.RELIEVED, Style.ON_TRACK)
    assert len({looks(theme)[style] for style in states}) == len(states)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_every_colour_is_one_that_terminals_have_by_number(theme: str) -> None:
    for style, drawn in palette.looks(theme).items():
        assert drawn.ink.startswith("38;5;") and drawn.ground.startswith("48;5;"), style


def test_sixteen_colours_leave_the_ground_to_the_terminal() -> None:
    for style in looks(ANSI).values():
        assert style.bgcolor is None
        assert style.color is None or (style.color.number is not None and style.color.number < 16)


def test_without_colour_there_is_really_none() -> None:
    for style in looks(DARK, no_colour=True).values():
        assert style.color is None and style.bgcolor is None
    assert looks(DARK, no_colour=True)[Style.OVERDUE].bold
    assert looks(DARK, no_colour=True)[Style.CURSOR].reverse


@pytest.mark.parametrize(
    ("setting", "environ", "theme"),
    [
        ("auto", {}, ANSI),
        ("auto", {"COLORTERM": "truecolor"}, DARK),
        ("auto", {"COLORTERM": "24bit", "COLORFGBG": "0;15"}, LIGHT),
        ("auto", {"COLORTERM": "truecolor", "SSH_TTY": "/dev/pts/1"}, ANSI),
        ("light", {}, LIGHT),
        ("dark", {"SSH_TTY": "/dev/pts/1"}, DARK),
        ("dark", {"NO_COLOR": "1"}, ANSI),
        ("ansi", {"COLORTERM": "truecolor"}, ANSI),
    ],
)
def test_the_theme_follows_the_setting_and_the_terminal(
    setting: str, environ: dict[str, str], theme: str
) -> None:
    assert choose_theme(setting, environ) == theme


def test_there_are_two_themes_of_our_own() -> None:
    assert [theme.name for theme in themes()] == [DARK, LIGHT]


@pytest.mark.parametrize("no_colour", [False, True])
@pytest.mark.parametrize("theme", [DARK, LIGHT, ANSI])
def test_the_first_frame_has_the_colours_of_the_screens(theme: str, no_colour: bool) -> None:
    systems = (ColorSystem.STANDARD,) if theme == ANSI else (ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR)
    for system in systems:
        for style, rich in looks(theme, no_colour).items():
            assert palette.looks(theme, no_colour)[style] == look(rich, system), style
