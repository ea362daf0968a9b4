"""Experts: who may see and do what, what is kept, what is found."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from graph.database import Database
from registry import audit, claims, consents, experts, institutes, receipts
from registry.access import NOBODY, Actor
from registry.errors import Conflict, Duplicate, Invalid, NotAllowed, NotFound, RequestReused, Stale
from registry.models.claims import Part
from registry.models.experts import Expert, ExpertDraft
from registry.models.pages import key_of
from registry.models.values import Audience, Verification, digest_of
from registry.names import collation_key
from registry.requests import RequestKey
from tests.builders import OPEN, claim, expert, of_institute, speaking_for
from tests.mission_builders import institute

INSTITUTE = of_institute("i-1")


def test_a_registered_expert_is_read_back_whole(db: Database) -> None:
    made = experts.register(db, NOBODY, expert(orcid="https://orcid.org/0000-0002-1825-0097"), agree=True)
    assert experts.own(db, speaking_for(made.id), made.id) == made
    assert made.orcid == "0000-0002-1825-0097"


def test_every_kind_of_claim_is_read_back_as_it_was_given(db: Database) -> None:
    given = [
        claim(kind="position", title={"en": "Head of laboratory"}, organisation="A", start="2015", end=None, share=0.5),
        claim(kind="degree", title={"en": "Physics"}, organisation="A", level="phd", end="2010"),
        claim(),
        claim(
            kind="programme", title={"vi": "Chương trình pin"}, part="led", start="2018-01", amount=5e6, currency="USD"
        ),
        claim(kind="programme", title={"vi": "Chương trình xe"}, part="took_part"),
        claim(kind="invention", title={"en": "Separator"}, state="granted", external_id="patent:VN1"),
        claim(kind="product", title={"en": "A cell"}),
        claim(kind="award", title={"en": "A prize"}),
    ]
    made = experts.register(db, NOBODY, expert(claims=given))
    assert experts.own(db, speaking_for(made.id), made.id).claims == made.claims
    assert [kept.kind for kept in made.claims] == [draft.kind for draft in given]


def test_what_is_not_for_the_reader_is_absent_and_named(db: Database) -> None:
    made = experts.register(db, NOBODY, expert(claims=[claim(), claim(audience="self")]))
    view = experts.get(db, INSTITUTE, made.id)
    assert view.email is None
    assert view.name == made.name
    assert view.hidden == ("languages", "availability", "contact")
    assert (len(view.claims), view.hidden_claims) == (1, 1)


def test_the_public_sees_nothing_of_a_profile_that_was_not_opened(db: Database) -> None:
    made = experts.register(db, NOBODY, expert())
    view = experts.get(db, NOBODY, made.id)
    assert (view.name, view.standing, view.residence, view.claims, view.fields) == (None, None, None, (), ())


def test_a_preview_shows_what_that_audience_sees(db: Database) -> None:
    made = experts.register(db, NOBODY, expert())
    assert experts.as_seen_by(db, speaking_for(made.id), made.id, Audience.INSTITUTES) == experts.get(
        db, INSTITUTE, made.id
    )


def test_only_the_person_reads_and_changes_the_whole_record(db: Database) -> None:
    made = experts.register(db, NOBODY, expert())
    with pytest.raises(NotAllowed):
        experts.own(db, INSTITUTE, made.id)
    with pytest.raises(NotAllowed):
        experts.update(db, speaking_for("somebody else"), made.id, expert(), if_match=made.digest)


def test_a_correction_keeps_the_ids_of_claims_and_drops_what_was_taken_out(db: Database) -> None:
    made = experts.register(db, NOBODY, expert(claims=[claim(), claim(title={"en": "Another"})]))
    me = speaking_for(made.id)
    draft = experts.draft_of(made)
    changed = draft.model_copy(update={"claims": draft.claims[:1], "residence": "DE"})
    after = experts.update(db, me, made.id, changed, if_match=made.digest)
    assert [kept.id for kept in after.claims] == [made.claims[0].id]
    assert after.digest != made.digest
    assert experts.own(db, me, made.id) == after


def test_a_part_in_a_programme_can_be_corrected(db: Database) -> None:
    made = experts.register(db, NOBODY, expert(claims=[claim(kind="programme", part="led")]))
    me = speaking_for(made.id)
    draft = experts.draft_of(made)
    corrected = draft.claims[0].model_copy(update={"part": Part.TOOK_PART})
    after = experts.update(db, me, made.id, draft.model_copy(update={"claims": (corrected,)}), if_match=made.digest)
    assert experts.own(db, me, made.id) == after
    assert [kept.part for kept in after.claims] == [Part.TOOK_PART]


def test_a_profile_has_one_version_whatever_the_order_of_its_codes(db: Database) -> None:
    made = experts.register(db, NOBODY, expert(fields=["20501", "10201", "20501"], technologies=["S26-P18", "S26-P02"]))
    assert experts.own(db, speaking_for(made.id), made.id) == made
    assert made.fields == ("10201", "20501")


def test_a_withdrawal_during_an_edit_is_not_undone_by_it(db: Database) -> None:
    made = experts.register(db, NOBODY, expert(), agree=True)
    me = speaking_for(made.id)
    consents.decide(db, me, made.id, receipts.MATCHING, False, language="vi")
    experts.update(db, me, made.id, expert(residence="DE"), if_match=made.digest)
    assert not experts.own(db, me, made.id).agreed_to_matching


def test_readers_beside_a_writer_never_see_half_a_change(db: Database) -> None:
    made = experts.register(db, NOBODY, expert(claims=[claim(end="2000")], available_from="2000"))
    me = speaking_for(made.id)

    def write(_: int) -> None:
        for year in range(2001, 2016):
            draft = expert(claims=[claim(end=str(year))], available_from=str(year))
            experts.update(db, me, made.id, draft, if_match=experts.own(db, me, made.id).digest)

    def read(_: int) -> list[bool]:
        read_back = [experts.own(db, me, made.id) for _ in range(60)]
        return [kept.available_from == kept.claims[0].end and len(kept.claims) == 1 for kept in read_back]

    with ThreadPoolExecutor(4) as pool:
        writing = pool.submit(write, 0)
        assert all(whole for seen in pool.map(read, range(3)) for whole in seen)
        writing.result()


def test_a_correction_of_an_old_version_is_refused(db: Database) -> None:
    made = experts.register(db, NOBODY, expert())
    me = speaking_for(made.id)
    experts.update(db, me, made.id, expert(residence="DE"), if_match=made.digest)
    with pytest.raises(Stale):
        experts.update(db, me, made.id, expert(residence="JP"), if_match=made.digest)
    assert experts.own(db, me, made.id).residence == "DE"


def test_of_eight_writers_on_one_version_one_succeeds(db: Database) -> None:
    made = experts.register(db, NOBODY, expert())
    me = speaking_for(made.id)

    def write(number: int) -> bool:
        try:
            experts.update(db, me, made.id, expert(available_from=f"2027-0{number}"), if_match=made.digest)
        except Stale:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(1, 9))) == 1


def test_a_second_record_with_the_same_orcid_is_refused(db: Database) -> None:
    experts.register(db, NOBODY, expert(orcid="0000-0002-1825-0097"))
    with pytest.raises(Duplicate) as refused:
        experts.register(db, NOBODY, expert(orcid="0000-0002-1825-0097"))
    assert refused.value.code == "orcid-taken"


def test_a_request_that_comes_twice_registers_one_person(db: Database) -> None:
    key = RequestKey("public:k-1", "digest-of-body")
    with ThreadPoolExecutor(8) as pool:
        ids = set(pool.map(lambda _: experts.register(db, NOBODY, expert(), request=key).id, range(8)))
    assert len(ids) == 1
    with pytest.raises(RequestReused):
        experts.register(db, NOBODY, expert(), request=RequestKey("public:k-1", "another body"))


def test_unknown_codes_are_all_named_at_once(db: Database) -> None:
    with pytest.raises(Invalid) as refused:
        experts.register(db, NOBODY, expert(residence="ZZ", fields=["20501", "99999"], technologies=["S30-P01"]))
    assert [error.pointer for error in refused.value.errors] == ["/residence", "/fields/1", "/technologies/0"]
    assert all(error.vi and error.en for error in refused.value.errors)


def test_nobody_is_matched_under_a_name_that_institutes_may_not_see(db: Database) -> None:
    with pytest.raises(Invalid) as refused:
        experts.register(db, NOBODY, expert(audiences={}), agree=True)
    assert refused.value.errors[0].code == "name-hidden"
    made = experts.register(db, NOBODY, expert(audiences={}))
    with pytest.raises(Invalid):
        consents.decide(db, speaking_for(made.id), made.id, receipts.MATCHING, True, language="vi")


def test_every_decision_about_consent_leaves_a_receipt(db: Database) -> None:
    made = experts.register(db, NOBODY, expert(), agree=True)
    me = speaking_for(made.id)
    consents.decide(db, me, made.id, receipts.MATCHING, False, language="vi")
    assert sorted(receipt.decision for receipt in consents.history(db, me, made.id)) == ["given", "withdrawn"]
    assert not experts.own(db, me, made.id).agreed_to_matching


def test_only_the_person_decides_about_consent(db: Database, administrator: Actor) -> None:
    made = experts.register(db, NOBODY, expert())
    with pytest.raises(NotAllowed):
        consents.decide(db, administrator, made.id, receipts.MATCHING, True, language="vi")


def test_a_closed_profile_is_gone_for_others_and_cannot_be_changed(db: Database) -> None:
    made = experts.register(db, NOBODY, expert(), agree=True)
    me = speaking_for(made.id)
    experts.close(db, me, made.id, if_match=made.digest)
    with pytest.raises(NotFound):
        experts.get(db, INSTITUTE, made.id)
    with pytest.raises(Conflict) as refused:
        experts.update(db, me, made.id, expert(), if_match=experts.own(db, me, made.id).digest)
    assert refused.value.code == "expert-closed"
    assert experts.find(db, INSTITUTE, "Khai").rows == ()


def test_what_a_source_said_can_be_rejected_and_not_rewritten(db: Database) -> None:
    made = experts.register(db, NOBODY, expert())
    me = speaking_for(made.id)
    imported = made.claims[0].model_copy(update={"source": "a source", "verification": Verification.IMPORTED})
    rewritten = experts.draft_of(made.model_copy(update={"claims": (imported,)})).claims[0]
    _, errors = claims.made([rewritten.model_copy(update={"end": "1999"})], kept=[imported], on="2026-11-21")
    assert errors[0].code == "claim-of-a-source"
    left, errors = claims.made([], kept=[imported], on="2026-11-21")
    assert errors == []
    assert left[0].verification is Verification.REJECTED
    assert me.expert_id == made.id


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nguyen thi minh khai", ["Nguyễn Thị Minh Khai"]),
        ("Minh Khai Nguyen", ["Nguyễn Thị Minh Khai"]),
        ("khai nguyễn", ["Nguyễn Thị Minh Khai"]),
        ("dang", ["Đặng Văn Đức", "Dang Duc"]),
        ("đặng", ["Đặng Văn Đức", "Dang Duc"]),
        ("duc dang", ["Đặng Văn Đức", "Dang Duc"]),
        ("xyz", []),
    ],
)
def test_names_are_found_with_and_without_marks_in_either_order(db: Database, typed: str, found: list[str]) -> None:
    for name in ("Nguyễn Thị Minh Khai", "Đặng Văn Đức", "Dang Duc"):
        experts.register(db, NOBODY, expert(name={"as_written": name}))
    rows = experts.find(db, INSTITUTE, typed).rows
    assert sorted(row.name.as_written for row in rows if row.name) == sorted(found)


def test_the_typed_marks_come_first(db: Database) -> None:
    for name in ("Duong Van A", "Đường Văn A", "Dương Văn A"):
        experts.register(db, NOBODY, expert(name={"as_written": name}))
    first = experts.find(db, INSTITUTE, "dương").rows[0]
    assert first.name is not None
    assert first.name.as_written == "Dương Văn A"


def test_nobody_is_found_by_what_the_reader_may_not_see(db: Database, committee: Actor) -> None:
    experts.register(db, NOBODY, expert(audiences={**OPEN, "residence": "committee", "name": "committee"}))
    assert experts.find(db, INSTITUTE, "Khai").rows == ()
    assert experts.find(db, INSTITUTE, country="FR").rows == ()
    assert len(experts.find(db, committee, "Khai", country="FR").rows) == 1


def test_a_hidden_name_gives_no_place_in_the_list_away(db: Database) -> None:
    hidden = {**OPEN, "name": "self"}
    for number in range(3):
        name = {"as_written": f"Trần Bí Mật {number}", "family": "Trần", "given": "Mật"}
        experts.register(db, NOBODY, expert(name=name, audiences=hidden))
    shown = experts.register(db, NOBODY, expert())
    assert [row.id for row in experts.find(db, INSTITUTE).rows] == [shown.id]
    cursor = None
    for _ in range(4):
        page = experts.find(db, INSTITUTE, country="FR", limit=1, cursor=cursor)
        cursor = page.next_cursor
        key = key_of(cursor, parts=3)
        assert key is None or collation_key("mật")[:4] not in key[1]
    assert cursor is None


def test_a_version_as_others_see_it_tells_nothing_of_what_they_do_not_see(db: Database) -> None:
    made = experts.register(db, NOBODY, expert())
    before = experts.get(db, INSTITUTE, made.id).digest
    changed = experts.draft_of(made).model_copy(update={"email": "new@example.org"})
    experts.update(db, speaking_for(made.id), made.id, changed, if_match=made.digest)
    after = experts.get(db, INSTITUTE, made.id)
    assert before != made.digest
    assert (after.digest == before) == (after.confirmed_at == made.confirmed_at)


def test_two_equal_records_have_different_digests(db: Database) -> None:
    one, other = (experts.register(db, NOBODY, expert()) for _ in range(2))
    assert one.salt != other.salt
    assert digest_of(one.model_copy(update={"salt": ""})) != one.digest


def test_an_institute_that_looks_somebody_up_is_not_told_whether_they_agreed(db: Database, committee: Actor) -> None:
    made = experts.register(db, NOBODY, expert(), agree=True)
    assert experts.get(db, INSTITUTE, made.id).agreed_to_matching is None
    assert experts.get(db, committee, made.id).agreed_to_matching is True


def test_who_edits_for_somebody_opens_nothing_and_confirms_nothing(db: Database, administrator: Actor) -> None:
    made = experts.register(db, NOBODY, expert())
    draft = experts.draft_of(made)
    wider = draft.model_copy(update={"audiences": {**draft.audiences, "contact": Audience.PUBLIC}})
    with pytest.raises(Invalid) as refused:
        experts.update(db, administrator, made.id, wider, if_match=made.digest)
    assert [error.pointer for error in refused.value.errors] == ["/audiences/contact"]
    narrower = draft.model_copy(update={"audiences": {**draft.audiences, "name": Audience.SELF}})
    after = experts.update(db, administrator, made.id, narrower, if_match=made.digest)
    assert after.confirmed_at == made.confirmed_at
    with pytest.raises(NotAllowed):
        experts.confirm(db, administrator, made.id)


def test_agreeing_and_hiding_the_name_at_once_never_both_succeed(db: Database) -> None:
    for _ in range(4):
        made = experts.register(db, NOBODY, expert())
        me = speaking_for(made.id)
        hidden = experts.draft_of(made).model_copy(update={"audiences": {}})

        def agree(me: Actor = me, id: str = made.id) -> None:
            consents.decide(db, me, id, receipts.MATCHING, True, language="vi")

        def hide(me: Actor = me, made: Expert = made, hidden: ExpertDraft = hidden) -> None:
            experts.update(db, me, made.id, hidden, if_match=made.digest)

        with ThreadPoolExecutor(2) as pool:
            failures = [future.exception() for future in [pool.submit(agree), pool.submit(hide)]]
        assert sum(isinstance(failure, Invalid) for failure in failures) == 1
        kept = experts.own(db, me, made.id)
        assert not (kept.agreed_to_matching and kept.audience_of("name") is Audience.SELF)


def test_a_list_is_read_page_by_page_without_gaps_or_repeats(db: Database) -> None:
    made = [experts.register(db, NOBODY, expert(name={"as_written": f"Lê Văn {n:02}"})).id for n in range(7)]
    seen: list[str] = []
    cursor = None
    while True:
        page = experts.find(db, INSTITUTE, "le", limit=3, cursor=cursor)
        seen += [row.id for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert seen == made


def test_people_sort_by_their_given_names_as_in_viet_nam(db: Database) -> None:
    names = [("Trần", "An"), ("Lê", "Ân"), ("Nguyễn", "Bình"), ("Đỗ", "Đạt"), ("Phạm", "Dũng")]
    for family, given in names:
        name = {"as_written": f"{family} {given}", "family": family, "given": given}
        experts.register(db, NOBODY, expert(name=name))
    rows = experts.find(db, INSTITUTE).rows
    assert [row.name.given for row in rows if row.name] == ["An", "Ân", "Bình", "Dũng", "Đạt"]


def test_every_write_is_in_the_chain_without_personal_data(db: Database, committee: Actor) -> None:
    made = experts.register(db, NOBODY, expert(), agree=True)
    experts.update(db, speaking_for(made.id), made.id, expert(residence="DE"), if_match=made.digest)
    events = [event for event in audit.events(db, committee, limit=100) if event["subject_id"] == made.id]
    assert [event["tag"] for event in events] == ["expert.registered", "expert.updated"]
    assert "Khai" not in str(events)
    assert audit.verify(db, committee).broken is None


def test_a_claim_names_only_an_institute_that_is_there(db: Database, administrator: Actor) -> None:
    home = institutes.register(db, administrator, institute())
    right, wrong = claim(institute_id=home.id), claim(institute_id="none")

    def places(attempt: Callable[[], object]) -> list[tuple[str, str]]:
        with pytest.raises(Invalid) as refusal:
            attempt()
        return [(error.pointer, error.code) for error in refusal.value.errors]

    unknown = [("/claims/1/institute_id", "institute-unknown")]
    assert places(partial(experts.register, db, NOBODY, expert(claims=[right, wrong]))) == unknown
    both = expert(residence="XX", claims=[wrong])
    assert len(places(partial(experts.register, db, NOBODY, both))) == 2
    made = experts.register(db, NOBODY, expert(claims=[right]))
    edit = partial(experts.update, db, speaking_for(made.id), made.id, if_match=made.digest)
    assert places(partial(edit, expert(claims=[right, wrong]))) == unknown
    institutes.close(db, administrator, home.id, if_match=home.digest)
    after = edit(experts.draft_of(made))
    assert [each.institute_id for each in after.claims] == [home.id]
    assert experts.own(db, speaking_for(made.id), made.id) == after
