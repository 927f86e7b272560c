"""What is typed finds every case whose text holds it, and no other, however it is looked up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from caseload_store import caseload
from hypothesis import given
from hypothesis import strategies as st
from office import TODAY, Office, imported

from ehc_tui.casework.checking import stale_cases
from ehc_tui.casework.recount import recount
from ehc_tui.store.filters import Filter, Term
from ehc_tui.store.orders import Sort
from ehc_tui.store.text_index import in_step
from ehc_tui.text import fold

SURNAMES = (
    *(
        "O'Connor",
        "O’Dowd",
        "Łukasik",
        "Müller",
        "李小龍",
        "Smith-Jones",
        "Zq",
        "Ángeles",
        "Ñandú",
        "🙂Smile",
        "x",
    ),
    *(
        "NEAR",
        "AND",
        'Qu"ote',
        "Se*arch",
        "(Paren)",
        "Per%cent_",
        "Ærø",
        "col:on",
        "NOT OR",
        "--; DROP",
        "ßtraße",
    ),
)
SETTINGS = (
    "Larkrise Primary School",
    "50% Club",
    "St. Cuthwin's CE",
    "The 'Quoted' Academy",
    "🙂 Nursery",
    "",
)
NUMBER = 260


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """So many cases that some words are found in few and some in many."""
    office = Office(tmp_path_factory.mktemp("text") / "caseload.db")
    office.bring_in(
        *(
            imported(number, surname=SURNAMES[number % 22], setting=SETTINGS[number % 6])
            for number in range(1, NUMBER + 1)
        )
    )
    return office


TEXTS = [fold(text) for text in (*SURNAMES, *SETTINGS, "T-0012", "Aisha", "Niamh", "Zoë")]
PIECES = st.builds(
    lambda text, start, length: text[start : start + length],
    st.sampled_from(TEXTS),
    st.integers(0, 12),
    st.integers(1, 9),
)
WORDS = st.one_of(PIECES, PIECES.map(str.upper), st.text(max_size=3), st.sampled_from(SURNAMES))


@given(st.lists(st.tuples(WORDS, st.booleans()), min_size=1, max_size=3))
def test_words_find_what_a_plain_comparison_finds(school: Office, words: list[tuple[str, bool]]) -> None:
    terms = tuple(Term("", word, excluded) for word, excluded in words if word and word != "mine")
    found = caseload(school)
    found.show(Filter(terms), Sort("ref"))
    expected = [
        case_id
        for case_id, search in school.ask("SELECT id, search FROM ehc_case ORDER BY ref")
        if all((fold(term.value) in search) != term.negated for term in terms)
    ]
    assert found.ids() == expected
    assert found.count() == len(expected)


@pytest.mark.parametrize("word", ["larkrise", "zq", "🙂", "zzz", "zz", "q", "t-0012"])
def test_a_word_that_few_cases_hold_is_looked_up_and_no_order_walked_through(
    school: Office, word: str
) -> None:
    found = caseload(school, word)
    asked: list[str] = []
    school.store.read().set_trace_callback(asked.append)
    found.row(0)
    school.store.read().set_trace_callback(None)
    assert found.known_count == sum(word in search for (search,) in school.ask("SELECT search FROM ehc_case"))
    assert not any("OFFSET" in one for one in asked)


def test_the_index_follows_every_act_and_its_undoing(office: Office) -> None:
    office.open()
    office.bring_in(imported(1), imported(2))
    assert in_step(office.store.read())
    office.bring_in(replace(imported(1), surname="Ferreira"))
    assert caseload(office, "ferreira").count() == 1
    assert in_step(office.store.read())
    office.undo()
    assert caseload(office, "ferreira").count() == 0
    assert in_step(office.store.read())


def test_an_index_that_says_otherwise_than_the_cases_is_found_out_and_made_anew(office: Office) -> None:
    office.open()
    with closing(sqlite3.connect(office.store.path)) as other, other:
        other.execute("DROP TRIGGER ehc_case_text_update")
        other.execute("UPDATE ehc_case SET search = 'somebody else'")
    assert any(
        "index in which filters look words up" in line for line in stale_cases(office.store, office.doing)
    )
    office.do(recount)
    assert list(stale_cases(office.store, office.doing)) == []
    assert caseload(office, "rahman", today=TODAY).count() == 1
