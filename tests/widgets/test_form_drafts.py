"""What is typed in a dialogue stays until its act is done, and no longer than is good for it."""

from __future__ import annotations

from datetime import date

import pytest

from ehc_tui.widgets.form_drafts import FormDrafts

DAY = date(2026, 11, 18)


def answer(forms: FormDrafts, question: str, text: str, value: object, *, words: bool = False) -> None:
    key = forms.key_of(question)
    forms.keep(key, text, "", words=words)
    forms.answered(key, text, value)


def offered(drafts: dict[str, str], *questions: str) -> list[str]:
    """What the same dialogue offers to these questions another time."""
    forms = FormDrafts(drafts)
    with forms.dialogue("E26-0412/contact"):
        return [forms.text(forms.key_of(question), "") for question in questions]


def test_after_a_dropped_line_every_answer_is_offered_and_a_day_as_the_day_it_was() -> None:
    drafts: dict[str, str] = {}
    forms = FormDrafts(drafts)
    with pytest.raises(KeyboardInterrupt), forms.dialogue("E26-0412/contact"):
        answer(forms, "On", "-3d", DAY)
        answer(forms, "Who", "SENCo", "SENCo", words=True)
        answer(forms, "Who", "her teacher", "her teacher", words=True)
        raise KeyboardInterrupt  # the program ends
    assert offered(drafts, "On", "Who", "Who") == ["18 Nov 2026", "SENCo", "her teacher"]


def test_whoever_steps_back_finds_their_words_again_but_no_day_that_would_pass_for_today() -> None:
    drafts: dict[str, str] = {}
    forms = FormDrafts(drafts)
    with forms.dialogue("E26-0412/contact"):
        answer(forms, "On", "-3d", DAY)
        answer(forms, "Who", "SENCo", "SENCo", words=True)
    assert offered(drafts, "On", "Who") == ["", "SENCo"]


def test_an_act_lets_go_what_was_typed_for_it_and_a_refused_one_does_not() -> None:
    drafts: dict[str, str] = {}
    forms = FormDrafts(drafts)
    with pytest.raises(OSError), forms.dialogue("E26-0412/contact"):
        answer(forms, "On", "-3d", DAY)
        with forms.acting():
            raise OSError
    assert offered(drafts, "On") == ["18 Nov 2026"]
    with forms.dialogue("E26-0412/contact"):
        answer(forms, "On", "-3d", DAY)
        with forms.acting():
            pass
    assert drafts == {}
