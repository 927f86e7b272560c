"""Stored dates follow the rules and readings, not only the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from office import Office

from ehc_tui.casework.checking import stale_cases
from ehc_tui.casework.decisions import record
from ehc_tui.casework.derived_with import catch_up, following, is_current, remembered
from ehc_tui.casework.noted import files_are_as_noted
from ehc_tui.casework.recount import recount
from ehc_tui.law.model import Fact
from ehc_tui.law.process import load_process
from ehc_tui.settings import Settings
from ehc_tui.store.errors import StoreError

FINAL = "issue_final_plan"


def reading(office: Office, **settings: bool) -> None:
    """From now on the person reads the statute differently."""
    office.doing = replace(office.doing, book=Settings(**settings).rulebook())


def due(office: Office) -> str:
    return str(office.ask("SELECT due FROM clock WHERE rule = ?", FINAL)[0][0])


def test_dates_are_counted_again_under_another_reading_and_back(office: Office) -> None:
    office.open()
    assert due(office) == "2026-12-07"
    reading(office, day_one_inclusive=True)
    assert office.do(recount) == 1
    assert due(office) == "2026-12-06"
    assert list(stale_cases(office.store, office.doing)) == []
    reading(office)
    office.do(recount)
    assert due(office) == "2026-12-07"


def test_nothing_is_counted_again_while_the_rules_are_the_same(office: Office) -> None:
    office.open()
    catch_up(office.store, office.doing)
    before = office.picture()
    assert catch_up(office.store, office.doing) == 0
    assert office.picture() == before


def test_the_list_is_triaged_by_the_new_date_and_no_case_gets_a_new_version(office: Office) -> None:
    office.open()
    version = office.file().row.version
    reading(office, day_one_inclusive=True)
    office.do(recount)
    assert office.file().row.version == version
    first = office.ask("SELECT first_due, own_due FROM ehc_case")[0]
    assert first == ("2026-08-30", "2026-08-30")


def test_the_store_remembers_who_had_it_counted_under_which_readings(office: Office) -> None:
    office.open()
    reading(office, clear_notice=True)
    office.do(recount)
    noted = remembered(office.store.read())
    assert noted is not None
    assert noted["by"] == "J Okafor"
    assert noted["readings"]["clear_notice"] is True


@pytest.mark.parametrize(
    "setting", ["clear_notice", "day_one_inclusive", "closure_ends_included", "absence_inside_period"]
)
def test_a_store_keeps_its_readings_whatever_a_person_s_settings_say(office: Office, setting: str) -> None:
    office.open()
    colleague = office.colleague("M Hughes")
    reading(colleague, **{setting: not getattr(Settings(), setting)})
    before = office.picture()
    assert is_current(colleague.store.read(), colleague.doing)
    assert catch_up(colleague.store, colleague.doing) == 0
    assert following(colleague.store.read(), colleague.doing).book.convention == Settings().convention()
    assert office.picture() == before
    colleague.store.close()


def test_what_a_colleague_records_is_counted_as_the_store_is_read(office: Office) -> None:
    case_id = office.open()
    colleague = office.colleague("M Hughes")
    reading(colleague, day_one_inclusive=True)
    colleague.do(record, case_id, Fact("contact", date(2026, 11, 20)))
    assert due(office) == "2026-12-07"
    colleague.open("E26-0413")
    assert {row[0] for row in office.ask("SELECT due FROM clock WHERE rule = ?", FINAL)} == {"2026-12-07"}
    colleague.store.close()


def test_a_colleague_s_change_of_reading_holds_for_everybody_and_names_them(office: Office) -> None:
    case_id = office.open()
    colleague = office.colleague("M Hughes").at(11)
    reading(colleague, day_one_inclusive=True)
    colleague.do(recount)
    assert catch_up(office.store, office.doing) == 0
    office.do(record, case_id, Fact("contact", date(2026, 11, 20)))
    assert due(office) == "2026-12-06"
    noted = remembered(office.store.read())
    assert noted is not None
    assert (noted["read_by"], noted["read_at"][:16]) == ("M Hughes", "2026-11-21T11:00")
    colleague.store.close()


def test_a_new_store_begins_with_the_readings_of_whoever_made_it(office: Office) -> None:
    reading(office, day_one_inclusive=True)
    office.open()
    colleague = office.colleague("M Hughes")
    assert catch_up(colleague.store, colleague.doing) == 0
    assert due(colleague) == "2026-12-06"
    colleague.store.close()


def test_a_new_version_counts_again_under_the_readings_of_the_store_and_of_who_set_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading(office, day_one_inclusive=True)
    office.open()
    colleague = office.colleague("M Hughes")
    monkeypatch.setattr("ehc_tui.casework.derived_with.__version__", "99.0")
    assert catch_up(colleague.store, colleague.doing) == 1
    assert due(office) == "2026-12-06"
    noted = remembered(office.store.read())
    assert noted is not None
    assert (noted["by"], noted["read_by"]) == ("M Hughes", "J Okafor")
    colleague.store.close()


def test_a_store_keeps_its_process_and_a_changed_rule_makes_it_stale(office: Office) -> None:
    office.open()
    catch_up(office.store, office.doing)
    doing = office.doing
    office.doing = replace(doing, process=load_process("north-somerset"))
    assert is_current(office.store.read(), office.doing)
    assert following(office.store.read(), office.doing).process.key == "west-northants"
    rule = replace(doing.book.rule(FINAL), effective_to=date(2030, 1, 1))
    office.doing = replace(doing, book=replace(doing.book, rules=(*doing.book.rules[1:], rule)))
    assert not is_current(office.store.read(), office.doing)


def test_a_store_for_reading_only_is_refused_and_stays_as_it_was(office: Office) -> None:
    office.open()
    before = due(office)
    reading(office, day_one_inclusive=True)
    office.store.read_only = True
    with pytest.raises(StoreError, match="read-only"):
        office.do(recount)
    assert due(office) == before


def test_a_store_knows_the_files_of_the_law_that_it_was_counted_with(office: Office) -> None:
    office.open()
    own = office.doing.process.key
    assert files_are_as_noted(office.store.read(), own)
    assert not files_are_as_noted(office.store.read(), "/srv/own-process.toml")
    assert not files_are_as_noted(office.store.read(), "no-such-process")


def test_a_store_counted_under_another_book_does_not_claim_to_know_the_files(office: Office) -> None:
    book = office.doing.book
    office.doing = replace(office.doing, book=replace(book, rules=book.rules[:-1]))
    office.open()
    assert not files_are_as_noted(office.store.read(), office.doing.process.key)


def test_the_files_of_a_law_that_has_changed_are_not_those_the_store_knows(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.open()
    monkeypatch.setattr("ehc_tui.casework.noted.digest_of_files", lambda _process: "another")
    assert not files_are_as_noted(office.store.read(), office.doing.process.key)
    assert is_current(office.store.read(), office.doing)
