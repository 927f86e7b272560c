"""Every row of the tables of the law, transcribed by hand in `statute_tables.csv`, has its record."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ehc_tui.law.rulebook import Limb, Rule, Rulebook

with Path(__file__).with_name("statute_tables.csv").open(encoding="utf-8") as table:
    ROWS = list(csv.DictReader(table))


def limb_in_words(limb: Limb) -> str:
    if limb.count in ("NONE", "IMM"):
        return limb.count
    if limb.count == "FIX":
        return f"FIX before {limb.number}"
    return f"{limb.count} {limb.number}" + (f" {limb.unit}" if limb.count == "BEF" else "")


def limits(rule: Rule) -> str:
    counted = f" {rule.combine} ".join(limb_in_words(limb) for limb in rule.limbs)
    return counted if rule.roll == "none" else f"{counted} {rule.roll}"


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row_of_the_tables_has_its_number_count_reliefs_and_confidence(
    book: Rulebook, row: dict[str, str]
) -> None:
    rule = book.rule(row["id"])
    assert (limits(rule), rule.reliefs, rule.confidence) == (row["limits"], row["reliefs"], row["confidence"])


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_row_of_the_tables_is_cited_with_its_provisions(book: Rulebook, row: dict[str, str]) -> None:
    citation = book.rule(row["id"]).citation
    assert [provision for provision in row["cites"].split() if provision not in citation] == []


def test_the_book_has_no_rule_that_the_tables_do_not_have(book: Rulebook) -> None:
    assert set(book.versions) == {row["id"] for row in ROWS}


def test_every_rule_is_cited_dated_and_said_in_a_sentence(book: Rulebook) -> None:
    for rule in book.rules:
        assert any(mark.isdigit() for mark in rule.citation), rule.id
        assert rule.effective_from.year >= 2014, rule.id
        assert rule.sentence.endswith("."), rule.id


def test_no_wording_of_before_march_2015_governs_orders(book: Rulebook) -> None:
    for rule in book.rules:
        if rule.stage == "orders":
            assert rule.effective_from.isoformat() == "2015-03-23"
            assert rule.number not in (4, 7)


def test_names_fit_the_column_of_a_caseload(book: Rulebook) -> None:
    assert all(len(rule.name) <= 24 for rule in book.rules)


def test_every_counting_code_is_described_and_used_or_reserved(book: Rulebook) -> None:
    used = {limb.count for rule in book.rules for limb in rule.limbs}
    assert used == {"W", "D", "D1", "M", "P", "WD", "WD1", "TWD", "BEF", "FIX", "IMM", "NONE"}
    assert used <= set(book.counts)
