"""The caseload: the right cases, in the right order, counted rightly, found by indexes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from caseload_store import a_council, caseload, rows
from hypothesis import given
from hypothesis import strategies as st
from office import RECEIVED, TODAY, Office, imported

from ehc_tui.casework import decisions, intake
from ehc_tui.law.clocks import duties, next_duty
from ehc_tui.law.model import Fact, State
from ehc_tui.store.case_row import CaseRow
from ehc_tui.store.caseload import SORTS, WINDOW, Sort
from ehc_tui.store.filters import TALLY_TERMS, Filter, FilterError, parse_filter, toggled
from ehc_tui.store.orders import parse_sort
from ehc_tui.text import fold


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Three hundred cases of every kind, as a council has them."""
    return a_council(tmp_path_factory.mktemp("office") / "caseload.db")


def refs(office: Office, words: str, **named: str) -> set[str]:
    return {row.ref for row in rows(caseload(office, words, **named))}


# --- order ----------------------------------------------------------------------------------------


def test_overdue_council_duties_come_first_then_what_is_due_next_then_what_is_closed(team: Office) -> None:
    found = rows(caseload(team, "open:any"))
    kinds = [_place(row) for row in found]
    assert kinds == sorted(kinds)
    assert set(kinds) == {0, 1, 2, 3}, "the caseload has cases of every kind"
    for kind in (0, 1):
        dates = [row.next.due for row in found if _place(row) == kind and row.next]
        assert dates == sorted(dates)


def _place(row: CaseRow) -> int:
    if not row.is_open(TODAY):
        return 3
    if row.next is None or (row.state is State.RELIEVED):
        return 2
    return 0 if row.state is State.OVERDUE and row.next.rule != "advice_response" else 1


@pytest.mark.parametrize("descending", ["", "-"])
@pytest.mark.parametrize("key", SORTS)
def test_every_column_sorts_both_ways_and_loses_nobody(team: Office, key: str, descending: str) -> None:
    found = caseload(team, "open:any", f"{descending}{key}")
    ids = found.ids()
    assert len(ids) == len(set(ids)) == found.count() == 300
    assert [row.id for row in rows(found)] == ids
    is_open = [row.is_open(TODAY) for row in rows(found)]
    assert is_open == sorted(is_open, reverse=True)


@pytest.mark.parametrize(
    ("sort", "value"),
    [
        ("ref", lambda row: row.ref),
        ("child", lambda row: fold(f"{row.surname} {row.forename}")),
        ("week", lambda row: -row.received_on.toordinal()),
        ("due", lambda row: row.next.due if row.next else date.max),
        ("setting", lambda row: (row.setting == "", fold(row.setting))),
        ("caseworker", lambda row: (row.caseworker == "", fold(row.caseworker))),
        ("advice", lambda row: min(row.advice_open, default=date.max)),
        ("year", lambda row: -row.born.toordinal()),
    ],
)
def test_a_column_sorts_by_what_it_shows(team: Office, sort: str, value: object) -> None:
    shown = [value(row) for row in rows(caseload(team, sort=sort))]  # type: ignore[operator]
    assert shown == sorted(shown)


def test_a_sort_that_does_not_exist_is_refused() -> None:
    assert str(parse_sort("-due")) == "-due"
    with pytest.raises(ValueError, match="no column “colour” to sort by"):
        parse_sort("colour")


# --- windows --------------------------------------------------------------------------------------


def test_rows_beyond_either_end_are_none(team: Office) -> None:
    found = caseload(team)
    assert found.row(-1) is None
    assert found.row(found.count()) is None
    assert found.row(10**6) is None


def test_a_page_is_read_once_by_one_statement_for_each_stretch_it_lies_in(team: Office) -> None:
    found = caseload(team)
    asked: list[str] = []
    team.store.read().set_trace_callback(asked.append)
    try:
        for index in range(WINDOW):
            found.row(index)
    finally:
        team.store.read().set_trace_callback(None)
    assert len(asked) == 2, "the overdue ones, and the first of what is due next"


def test_the_list_says_n_of_m(team: Office) -> None:
    found = caseload(team, "cw:okafor")
    assert 0 < found.count() < found.total() == 300


def test_a_case_is_found_again_after_the_order_changed(team: Office) -> None:
    found = caseload(team)
    row = found.row(60)
    assert row
    found.show(parse_filter(""), Sort("child"))
    place = found.index_of(row.id)
    assert place is not None
    assert found.row(place) == row
    found.show(parse_filter("no such child"), Sort())
    assert found.index_of(row.id) is None


def test_a_change_is_seen_after_a_refresh(office: Office) -> None:
    office.open()
    found = caseload(office)
    assert found.count() == 1
    office.open("E26-0413")
    found.refresh()
    assert found.count() == 2


# --- state ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [-60, -7, 0, 1, 30, 400])
def test_the_same_store_tells_the_state_on_any_day(team: Office, ahead: int) -> None:
    """What SQL selects by state is what the rows say, whatever the day; nothing is rewritten at midnight."""
    today = TODAY + timedelta(days=ahead)
    everything = rows(caseload(team, "open:any", today=today))
    for state in State:
        shown = {row.ref for row in rows(caseload(team, f"open:any state:{state.value}", today=today))}
        assert shown == {row.ref for row in everything if row.state is state}


def test_the_next_duty_is_the_one_the_law_room_names(team: Office) -> None:
    """Except that a window of the family is shown only where nobody has a duty."""
    for row in rows(caseload(team)):
        clocks = [clock for clock in team.file(row.ref).clocks if not clock.window]
        expected = next_duty(duties(clocks), TODAY)
        if expected is None or row.next is None:
            assert expected is None
            continue
        assert (row.next.rule, row.next.subject, row.next.due) == (
            expected.rule,
            expected.subject,
            expected.due,
        )
        assert row.state is expected.state(TODAY)


def test_a_refused_case_shows_the_familys_window_until_it_ends(office: Office) -> None:
    case_id = office.open()
    office.do(decisions.record, case_id, Fact("assess_decision", date(2026, 8, 28), "No"))
    row = caseload(office, "open:any", today=date(2026, 9, 1)).row(0)
    assert row and row.next and row.closes_on
    assert row.next.due == row.closes_on
    assert row.state is State.ON_TRACK
    later = caseload(office, "open:any", today=row.closes_on + timedelta(days=1)).row(0)
    assert later and later.next is None
    assert later.state is State.MET
    assert caseload(office, today=row.closes_on).count() == 0


def test_the_counts_of_the_strip_are_the_cases_their_terms_show(team: Office) -> None:
    tally = caseload(team).tally()
    assert min(tally) > 0, "the caseload has cases of every kind"
    for name, term in TALLY_TERMS.items():
        assert getattr(tally, name) == caseload(team, term).count()


def test_no_case_is_counted_twice(team: Office) -> None:
    terms = [term for name, term in TALLY_TERMS.items() if name != "no_contact_21"]
    shown = [refs(team, term) for term in terms]
    assert sum(map(len, shown)) == len(set().union(*shown))
    left = refs(team, "") - set().union(*shown)
    assert left == refs(team, "due:none")


def test_the_strip_counts_within_the_filter_and_not_within_its_own_state(team: Office) -> None:
    assert caseload(team, "cw:begum state:overdue").tally() == caseload(team, "cw:begum").tally()
    assert sum(caseload(team, "cw:begum").tally()) < sum(caseload(team).tally())


def test_a_digit_sets_its_state_and_takes_it_away_again() -> None:
    shown = toggled("cw:begum", "state:overdue")
    assert shown == "cw:begum state:overdue"
    assert toggled(shown, "due:0..5") == "cw:begum due:0..5"
    assert toggled(shown, "state:overdue") == "cw:begum"
    assert toggled("contact:>21 x", "contact:>21") == "x"


def test_silence_counts_from_the_last_contact_or_else_from_the_request(office: Office) -> None:
    office.bring_in(
        imported(1, received=TODAY - timedelta(days=22)),
        imported(2, received=TODAY - timedelta(days=21)),
        imported(3, facts=(Fact("request_received", RECEIVED), Fact("contact", TODAY))),
    )
    assert refs(office, "contact:>21") == {"T-0001"}
    assert caseload(office).tally().no_contact_21 == 1


# --- the filter language --------------------------------------------------------------------------


@pytest.fixture
def three(office: Office) -> Office:
    office.open("E26-0398", surname="O'Connor", forename="Niamh", setting="50% Club", caseworker="J Okafor")
    office.open("E26-0412", caseworker="A Begum", officer="J Okafor", born=date(2013, 1, 5))
    office.open(
        "E26-0467", surname="Kowalczyk", forename="Łukasz", setting='a_b "Quoted" School', caseworker=""
    )
    return office


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", {"0398", "0412", "0467"}),
        ("oconnor", {"0398"}),
        ("O’Connor", {"0398"}),
        ("niamh o'c", {"0398"}),
        ("LUKASZ", {"0467"}),
        ("26-04", {"0412", "0467"}),
        ("26-04 !rahman", {"0467"}),
        ("larkrise", {"0412"}),
        ('"aisha rahman"', {"0412"}),
        ('"rahman aisha"', {"0412"}),
        ("50%", {"0398"}),
        ("%", {"0398"}),
        ("_", {"0467"}),
        ("a_b", {"0467"}),
        ("cw:begum", {"0412"}),
        ("cw:none", {"0467"}),
        ("!cw:none", {"0398", "0412"}),
        ("officer:okafor", {"0412"}),
        ("mine", {"0398", "0412"}),
        ("!mine", {"0467"}),
        ("setting:club", {"0398"}),
        ("year:9", {"0412"}),
        ("year:4", {"0398", "0467"}),
        ("week:>17", {"0398", "0412", "0467"}),
        ("week:18", {"0398", "0412", "0467"}),
        ("week:<18", set()),
        ("stage:1", {"0398", "0412", "0467"}),
        ("stage:4", set()),
        ("advice:none", {"0398", "0412", "0467"}),
        ("state:overdue", {"0398", "0412", "0467"}),
        ("state:ov", {"0398", "0412", "0467"}),
        ("due:<0", {"0398", "0412", "0467"}),
        ("due:<-81", {"0398", "0412", "0467"}),
        ("due:<-82", set()),
        ("due:<10", set()),
        ("due:2026-08-31", {"0398", "0412", "0467"}),
        ("due:<2026-08-31", set()),
        ("due:<=31/8/2026", {"0398", "0412", "0467"}),
        ("open:no", set()),
        ("open:any", {"0398", "0412", "0467"}),
        ("contact:>21", {"0398", "0412", "0467"}),
        ("due:<", {"0398", "0412", "0467"}),
        ("state:", {"0398", "0412", "0467"}),
        ("!", set()),
    ],
)
def test_the_filter_shows(three: Office, words: str, found: set[str]) -> None:
    assert {ref.removeprefix("E26-") for ref in refs(three, words, me="J Okafor")} == found


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("colour:red", "There is no field “colour”; there are advice, contact, cw"),
        (
            "state:purple",
            "state: takes met, met_late, stopped, relieved, overdue, due_soon, on_track, not “purple”.",
        ),
        ("due:soon", "due: takes a number, as in due:<10, not “soon”."),
        ("week:>=", None),
        ("year:99", "There is no year group “99”; there are EY, N1, N2, R, 1 to 14 and P16+."),
        ("open:maybe", "open: takes yes, no, any, not “maybe”."),
        ("x" * 5000, "A filter has at most 500 characters; this one has 5000."),
    ],
)
def test_a_filter_that_cannot_be_understood_says_why(words: str, sentence: str | None) -> None:
    if sentence is None:
        assert parse_filter(words).terms == ()
        return
    with pytest.raises(FilterError) as error:
        parse_filter(words)
    assert str(error.value).startswith(sentence)


HOSTILE = [
    "'",
    '"',
    '""',
    "\\",
    "%",
    "_",
    "; DROP TABLE ehc_case; --",
    "' OR '1'='1",
    "\0",
    "a\0b",
    "*",
    "NEAR(",
    "-",
    "cw:'\"%_",
    "setting:\\",
    "stage:'",
    "x" * 499,
    "🙂",
    "\u202e",
    "((((",
    "!!x",
    "!!",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_looked_for(three: Office, words: str) -> None:
    assert caseload(three, words).count() in (0, 1, 2, 3)
    assert three.ask("SELECT count(*) FROM ehc_case") == [(3,)]


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_filter_or_a_sentence(words: str) -> None:
    try:
        found = parse_filter(words)
    except ValueError as error:
        assert str(error).endswith(".")
    else:
        assert parse_filter(str(found)).criteria(TODAY, "", 10) == found.criteria(TODAY, "", 10)


@pytest.mark.parametrize(
    "words", ["due:0..5", "!rahman cw:begum", '"park road" x', "due:>2026-12-01 state:met"]
)
def test_a_filter_reads_back_as_it_was_written(words: str) -> None:
    assert str(parse_filter(words)) == words


def test_completion_offers_fields_and_their_words() -> None:
    from ehc_tui.store.filters import completions

    assert completions("cw:x state:o") == ["state:on_track", "state:overdue"] or set(
        completions("state:o")
    ) == {
        "state:on_track",
        "state:overdue",
    }
    assert completions("!adv") == ["advice:late", "advice:open", "advice:complete", "advice:none"]
    assert completions("") == []


def test_an_empty_store_shows_nothing(office: Office) -> None:
    found = caseload(office)
    assert (found.count(), found.total(), found.row(0), tuple(found.tally())) == (0, 0, None, (0,) * 6)


def test_a_case_whose_opening_was_taken_back_is_nowhere(office: Office, tmp_path: Path) -> None:
    office.open()
    office.undo()
    assert caseload(office, "open:any").count() == 0
    assert caseload(office).total() == 0
    office.do(intake.allocate, [], "A Begum")
    assert Filter().criteria(TODAY, "", 10).parameters["today"] == "2026-11-21"
