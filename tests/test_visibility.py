"""Visibility: nothing reaches a reader whom the person did not choose."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry import claims, experts, visibility
from registry.models.claims import Claim
from registry.models.experts import AUDIENCES, Expert
from registry.models.values import Audience, Verification
from tests.builders import claim, expert

_LADDER = [Audience.SELF, Audience.COMMITTEE, Audience.INSTITUTES, Audience.PUBLIC]


def _claims(audience: Audience, verification: Verification) -> tuple[Claim, ...]:
    made, _ = claims.made([claim(audience=audience)], kept=(), on="2026-11-21")
    return tuple(kept.model_copy(update={"verification": verification}) for kept in made)


@st.composite
def _experts(draw: st.DrawFn) -> Expert:
    audiences = draw(st.dictionaries(st.sampled_from(sorted(AUDIENCES)), st.sampled_from(_LADDER)))
    made = experts.new(expert(audiences=audiences, province=None, available_from="2027"), agree=False)
    kept = draw(st.sampled_from(_LADDER)), draw(st.sampled_from(list(Verification)))
    return made.model_copy(update={"claims": _claims(*kept)})


@given(_experts(), st.sampled_from(_LADDER))
def test_a_reader_sees_a_part_only_if_its_audience_includes_them(person: Expert, reader: Audience) -> None:
    view = visibility.seen_as(person, reader)
    for part, names in visibility.PARTS.items():
        open_to_reader = _LADDER.index(person.audience_of(part)) >= _LADDER.index(reader)
        for name in names:
            shown = getattr(view, name)
            assert shown == getattr(person, name) if open_to_reader else not shown


@given(_experts(), st.sampled_from(_LADDER))
def test_what_is_hidden_is_named(person: Expert, reader: Audience) -> None:
    view = visibility.seen_as(person, reader)
    for part, names in visibility.PARTS.items():
        lost = any(getattr(person, name) and not getattr(view, name) for name in names)
        assert (part in view.hidden) == lost


@given(_experts(), st.sampled_from(_LADDER))
def test_a_wider_audience_never_sees_more(person: Expert, reader: Audience) -> None:
    views = [visibility.seen_as(person, audience) for audience in _LADDER]
    for nearer, wider in pairwise(views):
        assert set(nearer.hidden) <= set(wider.hidden)
    others = [view for view, audience in zip(views, _LADDER, strict=True) if audience is not Audience.SELF]
    assert all(set(view.claims) <= set(others[0].claims) for view in others)
    assert reader in _LADDER


@given(_experts())
def test_what_was_rejected_as_not_theirs_is_shown_to_the_person_alone(person: Expert) -> None:
    for audience in _LADDER[1:]:
        shown = visibility.seen_as(person, audience).claims
        assert all(kept.verification is not Verification.REJECTED for kept in shown)
    assert visibility.seen_as(person, Audience.SELF).claims == person.claims


def test_nothing_is_open_unless_the_person_opens_it() -> None:
    made = experts.new(expert(audiences={}, claims=[claim(audience="self")]), agree=False)
    for audience in _LADDER[1:]:
        view = visibility.seen_as(made, audience)
        assert (view.name, view.residence, view.claims, view.email) == (None, None, (), None)
