"""The report of exceptions in words."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_tui.law.rulebook import load_rulebook
from ehc_tui.present.rules.reliefs import flags, percent, report_lines
from ehc_tui.present.runs import line_width, plain
from ehc_tui.store.relief_report import ReliefReport, Use

BOOK = load_rulebook()
SPAN = (date(2025, 11, 21), date(2026, 11, 21))
HOSTILE = "\x1b[31mEvil\u202e [bold]"


def told(report: ReliefReport, width: int = 80) -> str:
    lines = report_lines(report, BOOK, width)
    assert all(line_width(line) <= width for line in lines)
    return "\n".join(plain(line).rstrip() for line in lines)


def test_the_report_names_limit_ground_and_share() -> None:
    use = Use(("issue_final_plan", "school_closed"), 6, 20, 6, 2, "R Whitcombe", 6)
    text = told(
        ReliefReport(*SPAN, 20, 6, 6, (use,), (Use(("R Whitcombe",), 6, 18, 6, 2, "R Whitcombe", 6),))
    )
    assert "Cases received from 21 Nov 2025 to 21 Nov 2026: 20." in text
    assert "6 cases rely on an exception, 30%; 6 records." in text
    assert "Send final plan" in text and "6 of 20" in text and "30%" in text
    assert "  school or post-16 institution closed for four weeks or more" in text
    assert "  ! relied on in more than 25% of the cases" in text
    assert "  ! 6 of 6 authorised by R Whitcombe" in text
    assert "  ! no day the family was told in 2" in text


def test_a_caseload_without_exceptions_says_so() -> None:
    assert "No exception is relied on in any of them." in told(ReliefReport(*SPAN, 20, 0, 0, (), ()))


def test_hostile_names_and_grounds_nobody_knows_are_shown_as_text() -> None:
    ground = Use(("gone_rule", "gone_ground"), 1, 0, 1, 0, HOSTILE, 1)
    text = told(ReliefReport(*SPAN, 1, 1, 1, (ground,), (Use((HOSTILE,), 1, 1, 1, 0, HOSTILE, 1),)), 60)
    assert "\x1b" not in text and "\u202e" not in text
    assert "gone_rule" in text and "gone_ground" in text and "Evil" in text and "[bold]" in text


@pytest.mark.parametrize(("share", "words"), [(0, "0%"), (0.001, "<1%"), (0.125, "12%"), (1, "100%")])
def test_a_share_is_a_percentage(share: float, words: str) -> None:
    assert percent(share) == words


def test_a_person_s_own_line_is_not_marked_for_being_one_person() -> None:
    assert flags(Use(("R Whitcombe",), 5, 40, 5, 0, "R Whitcombe", 5)) == ()
