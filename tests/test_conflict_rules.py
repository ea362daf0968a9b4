"""The judgement of conflicts of interest: what ties two people, since when, and what a reader is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry import lists
from registry.conflict_rules import Rules, gravest, together, with_nobody, with_person, with_place
from registry.conflict_ties import Entry, Known, earliest, latest
from registry.models.conflicts import Doubt, State

TODAY = date(2026, 11, 21)
RULES = Rules(TODAY, lists.conflict_rules(TODAY))


def entry(relation: str, key: str = "", **changes: object) -> Entry:
    given: dict[str, object] = {"claim_id": f"c-{relation}-{key}", "keys": frozenset({key} - {""})} | changes
    return Entry(relation=relation, **given)  # type: ignore[arg-type]


def person(id: str, *entries: Entry, **changes: object) -> Known:
    given: dict[str, object] = {"records": frozenset({id})} | changes
    return Known(id, entries=entries, **given)  # type: ignore[arg-type]


def position(start: str | None, end: str | None, place: str = "i-1") -> Entry:
    return entry("HELD", start=start, end=end, places=frozenset({place}))


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        ("AUTHORED", "AUTHORED", "co_author"),
        ("LED", "LED", "co_lead"),
        ("LED", "TOOK_PART", "took_part"),
        ("INVENTED", "INVENTED", "made_together"),
        ("EARNED", "AUTHORED", "adviser"),
    ],
)
def test_what_both_had_a_part_in_ties_them(mine: str, theirs: str, kind: str) -> None:
    one, other = person("a", entry(mine, "w", end="2025")), person("b", entry(theirs, "w", end="2025"))
    for pair in (with_person(one, other, RULES), with_person(other, one, RULES)):
        assert (pair.state, [tie.kind for tie in pair.ties]) == (State.CONFLICT, [kind])


def test_different_works_tie_nobody_and_a_family_name_neither() -> None:
    one = person("a", entry("AUTHORED", "w", end="2025"), names=("nguyen van hung",))
    other = person("b", entry("AUTHORED", "v", end="2025"), names=("nguyen thi lan",))
    assert with_person(one, other, RULES).state is State.CLEAR


def test_where_one_side_shows_nothing_it_is_unknown() -> None:
    one, other = person("a", entry("AUTHORED", "w", end="2025")), person("b")
    pair = with_person(one, other, RULES)
    assert (pair.state, pair.doubt) == (State.UNKNOWN, Doubt.NOTHING_TO_COMPARE)


@pytest.mark.parametrize(
    ("end", "state"),
    [
        ("2022-11-21", State.CONFLICT),
        ("2022-11-20", State.CLEAR),
        ("2022", State.UNKNOWN),
        ("2022-11", State.UNKNOWN),
        ("2022-12", State.CONFLICT),
        ("2021", State.CLEAR),
        (None, State.UNKNOWN),
    ],
)
def test_the_years_of_a_rule_decide_at_the_day_and_coarse_dates_leave_it_open(end: str | None, state: State) -> None:
    one, other = (person(id, entry("AUTHORED", "w", end=end)) for id in "ab")
    assert with_person(one, other, RULES).state is state


@pytest.mark.parametrize(
    ("first", "second", "state"),
    [
        (("2020-01", None), ("2024-05", None), State.CONFLICT),
        (("2010", "2015"), ("2016", None), State.CLEAR),
        (("2010", "2016"), ("2016", None), State.CLEAR),  # Together in 2016 at the latest, which is too long ago.
        (("2020", "2024"), ("2024", None), State.UNKNOWN),
        (("2020", "2025-03-01"), ("2024-02", "2024-09"), State.CONFLICT),
        ((None, None), ("2024-02", None), State.UNKNOWN),
        (("2027-01", None), ("2024-02", None), State.CLEAR),
    ],
)
def test_positions_tie_where_they_overlapped_not_long_ago(
    first: tuple[str | None, str | None], second: tuple[str | None, str | None], state: State
) -> None:
    pair = with_person(person("a", position(*first)), person("b", position(*second)), RULES)
    assert pair.state is state


def test_positions_at_different_institutions_tie_nobody() -> None:
    pair = with_person(person("a", position("2020", None)), person("b", position("2020", None, "i-2")), RULES)
    assert pair.state is State.CLEAR


def test_a_person_is_tied_to_the_institute_where_they_work() -> None:
    assert with_place(person("a", position("2020-01", None)), "i-1", RULES).state is State.CONFLICT
    assert with_place(person("a", position("2010", "2015")), "i-1", RULES).state is State.CLEAR
    assert with_place(person("a", entry("AUTHORED", "w")), "i-1", RULES).state is State.UNKNOWN


def test_nobody_decides_on_themselves_under_a_second_record_either() -> None:
    one = person("a", unconfirmed=frozenset({"b"}))
    pair = with_person(one, person("b"), RULES)
    assert (pair.state, pair.ties[0].kind, pair.ties[0].unconfirmed) == (State.CONFLICT, "same_person", True)
    not_told = with_person(person("a", unconfirmed=frozenset({"b"}), told=False), person("b"), RULES)
    assert (not_told.state, not_told.doubt, not_told.ties) == (State.UNKNOWN, Doubt.NOT_TOLD, ())


def test_whoever_nominated_is_tied_for_ever() -> None:
    one = person("a", entry("AUTHORED", "w"), nominators=frozenset({"b", "i-1"}))
    assert with_person(one, person("b", entry("AUTHORED", "v")), RULES).ties[0].kind == "nominator"
    assert with_place(one, "i-1", RULES).ties[0].kind == "nominator"


def test_a_degree_that_names_somebody_in_full_is_a_question_and_a_family_name_is_none() -> None:
    thesis = entry("EARNED", "d", text=" luan an nguoi huong dan tran van binh ")
    student = person("a", thesis)
    adviser = person("b", entry("AUTHORED", "w"), names=("tran van binh",))
    other = person("c", entry("AUTHORED", "w"), names=("tran thi mai",))
    assert with_person(student, adviser, RULES).doubt is Doubt.POSSIBLE
    assert with_person(adviser, student, RULES).ties[0].kind == "adviser"
    assert with_person(student, other, RULES).state is State.CLEAR


def test_the_same_title_in_the_same_year_under_two_ids_is_a_question() -> None:
    titles = frozenset({"2025 pin the ran cho xe dien"})
    one = person("a", entry("AUTHORED", "w", end="2025", titles=titles))
    other = person("b", entry("AUTHORED", "v", end="2025", titles=titles))
    assert with_person(one, other, RULES).doubt is Doubt.POSSIBLE


def test_not_mine_does_not_make_it_clear() -> None:
    one = person("a", entry("AUTHORED", "w", end="2025", doubtful=True))
    other = person("b", entry("AUTHORED", "w", end="2025"))
    pair = with_person(one, other, RULES)
    assert (pair.state, pair.ties[0].certain) == (State.UNKNOWN, False)


def test_what_the_reader_may_not_see_is_neither_named_nor_told_from_what_nobody_knows() -> None:
    hidden = entry("AUTHORED", "w", end="2025", shown=False)
    tied = with_person(person("a", hidden), person("b", entry("AUTHORED", "w", end="2025")), RULES)
    empty = with_person(person("a", hidden), person("b"), RULES)
    assert tied == empty
    assert (tied.state, tied.doubt, tied.ties) == (State.UNKNOWN, Doubt.NOT_TOLD, ())


def test_a_reader_who_is_tied_is_told_of_no_other_pair() -> None:
    one = person("a", entry("AUTHORED", "w", end="2025"))
    tied = with_person(one, person("b", entry("AUTHORED", "w", end="2025")), RULES)
    clear = with_person(one, person("c", entry("AUTHORED", "v", end="2025")), RULES)
    told = together("a", None, [tied, clear], reader={"b"}, on=TODAY)
    assert (told.recused, told.pairs) == (True, (tied,))
    told = together("a", None, [tied, clear], reader={"c"}, on=TODAY)
    assert (told.recused, told.pairs, told.state) == (False, (tied, clear), State.CONFLICT)


def test_compared_with_nobody_it_is_unknown() -> None:
    assert gravest([]) is State.UNKNOWN
    assert with_nobody().state is State.UNKNOWN


def test_what_is_ours_is_marked_as_ours() -> None:
    assert all(rule.ours for rule in lists.conflict_rules())


KEYS = st.sampled_from(["w", "v", "u"])
YEARS = st.sampled_from(["2019", "2022", "2024", "2025-06"])
ENTRIES = st.builds(
    lambda relation, key, end, shown: entry(relation, key, end=end, start=end, shown=shown),
    st.sampled_from(["AUTHORED", "LED", "TOOK_PART", "EARNED"]),
    KEYS,
    YEARS,
    st.booleans(),
)


@given(st.lists(ENTRIES, max_size=4), st.lists(ENTRIES, max_size=4), ENTRIES)
def test_it_is_the_same_from_both_sides_and_more_evidence_never_clears_a_conflict(
    mine: list[Entry], theirs: list[Entry], more: Entry
) -> None:
    one, other = person("a", *mine), person("b", *theirs)
    pair, back = with_person(one, other, RULES), with_person(other, one, RULES)
    assert (pair.state, pair.doubt) == (back.state, back.doubt)
    assert {tie.kind for tie in pair.ties} == {tie.kind for tie in back.ties}
    if pair.state is State.CONFLICT:
        assert with_person(person("a", *mine, more), other, RULES).state is State.CONFLICT
    told = {claim for tie in pair.ties for claim in tie.claims}
    assert told <= {entry.claim_id for entry in (*mine, *theirs) if entry.shown}


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_partial_date_holds_every_day_that_it_can_mean(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        assert earliest(text) <= day <= latest(text)
        assert earliest(text).isoformat().startswith(text)
        assert latest(text).isoformat().startswith(text)
