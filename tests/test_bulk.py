"""Storing many records at once: whole or not at all, once however often, read back as they were."""

import hashlib
import itertools
from collections.abc import Iterator

import pytest
import rfc8785

from graph.database import Database
from registry import audit, bulk, experts, institutes, missions
from registry.access import Actor
from registry.errors import Conflict, Duplicate, NotAllowed, NotFound
from registry.identity import new_id
from registry.models.claims import Claim, ClaimDraft, ClaimKind, Part
from registry.models.experts import Expert
from registry.models.institutes import Institute
from registry.models.missions import Mission, Role, RoleStatus
from registry.models.values import Bilingual, digest_of, now
from tests import builders, mission_builders

SOURCE = "a-source"
ORCID = "0000-0002-1825-0097"
# One claim of every relation that there is.
EVERY_CLAIM = (
    ClaimDraft(kind=ClaimKind.POSITION, title=Bilingual(vi="Nghiên cứu viên"), organisation="CNRS", start="2019-05"),
    ClaimDraft(kind=ClaimKind.DEGREE, title=Bilingual(vi="Tiến sĩ"), organisation="X", level="phd", end="2015"),
    ClaimDraft(kind=ClaimKind.WORK, title=Bilingual(en="A paper"), end="2020-01-02", external_id="doi:10.1/x"),
    ClaimDraft(kind=ClaimKind.PROGRAMME, title=Bilingual(en="Led"), part=Part.LED, amount=12.5, currency="EUR"),
    ClaimDraft(kind=ClaimKind.PROGRAMME, title=Bilingual(en="Took part"), part=Part.TOOK_PART, programmes=("A", "B")),
    ClaimDraft(kind=ClaimKind.INVENTION, title=Bilingual(en="A cell"), state="granted"),
    ClaimDraft(kind=ClaimKind.PRODUCT, title=Bilingual(en="A battery")),
    ClaimDraft(kind=ClaimKind.AWARD, title=Bilingual(en="An award"), country="FR"),
)


def institute(**changes: object) -> Institute:
    made = Institute(
        **mission_builders.institute().model_dump(), id=new_id(), source=SOURCE, created_at=now(), updated_at=now()
    )
    made = made.model_copy(update=changes)
    return made.model_copy(update={"digest": digest_of(made)})


def person(**changes: object) -> Expert:
    made = experts.new(builders.expert(email=None), agree=False)
    made = made.model_copy(update={"source": SOURCE, "digest": ""} | changes)
    return made.model_copy(update={"digest": digest_of(made)})


def mission(institute_id: str, **changes: object) -> Mission:
    draft = mission_builders.mission(institute_id)
    id = new_id()
    roles = tuple(Role(**role.model_dump(exclude={"id"}), id=new_id(), mission_id=id) for role in draft.roles)
    content = {name: value for name, value in draft if name != "roles"}
    made = Mission(**content, id=id, roles=roles, source=SOURCE, created_at=now(), updated_at=now())
    return made.model_copy(update=changes)


def batches(db: Database, administrator: Actor) -> list[dict[str, object]]:
    return [event for event in audit.events(db, administrator, limit=1000) if event["subject_kind"] == "batch"]


def test_experts_are_read_back_as_they_were_stored(db: Database, administrator: Actor) -> None:
    drafts = builders.expert(claims=[claim.model_copy(update={"audience": "public"}) for claim in EVERY_CLAIM])
    item = experts.new(drafts, agree=True).model_copy(update={"source": SOURCE})
    item = item.model_copy(update={"digest": digest_of(item)})
    assert bulk.store_experts(db, administrator, [item], source=SOURCE) == 1
    assert experts.own(db, administrator, item.id) == item


def test_institutes_are_read_back_as_they_were_stored(db: Database, administrator: Actor) -> None:
    item = institute(ror="https://ror.org/04nyv3z04", abbreviation="HUST")
    assert bulk.store_institutes(db, administrator, [item], source=SOURCE) == 1
    assert institutes.get(db, administrator, item.id) == item


def test_missions_are_read_back_with_roles_and_who_fills_them(db: Database, administrator: Actor) -> None:
    home, somebody = institute(), person()
    bulk.store_institutes(db, administrator, [home], source=SOURCE)
    bulk.store_experts(db, administrator, [somebody], source=SOURCE)
    item = mission(home.id)
    filled = item.roles[0].model_copy(update={"filled_by": somebody.id, "status": RoleStatus.FILLED})
    item = item.model_copy(update={"roles": (filled,)})
    assert bulk.store_missions(db, administrator, [item], source=SOURCE) == 1
    found = missions.get(db, administrator, item.id)
    assert found.institute_name == home.name
    assert found.model_copy(update={"institute_name": None, "digest": ""}) == item
    assert found.digest


def test_storing_again_changes_nothing_and_says_so(db: Database, administrator: Actor) -> None:
    homes, people = [institute() for _ in range(3)], [person() for _ in range(3)]
    tasks = [mission(homes[0].id)]
    for stored in (True, False):
        assert bool(bulk.store_institutes(db, administrator, homes, source=SOURCE)) is stored
        assert bool(bulk.store_experts(db, administrator, people, source=SOURCE)) is stored
        assert bool(bulk.store_missions(db, administrator, tasks, source=SOURCE)) is stored
    assert len(batches(db, administrator)) == 3
    assert experts.own(db, administrator, people[0].id) == people[0]


def test_what_is_there_under_the_same_source_key_stays_as_it_is(db: Database, administrator: Actor) -> None:
    first = person(source_key="a-source:1")
    again = person(source_key="a-source:1", residence="DE")
    assert bulk.store_experts(db, administrator, [first], source=SOURCE) == 1
    assert bulk.store_experts(db, administrator, [again, person()], source=SOURCE) == 1
    assert experts.own(db, administrator, first.id) == first
    with pytest.raises(NotFound):
        experts.own(db, administrator, again.id)


def test_a_record_that_comes_twice_in_one_call_is_stored_once(db: Database, administrator: Actor) -> None:
    item = person()
    assert bulk.store_experts(db, administrator, [item, item], source=SOURCE) == 1


def test_evidence_that_several_people_share_is_one_node(db: Database, administrator: Actor) -> None:
    claim = Claim(
        id=new_id(), evidence_id=new_id(), kind=ClaimKind.WORK, title=Bilingual(en="Ours"), source=SOURCE, as_of="2026"
    )
    first = person(claims=(claim,))
    others = [person(claims=(claim.model_copy(update={"id": new_id()}),)) for _ in range(3)]
    bulk.store_experts(db, administrator, [first, *others[:2]], source=SOURCE)
    bulk.store_experts(db, administrator, others[2:], source=SOURCE)
    kept = [experts.own(db, administrator, item.id).claims[0] for item in (first, *others)]
    assert {each.evidence_id for each in kept} == {claim.evidence_id}
    assert len({each.id for each in kept}) == 4


def test_a_batch_is_one_event_with_a_digest_that_can_be_computed_again(db: Database, administrator: Actor) -> None:
    people = [person() for _ in range(5)]
    bulk.store_experts(db, administrator, people, source=SOURCE)
    [event] = batches(db, administrator)
    kept = [experts.own(db, administrator, item.id) for item in people]
    pairs = [[expert.id, expert.digest] for expert in kept]
    assert event["after"] == hashlib.sha256(rfc8785.dumps(pairs)).hexdigest()
    assert event["tag"] == "experts.imported"
    for part in (SOURCE, '"count":5', people[0].id, people[-1].id):
        assert part in str(event["detail"])
    assert people[0].name.as_written not in str(event["detail"])


def test_a_run_that_breaks_off_leaves_whole_batches_and_goes_on_when_run_again(
    db: Database, administrator: Actor
) -> None:
    people = [person(claims=(), fields=(), technologies=()) for _ in range(2010)]
    done: list[int] = []

    def breaking_off() -> Iterator[Expert]:
        yield from people[:2005]
        raise OSError("The disk is gone.")

    with pytest.raises(OSError, match="disk"):
        bulk.store_experts(db, administrator, breaking_off(), source=SOURCE, progress=done.append)
    assert done == [2000]
    with pytest.raises(NotFound):
        experts.own(db, administrator, people[2000].id)
    assert bulk.store_experts(db, administrator, people, source=SOURCE, progress=done.append) == 10
    assert done == [2000, 2000, 2010]
    assert audit.verify(db, administrator).broken is None


def test_a_batch_with_an_orcid_that_somebody_holds_is_refused_as_a_whole(db: Database, administrator: Actor) -> None:
    bulk.store_experts(db, administrator, [person(orcid=ORCID)], source=SOURCE)
    innocent = person()
    with pytest.raises(Duplicate) as refusal:
        bulk.store_experts(db, administrator, [innocent, person(orcid=ORCID)], source=SOURCE)
    assert refusal.value.code == "bulk-taken"
    with pytest.raises(NotFound):
        experts.own(db, administrator, innocent.id)


def test_a_mission_of_an_institute_that_is_not_there_is_refused(db: Database, administrator: Actor) -> None:
    home = institute()
    bulk.store_institutes(db, administrator, [home], source=SOURCE)
    with pytest.raises(Conflict) as refusal:
        bulk.store_missions(db, administrator, [mission(home.id), mission("nowhere")], source=SOURCE)
    assert refusal.value.code == "mission-institute-missing"
    assert len(batches(db, administrator)) == 1


def test_what_names_no_source_gets_that_of_the_call(db: Database, administrator: Actor) -> None:
    item = person(source="self")
    bulk.store_experts(db, administrator, [item], source=SOURCE)
    kept = experts.own(db, administrator, item.id)
    assert kept.source == SOURCE
    assert kept.digest == digest_of(kept)


def test_only_who_may_import_stores_in_bulk(db: Database, committee: Actor) -> None:
    with pytest.raises(NotAllowed):
        bulk.store_institutes(db, committee, [institute()], source=SOURCE)


def test_a_person_with_more_claims_than_a_statement_takes_is_stored_whole(db: Database, administrator: Actor) -> None:
    text = "ă" * 5000
    claims = tuple(
        Claim(
            id=new_id(),
            evidence_id=new_id(),
            kind=ClaimKind.WORK,
            title=Bilingual(vi=f"Công trình {number}"),
            summary=Bilingual(vi=text) if number < 900 else None,
            source=SOURCE,
            as_of="2026-11-21",
        )
        for number in range(2100)
    )
    item = person(claims=claims)
    bulk.store_experts(db, administrator, [item], source=SOURCE)
    kept = experts.own(db, administrator, item.id)
    assert [each.id for each in kept.claims] == [each.id for each in claims]
    assert all(one == other for one, other in itertools.islice(zip(kept.claims, claims, strict=True), 900))
