"""One setting is changed; everything else a person wrote in the file stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from ehc_tui.settings import Settings, SettingsError, load_settings
from ehc_tui.settings_file import line_of, write_setting

WRITTEN = """\
# how we read the notice rules
me = "J Okafor"   # as in the tracker
warning_days = 7  # calendar days

clear_notice = false # agreed with legal
theme = "dark"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_a_value_is_replaced_where_it_stands_and_its_comment_stays(path: Path) -> None:
    path.write_text(WRITTEN)
    write_setting(path, "clear_notice", True)
    assert path.read_text() == WRITTEN.replace("clear_notice = false", "clear_notice = true")


def test_a_setting_that_was_not_there_is_added_at_the_end(path: Path) -> None:
    path.write_text(WRITTEN)
    settings = write_setting(path, "post_working_days", 4)
    assert path.read_text() == WRITTEN + "post_working_days = 4\n"
    assert settings == load_settings(path)
    assert (settings.post_working_days, settings.me) == (4, "J Okafor")


def test_a_file_that_is_not_there_is_made_for_its_owner_only(path: Path) -> None:
    inside = path.parent / "new" / "settings.toml"
    assert write_setting(inside, "day_one_inclusive", True) == Settings(day_one_inclusive=True)
    assert inside.stat().st_mode & 0o777 == 0o600


def test_a_file_without_a_last_line_end_and_one_from_windows_keep_their_lines(path: Path) -> None:
    path.write_bytes(b"warning_days = 7\r\nclear_notice = true")
    write_setting(path, "warning_days", 9)
    assert path.read_bytes() == b"warning_days = 9\r\nclear_notice = true"
    write_setting(path, "day_one_inclusive", True)
    assert path.read_bytes() == b"warning_days = 9\r\nclear_notice = true\nday_one_inclusive = true\n"


def test_a_quoted_key_is_found(path: Path) -> None:
    path.write_text('"warning_days" = 7\n')
    write_setting(path, "warning_days", 9)
    assert path.read_text() == '"warning_days" = 9\n'


def test_a_link_to_a_file_elsewhere_stays_a_link(path: Path, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("warning_days = 7\n")
    path.symlink_to(kept)
    write_setting(path, "warning_days", 9)
    assert path.is_symlink()
    assert kept.read_text() == "warning_days = 9\n"


def test_a_file_whose_line_cannot_be_told_apart_is_left_alone(path: Path) -> None:
    written = 'me = """\nclear_notice = true\n"""\n'
    path.write_text(written)
    with pytest.raises(SettingsError, match="set clear_notice = false in it with an editor"):
        write_setting(path, "clear_notice", False)
    assert path.read_text() == written


@pytest.mark.parametrize(
    ("key", "value"), [("warning_days", 400), ("post_working_days", True), ("nonsense", 1)]
)
def test_a_value_that_does_not_fit_is_not_written(path: Path, key: str, value: int) -> None:
    with pytest.raises(SettingsError, match=key):
        write_setting(path, key, value)
    assert not path.exists()


def test_a_file_that_is_wrong_already_is_not_made_worse(path: Path) -> None:
    path.write_text("warning_days = \n")
    with pytest.raises(SettingsError, match="not a settings file"):
        write_setting(path, "warning_days", 9)
    assert path.read_text() == "warning_days = \n"


def test_it_is_known_in_which_line_a_setting_is_made(path: Path) -> None:
    assert line_of(path, "clear_notice") is None
    path.write_text(WRITTEN)
    assert line_of(path, "clear_notice") == 5
    assert line_of(path, "day_one_inclusive") is None
