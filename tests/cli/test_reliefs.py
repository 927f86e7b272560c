"""The report of exceptions on the command line, and stored dates that follow the settings."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.filterwarnings("error")


@pytest.fixture
def demo(ehc, tmp_path):
    store = tmp_path / "demo.db"
    assert ehc("demo", "--no-open", "--cases", 60, "--store", store).code == 0
    return store


def test_the_report_is_given_as_text_json_and_csv(ehc, demo):
    text = ehc("reliefs", "--since", "1/1/20", "--store", demo)
    item = json.loads(ehc("reliefs", "--since", "1/1/20", "--json", "--store", demo).out)
    rows = list(
        csv.DictReader(io.StringIO(ehc("reliefs", "--since", "1/1/20", "--csv", "--store", demo).out))
    )
    assert text.code == 0
    assert f": {item['cases']}." in text.out
    assert (item["from"], item["to"]) == ("2020-01-01", "2026-11-21")
    assert len(rows) == len(item["by_ground"]) + len(item["by_officer"])
    assert {"rule", "ground", "cases", "of", "share", "records", "family_not_told", "flags"} <= set(
        item["by_ground"][0]
    )


def test_twelve_months_are_looked_at_if_nothing_else_is_asked(ehc, demo):
    assert json.loads(ehc("reliefs", "--json", "--store", demo).out)["from"] == "2025-11-21"


def test_a_day_that_is_none_and_two_forms_at_once_are_mistyped(ehc, demo):
    assert ehc("reliefs", "--since", "soon", "--store", demo).code == 2
    assert ehc("reliefs", "--json", "--csv", "--store", demo).code == 2


def test_a_reading_of_one_person_is_in_the_list_once_it_is_made_the_store_s(ehc, store):
    before = json.loads(ehc("show", "E26-0412", "--json", "--store", store).out)
    settings = Path(os.environ["XDG_CONFIG_HOME"], "ehc-tui", "settings.toml")
    settings.parent.mkdir(parents=True)
    settings.write_text("day_one_inclusive = true\n")
    (mine_alone,) = json.loads(ehc("list", "E26-0412", "--json", "--store", store).out)
    assert before["next"]["due"] == mine_alone["next"]["due"] == "2026-11-09"
    assert ehc("check", "--my-readings", "--store", store).code == 0
    (after,) = json.loads(ehc("list", "E26-0412", "--json", "--store", store).out)
    assert after["next"]["due"] == "2026-11-08"
    assert ehc("check", "--store", store).code == 0
