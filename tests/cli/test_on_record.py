"""Whatever the command line puts out of the store leaves a trace: who, when and in which form."""

from __future__ import annotations

import json
import subprocess

import pytest
from journeys.terminal import command, environment


def openings(ehc):
    """What stands in the history of those who only looked, newest first; asking adds nothing to it."""
    lines = ehc("history", "--openings").out.splitlines()
    return [line for line in lines if " cases" in line or " E26" in line]


@pytest.mark.parametrize(
    ("arguments", "noted"),
    [
        (["list", "--json"], "5 cases listed as JSON"),
        (["list", "cw:okafor", "--csv"], "cases listed as CSV"),
        (["list", "kowalczyk", "--json"], "E26-0467 listed as JSON"),
        (["panel", "--json"], "of the queue of EHC panel put out as JSON"),
        (["panel", "--csv"], "of the queue of EHC panel put out as CSV"),
        (["panel", "E26-0412"], "Pack of E26-0412 shown"),
        (["panel", "E26-0412", "--json"], "Pack of E26-0412 shown"),
        (["show", "E26-0412"], "Case E26-0412 shown"),
        (["show", "E26-0412", "--json"], "Case E26-0412 shown"),
        (["history", "--json"], "6 cases in the history put out as JSON"),
        (["history", "--case", "E26-0412", "--csv"], "in the history put out as CSV"),
    ],
    ids=" ".join,
)
def test_what_is_put_out_is_noted_with_its_form(ehc, store, arguments, noted):
    assert ehc(*arguments).code == 0
    (entry,) = json.loads(ehc("history", "--openings", "--limit", "1", "--json").out)
    assert noted in entry["summary"]
    assert (entry["account"], bool(entry["opened"])) == ("j.okafor", True)


def test_a_list_that_is_only_read_is_none_and_one_that_ends_up_in_a_file_is(ehc, store, tmp_path):
    before = len(openings(ehc))
    assert ehc("list").code == ehc("panel").code == 0
    assert len(openings(ehc)) == before
    with (tmp_path / "list.txt").open("w") as file:
        subprocess.run(command("list"), env=environment(), stdout=file, check=True)
    assert "5 cases listed into a file" in openings(ehc)[0]
