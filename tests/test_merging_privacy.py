"""Merging and what was closed: no merge shows more than its records did, and no parting undoes a closing."""

import pytest

from graph.database import Database
from registry import audit, consents, experts, merging
from registry.access import NOBODY, Actor
from registry.expert_records import expert_from
from registry.models.experts import Expert, Status
from registry.models.values import Audience
from registry.pool import Pool
from tests.builders import OPEN, claim, expert, of_institute, speaking_for

WHY = "Cùng một người, đăng ký hai lần"
INSTITUTE = of_institute("i-1")


def made(db: Database, *, agree: bool = False, **changes: object) -> Expert:
    return experts.register(db, NOBODY, expert(**changes), agree=agree)


def kept(db: Database, id: str) -> Expert:
    """A record whatever its state, without the time of its last change."""
    [row] = db.read("experts/get", ids=[id])
    return expert_from(row).model_copy(update={"updated_at": ""})


def named(db: Database, audience: str, *, claims: str) -> Expert:
    """A profile with its name for one audience and a claim for another."""
    return made(db, audiences=OPEN | {"name": audience}, claims=[claim(audience=claims)])


def decisions(db: Database, actor: Actor, id: str) -> list[str]:
    return [receipt.decision for receipt in reversed(consents.history(db, actor, id))]


def test_who_closes_a_profile_withdraws_by_a_receipt(db: Database, administrator: Actor) -> None:
    agreed, never = made(db, agree=True), made(db)
    before = audit.head(db)
    for one in (agreed, never):
        experts.close(db, speaking_for(one.id), one.id, if_match=one.digest)
    assert decisions(db, administrator, agreed.id) == ["given", "withdrawn"]
    assert decisions(db, administrator, never.id) == []
    events = audit.events(db, administrator, after=before)
    assert [(event["tag"], event["subject_id"]) for event in events] == [
        ("expert.closed", agreed.id),
        ("consent.withdrawn", agreed.id),
        ("expert.closed", never.id),
    ]


@pytest.mark.parametrize("second", [True, False])
def test_a_record_parted_from_a_closed_survivor_is_closed(db: Database, administrator: Actor, second: bool) -> None:
    one, other = made(db, agree=second), made(db, agree=True)
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    experts.close(db, speaking_for(one.id), one.id, if_match=after.digest)
    back = merging.unmerge(db, administrator, other.id, reason=WHY)
    assert (back.status, back.agreed_to_matching) == (Status.CLOSED, False)
    assert {claimed.id for claimed in back.claims} == {claimed.id for claimed in other.claims}
    assert kept(db, other.id) == back.model_copy(update={"updated_at": ""})
    assert kept(db, one.id).status is Status.CLOSED
    assert Pool().now(db).size == 0


def test_a_chain_that_was_closed_comes_apart_closed(db: Database, administrator: Actor) -> None:
    a, b, c = made(db, agree=True), made(db, agree=True), made(db, agree=True)
    merging.merge(db, administrator, b.id, a.id, reason=WHY)
    last = merging.merge(db, administrator, c.id, b.id, reason=WHY)
    experts.close(db, speaking_for(c.id), c.id, if_match=last.digest)
    for each in (b, a):
        assert merging.unmerge(db, administrator, each.id, reason=WHY).status is Status.CLOSED
    assert Pool().now(db).size == 0


def test_a_claim_of_a_hidden_name_stays_from_whoever_could_not_name_it(db: Database, administrator: Actor) -> None:
    one = named(db, "public", claims="public")
    others = [named(db, name, claims="public") for name in ("self", "institutes", "public")]
    everybody = (one, *others)
    before = [kept(db, each.id) for each in everybody]
    for other in others:
        merging.merge(db, administrator, one.id, other.id, reason=WHY)
    ids = [each.claims[0].id for each in everybody]
    assert {each.id for each in experts.get(db, NOBODY, one.id).claims} == {ids[0], ids[3]}
    assert {each.id for each in experts.get(db, INSTITUTE, one.id).claims} == {ids[0], ids[2], ids[3]}
    assert {each.id for each in experts.own(db, administrator, one.id).claims} == set(ids)
    for other in others:
        assert merging.unmerge(db, administrator, other.id, reason=WHY).digest == other.digest
    assert [kept(db, each.id) for each in everybody] == before


def test_a_merge_ties_no_field_of_a_hidden_name_to_an_open_one(db: Database, administrator: Actor) -> None:
    one = made(db, audiences={"name": "public", "fields": "public"}, fields=[], technologies=[])
    other = made(db, audiences={"name": "self", "fields": "public"}, fields=["10102"], technologies=["S26-P01"])
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    assert (after.fields, after.technologies) == ((), ())
    assert merging.unmerge(db, administrator, other.id, reason=WHY).fields == ("10102",)


def test_a_chain_of_hidden_names_gives_every_audience_back(db: Database, administrator: Actor) -> None:
    a, b, c = (named(db, name, claims="public") for name in ("institutes", "self", "public"))
    before = [kept(db, each.id) for each in (a, b, c)]
    merging.merge(db, administrator, b.id, a.id, reason=WHY)
    own = {each.id: each.audience for each in kept(db, b.id).claims}
    assert own[a.claims[0].id] is Audience.INSTITUTES
    merging.merge(db, administrator, c.id, b.id, reason=WHY)
    assert {each.id for each in experts.get(db, INSTITUTE, c.id).claims} == {c.claims[0].id}
    merging.unmerge(db, administrator, b.id, reason=WHY)
    merging.unmerge(db, administrator, a.id, reason=WHY)
    assert [kept(db, each.id) for each in (a, b, c)] == before


@pytest.mark.parametrize("chosen", [Audience.COMMITTEE, Audience.PUBLIC])
def test_an_audience_that_the_person_chose_after_the_merge_stays(
    db: Database, administrator: Actor, chosen: Audience
) -> None:
    one, other = named(db, "public", claims="public"), named(db, "self", claims="institutes")
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    moved = other.claims[0].id
    drafts = [
        draft.model_copy(update={"audience": chosen}) if draft.id == moved else draft
        for draft in experts.draft_of(after).claims
    ]
    edited = experts.draft_of(after).model_copy(update={"claims": tuple(drafts)})
    experts.update(db, speaking_for(one.id), one.id, edited, if_match=after.digest)
    back = merging.unmerge(db, administrator, other.id, reason=WHY)
    assert [each.audience for each in back.claims] == [chosen]
