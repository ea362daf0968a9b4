"""Accounts: who signs in, with what, until when."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr, ValidationError

from graph.database import Database
from registry import accounts, audit, experts, registration
from registry.access import NOBODY, Actor, Office
from registry.errors import Duplicate, Invalid, NotAllowed, NotFound, NotSignedIn, RegistryError, RequestReused
from registry.models.accounts import Account, AccountDraft, Credentials
from registry.models.experts import ExpertDraft, PersonName, Standing
from registry.models.values import Audience
from registry.requests import RequestKey

PASSWORD = "một mật khẩu đủ dài"


def draft(login: str = "van.phong@example.vn", *, office: Office = Office.COMMITTEE) -> AccountDraft:
    return AccountDraft(login=login, password=SecretStr(PASSWORD), name="Văn phòng", office=office)


def credentials(login: str = "van.phong@example.vn", password: str = PASSWORD) -> Credentials:
    return Credentials(login=login, password=SecretStr(password))


def person(name: str = "Trần Thị Bưởi", *, orcid: str | None = None) -> ExpertDraft:
    return ExpertDraft(
        name=PersonName(as_written=name),
        standing=Standing.OVERSEAS_VIETNAMESE,
        residence="DE",
        orcid=orcid,
        audiences={"name": Audience.INSTITUTES},
    )


def test_whoever_knows_the_password_signs_in_in_any_letter_case_of_the_login(
    db: Database, administrator: Actor
) -> None:
    made = accounts.create(db, administrator, draft())
    assert accounts.sign_in(db, credentials("Van.Phong@Example.VN")) == made
    assert made.actor.office is Office.COMMITTEE


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(db: Database, administrator: Actor) -> None:
    accounts.create(db, administrator, draft())
    with pytest.raises(NotSignedIn) as wrong:
        accounts.sign_in(db, credentials(password="không phải mật khẩu ấy"))
    with pytest.raises(NotSignedIn) as unknown:
        accounts.sign_in(db, credentials("nobody@example.vn"))
    assert (wrong.value.code, wrong.value.vi) == (unknown.value.code, unknown.value.vi)


def test_a_password_is_kept_only_as_its_argon2_hash(db: Database, administrator: Actor) -> None:
    accounts.create(db, administrator, draft())
    [row] = db.read("accounts/by_login", login="van.phong@example.vn")
    assert row["account"]["password_hash"].startswith("$argon2id$")
    assert PASSWORD not in str(row)


def test_only_administrators_open_accounts(db: Database, committee: Actor) -> None:
    for actor in (committee, NOBODY):
        with pytest.raises(NotAllowed):
            accounts.create(db, actor, draft())


def test_a_login_has_one_account_even_when_eight_ask_for_it_at_once(db: Database, administrator: Actor) -> None:
    def attempt(_: int) -> str:
        try:
            return accounts.create(db, administrator, draft()).id
        except Duplicate as error:
            return error.code

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(attempt, range(8)))
    assert outcomes.count("login-taken") == 7
    assert accounts.find(db, administrator).count == 1


def test_an_account_speaks_only_for_an_expert_who_exists(db: Database, administrator: Actor) -> None:
    wanted = AccountDraft(
        login="a@example.vn", password=SecretStr(PASSWORD), name="A", office=Office.EXPERT, expert_id="nobody"
    )
    with pytest.raises(NotFound):
        accounts.create(db, administrator, wanted)
    assert accounts.find(db, administrator).count == 0


@pytest.mark.parametrize("office", [Office.EXPERT, Office.INSTITUTE, Office.PUBLIC])
def test_an_account_without_the_record_of_its_office_is_refused(office: Office) -> None:
    with pytest.raises(ValidationError):
        draft(office=office)


def test_a_short_password_is_refused() -> None:
    with pytest.raises(ValidationError):
        credentials(password="ngắn quá")


def test_a_changed_password_ends_sessions_and_tokens(db: Database, administrator: Actor) -> None:
    made = accounts.create(db, administrator, draft())
    _, secret = accounts.issue_token(db, made.actor, made.id, "nightly", 30)
    changed = accounts.change_password(db, made.actor, made.id, old=PASSWORD, new="một mật khẩu khác hẳn")
    assert changed.epoch == made.epoch + 1
    with pytest.raises(NotSignedIn):
        accounts.by_token(db, secret)
    with pytest.raises(NotSignedIn):
        accounts.sign_in(db, credentials())
    assert accounts.sign_in(db, credentials(password="một mật khẩu khác hẳn")).id == made.id


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("không phải mật khẩu ấy", "một mật khẩu khác hẳn", "password-wrong"),
        (PASSWORD, "ngắn", "password-unfit"),
        (PASSWORD, "x" * 201, "password-unfit"),
        (PASSWORD, PASSWORD, "password-unfit"),
    ],
)
def test_a_password_is_changed_only_by_who_knows_it_into_a_fit_one(
    db: Database, administrator: Actor, old: str, new: str, code: str
) -> None:
    made = accounts.create(db, administrator, draft())
    with pytest.raises(Invalid) as refused:
        accounts.change_password(db, made.actor, made.id, old=old, new=new)
    assert [error.code for error in refused.value.errors] == [code]
    assert accounts.account(db, made.id).epoch == made.epoch


def test_not_even_an_administrator_changes_the_password_of_another(db: Database, administrator: Actor) -> None:
    made = accounts.create(db, administrator, draft())
    with pytest.raises(NotAllowed):
        accounts.change_password(db, administrator, made.id, old=PASSWORD, new="một mật khẩu khác hẳn")


def test_a_closed_account_neither_signs_in_nor_calls(db: Database, administrator: Actor) -> None:
    made = accounts.create(db, administrator, draft())
    _, secret = accounts.issue_token(db, made.actor, made.id, "nightly", 30)
    assert not accounts.deactivate(db, administrator, made.id).active
    with pytest.raises(NotSignedIn):
        accounts.sign_in(db, credentials())
    with pytest.raises(NotSignedIn):
        accounts.by_token(db, secret)
    with pytest.raises(NotFound):
        accounts.issue_token(db, administrator, made.id, "again", 30)
    with pytest.raises(NotFound):
        accounts.deactivate(db, administrator, "nobody")


def test_the_secret_of_a_token_is_kept_only_as_its_digest(db: Database, administrator: Actor) -> None:
    made = accounts.create(db, administrator, draft())
    token, secret = accounts.issue_token(db, made.actor, made.id, "nightly", 30)
    assert secret.startswith("vnr_")
    assert accounts.by_token(db, secret) == made
    [row] = db.read("accounts/tokens", account_id=made.id)
    assert row["token"]["digest"] == hashlib.sha256(secret.encode()).hexdigest()
    assert secret not in str(row)
    assert accounts.tokens(db, made.actor, made.id) == [token]


def test_an_expired_revoked_or_invented_token_is_refused(db: Database, administrator: Actor) -> None:
    made = accounts.create(db, administrator, draft())
    token, secret = accounts.issue_token(db, made.actor, made.id, "nightly", 30)
    with pytest.raises(NotFound):
        accounts.revoke_token(db, made.actor, made.id, "another")
    accounts.revoke_token(db, made.actor, made.id, token.id)
    past = {"id": "past", "name": "past", "digest": hashlib.sha256(b"vnr_past").hexdigest()}
    past |= {"created_at": "2020-01-01T00:00:00+00:00", "expires_at": "2020-02-01T00:00:00+00:00"}
    event = audit.event(administrator, audit.Tag.TOKEN_ISSUED, "past")
    db.write("accounts/issue_token", account_id=made.id, epoch=None, token=past, event=event)
    for wrong in (secret, "vnr_past", "vnr_invented", "without prefix"):
        with pytest.raises(NotSignedIn) as refused:
            accounts.by_token(db, wrong)
        assert refused.value.code == "token-invalid"


@pytest.mark.parametrize("days", [0, -1, 367])
def test_a_token_lasts_a_day_to_a_year(db: Database, administrator: Actor, days: int) -> None:
    made = accounts.create(db, administrator, draft())
    with pytest.raises(Invalid):
        accounts.issue_token(db, made.actor, made.id, "nightly", days)


def test_nobody_reads_or_uses_the_account_of_another(db: Database, administrator: Actor, committee: Actor) -> None:
    made = accounts.create(db, administrator, draft())
    for actor in (committee, NOBODY):
        with pytest.raises(NotAllowed):
            accounts.get(db, actor, made.id)
        with pytest.raises(NotAllowed):
            accounts.issue_token(db, actor, made.id, "stolen", 1)
        with pytest.raises(NotAllowed):
            accounts.tokens(db, actor, made.id)
        with pytest.raises(NotAllowed):
            accounts.deactivate(db, actor, made.id)
        with pytest.raises(NotAllowed):
            accounts.find(db, actor)
    assert accounts.get(db, made.actor, made.id) == accounts.get(db, administrator, made.id) == made


def test_accounts_are_listed_page_by_page(db: Database, administrator: Actor) -> None:
    made = [accounts.create(db, administrator, draft(f"{letter}@example.vn")).login for letter in "cab"]
    first = accounts.find(db, administrator, limit=2)
    second = accounts.find(db, administrator, limit=2, cursor=first.next_cursor)
    assert [account.login for account in first.rows + second.rows] == sorted(made)
    assert (first.count, second.next_cursor) == (3, None)


def test_every_change_of_an_account_is_in_the_audit(db: Database, administrator: Actor) -> None:
    made = accounts.create(db, administrator, draft())
    token, _ = accounts.issue_token(db, made.actor, made.id, "nightly", 30)
    accounts.revoke_token(db, made.actor, made.id, token.id)
    accounts.change_password(db, made.actor, made.id, old=PASSWORD, new="một mật khẩu khác hẳn")
    accounts.deactivate(db, administrator, made.id)
    tags = [event["tag"] for event in audit.events(db, administrator)]
    assert tags == [
        "account.created",
        "token.issued",
        "token.revoked",
        "account.password_changed",
        "account.deactivated",
    ]
    assert audit.verify(db, administrator).broken is None


def test_a_password_that_was_changed_since_it_was_checked_gives_no_token(db: Database, administrator: Actor) -> None:
    made = accounts.create(db, administrator, draft())
    checked = accounts.sign_in(db, credentials())
    accounts.change_password(db, made.actor, made.id, old=PASSWORD, new="một mật khẩu khác hẳn")
    with pytest.raises(NotSignedIn):
        accounts.issue_token(db, checked.actor, checked.id, "nightly", 30, epoch=checked.epoch)
    now_checked = accounts.account(db, made.id)
    accounts.issue_token(db, made.actor, made.id, "nightly", 30, epoch=now_checked.epoch)


def test_an_expert_registers_with_an_account_in_one_step(db: Database, administrator: Actor) -> None:
    expert, account = registration.register(db, person(), credentials(), agree=True, language="vi")
    assert account is not None
    assert account.office is Office.EXPERT
    assert account.expert_id == expert.id
    assert expert.agreed_to_matching
    assert experts.own(db, account.actor, expert.id).name.as_written == "Trần Thị Bưởi"
    assert accounts.sign_in(db, credentials()) == account
    [event] = audit.events(db, administrator)
    assert (event["tag"], event["actor"]) == ("expert.registered", f"public:{account.id}")


def test_a_taken_login_registers_nobody_and_tells_nothing_of_who_holds_it(db: Database, administrator: Actor) -> None:
    registration.register(db, person(), credentials(), agree=False, language="vi")
    with pytest.raises(Duplicate) as refused:
        registration.register(db, person("Lê Văn Khác"), credentials(), agree=False, language="vi")
    assert refused.value.code == "login-taken"
    assert "Bưởi" not in refused.value.vi + refused.value.en
    assert len(audit.events(db, administrator)) == 1


def test_a_taken_orcid_opens_no_account(db: Database) -> None:
    orcid = "0000-0002-1825-0097"
    registration.register(db, person(orcid=orcid), credentials(), agree=False, language="vi")
    with pytest.raises(Duplicate) as refused:
        registration.register(db, person(orcid=orcid), credentials("b@example.vn"), agree=False, language="vi")
    assert refused.value.code == "orcid-taken"
    assert not accounts.is_taken(db, "b@example.vn")


def test_a_registration_sent_eight_times_with_one_key_is_done_once(db: Database, administrator: Actor) -> None:
    key = RequestKey("public:k1", "digest")

    def attempt(_: int) -> tuple[str, bool] | str:
        try:
            expert, account = registration.register(
                db, person(), credentials(), agree=False, language="vi", request=key
            )
        except RegistryError as error:
            return error.code
        return expert.id, account is not None

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(attempt, range(8)))
    assert len({outcome[0] for outcome in outcomes}) == 1
    assert [outcome[1] for outcome in outcomes].count(True) == 1
    assert accounts.find(db, administrator).count == 1
    with pytest.raises(RequestReused):
        registration.register(
            db, person(), credentials(), agree=False, language="vi", request=RequestKey("public:k1", "another")
        )


def test_eight_people_who_want_one_login_at_once_leave_one_person(db: Database, administrator: Actor) -> None:
    def attempt(number: int) -> Account | str | None:
        try:
            return registration.register(db, person(f"Người thứ {number}"), credentials(), agree=False, language="vi")[
                1
            ]
        except Duplicate as error:
            return error.code

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(attempt, range(8)))
    assert outcomes.count("login-taken") == 7
    assert len(experts.find(db, administrator).rows) == 1
