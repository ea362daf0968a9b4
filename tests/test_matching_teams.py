"""Teams: equal to trying every team, no limit ever broken, and a reason with a way out where there is none."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assembling import OutOfTime, assemble
from matching.programmes import Clock, programme
from matching.relaxations import explain_none
from matching.teams import (
    FIXED,
    Kind,
    Limit,
    Limits,
    Offer,
    Person,
    Question,
    Team,
    broken,
    coverage,
    limits_in_force,
    losses,
    thinnest,
    weakest,
    worth,
)

LANGUAGES = ("vi", "en", "fr")


@st.composite
def questions(draw: st.DrawFn, *, most_people: int = 7, most_seats: int = 3) -> Question:
    """A small question with coarse numbers, so that ties are frequent."""
    people_count, seats = draw(st.integers(1, most_people)), draw(st.integers(1, most_seats))
    capabilities = draw(st.integers(0, 3))
    people = tuple(
        Person(
            id=f"p{place:02}",
            covers=tuple(
                draw(st.lists(st.sampled_from([0, 250, 500, 1000]), min_size=capabilities, max_size=capabilities))
            ),
            load=draw(st.integers(0, 3)),
            abroad=draw(st.sampled_from([True, False, None])),
            languages=draw(st.frozensets(st.sampled_from(LANGUAGES))),
            led=draw(st.booleans()),
            kept_out=draw(st.integers(0, 5)) == 0,
        )
        for place in range(people_count)
    )
    pairs = [(seat, person) for seat in range(seats) for person in range(people_count)]
    offers = tuple(
        Offer(seat, person, draw(st.integers(-2, 3)), barred=draw(st.integers(0, 3)) == 0)
        for seat, person in pairs
        if draw(st.integers(0, 4))
    )
    couples = [(first, second) for first in range(people_count) for second in range(first + 1, people_count)]
    return Question(
        seats=tuple(f"s{seat}" for seat in range(seats)),
        capabilities=tuple(f"c{place}" for place in range(capabilities)),
        people=people,
        offers=offers,
        ties={pair: draw(st.integers(0, 2)) for pair in couples},
        apart=frozenset(pair for pair in couples if draw(st.integers(0, 6)) == 0),
    )


@st.composite
def limits(draw: st.DrawFn) -> Limits:
    """Limits that bind now and then."""
    return Limits(
        most_load=draw(st.integers(1, 4)),
        home=draw(st.integers(0, 2)),
        overseas=draw(st.integers(0, 2)),
        languages=draw(st.frozensets(st.sampled_from(LANGUAGES), max_size=2)),
        led=draw(st.booleans()),
        floor=draw(st.sampled_from([0, 0, 250, 500])),
    )


def tried(question: Question, asked: Limits) -> list[Team]:
    """Every team that keeps all limits, best first, found by trying everybody in every seat."""
    teams = (Team(seated) for seated in permutations(range(len(question.people)), len(question.seats)))
    kept = [team for team in teams if not broken(question, asked, team)]
    return sorted(kept, key=lambda team: worth(question, team), reverse=True)


@settings(max_examples=150)
@given(questions(), limits())
def test_the_team_is_the_one_that_trying_every_team_finds(question: Question, asked: Limits) -> None:
    every = tried(question, asked)
    found = assemble(question, asked)
    assert (found.best.seated if found else None) == (every[0].seated if every else None)
    assert found is None or found.best.proven


@settings(max_examples=10)
@given(questions(most_people=12, most_seats=3), limits())
def test_the_team_out_of_twelve_people_is_the_one_that_trying_every_team_finds(
    question: Question, asked: Limits
) -> None:
    every = tried(question, asked)
    found = assemble(question, asked)
    assert (found.best.seated if found else None) == (every[0].seated if every else None)


@settings(max_examples=60)
@given(questions(), limits())
def test_other_teams_keep_the_limits_and_differ_as_much_as_they_say_and_can(question: Question, asked: Limits) -> None:
    found = assemble(question, asked)
    if found is None:
        return
    before = [set(found.best.members)]
    every = tried(question, asked)
    for other, changed in zip(found.others, found.changed, strict=True):
        assert not broken(question, asked, other)
        assert all(len(members - set(other.members)) >= changed for members in before)
        possible = [team for team in every if all(len(members - set(team.members)) > changed for members in before)]
        assert changed >= 2 or len(question.seats) < 2 or not possible
        before.append(set(other.members))


def _two_seats(**limits: object) -> tuple[Question, Limits]:
    """Two seats, two capabilities, four people of whom the first two fit best and do not cover the second."""
    people = (
        Person("a", (1000, 0), load=0, abroad=False, languages=frozenset({"vi"}), led=True),
        Person("b", (900, 100), load=0, abroad=False, languages=frozenset({"vi"})),
        Person("c", (100, 800), load=1, abroad=True, languages=frozenset({"en"})),
        Person("d", (0, 700), load=2, abroad=True, languages=frozenset({"en", "fr"})),
    )
    fits = {"a": 9, "b": 8, "c": 2, "d": 1}
    offers = tuple(Offer(seat, place, fits[person.id]) for seat in (0, 1) for place, person in enumerate(people))
    return Question(("x", "y"), ("k", "l"), people, offers), Limits(**limits)  # type: ignore[arg-type]


def test_the_weakest_capability_counts_before_the_sum_of_fits() -> None:
    question, asked = _two_seats()
    found = assemble(question, asked)
    assert found is not None
    assert sorted(found.best.members) == [0, 2]
    assert coverage(question, found.best.members) == (1000, 800)


def test_what_a_removal_costs_names_the_capability_that_falls_and_who_could_stand_in() -> None:
    question, asked = _two_seats()
    found = assemble(question, asked)
    assert found is not None
    by_person = dict(zip(found.best.members, losses(question, asked, found.best), strict=True))
    first, second = by_person[0], by_person[2]
    assert first is not None
    assert second is not None
    assert first.falls == ((0, 1000, 100),)
    assert second.falls == ((1, 800, 0),)
    # In the place of c only b can sit: d leads two things already.
    assert (second.stand_ins, second.weakest, second.fit) == (1, 100, -6)
    assert thinnest([first, second]) in {0, 1}


def test_a_limit_that_excludes_everybody_is_named_with_the_smallest_change() -> None:
    question, asked = _two_seats(most_load=1, overseas=1)
    assert assemble(question, asked) is None
    why = explain_none(question, asked)
    changes = [proposal.changes for proposal in why.proposals]
    assert [(change.limit.kind, change.before, change.after, change.people) for change in changes[0]] == [
        (Kind.OVERSEAS, 1, 0, 0)
    ]
    assert [(change.limit.kind, change.before, change.after, change.people) for change in changes[1]] == [
        (Kind.LOAD, 1, 2, 1)
    ]
    assert set(why.excluding) <= {Limit(Kind.LOAD), Limit(Kind.OVERSEAS), Limit(Kind.SEAT, "x"), Limit(Kind.SEAT, "y")}
    assert {Limit(Kind.LOAD), Limit(Kind.OVERSEAS)} <= set(why.excluding)


def test_where_the_law_bars_everybody_from_a_seat_it_is_counted_and_only_the_seat_can_be_left_out() -> None:
    question, asked = _two_seats()
    barred = tuple(replace(offer, barred=offer.seat == 0) for offer in question.offers)
    question = replace(question, offers=barred)
    why = explain_none(question, asked)
    assert (why.hindered[0].barred, why.hindered[0].candidates, why.hindered[0].free) == (4, 4, 0)
    assert {change.limit for proposal in why.proposals for change in proposal.changes} == {Limit(Kind.SEAT, "x")}
    assert set(why.excluding) == {Limit(Kind.LAW), Limit(Kind.SEAT, "x")}


@settings(max_examples=120)
@given(questions(), limits())
def test_every_proposal_makes_a_team_possible_and_none_touches_the_law_or_conflicts(
    question: Question, asked: Limits
) -> None:
    if assemble(question, asked) is not None:
        with pytest.raises(ValueError, match="There is a team"):
            explain_none(question, asked)
        return
    for proposal in explain_none(question, asked).proposals:
        assert proposal.changes
        assert not {change.limit.kind for change in proposal.changes} & FIXED
        found = assemble(question, proposal.limits)
        assert found is not None
        assert not broken(question, proposal.limits, found.best)


@settings(max_examples=120)
@given(questions(), limits())
def test_the_limits_that_exclude_each_other_do_so_and_no_fewer_of_them(question: Question, asked: Limits) -> None:
    if assemble(question, asked) is not None:
        return
    why = explain_none(question, asked)
    others = set(limits_in_force(question, asked)) - set(why.excluding)

    def possible(without: set[Limit]) -> bool:
        return Clock(10).solve(programme(question, asked, without)).columns is not None

    assert why.minimal
    assert not possible(others)
    assert all(possible(others | {limit}) for limit in why.excluding)


@settings(max_examples=60)
@given(questions(), limits())
def test_a_single_change_that_would_be_enough_is_proposed(question: Question, asked: Limits) -> None:
    if tried(question, asked):
        return
    proposals = explain_none(question, asked, proposals=30).proposals
    if asked.led and tried(question, replace(asked, led=False)):
        assert any([change.limit.kind for change in proposal.changes] == [Kind.LED] for proposal in proposals)
    for raised in range(asked.most_load + 1, 6):
        if tried(question, replace(asked, most_load=raised)):
            alone = [proposal.limits.most_load for proposal in proposals
                     if [change.limit.kind for change in proposal.changes] == [Kind.LOAD]]  # fmt: skip
            assert alone == [raised]
            break


def test_the_floor_is_lowered_only_as_far_as_needed() -> None:
    question, asked = _two_seats(floor=950)
    why = explain_none(question, asked)
    [proposal] = [each for each in why.proposals if each.changes[0].limit.kind is Kind.FLOOR]
    assert (proposal.changes[0].before, proposal.changes[0].after) == (950, 800)


def test_the_same_question_has_the_same_answer() -> None:
    question, asked = _two_seats()
    assert assemble(question, asked) == assemble(question, asked)


def test_without_time_it_is_said_that_nothing_was_found_out() -> None:
    question, asked = _two_seats()
    with pytest.raises(OutOfTime):
        assemble(question, asked, seconds=0)


def test_a_question_out_of_order_is_refused() -> None:
    people = (Person("b", ()), Person("a", ()))
    with pytest.raises(ValueError, match="in the order of their ids"):
        Question(("s",), (), people, ())


def test_the_check_of_limits_finds_every_breach() -> None:
    question, _ = _two_seats()
    asked = Limits(most_load=1, home=2, overseas=2, languages=frozenset({"de"}), led=True, floor=900)
    wrong = broken(question, asked, Team((3, None)))
    assert {limit.kind for limit in wrong} == {
        Kind.LOAD, Kind.HOME, Kind.OVERSEAS, Kind.LANGUAGE, Kind.LED, Kind.FLOOR, Kind.SEAT
    }  # fmt: skip
    assert weakest(question, [3]) == 0
