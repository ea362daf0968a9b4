"""Whose claims show in a family of merged records, for any claims and any order of merging and parting."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from registry import merge_plan
from registry.merge_plan import Group, Tie

SURVIVOR, OTHERS = "s", ("x", "y", "z")

_CLAIMS = st.lists(
    st.tuples(
        st.sampled_from([SURVIVOR, *OTHERS]),
        st.sampled_from("abc"),
        st.integers(0, 3),
        st.sampled_from([False, False, True]),
    ),
    max_size=12,
)


@dataclass
class Family:
    """A survivor and who is merged into it at the moment."""

    ties: list[Tie]
    members: list[str] = field(default_factory=list)

    def turn(self, record: str) -> None:
        """Merge the record, or part it if it is merged."""
        if record in self.members:
            self.members.remove(record)
            group = Group(SURVIVOR, tuple(self.members), leaving=record)
            touched = {tie.key for tie in self.ties if group.home_of(tie) == record or tie.at == record}
        else:
            self.members.append(record)
            group = Group(SURVIVOR, tuple(self.members))
            touched = {tie.key for tie in self.ties if tie.at == record}
        relevant = [tie for tie in self.ties if tie.at in {SURVIVOR, *self.members, record}]
        self.ties = merge_plan.after(self.ties, merge_plan.claims(group, relevant, touched))

    def shown(self) -> dict[str, set[str]]:
        """For each piece of evidence, whose claims show at the survivor."""
        group = Group(SURVIVOR, tuple(self.members))
        homes: dict[str, set[str]] = {}
        for tie in self.ties:
            if tie.at == SURVIVOR:
                homes.setdefault(tie.key, set()).add(group.home_of(tie))
        return homes


def claims(drawn: list[tuple[str, str, int, bool]]) -> list[Tie]:
    return [
        Tie("led", f"c{number}", key, owner, weight=weight, rejected=rejected)
        for number, (owner, key, weight, rejected) in enumerate(drawn)
    ]


@given(_CLAIMS, st.lists(st.sampled_from(OTHERS), max_size=10))
def test_every_piece_of_evidence_shows_the_claims_of_one_record(
    drawn: list[tuple[str, str, int, bool]], turns: list[str]
) -> None:
    family = Family(claims(drawn))
    for record in turns:
        family.turn(record)
        there = {SURVIVOR, *family.members}
        evidence = {key for owner, key, _, _ in drawn if owner in there}
        shown = family.shown()
        assert set(shown) == evidence
        assert all(len(homes) == 1 for homes in shown.values())


@given(_CLAIMS, st.lists(st.sampled_from(OTHERS), max_size=10), st.permutations(OTHERS))
def test_when_all_have_left_everything_is_where_it_was(
    drawn: list[tuple[str, str, int, bool]], turns: list[str], order: list[str]
) -> None:
    before = claims(drawn)
    family = Family(before)
    for record in turns:
        family.turn(record)
    for record in order:
        if record in family.members:
            family.turn(record)
    assert family.ties == before


@given(_CLAIMS, st.permutations(OTHERS))
def test_what_the_survivor_rejected_is_shown_by_no_merge(
    drawn: list[tuple[str, str, int, bool]], order: list[str]
) -> None:
    family = Family(claims(drawn))
    for record in order:
        family.turn(record)
    rejected = {key for owner, key, _, is_rejected in drawn if owner == SURVIVOR and is_rejected}
    assert all(family.shown()[key] == {SURVIVOR} for key in rejected)


@given(_CLAIMS, st.permutations(OTHERS))
def test_no_claim_that_waits_says_more_than_the_one_that_shows(
    drawn: list[tuple[str, str, int, bool]], order: list[str]
) -> None:
    plain = [(owner, key, weight, False) for owner, key, weight, _ in drawn]
    family = Family(claims(plain))
    for record in order:
        family.turn(record)
    for key in {key for _, key, _, _ in plain}:
        shown = max(tie.weight for tie in family.ties if tie.key == key and tie.at == SURVIVOR)
        assert shown == max(weight for _, other, weight, _ in plain if other == key)


def test_fields_are_taken_up_to_what_a_profile_may_have_and_only_from_the_open() -> None:
    own = [Tie("field", "1", "1", SURVIVOR)]
    theirs = [Tie("field", code, code, "x") for code in ("1", "2", "3", "4")]
    group = Group(SURVIVOR, ("x",))
    codes = {"1", "2", "3", "4"}
    moves = merge_plan.places(group, [*own, *theirs], codes, room={"field": 3}, open_to=lambda _: True)
    assert [(move.tie.key, move.moved_from) for move in moves] == [("2", ("x",)), ("3", ("x",))]
    assert merge_plan.places(group, [*own, *theirs], codes, room={"field": 3}, open_to=lambda _: False) == []


def test_a_field_that_leaves_is_given_again_by_who_has_it_too() -> None:
    ties = [
        Tie("field", "1", "1", SURVIVOR, ("x",)),
        Tie("field", "1", "1", "y"),
        Tie("field", "2", "2", "y"),
    ]
    group = Group(SURVIVOR, ("y",), leaving="x")
    moves = merge_plan.places(group, ties, {"1"}, room={"field": 20}, open_to=lambda _: True)
    assert [(move.tie.at, move.taker, move.tie.key) for move in moves] == [(SURVIVOR, "x", "1"), ("y", SURVIVOR, "1")]
