"""The words of duties that a list reads by themselves are those of the whole rule book."""

from __future__ import annotations

import pytest

from ehc_tui.law.files import data_path
from ehc_tui.law.naming import duty_names, process_head
from ehc_tui.law.process import available_processes, load_process
from ehc_tui.law.rulebook import UnknownRuleError, load_rulebook


def test_every_duty_is_called_what_the_rule_book_calls_it() -> None:
    book = load_rulebook()
    subjects = ["", *(kind.key for kind in book.advice), "psychology-2", "other-3", "nobody", "St Anne's [x]"]
    for rule in book.versions:
        for subject in subjects:
            assert duty_names()(rule, subject) == book.subject_label(book.rule(rule), subject)


def test_a_rule_that_there_is_not_is_refused_as_the_rule_book_refuses_it() -> None:
    with pytest.raises(UnknownRuleError, match="no rule"):
        duty_names()("quantum", "")


@pytest.mark.parametrize("key", available_processes())
def test_a_process_has_the_name_of_its_file(key: str) -> None:
    head = process_head(data_path("process", f"{key}.toml"))
    assert (head["key"], head["name"]) == (key, load_process(key).name)
