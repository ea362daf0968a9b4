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


def named(audience: str, claims: str) -> dict[str, object]:
    """A profile with its name for one audience and a claim for another."""
    return {"audiences": OPEN | {"name": audience}, "claims": [claim(audience=claims)]}


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
