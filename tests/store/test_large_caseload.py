"""A caseload read as a large one is: by key, by the intended index, so many rows and statements at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

import pytest
from caseload_store import a_council, caseload, multiplied, rows
from office import Office

from ehc_tui.store.caseload import SORTS, WINDOW, Caseload
from ehc_tui.store.criteria import Criteria
from ehc_tui.store.orders import BY_DATE

ORDERS = [f"{way}{key}" for key in SORTS for way in ("", "-")]
PLAIN_ORDERS = [sort for sort in ORDERS if sort.lstrip("-") not in ("caseworker", "officer", "setting")]
COMMON = ["", "mine", "cw:begum", "officer:ward", "stage:2", "state:overdue", "state:due_soon", "open:any"]
UNCOMMON = [
    "open:no",
    "state:relieved",
    "due:none",
    "!state:overdue",
    "contact:>21",
    "advice:late",
    "due:<30 school",
]


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Three hundred cases of every kind."""
    return a_council(tmp_path_factory.mktemp("office") / "caseload.db")


@pytest.fixture(params=["all of them", "those an index tells of"])
def walked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if no index could tell that the cases are few; the order is walked through, or what is gathered."""
    monkeypatch.setattr(Criteria, "few", lambda *_: None)
    if request.param == "all of them":
        monkeypatch.setattr(Criteria, "gathered", lambda *_: None)


@contextmanager
def statements(office: Office) -> Iterator[list[str]]:
    """The statements that are asked meanwhile."""
    asked: list[str] = []
    office.store.read().set_trace_callback(asked.append)
    try:
        yield asked
    finally:
        office.store.read().set_trace_callback(None)


def in_order(office: Office, words: str, sort: str) -> list[int]:
    return caseload(office, words, sort, me="J Okafor").ids()


@pytest.mark.parametrize("sort", ORDERS)
def test_few_cases_put_in_order_stand_as_many_walked_through_do(
    team: Office, sort: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    among = [row.id for row in rows(caseload(team, "open:any"))]
    for words in (*COMMON, *UNCOMMON):
        monkeypatch.setattr(Criteria, "few", lambda *_: among)
        monkeypatch.setattr(Criteria, "runs_along", lambda *_: False)
        few = in_order(team, words, sort)
        monkeypatch.setattr(Criteria, "few", lambda *_: None)
        assert in_order(team, words, sort) == few, words


@pytest.mark.usefixtures("walked")
@pytest.mark.parametrize("sort", ORDERS)
def test_from_wherever_a_list_is_read_its_rows_stand_in_one_order(team: Office, sort: str) -> None:
    for words in ("open:any", "contact:>5"):
        ids = in_order(team, words, sort)
        onwards, back, jumping = (caseload(team, words, sort) for _ in range(3))
        assert [row.id for row in rows(onwards)] == ids
        places = range(len(ids))
        assert [_id(back, place) for place in reversed(places)] == ids[::-1]
        jumping.count()
        for place in (len(ids) * 3 // 4, len(ids) // 3, 0, len(ids) - 1):
            jumping.show(jumping.filter, jumping.sort)
            assert _id(jumping, place) == ids[place]
        for place in (0, len(ids) // 2, len(ids) - 1):
            assert jumping.index_of(ids[place]) == place
            assert _id(jumping, place) == ids[place]


def _id(found: Caseload, place: int) -> int | None:
    row = found.row(place)
    return row and row.id


@pytest.mark.usefixtures("walked")
@pytest.mark.parametrize("words", [*COMMON, *UNCOMMON])
def test_the_count_and_the_tally_are_those_of_the_cases(team: Office, words: str) -> None:
    assert caseload(team, words, me="J Okafor").count() == len(in_order(team, words, "next"))


# --- what is read for a key -----------------------------------------------------------------------


@pytest.mark.parametrize("sort", ORDERS)
def test_the_next_window_is_read_by_key_and_not_past_those_before_it(team: Office, sort: str) -> None:
    found = caseload(team, "", sort)
    found.row(0)
    with statements(team) as asked:
        found.row(WINDOW)
    assert 0 < len(asked) <= len(SORTS["next"])
    assert any("(" in one and ", id) " in one for one in asked)
    assert all("OFFSET 0" in one for one in asked)


@pytest.mark.usefixtures("walked")
@pytest.mark.parametrize("sort", ["next", "child", "-ref", "week"])
def test_a_window_costs_the_same_however_many_cases_stand_before_it(team: Office, sort: str) -> None:
    """Counted in steps of the SQLite machine: a row that is read and thrown away takes some as well."""
    found = caseload(team, "", sort)
    steps = [steps_of(found, window * WINDOW) for window in range(3)]
    assert max(steps[1:]) <= 1.5 * steps[0]


def steps_of(found: Caseload, place: int) -> int:
    """So many tens of steps of the SQLite machine it takes to have the case at a place of the list."""
    taken: list[int] = []
    reader = found._conn
    reader.set_progress_handler(lambda: taken.append(1), 10)
    assert found.row(place)
    reader.set_progress_handler(None, 0)
    return len(taken)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """Thirty times the council: its cases again and again, the same but for their references."""
    office = a_council(tmp_path_factory.mktemp("county") / "caseload.db")
    multiplied(office.store.path, 30)
    return office


@pytest.mark.parametrize("sort", PLAIN_ORDERS)
def test_a_first_window_costs_in_a_county_what_it_does_in_a_council(
    team: Office, county: Office, sort: str
) -> None:
    by_date = sort.lstrip("-") in BY_DATE
    for words in ("", "state:overdue", "due:0..30") if by_date else ("",):
        few, many = (steps_of(caseload(office, words, sort), 0) for office in (team, county))
        assert many <= 2 * few + 100, words


@pytest.mark.parametrize("sort", [sort for sort in ORDERS if sort.lstrip("-") in BY_DATE])
def test_every_window_of_an_order_by_date_costs_about_the_same(county: Office, sort: str) -> None:
    """Onwards and back, wherever it lies, whatever stands between the cases in an index."""
    found = caseload(county, "", sort)
    last = found.count() // WINDOW
    onwards = [steps_of(found, number * WINDOW) for number in range(last)]
    again = caseload(county, "", sort)
    again.learn(found.count())
    back = [steps_of(again, number * WINDOW) for number in range(last, -1, -1)]
    assert max(*onwards, *back) <= 6 * median([*onwards, *back])
    ids = found.ids()
    for place in range(0, len(ids), WINDOW - 1):
        assert _id(found, place) == _id(again, place) == ids[place]


def test_a_cursor_key_within_what_was_read_asks_nothing(team: Office) -> None:
    found = caseload(team)
    found.row(0)
    with statements(team) as asked:
        for place in range(WINDOW):
            found.row(place)
    assert asked == []


def test_the_end_of_the_list_is_read_backwards_from_there(team: Office) -> None:
    found = caseload(team, "open:any")
    last = found.count() - 1
    with statements(team) as asked:
        assert found.row(last)
    assert len(asked) == 1
    assert "ehc_case" in asked[0] and "OFFSET 0" in asked[0]


# --- plans ----------------------------------------------------------------------------------------


def plans(office: Office, words: str, sort: str) -> list[list[str]]:
    """How SQLite answers each statement that a first window and the one after it take."""
    found = caseload(office, words, sort, me="J Okafor")
    with statements(office) as asked:
        found.row(0)
        found.row(WINDOW)
        found.row(10 * WINDOW)
        found.count()
    reader = office.store.read()
    return [[row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {one}")] for one in asked]


@pytest.mark.usefixtures("walked")
@pytest.mark.parametrize("words", COMMON)
@pytest.mark.parametrize("sort", PLAIN_ORDERS)
def test_a_window_is_read_from_an_index_in_its_order(team: Office, sort: str, words: str) -> None:
    for plan in plans(team, words, sort):
        assert not [step for step in plan if "TEMP B-TREE" in step and "UNION" not in step], plan
        assert not [step for step in plan if step.startswith("SCAN ehc_case") and "INDEX" not in step], plan
