"""Stored dates follow the rules and readings, not only the facts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from office import Office

from ehc_tui.casework.checking import stale_cases
from ehc_tui.casework.derived_with import catch_up, is_current, remembered
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
    assert catch_up(office.store, office.doing) == 1
    assert due(office) == "2026-12-06"
    assert list(stale_cases(office.store, office.doing)) == []
    reading(office)
    catch_up(office.store, office.doing)
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
    catch_up(office.store, office.doing)
    assert office.file().row.version == version
    first = office.ask("SELECT first_due, own_due FROM ehc_case")[0]
    assert first == ("2026-08-30", "2026-08-30")


def test_the_store_remembers_who_had_it_counted_under_which_readings(office: Office) -> None:
    office.open()
    reading(office, clear_notice=True)
    catch_up(office.store, office.doing)
    noted = remembered(office.store.read())
    assert noted is not None
    assert noted["by"] == "J Okafor"
    assert noted["readings"]["clear_notice"] is True


@pytest.mark.parametrize(
    "setting", ["clear_notice", "day_one_inclusive", "closure_ends_included", "absence_inside_period"]
)
def test_every_reading_of_the_law_makes_a_store_stale(office: Office, setting: str) -> None:
    office.open()
    catch_up(office.store, office.doing)
    reading(office, **{setting: not getattr(Settings(), setting)})
    assert not is_current(office.store.read(), office.doing)


def test_another_process_or_a_changed_rule_makes_a_store_stale(office: Office) -> None:
    office.open()
    catch_up(office.store, office.doing)
    doing = office.doing
    office.doing = replace(doing, process=load_process("north-somerset"))
    assert not is_current(office.store.read(), office.doing)
    rule = replace(doing.book.rule(FINAL), effective_to=date(2030, 1, 1))
    office.doing = replace(doing, book=replace(doing.book, rules=(*doing.book.rules[1:], rule)))
    assert not is_current(office.store.read(), office.doing)


def test_a_store_for_reading_only_is_refused_and_stays_as_it_was(office: Office) -> None:
    office.open()
    before = due(office)
    reading(office, day_one_inclusive=True)
    office.store.read_only = True
    with pytest.raises(StoreError, match="read-only"):
        catch_up(office.store, office.doing)
    assert due(office) == before
