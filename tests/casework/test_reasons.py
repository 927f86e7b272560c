"""Reasons are checked for being reasons: the decision said again is none."""

from __future__ import annotations

import pytest
from panel_room import REASONS, WANTED

from ehc_tui.casework.reasons import LONGEST, not_reasons


@pytest.mark.parametrize(
    "text",
    [
        REASONS,
        WANTED,
        "Her dyslexia is met by the school's own phonics programme; reading age rose 14 months this year.",
        "Autism with high anxiety: out of class since March, and two settings could not meet his needs.",
    ],
)
def test_what_says_something_about_the_child_stands(text: str) -> None:
    assert not_reasons(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be left empty"),
        (" \u200b \n ", "cannot be left empty"),
        ("...", "cannot be left empty"),
        ("no", "One word is no reasons"),
        ("Criteria not met", "3 words are no reasons"),
        ("As discussed at panel, criteria not met", "7 words are no reasons"),
        (
            "The panel decided that the criteria for an EHC plan are not met.",
            "says what was decided, not why",
        ),
        ("No no no no no no no no no no no no.", "says what was decided, not why"),
        ("n/a n/a n/a n/a n/a n/a n/a n/a n/a", "says what was decided, not why"),
        (
            "Insufficient evidence was given to the panel to decide that a plan is needed at present",
            "not why",
        ),
        ("word " * LONGEST, "at most 4,000 can be kept"),
    ],
)
def test_what_could_be_said_of_any_child_does_not(text: str, said: str) -> None:
    wrong = not_reasons(text)
    assert wrong is not None and said in wrong
