"""Merging and parting: nothing is lost, nothing is opened, each goes back as it was, whoever writes meanwhile."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from neo4j import Driver, GraphDatabase

from graph.address import DATABASE, Address
from graph.database import Database, Row
from registry import audit, bulk, consents, experts, institutes, matches, merging, missions
from registry.access import NOBODY, Actor
from registry.errors import Conflict, Invalid, Merged, NotAllowed, NotFound, Stale
from registry.expert_records import expert_from
from registry.identity import new_id
from registry.models.claims import Claim, ClaimKind, Part
from registry.models.experts import Expert, ExpertDraft, Status
from registry.models.missions import RoleStatus
from registry.models.values import Bilingual, Verification
from registry.pool import Pool
from tests.builders import claim, expert, of_institute, speaking_for
from tests.mission_builders import institute, mission, role

WHY = "Cùng một người, đăng ký hai lần"
ORCID, ANOTHER_ORCID = "0000-0002-1825-0097", "0000-0001-5109-3700"


@pytest.fixture
def raw(address: Address, db: Database) -> Iterator[Driver]:
    """The database as it is, beside our own way to it."""
    with GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        yield driver


def made(db: Database, *, agree: bool = False, **changes: object) -> Expert:
    return experts.register(db, NOBODY, expert(**changes), agree=agree)


def kept(db: Database, id: str) -> Expert:
    """A record whatever its state, without the time of its last change."""
    [row] = db.read("experts/get", ids=[id])
    return expert_from(row).model_copy(update={"updated_at": ""})


def surroundings(raw: Driver, *ids: str) -> list[Row]:
    """Everything tied to these records, with what each tie remembers."""
    records, _, _ = raw.execute_query(
        "MATCH (expert:Expert)-[tie]-(other) WHERE expert.id IN $ids AND type(tie) <> 'PARTED_FROM' "
        "RETURN expert.id AS expert, type(tie) AS tie, properties(tie) AS kept, "
        "coalesce(other.id, other.code) AS other",
        ids=list(ids),
        database_=DATABASE,
    )
    rows = [record.data() for record in records]
    return sorted(rows, key=lambda row: (row["expert"], row["tie"], row["other"], str(row["kept"].get("id"))))


def sharing(evidence_id: str, **changes: object) -> Claim:
    """A claim to evidence that several people may share."""
    claimed = Claim(
        id=new_id(),
        evidence_id=evidence_id,
        kind=ClaimKind.PROGRAMME,
        title=Bilingual(vi="Chương trình chung"),
        part=Part.TOOK_PART,
        source="nsf",
        as_of="2026-01-01",
        verification=Verification.IMPORTED,
    )
    return claimed.model_copy(update=changes)


def imported(db: Database, administrator: Actor, *people: tuple[Claim, ...]) -> list[Expert]:
    """People with these claims, stored as an importer stores them."""
    items = [experts.new(expert(claims=[]), agree=False).model_copy(update={"claims": claims}) for claims in people]
    unsealed = [item.model_copy(update={"digest": "", "source": "nsf"}) for item in items]
    bulk.store_experts(db, administrator, unsealed, source="nsf")
    return [kept(db, item.id) for item in items]


def claim_ids(one: Expert) -> set[str]:
    return {each.id for each in one.claims}


def test_a_merge_brings_everything_to_the_survivor(db: Database, administrator: Actor) -> None:
    one = made(db, fields=["20501"], technologies=["S26-P18"], claims=[claim(), claim()])
    other = made(db, fields=["20501", "10102"], technologies=["S26-P01"], claims=[claim(), claim(kind="award")])
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    assert claim_ids(after) == claim_ids(one) | claim_ids(other)
    assert after.fields == ("10102", "20501")
    assert after.technologies == ("S26-P01", "S26-P18")
    assert after.digest not in {one.digest, other.digest}
    assert experts.own(db, administrator, one.id) == after
    gone = kept(db, other.id)
    assert (gone.status, gone.merged_into, gone.claims) == (Status.MERGED, one.id, ())
    assert gone.digest != other.digest


def test_whoever_asks_for_a_merged_record_is_sent_to_the_last_survivor(db: Database, administrator: Actor) -> None:
    a, b, c = made(db), made(db), made(db)
    merging.merge(db, administrator, b.id, a.id, reason=WHY)
    merging.merge(db, administrator, c.id, b.id, reason=WHY)
    for id in (a.id, b.id):
        for ask in (partial(experts.get, db, NOBODY, id), partial(experts.own, db, administrator, id)):
            with pytest.raises(Merged) as refusal:
                ask()
            assert refusal.value.survivor == c.id
    with pytest.raises(Merged):
        experts.update(db, administrator, a.id, expert(), if_match=a.digest)
    assert claim_ids(experts.own(db, administrator, c.id)) == claim_ids(a) | claim_ids(b) | claim_ids(c)
    merging.unmerge(db, administrator, b.id, reason=WHY)
    with pytest.raises(Merged) as refusal:
        experts.get(db, NOBODY, a.id)
    assert refusal.value.survivor == b.id


def test_a_chain_comes_apart_from_its_end(db: Database, administrator: Actor, raw: Driver) -> None:
    a, b, c = made(db), made(db), made(db)
    ids = (a.id, b.id, c.id)
    before = [kept(db, id) for id in ids], surroundings(raw, *ids)
    merging.merge(db, administrator, b.id, a.id, reason=WHY)
    merging.merge(db, administrator, c.id, b.id, reason=WHY)
    with pytest.raises(Conflict) as refusal:
        merging.unmerge(db, administrator, a.id, reason=WHY)
    assert refusal.value.code == "survivor-merged"
    merging.unmerge(db, administrator, b.id, reason=WHY)
    merging.unmerge(db, administrator, a.id, reason=WHY)
    assert ([kept(db, id) for id in ids], surroundings(raw, *ids)) == before


def test_what_makes_no_sense_is_refused_and_changes_nothing(db: Database, administrator: Actor) -> None:
    one, other, third = made(db, orcid=ORCID), made(db, orcid=ANOTHER_ORCID), made(db)
    closed = made(db)
    experts.close(db, administrator, closed.id, if_match=closed.digest)
    merging.merge(db, administrator, one.id, third.id, reason=WHY)
    events = audit.head(db)

    def code(survivor: str, gone: str) -> str:
        with pytest.raises(Conflict) as refusal:
            merging.merge(db, administrator, survivor, gone, reason=WHY)
        assert refusal.value.vi != refusal.value.en
        return refusal.value.code

    assert code(one.id, one.id) == "merge-self"
    assert code(one.id, other.id) == "merge-orcid"
    assert code(other.id, third.id) == "merge-merged"
    assert code(third.id, one.id) == "merge-merged"
    assert code(one.id, closed.id) == code(closed.id, one.id) == "merge-closed"
    for pair in ((one.id, "none"), ("none", one.id)):
        with pytest.raises(NotFound):
            merging.merge(db, administrator, *pair, reason=WHY)
    with pytest.raises(NotFound):
        merging.unmerge(db, administrator, "none", reason=WHY)
    with pytest.raises(Conflict) as refusal:
        merging.unmerge(db, administrator, one.id, reason=WHY)
    assert refusal.value.code == "not-merged"
    for reason in ("", "  ", "x" * 501):
        with pytest.raises(Invalid, match="reason"):
            merging.merge(db, administrator, one.id, other.id, reason=reason)
    assert audit.head(db) == events


def test_only_an_administrator_merges_and_parts(db: Database, administrator: Actor, committee: Actor) -> None:
    one, other = made(db), made(db)
    merging.merge(db, administrator, one.id, other.id, reason=WHY)
    for actor in (NOBODY, committee, of_institute("i"), speaking_for(one.id)):
        with pytest.raises(NotAllowed):
            merging.merge(db, actor, one.id, other.id, reason=WHY)
        with pytest.raises(NotAllowed):
            merging.unmerge(db, actor, other.id, reason=WHY)


def test_evidence_that_both_claim_shows_once_and_comes_back_twice(
    db: Database, administrator: Actor, raw: Driver
) -> None:
    one, other = imported(db, administrator, (sharing("p-1"), sharing("p-2")), (sharing("p-1"), sharing("p-3")))
    before = surroundings(raw, one.id, other.id)
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    assert sorted(each.evidence_id for each in after.claims) == ["p-1", "p-2", "p-3"]
    assert claim_ids(one) < claim_ids(after)
    merging.unmerge(db, administrator, other.id, reason=WHY)
    assert (kept(db, one.id), kept(db, other.id)) == (one, other)
    assert surroundings(raw, one.id, other.id) == before


def test_of_two_claims_to_the_same_programme_the_greater_part_shows(db: Database, administrator: Actor) -> None:
    led = sharing("p-1", part=Part.LED)
    one, other = imported(db, administrator, (sharing("p-1"),), (led,))
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    assert [each.part for each in after.claims] == [Part.LED]
    merging.unmerge(db, administrator, other.id, reason=WHY)
    assert (kept(db, one.id), kept(db, other.id)) == (one, other)


def test_what_the_survivor_rejected_is_brought_back_by_no_merge(db: Database, administrator: Actor) -> None:
    rejected = sharing("p-1", verification=Verification.REJECTED)
    verified = sharing("p-1", verification=Verification.VERIFIED, part=Part.LED)
    one, other = imported(db, administrator, (rejected,), (verified,))
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    assert [each.verification for each in after.claims] == [Verification.REJECTED]


def test_the_survivor_gains_forms_of_the_name_and_the_orcid(db: Database, administrator: Actor) -> None:
    one = made(db, name={"as_written": "Trần Văn An"}, other_names=["Tran Van An"])
    other = made(db, name={"as_written": "An V. Tran", "latin": "Tran Van An"}, orcid=ORCID)
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    assert after.name.as_written == "Trần Văn An"
    assert after.other_names == ("Tran Van An", "An V. Tran")
    assert (after.orcid, kept(db, other.id).orcid) == (ORCID, None)
    assert [view.id for view in experts.find(db, administrator, "an v. tran").rows] == [one.id]
    back = merging.unmerge(db, administrator, other.id, reason=WHY)
    assert (back.orcid, kept(db, other.id)) == (ORCID, kept(db, other.id))
    assert kept(db, one.id) == one.model_copy(update={"updated_at": ""})


def test_a_merge_opens_nothing_that_was_closed(db: Database, administrator: Actor) -> None:
    one = made(db, audiences={"name": "public", "fields": "public"}, fields=[], claims=[])
    other = made(db, name={"as_written": "Bí Danh"}, orcid=ORCID, audiences={"name": "self"}, fields=["10102"])
    merging.merge(db, administrator, one.id, other.id, reason=WHY)
    seen = experts.get(db, NOBODY, one.id)
    assert (seen.other_names, seen.orcid, seen.fields, seen.claims) == ((), None, (), ())
    held = experts.own(db, administrator, one.id)
    own = experts.update(
        db, administrator, one.id, experts.draft_of(held).model_copy(update={"orcid": ORCID}), if_match=held.digest
    )
    assert own.orcid == ORCID
    with pytest.raises(Conflict) as refusal:
        merging.unmerge(db, administrator, other.id, reason=WHY)
    assert refusal.value.code == "parting-orcid"


@pytest.mark.parametrize(("first", "second"), [(True, True), (True, False), (False, True), (False, False)])
def test_a_merged_record_is_matched_only_if_both_agreed(
    db: Database, administrator: Actor, first: bool, second: bool
) -> None:
    one, other = made(db, agree=first), made(db, agree=second)
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    assert after.agreed_to_matching is (first and second)
    assert len(consents.history(db, administrator, one.id)) == first + second
    merging.unmerge(db, administrator, other.id, reason=WHY)
    assert (kept(db, one.id).agreed_to_matching, kept(db, other.id).agreed_to_matching) == (first, second)
    assert len(consents.history(db, administrator, one.id)) == first


def test_a_decision_after_the_merge_counts_and_a_withdrawal_counts_for_both(db: Database, administrator: Actor) -> None:
    one, other = made(db, agree=True), made(db, agree=True)
    merging.merge(db, administrator, one.id, other.id, reason=WHY)
    consents.decide(db, speaking_for(one.id), one.id, "matching", False, language="vi")
    merging.unmerge(db, administrator, other.id, reason=WHY)
    assert (kept(db, one.id).agreed_to_matching, kept(db, other.id).agreed_to_matching) == (False, False)


def test_who_agrees_after_the_merge_agrees_for_the_merged_record(db: Database, administrator: Actor) -> None:
    one, other = made(db), made(db)
    merging.merge(db, administrator, one.id, other.id, reason=WHY)
    consents.decide(db, speaking_for(one.id), one.id, "matching", True, language="vi")
    merging.unmerge(db, administrator, other.id, reason=WHY)
    assert (kept(db, one.id).agreed_to_matching, kept(db, other.id).agreed_to_matching) == (True, False)


def test_suggestions_and_roles_pass_to_the_survivor_and_back(db: Database, administrator: Actor, raw: Driver) -> None:
    one, other = made(db, agree=True), made(db, agree=True)
    runs_it = institutes.register(db, administrator, institute())
    opened = missions.open(db, administrator, mission(runs_it.id, roles=[role(), role()]))
    both = matches.run(db, Pool(), administrator, opened.roles[0].id)
    consents.decide(db, speaking_for(one.id), one.id, "matching", False, language="vi")
    alone = matches.run(db, Pool(), administrator, opened.roles[0].id)
    consents.decide(db, speaking_for(one.id), one.id, "matching", True, language="vi")
    missions.fill(db, administrator, opened.roles[1].id, other.id)
    filled = missions.get(db, administrator, opened.id)
    before = surroundings(raw, one.id, other.id)
    merging.merge(db, administrator, one.id, other.id, reason=WHY)
    assert {each.expert_id for each in matches.get(db, administrator, alone.id)[0].candidates} == {one.id}
    # The merged record keeps its place in the order and nothing else, because nobody reads it any more.
    assert {each.expert_id for each in matches.get(db, administrator, both.id)[0].candidates} == {one.id, None}
    assert missions.get(db, administrator, opened.id) == filled
    assert filled.roles[1].status is RoleStatus.FILLED
    assert {row["expert"] for row in surroundings(raw, one.id, other.id) if row["tie"] == "FILLS"} == {one.id}
    merging.unmerge(db, administrator, other.id, reason=WHY)
    assert surroundings(raw, one.id, other.id) == before
    assert missions.get(db, administrator, opened.id) == filled


def test_the_account_of_the_other_record_speaks_for_the_survivor(
    db: Database, administrator: Actor, raw: Driver
) -> None:
    one, other = made(db), made(db)
    raw.execute_query(
        "MATCH (expert:Expert {id: $id}) CREATE (:Account {id: 'a-7'})-[:SPEAKS_FOR]->(expert)",
        id=other.id,
        database_=DATABASE,
    )
    merging.merge(db, administrator, one.id, other.id, reason=WHY)
    [row] = [row for row in surroundings(raw, one.id) if row["tie"] == "SPEAKS_FOR"]
    assert (row["other"], row["kept"]) == ("a-7", {"moved_from": [other.id]})
    merging.unmerge(db, administrator, other.id, reason=WHY)
    [row] = [row for row in surroundings(raw, one.id, other.id) if row["tie"] == "SPEAKS_FOR"]
    assert (row["expert"], row["kept"]) == (other.id, {})


def test_a_later_merge_stays_when_an_earlier_one_is_undone(db: Database, administrator: Actor) -> None:
    shared = [(sharing("p-1"),), (sharing("p-1"), sharing("p-2"), sharing("p-3")), (sharing("p-2"), sharing("p-4"))]
    one, wrong, right = imported(db, administrator, *shared)
    merging.merge(db, administrator, one.id, wrong.id, reason=WHY)
    both = merging.merge(db, administrator, one.id, right.id, reason=WHY)
    assert sorted(each.evidence_id for each in both.claims) == ["p-1", "p-2", "p-3", "p-4"]
    assert merging.unmerge(db, administrator, wrong.id, reason=WHY).digest == wrong.digest
    left = experts.own(db, administrator, one.id)
    assert claim_ids(left) == claim_ids(one) | claim_ids(right)
    assert merging.unmerge(db, administrator, right.id, reason=WHY).digest == right.digest
    assert kept(db, one.id) == one


def test_what_the_person_corrects_meanwhile_stays_corrected(db: Database, administrator: Actor) -> None:
    one, other = made(db, claims=[claim()]), made(db, claims=[claim(), claim(kind="award")])
    work, award = other.claims
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    drafts = [
        draft.model_copy(update={"title": Bilingual(vi="Đã sửa")}) if draft.id == work.id else draft
        for draft in experts.draft_of(after).claims
        if draft.id != award.id
    ]
    edited = experts.draft_of(after).model_copy(update={"claims": tuple(drafts)})
    experts.update(db, speaking_for(one.id), one.id, edited, if_match=after.digest)
    back = merging.unmerge(db, administrator, other.id, reason=WHY)
    assert [(each.id, each.title.vi) for each in back.claims] == [(work.id, "Đã sửa")]
    assert claim_ids(kept(db, one.id)) == claim_ids(one)
    assert kept(db, other.id) == back.model_copy(update={"updated_at": ""})


def test_eight_merges_into_one_survivor_at_once_lose_nothing(db: Database, administrator: Actor, raw: Driver) -> None:
    claims = [(sharing("p-0"), sharing(f"p-{number}")) for number in range(1, 10)]
    one, *others = imported(db, administrator, *claims)
    ids = [each.id for each in (one, *others)]
    before = surroundings(raw, *ids)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: merging.merge(db, administrator, one.id, each.id, reason=WHY), others))
    after = experts.own(db, administrator, one.id)
    assert sorted(each.evidence_id for each in after.claims) == [f"p-{number}" for number in range(10)]
    assert {kept(db, each.id).merged_into for each in others} == {one.id}
    assert audit.verify(db, administrator).broken is None
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: merging.unmerge(db, administrator, each.id, reason=WHY), others))
    assert surroundings(raw, *ids) == before
    assert [kept(db, id) for id in ids] == [one, *others]


def test_a_merge_and_an_edit_at_once_lose_neither(db: Database, administrator: Actor) -> None:
    one, other = made(db), made(db)

    def edit() -> None:
        while True:
            read = experts.own(db, administrator, one.id)
            draft = experts.draft_of(read).model_copy(update={"availability_note": "Từ mùa hè"})
            try:
                experts.update(db, administrator, one.id, draft, if_match=read.digest)
            except Stale:
                continue
            return

    with ThreadPoolExecutor(2) as pool:
        edits = pool.submit(edit)
        merges = pool.submit(merging.merge, db, administrator, one.id, other.id, reason=WHY)
        edits.result()
        merges.result()
    after = experts.own(db, administrator, one.id)
    assert after.availability_note == "Từ mùa hè"
    assert claim_ids(after) == claim_ids(one) | claim_ids(other)


def test_two_records_merged_into_each_other_at_once_become_one(db: Database, administrator: Actor) -> None:
    one, other = made(db), made(db)

    def attempt(pair: tuple[str, str]) -> str:
        try:
            return merging.merge(db, administrator, *pair, reason=WHY).id
        except Conflict as refusal:
            return refusal.code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(attempt, [(one.id, other.id), (other.id, one.id)]))
    assert "merge-merged" in answers
    [survivor] = {one.id, other.id} & set(answers)
    assert claim_ids(experts.own(db, administrator, survivor)) == claim_ids(one) | claim_ids(other)


def test_both_records_leave_an_event_and_the_pool_follows(db: Database, administrator: Actor) -> None:
    one, other = made(db, agree=True), made(db, agree=True)
    pool = Pool()
    assert pool.now(db).size == 2
    before = audit.head(db)
    after = merging.merge(db, administrator, one.id, other.id, reason=WHY)
    assert pool.now(db).size == 1
    merging.unmerge(db, administrator, other.id, reason=WHY)
    assert pool.now(db).size == 2
    events = audit.events(db, administrator, after=before)
    assert [(event["tag"], event["subject_id"]) for event in events] == [
        ("expert.merged", other.id),
        ("expert.merged", one.id),
        ("expert.unmerged", other.id),
        ("expert.unmerged", one.id),
    ]
    assert (events[1]["before"], events[1]["after"]) == (one.digest, after.digest)
    assert all(WHY not in event["detail"] for event in events)


_CODES = st.sets(st.sampled_from(["10102", "10103", "20501", "2", "301"]), max_size=4)
_DRAFTS = st.builds(
    lambda fields, names, count, audiences, shared: (
        expert(
            fields=sorted(fields),
            name={"as_written": names[0]},
            other_names=names[1:],
            claims=[claim(title={"vi": f"Công trình {number}"}) for number in range(count)],
            audiences=audiences,
        ),
        sorted(shared),
    ),
    _CODES,
    st.lists(st.sampled_from(["An", "Bình", "Chi", "Dũng", "Đức"]), min_size=1, max_size=4, unique=True),
    st.integers(0, 3),
    st.fixed_dictionaries({part: st.sampled_from(["self", "institutes", "public"]) for part in ("name", "fields")}),
    st.sets(st.sampled_from(["p-1", "p-2", "p-3"])),
)


def _stored(db: Database, administrator: Actor, person: tuple[ExpertDraft, list[str]], parts: list[Part]) -> Expert:
    draft, evidence = person
    new = experts.new(draft, agree=False)
    shared = tuple(sharing(id, part=part) for id, part in zip(evidence, parts, strict=False))
    item = new.model_copy(update={"claims": (*new.claims, *shared), "digest": ""})
    bulk.store_experts(db, administrator, [item], source="nsf")
    return kept(db, item.id)


@settings(max_examples=12)
@given(people=st.lists(_DRAFTS, min_size=3, max_size=3), parts=st.permutations([Part.LED, Part.TOOK_PART, Part.CO_LED]))
def test_merging_and_parting_in_any_order_leaves_the_records_as_they_were(
    db: Database,
    administrator: Actor,
    raw: Driver,
    people: list[tuple[ExpertDraft, list[str]]],
    parts: list[Part],
) -> None:
    records = [_stored(db, administrator, person, parts[turn:] + parts[:turn]) for turn, person in enumerate(people)]
    one, first, second = records
    ids = [each.id for each in records]
    before = surroundings(raw, *ids)
    for order in ((first, second), (second, first)):
        for each in (first, second):
            merging.merge(db, administrator, one.id, each.id, reason=WHY)
        evidence = [each.evidence_id for each in kept(db, one.id).claims]
        assert sorted(evidence) == sorted({claimed.evidence_id for each in records for claimed in each.claims})
        for each in order:
            assert merging.unmerge(db, administrator, each.id, reason=WHY).digest == each.digest
        assert [kept(db, id) for id in ids] == records
        assert surroundings(raw, *ids) == before
