"""Who sits at the keyboard: nobody becomes somebody else by what they set in their environment."""

from __future__ import annotations

import os
import subprocess
import sys

from ehc_tui.identity import name_of


def test_no_variable_makes_somebody_else_of_the_account() -> None:
    names = ("LOGNAME", "USER", "LNAME", "USERNAME", "SUDO_USER", "EHC_ACCOUNT", "EHC_USER", "EHC_AS")
    told = subprocess.run(
        [sys.executable, "-c", "from ehc_tui.identity import login; print(login())"],
        env={**os.environ, **dict.fromkeys(names, "m.hughes")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == name_of(os.getuid()) != "m.hughes"


def test_an_account_without_a_name_is_known_by_its_number() -> None:
    assert name_of(987654321) == "#987654321"
