"""Settings are typed; a mistake is named with its file and its key, never guessed at."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehc_tui.settings import Settings, SettingsError, default_settings_path, load_settings


def written(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_everything_has_a_value_that_works() -> None:
    assert load_settings() == Settings()
    assert default_settings_path().name == "settings.toml"


def test_what_the_file_says_is_taken(tmp_path: Path) -> None:
    path = written(tmp_path, 'warning_days = 14\nme = "J Okafor"\ntheme = "light"\nmouse = false\n')
    assert load_settings(path) == Settings(warning_days=14, me="J Okafor", theme="light", mouse=False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("warnng_days = 3", "there is no setting “warnng_days”; did you mean “warning_days”?"),
        ("zebra = 3", "there is no setting “zebra”; the settings are warning_days"),
        ('warning_days = "ten"', "warning_days must be a number of days from 0 to 60, not 'ten'."),
        ("warning_days = true", "warning_days must be a number of days from 0 to 60, not True."),
        ("warning_days = 61", "warning_days must be a number of days from 0 to 60, not 61."),
        ('theme = "pink"', "theme must be one of auto, dark, light, ansi, not 'pink'."),
        ("mouse = 1", "mouse must be true or false, not 1."),
        ("me =", "is not a settings file"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_file_and_the_key(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = written(tmp_path, text)
    with pytest.raises(SettingsError) as refusal:
        load_settings(path)
    assert str(path) in str(refusal.value)
    assert sentence in str(refusal.value)


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path)


def test_acts_are_recorded_under_the_name_logged_in_unless_another_is_set() -> None:
    assert Settings().person() == "j.okafor"
    assert Settings(me="J Okafor").person() == "J Okafor"


def test_the_editor_is_the_environments_unless_set_or_refused() -> None:
    assert Settings().editor_command({"EDITOR": "vi", "VISUAL": "vim"}) == "vim"
    assert Settings(editor="nano").editor_command({"EDITOR": "vi"}) == "nano"
    assert Settings(editor="none").editor_command({"EDITOR": "vi"}) == ""


def test_the_mouse_is_left_to_the_terminal_over_ssh() -> None:
    assert Settings().uses_mouse({})
    assert not Settings().uses_mouse({"SSH_TTY": "/dev/pts/1"})
    assert Settings(mouse=True).uses_mouse({"SSH_TTY": "/dev/pts/1"})
