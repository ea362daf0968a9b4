"""Conflicts of interest over the graph: every identity counts, and each reader is told what is theirs to see."""

import pytest
from pydantic import SecretStr

from graph.database import Database
from registry import accounts, bulk, conflicts, consents, experts, matches, merging, missions, receipts
from registry.access import NOBODY, Actor, Office
from registry.errors import Invalid, NotAllowed, NotFound
from registry.institutes import register as register_institute
from registry.models.accounts import AccountDraft
from registry.models.conflicts import Doubt, State
from registry.models.experts import Expert
from registry.models.missions import Mission
from registry.models.values import Audience, digest_of
from registry.pool import Pool
from tests.builders import claim, expert, of_institute, speaking_for
from tests.mission_builders import institute
from tests.mission_builders import mission as mission_draft

DOI = "doi:10.5555/pin.2025"


@pytest.fixture
def mission(db: Database, administrator: Actor) -> Mission:
    """A mission with one open role."""
    host = register_institute(db, administrator, institute())
    return missions.open(db, administrator, mission_draft(host.id))


def paper(**changes: object) -> object:
    return claim(**({"end": "2026-01", "external_id": DOI} | changes))


def person(db: Database, *claims: object, **changes: object) -> Expert:
    return experts.register(db, NOBODY, expert(claims=list(claims), email=changes.pop("email", None), **changes))


def imported(db: Database, administrator: Actor, *claims: object) -> Expert:
    """A person whose claims a source has told."""
    made = experts.new(expert(claims=list(claims), email=None), agree=False)
    told = tuple(each.model_copy(update={"source": "orcid"}) for each in made.claims)
    made = made.model_copy(update={"claims": told})
    made = made.model_copy(update={"digest": digest_of(made)})
    bulk.store_experts(db, administrator, [made], source="orcid")
    return experts.own(db, administrator, made.id)


def post(place: str, **changes: object) -> object:
    given = {"kind": "position", "title": {"en": "Researcher"}, "organisation": "HUST", "start": "2020-01", "end": None}
    return claim(**(given | {"institute_id": place, "summary": None} | changes))


def test_authors_of_one_paper_are_tied_though_each_entered_it(db: Database, committee: Actor) -> None:
    one, other = person(db, paper()), person(db, paper(external_id="https://doi.org/10.5555/PIN.2025"))
    found = conflicts.between(db, committee, one.id, others=[other.id])
    assert found.state is State.CONFLICT
    [tie] = found.pairs[0].ties
    assert (tie.kind, set(tie.claims)) == ("co_author", {one.claims[0].id, other.claims[0].id})


def test_what_a_merged_record_brought_counts(db: Database, administrator: Actor, committee: Actor) -> None:
    survivor, second, other = person(db), person(db, paper()), person(db, paper())
    merging.merge(db, administrator, survivor.id, second.id, reason="one person")
    for asked in (survivor.id, second.id):
        assert conflicts.between(db, committee, asked, others=[other.id]).state is State.CONFLICT
        assert conflicts.between(db, committee, other.id, others=[asked]).state is State.CONFLICT


def test_a_record_with_the_same_address_counts_though_nobody_confirmed_it(
    db: Database, administrator: Actor, committee: Actor
) -> None:
    candidate = person(db, claim(title={"en": "Something else"}, end="2025"), email="khai@example.org")
    decider = person(db, paper(), email="KHAI@example.org")
    author = person(db, paper())
    [pair] = conflicts.between(db, administrator, candidate.id, others=[decider.id]).pairs
    assert (pair.state, pair.ties[0].kind, pair.ties[0].unconfirmed) == (State.CONFLICT, "same_person", True)
    [pair] = conflicts.between(db, administrator, candidate.id, others=[author.id]).pairs
    assert (pair.state, pair.ties[0].kind, pair.ties[0].unconfirmed) == (State.CONFLICT, "co_author", True)
    # The address is for the person alone, so the committee is told neither of it nor of what it leads to.
    [pair] = conflicts.between(db, committee, candidate.id, others=[decider.id]).pairs
    assert (pair.state, pair.doubt, pair.ties) == (State.UNKNOWN, Doubt.NOT_TOLD, ())


def test_a_hidden_paper_blocks_without_being_named(db: Database, mission: Mission) -> None:
    one, other = person(db, paper(audience="self"), claim()), person(db, paper())
    reader = of_institute(mission.institute_id)
    found = conflicts.between(db, reader, one.id, others=[other.id], mission_id=mission.id)
    pair = next(pair for pair in found.pairs if pair.id == other.id)
    assert (pair.state, pair.doubt, pair.ties) == (State.UNKNOWN, Doubt.NOT_TOLD, ())
    assert conflicts.states(db, [one.id], others=[other.id]) == {one.id: State.CONFLICT}


def test_a_mission_is_its_institute_and_those_who_fill_its_roles(
    db: Database, mission: Mission, administrator: Actor
) -> None:
    inside, holder, outside = (
        person(db, post(mission.institute_id)),
        person(db, paper()),
        person(db, post("elsewhere", institute_id=None, organisation="KAIST"), paper()),
    )
    missions.fill(db, administrator, mission.roles[0].id, holder.id)
    found = conflicts.of_many(db, administrator, [inside.id, holder.id, outside.id], mission_id=mission.id)
    assert {pair.id: pair.state for pair in found[inside.id].pairs} == {
        mission.institute_id: State.CONFLICT,
        holder.id: State.CLEAR,
    }
    assert {pair.id: pair.state for pair in found[outside.id].pairs} == {
        mission.institute_id: State.CLEAR,
        holder.id: State.CONFLICT,
    }
    # Nobody is compared with themselves for holding a role already.
    assert [pair.id for pair in found[holder.id].pairs] == [mission.institute_id]


def test_an_account_stands_for_whom_it_speaks_for_and_for_nobody_else(
    db: Database, administrator: Actor, committee: Actor
) -> None:
    one, other = person(db, paper()), person(db, paper())
    given = {"password": SecretStr("một mật khẩu đủ dài"), "name": "x"}
    member = accounts.create(
        db,
        administrator,
        AccountDraft.model_validate(given | {"login": "m@example.vn", "office": "expert", "expert_id": other.id}),
    )
    office = accounts.create(
        db, administrator, AccountDraft.model_validate(given | {"login": "o@example.vn", "office": "committee"})
    )
    found = conflicts.between(db, committee, one.id, others=[member.id, office.id])
    assert [(pair.id, pair.state) for pair in found.pairs] == [
        (member.id, State.CONFLICT),
        (office.id, State.UNKNOWN),
    ]


def test_who_is_in_conflict_is_told_of_nobody_else(db: Database) -> None:
    one, own, other = person(db, paper()), person(db, paper()), person(db, paper())
    reader = Actor("a-7", Office.COMMITTEE, "Thành viên", expert_id=own.id)
    found = conflicts.between(db, reader, one.id, others=[own.id, other.id])
    assert (found.recused, [pair.id for pair in found.pairs]) == (True, [own.id])


def test_a_nominator_is_in_conflict(db: Database, mission: Mission, committee: Actor) -> None:
    one, other = person(db, paper()), person(db, claim(title={"en": "Something else"}))
    found = conflicts.between(db, committee, one.id, nominators=[other.id, mission.institute_id])
    assert [(pair.id, pair.ties[0].kind) for pair in found.pairs] == [
        (other.id, "nominator"),
        (mission.institute_id, "nominator"),
    ]


def test_a_rejected_paper_is_a_question_for_a_human(db: Database, committee: Actor, administrator: Actor) -> None:
    one, other = imported(db, administrator, paper()), person(db, paper())
    draft = experts.draft_of(one)
    rejected = tuple(each.model_copy(update={"rejected": True}) for each in draft.claims)
    experts.update(db, speaking_for(one.id), one.id, draft.model_copy(update={"claims": rejected}), if_match=one.digest)
    assert conflicts.between(db, administrator, one.id, others=[other.id]).state is State.UNKNOWN
    assert conflicts.between(db, committee, one.id, others=[other.id]).pairs[0].doubt is Doubt.NOT_TOLD


def test_an_institute_asks_for_its_own_missions_only(db: Database, mission: Mission) -> None:
    one = person(db, paper())
    with pytest.raises(NotAllowed):
        conflicts.between(db, of_institute("another"), one.id, mission_id=mission.id)
    with pytest.raises(NotAllowed):
        conflicts.between(db, of_institute(mission.institute_id), one.id, others=[one.id])
    for actor in (NOBODY, speaking_for(one.id)):
        with pytest.raises(NotAllowed):
            conflicts.between(db, actor, one.id, mission_id=mission.id)


def test_what_is_not_there_is_said(db: Database, committee: Actor) -> None:
    one = person(db, paper())
    with pytest.raises(NotFound):
        conflicts.between(db, committee, "nobody")
    with pytest.raises(NotFound):
        conflicts.between(db, committee, one.id, others=["nobody"])
    with pytest.raises(NotFound):
        conflicts.between(db, committee, one.id, mission_id="none")
    with pytest.raises(Invalid):
        conflicts.of_many(db, committee, [f"x-{number}" for number in range(201)])


def test_a_closed_profile_is_not_asked_about_and_still_counts(db: Database, committee: Actor) -> None:
    one, other = person(db, paper()), person(db, paper())
    experts.close(db, speaking_for(one.id), one.id, if_match=one.digest)
    with pytest.raises(NotFound):
        conflicts.between(db, committee, one.id, others=[other.id])
    [pair] = conflicts.between(db, committee, other.id, others=[one.id]).pairs
    assert (pair.state, pair.doubt) == (State.UNKNOWN, Doubt.NOT_TOLD)


def test_the_candidates_of_a_run_are_judged_together(db: Database, mission: Mission) -> None:
    people = [person(db, paper(), post(mission.institute_id), audiences={"name": "institutes"}) for _ in range(2)]
    for each in people:
        consents.decide(db, speaking_for(each.id), each.id, receipts.MATCHING, True, language="vi")
    reader = of_institute(mission.institute_id)
    run = matches.run(db, Pool(), reader, mission.roles[0].id)
    ids = [candidate.expert_id for candidate in run.candidates if candidate.expert_id]
    found = conflicts.of_many(db, reader, ids, mission_id=mission.id)
    assert {id: each.state for id, each in found.items()} == dict.fromkeys(ids, State.CONFLICT)
    assert Audience.INSTITUTES in people[0].audiences.values()
