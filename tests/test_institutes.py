"""Institutes: what is kept, what is refused and in which words, how they are found, what many writers do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr

from graph.database import Database
from registry import accounts, audit, institutes, missions
from registry.access import NOBODY, Actor, Office, system
from registry.errors import Conflict, Duplicate, Invalid, NotAllowed, NotFound, NotSignedIn, RequestReused, Stale
from registry.models.accounts import Account, AccountDraft, Credentials
from registry.models.experts import Status
from registry.models.institutes import Institute, InstituteDraft
from registry.requests import RequestKey
from tests.builders import of_institute
from tests.mission_builders import institute, mission

HUST = {"vi": "Đại học Bách khoa Hà Nội", "en": "Hanoi University of Science and Technology"}
ROR = "https://ror.org/04nyv3z04"
PASSWORD = "một mật khẩu đủ dài"


def account_of(db: Database, one: Institute, login: str) -> Account:
    draft = AccountDraft(
        login=f"{login}@example.vn",
        password=SecretStr(PASSWORD),
        name="Phòng Khoa học",
        office=Office.INSTITUTE,
        institute_id=one.id,
    )
    return accounts.create(db, system("tests"), draft)


def names(found: list[Institute]) -> list[str]:
    return [each.name.in_("vi") for each in found]


def test_a_registered_institute_is_read_back_whole(db: Database, administrator: Actor) -> None:
    made = institutes.register(db, administrator, institute(ror=ROR, abbreviation="HUST", city="Hà Nội"))
    assert institutes.get(db, NOBODY, made.id) == made
    assert institutes.draft_of(made) == institute(ror=ROR, abbreviation="HUST", city="Hà Nội")


def test_only_an_administrator_edits_institutes(db: Database, administrator: Actor, committee: Actor) -> None:
    made = institutes.register(db, administrator, institute())
    for actor in (NOBODY, committee, of_institute(made.id), Actor("a", Office.EXPERT, "", expert_id="e")):
        with pytest.raises(NotAllowed):
            institutes.register(db, actor, institute())
        with pytest.raises(NotAllowed):
            institutes.update(db, actor, made.id, institute(), if_match=made.digest)
        with pytest.raises(NotAllowed):
            institutes.close(db, actor, made.id, if_match=made.digest)


def test_every_unknown_code_is_named_at_once_in_both_languages(db: Database, administrator: Actor) -> None:
    draft = institute(kind="castle", country="VN", province="99", parent="nowhere")
    with pytest.raises(Invalid) as refusal:
        institutes.register(db, administrator, draft)
    assert {(error.pointer, error.code) for error in refusal.value.errors} == {
        ("/kind", "unknown-code"),
        ("/province", "unknown-code"),
        ("/parent", "parent-unknown"),
    }
    assert all(error.vi and error.en and error.vi != error.en for error in refusal.value.errors)


def test_a_parent_is_an_institute_or_a_central_body(db: Database, administrator: Actor) -> None:
    above = institutes.register(db, administrator, institute(parent="moet"))
    below = institutes.register(db, administrator, institute(parent=above.id))
    assert (above.parent, below.parent) == ("moet", above.id)


def test_an_institute_never_stands_below_its_own_part(db: Database, administrator: Actor) -> None:
    above = institutes.register(db, administrator, institute())
    below = institutes.register(db, administrator, institute(parent=above.id))
    for parent in (below.id, above.id):
        with pytest.raises(Invalid, match="below itself"):
            institutes.update(db, administrator, above.id, institute(parent=parent), if_match=above.digest)


def test_a_second_institute_with_the_same_ror_is_refused_and_the_first_named(
    db: Database, administrator: Actor
) -> None:
    first = institutes.register(db, administrator, institute(ror=ROR))
    with pytest.raises(Duplicate) as refusal:
        institutes.register(db, administrator, institute(ror=ROR))
    assert refusal.value.code == "ror-taken"
    assert first.id in refusal.value.vi
    assert first.id in refusal.value.en
    second = institutes.register(db, administrator, institute())
    with pytest.raises(Duplicate, match=first.id):
        institutes.update(db, administrator, second.id, institute(ror=ROR), if_match=second.digest)
    assert institutes.get(db, NOBODY, second.id) == second


def test_one_ror_is_given_once_however_many_register_it(db: Database, administrator: Actor) -> None:
    def attempt(_: int) -> str | None:
        try:
            return institutes.register(db, administrator, institute(ror=ROR)).id
        except Duplicate:
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [id for id in pool.map(attempt, range(8)) if id]
    assert len(made) == 1
    assert institutes.find(db, NOBODY).count == 1


def test_a_request_that_comes_twice_registers_once(db: Database, administrator: Actor) -> None:
    key = RequestKey("a-1:k", "d1")
    first = institutes.register(db, administrator, institute(), request=key)
    assert institutes.register(db, administrator, institute(), request=key) == first
    with pytest.raises(RequestReused):
        institutes.register(db, administrator, institute(), request=RequestKey("a-1:k", "d2"))
    assert institutes.find(db, NOBODY).count == 1


def test_a_correction_of_an_older_version_is_refused(db: Database, administrator: Actor) -> None:
    first = institutes.register(db, administrator, institute())
    second = institutes.update(db, administrator, first.id, institute(city="Huế"), if_match=first.digest)
    with pytest.raises(Stale):
        institutes.update(db, administrator, first.id, institute(city="Vinh"), if_match=first.digest)
    assert institutes.get(db, NOBODY, first.id) == second
    assert second.digest != first.digest


def test_a_value_that_a_correction_leaves_out_is_gone(db: Database, administrator: Actor) -> None:
    made = institutes.register(db, administrator, institute(ror=ROR, abbreviation="HUST"))
    institutes.update(db, administrator, made.id, institute(), if_match=made.digest)
    kept = institutes.get(db, NOBODY, made.id)
    assert (kept.ror, kept.abbreviation) == (None, None)
    assert institutes.suggest(db, "HUST") == []


def test_of_eight_writers_with_one_version_exactly_one_wins(db: Database, administrator: Actor) -> None:
    made = institutes.register(db, administrator, institute())

    def attempt(number: int) -> str | None:
        try:
            draft = institute(city=f"Thành phố {number}")
            return institutes.update(db, administrator, made.id, draft, if_match=made.digest).city
        except Stale:
            return None

    with ThreadPoolExecutor(8) as pool:
        won = [city for city in pool.map(attempt, range(8)) if city]
    assert len(won) == 1
    assert institutes.get(db, NOBODY, made.id).city == won[0]


def test_a_closed_institute_is_read_but_found_and_changed_no_more(db: Database, administrator: Actor) -> None:
    made = institutes.register(db, administrator, institute())
    closed = institutes.close(db, administrator, made.id, if_match=made.digest)
    assert closed.status is Status.CLOSED
    assert institutes.get(db, NOBODY, made.id) == closed
    assert institutes.find(db, NOBODY).rows == ()
    assert institutes.suggest(db, "bách khoa") == []
    with pytest.raises(Conflict) as refusal:
        institutes.update(db, administrator, made.id, institute(), if_match=closed.digest)
    assert refusal.value.code == "institute-closed"


def test_nobody_signs_in_for_a_closed_institute(db: Database, administrator: Actor) -> None:
    made, other = (institutes.register(db, administrator, institute()) for _ in range(2))
    gone, left, before = (account_of(db, each, login) for each, login in ((made, "a"), (other, "b"), (made, "c")))
    accounts.deactivate(db, administrator, before.id)
    _, secret = accounts.issue_token(db, gone.actor, gone.id, "Đồng bộ", 30)
    assert accounts.by_token(db, secret) == gone
    events = audit.head(db)
    institutes.close(db, administrator, made.id, if_match=made.digest)
    closed = accounts.account(db, gone.id)
    assert (closed.active, closed.epoch > gone.epoch) == (False, True)
    with pytest.raises(NotSignedIn):
        accounts.by_token(db, secret)
    with pytest.raises(NotSignedIn):
        accounts.sign_in(db, Credentials(login=gone.login, password=SecretStr(PASSWORD)))
    with pytest.raises(NotFound):
        account_of(db, made, "d")
    assert accounts.sign_in(db, Credentials(login=left.login, password=SecretStr(PASSWORD))) == left
    written = audit.events(db, administrator, after=events)
    assert [(event["tag"], event["subject_id"]) for event in written] == [
        ("institute.closed", made.id),
        ("account.deactivated", gone.id),
    ]


def test_an_account_opened_while_its_institute_closes_is_closed_too_or_refused(
    db: Database, administrator: Actor
) -> None:
    made = institutes.register(db, administrator, institute())

    def opened(number: int) -> Account | None:
        try:
            return account_of(db, made, f"login-{number}")
        except NotFound:
            return None

    with ThreadPoolExecutor(5) as pool:
        attempts = [pool.submit(opened, number) for number in range(4)]
        closing = pool.submit(institutes.close, db, administrator, made.id, if_match=made.digest)
        assert closing.result().status is Status.CLOSED
        accounts_made = [attempt.result() for attempt in attempts]
    assert not any(accounts.account(db, each.id).active for each in accounts_made if each)


def test_an_institute_with_an_open_mission_is_not_closed(db: Database, administrator: Actor) -> None:
    made = institutes.register(db, administrator, institute())
    missions.open(db, administrator, mission(made.id))
    with pytest.raises(Conflict) as refusal:
        institutes.close(db, administrator, made.id, if_match=made.digest)
    assert refusal.value.code == "institute-has-missions"
    assert institutes.get(db, NOBODY, made.id) == made


def test_an_id_that_nobody_has_is_not_found(db: Database, administrator: Actor) -> None:
    with pytest.raises(NotFound):
        institutes.get(db, NOBODY, "none")
    with pytest.raises(NotFound):
        institutes.update(db, administrator, "none", institute(), if_match="x")


def test_an_institute_is_found_by_words_of_either_name_with_marks_or_without(
    db: Database, administrator: Actor
) -> None:
    made = institutes.register(db, administrator, institute(name=HUST, abbreviation="HUST"))
    institutes.register(db, administrator, institute(name={"vi": "Viện Cơ học"}))
    for text in ("Bách khoa Hà Nội", "bach khoa ha noi", "BÁCH KHOA", "ha noi bach", "hanoi univ", "hust", "Đại học"):
        assert institutes.find(db, NOBODY, text).rows == (made,), text
        assert institutes.suggest(db, text) == [made], text


def test_a_name_with_the_marks_as_typed_comes_first(db: Database, administrator: Actor) -> None:
    for name in ("Viện Đá quý", "Viện Đà điểu"):
        institutes.register(db, administrator, institute(name={"vi": name}))
    assert names(list(institutes.find(db, NOBODY, "đà").rows)) == ["Viện Đà điểu", "Viện Đá quý"]
    assert names(list(institutes.find(db, NOBODY, "đá").rows)) == ["Viện Đá quý", "Viện Đà điểu"]
    assert names(institutes.suggest(db, "đà")) == ["Viện Đà điểu", "Viện Đá quý"]


def test_suggestions_begin_with_the_abbreviation_and_with_names_that_begin_so(
    db: Database, administrator: Actor
) -> None:
    institutes.register(db, administrator, institute(name={"vi": "Học viện Cơ khí"}))
    institutes.register(db, administrator, institute(name={"vi": "Cơ khí Việt"}))
    institutes.register(db, administrator, institute(name={"vi": "Viện Ô tô"}, abbreviation="CO"))
    assert names(institutes.suggest(db, "co")) == ["Viện Ô tô", "Cơ khí Việt", "Học viện Cơ khí"]
    assert names(institutes.suggest(db, "cơ")) == ["Cơ khí Việt", "Học viện Cơ khí", "Viện Ô tô"]
    assert names(institutes.suggest(db, "co", limit=1)) == ["Viện Ô tô"]
    assert institutes.suggest(db, " .") == []


def test_filters_narrow_what_is_found(db: Database, administrator: Actor) -> None:
    here = institutes.register(db, administrator, institute(kind="university", province="01"))
    abroad = institutes.register(db, administrator, institute(kind="company", country="FR", province=None))
    assert institutes.find(db, NOBODY, country="FR").rows == (abroad,)
    assert institutes.find(db, NOBODY, kind="university").rows == (here,)
    assert institutes.find(db, NOBODY, province="01").rows == (here,)
    assert institutes.find(db, NOBODY, kind="company", country="VN").rows == ()
    with pytest.raises(Invalid) as refusal:
        institutes.find(db, NOBODY, kind="castle", country="XX", province="0")
    assert [error.pointer for error in refusal.value.errors] == ["/kind", "/country", "/province"]


def test_pages_hold_every_institute_once_in_vietnamese_order(db: Database, administrator: Actor) -> None:
    ordered = ["Viện A", "Viện Á", "Viện Ă", "Viện Â", "Viện D", "Viện Đ", "Viện Đ", "Viện E"]
    for name in reversed(ordered):
        institutes.register(db, administrator, institute(name={"vi": name}))
    seen: list[Institute] = []
    cursor = None
    while True:
        page = institutes.find(db, NOBODY, "viện", limit=3, cursor=cursor)
        seen += page.rows
        assert page.count == 8
        cursor = page.next_cursor
        if cursor is None:
            break
    assert names(seen) == ordered
    assert len({each.id for each in seen}) == 8
    with pytest.raises(Invalid, match="cursor"):
        institutes.find(db, NOBODY, cursor="broken")


def test_every_write_leaves_one_event_and_a_refused_one_none(db: Database, administrator: Actor) -> None:
    before = audit.head(db)
    made = institutes.register(db, administrator, institute(ror=ROR))
    with pytest.raises(Duplicate):
        institutes.register(db, administrator, institute(ror=ROR))
    changed = institutes.update(db, administrator, made.id, institute(city="Huế"), if_match=made.digest)
    with pytest.raises(Stale):
        institutes.close(db, administrator, made.id, if_match=made.digest)
    closed = institutes.close(db, administrator, made.id, if_match=changed.digest)
    events = audit.events(db, administrator, after=before)
    assert [(event["tag"], event.get("before"), event["after"]) for event in events] == [
        ("institute.registered", None, made.digest),
        ("institute.updated", made.digest, changed.digest),
        ("institute.closed", changed.digest, closed.digest),
    ]
    assert audit.verify(db, administrator).broken is None


def test_a_draft_keeps_a_province_for_viet_nam_only() -> None:
    with pytest.raises(ValueError, match="only for an institute in Viet Nam"):
        InstituteDraft.model_validate({"name": HUST, "kind": "university", "country": "FR", "province": "01"})
