"""Accounts: who may sign in, with which password or token, and for whom the account speaks."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from graph.database import Database, Row, Step
from graph.errors import AlreadyThere, NothingWritten
from registry import audit, passwords, scopes, sessions
from registry.access import Actor, Office, Permission, may, require
from registry.errors import Duplicate, FieldError, Invalid, NotAllowed, NotFound, NotSignedIn
from registry.identity import new_id
from registry.models.accounts import Account, AccountDraft, Credentials, Token
from registry.models.pages import Page, cursor_after, key_of
from registry.models.values import now

TOKEN_PREFIX = "vnr_"  # noqa: S105 - the beginning by which a leaked token is recognised
LONGEST_TOKEN_DAYS = 366


def create(db: Database, actor: Actor, draft: AccountDraft) -> Account:
    """Open an account in an office, for the expert or institute that the draft names.

    Raises:
        NotAllowed: the actor may not manage accounts.
        Invalid: the scope names no ministry or province of the lists.
        Duplicate: the login is taken.
        NotFound: there is no such expert or institute in use.
    """
    require(actor, Permission.ACCOUNT_MANAGE)
    scopes.check(draft.scope)
    fields = properties_of(draft)
    query, subject = _speaks_for(draft)
    detail = {"office": draft.office.value, "scope": draft.scope}
    event = audit.event(actor, audit.Tag.ACCOUNT_CREATED, str(fields["id"]), detail=detail)
    try:
        db.write(query, event=event, account=fields, **subject)
    except AlreadyThere:
        raise login_taken() from None
    except NothingWritten:
        raise _nobody_to_speak_for(draft) from None
    return account(db, str(fields["id"]))


def properties_of(draft: AccountDraft) -> Row:
    """The properties of a new account's node, with a new id and the hash of the password."""
    return {
        "id": new_id(),
        "login": draft.login,
        "name": draft.name,
        "office": draft.office.value,
        "scope": draft.scope,
        "language": draft.language,
        "password_hash": passwords.hash_of(draft.password.get_secret_value()),
        "active": True,
        "epoch": 1,
        "created_at": now(),
    }


def login_taken() -> Duplicate:
    """The refusal of a login that an account has, which says nothing of that account."""
    vi = "Địa chỉ thư điện tử này đã có tài khoản. Hãy đăng nhập, hoặc dùng địa chỉ khác."
    en = "This e-mail address has an account already. Sign in, or use another address."
    return Duplicate("login-taken", vi=vi, en=en, errors=(FieldError("/login", "login-taken", vi, en),))


def is_taken(db: Database, login: str) -> bool:
    """Whether an account signs in with this login."""
    return bool(db.read("accounts/by_login", login=login))


def sign_in(db: Database, credentials: Credentials) -> Account:
    """The account of somebody who knows its password.

    An unknown login takes as long as a wrong password, and both get the same answer.

    Raises:
        NotSignedIn: the login or the password is wrong, or the account is closed.
    """
    rows = db.read("accounts/by_login", login=credentials.login)
    kept = str(rows[0]["account"]["password_hash"]) if rows else None
    right = passwords.matches(kept, credentials.password.get_secret_value())
    if not (rows and right and rows[0]["account"]["active"]):
        raise sessions.refused()
    return _account_from(rows[0])


def account(db: Database, id: str) -> Account:
    """An account by its id, open or closed.

    Raises:
        NotFound: there is none.
    """
    rows = db.read("accounts/get", id=id)
    if not rows:
        raise NotFound("tài khoản", "account", id)
    return _account_from(rows[0])


def by_login(db: Database, login: str) -> Account:
    """The account that signs in with this login.

    Raises:
        NotFound: there is none.
    """
    rows = db.read("accounts/by_login", login=login)
    if not rows:
        raise NotFound("tài khoản", "account", login)
    return _account_from(rows[0])


def get(db: Database, actor: Actor, id: str) -> Account:
    """An account, for its owner and for those who manage accounts.

    Raises:
        NotAllowed: the account is somebody else's.
        NotFound: there is none.
    """
    _require_own(actor, id)
    return account(db, id)


def find(db: Database, actor: Actor, *, limit: int = 50, cursor: str | None = None) -> Page[Account]:
    """Accounts in the order of their logins.

    Raises:
        NotAllowed: the actor may not manage accounts.
        Invalid: the cursor is none of ours.
    """
    require(actor, Permission.ACCOUNT_MANAGE)
    key = key_of(cursor, parts=1)
    rows = db.read("accounts/find", after=key[0] if key else None, limit=limit + 1)
    found = tuple(_account_from(row) for row in rows[:limit])
    following = cursor_after(found[-1].login) if len(rows) > limit else None
    return Page(found, following, int(db.read("accounts/count")[0]["count"]))


def change_password(db: Database, actor: Actor, id: str, *, old: str, new: str) -> Account:
    """Replace the password of the actor's own account; every session ends and every token is deleted.

    Raises:
        NotAllowed: the account is somebody else's.
        Invalid: the old password is wrong, or the new one is too short, too long or the same.
    """
    if actor.account_id != id:
        raise NotAllowed(Permission.ACCOUNT_MANAGE.value)
    rows = db.read("accounts/get", id=id)
    if not rows:
        raise NotFound("tài khoản", "account", id)
    before = str(rows[0]["account"]["password_hash"])
    passwords.check_change(before, old, new)
    event = audit.event(actor, audit.Tag.ACCOUNT_PASSWORD_CHANGED, id)
    then = [Step("accounts/drop_tokens", {"id": id})]
    try:
        db.write("accounts/change_password", id=id, before=before, after=passwords.hash_of(new), event=event, then=then)
    except NothingWritten:
        raise passwords.wrong() from None
    return account(db, id)


def deactivate(db: Database, actor: Actor, id: str) -> Account:
    """Close an account: its owner may, and those who manage accounts.

    Raises:
        NotAllowed: the account is somebody else's.
        NotFound: there is none.
    """
    _require_own(actor, id)
    event = audit.event(actor, audit.Tag.ACCOUNT_DEACTIVATED, id)
    try:
        db.write("accounts/deactivate", id=id, event=event, then=[Step("accounts/drop_tokens", {"id": id})])
    except NothingWritten:
        raise NotFound("tài khoản", "account", id) from None
    return account(db, id)


def issue_token(
    db: Database, actor: Actor, account_id: str, name: str, days: int, *, epoch: int | None = None
) -> tuple[Token, str]:
    """Give an account a token for programs, good for 1 to 366 days.

    `epoch` is the account's when its password was checked; a password that was changed since gives no token.

    Returns:
        The token, and its secret, which exists nowhere else: only its SHA-256 is kept.

    Raises:
        NotAllowed: the account is somebody else's.
        Invalid: the number of days is out of range.
        NotFound: there is no such account, or it is closed.
        NotSignedIn: the account is closed or in another epoch than `epoch`.
    """
    _require_own(actor, account_id)
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        vi = f"Thời hạn phải từ 1 đến {LONGEST_TOKEN_DAYS} ngày."
        raise Invalid(FieldError("/days", "days", vi, f"A token lasts 1 to {LONGEST_TOKEN_DAYS} days."))
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    moment = datetime.now(UTC)
    fields: Row = {
        "id": new_id(),
        "name": name,
        "created_at": moment.isoformat(timespec="seconds"),
        "expires_at": (moment + timedelta(days=days)).isoformat(timespec="seconds"),
    }
    event = audit.event(actor, audit.Tag.TOKEN_ISSUED, str(fields["id"]), detail={"account": account_id, "days": days})
    kept = fields | {"digest": _digest(secret)}
    try:
        db.write("accounts/issue_token", account_id=account_id, epoch=epoch, token=kept, event=event)
    except NothingWritten:
        if epoch is not None:
            raise sessions.refused() from None
        raise NotFound("tài khoản", "account", account_id) from None
    return Token(account_id=account_id, **fields), secret


def tokens(db: Database, actor: Actor, account_id: str) -> list[Token]:
    """The tokens of an account, newest first, the expired ones with them.

    Raises:
        NotAllowed: the account is somebody else's.
    """
    _require_own(actor, account_id)
    kept = [row["token"] for row in db.read("accounts/tokens", account_id=account_id)]
    return [
        Token(account_id=account_id, **{name: value for name, value in token.items() if name != "digest"})
        for token in kept
    ]


def by_token(db: Database, secret: str) -> Account:
    """The account whose token has this secret.

    Raises:
        NotSignedIn: there is no such token, it has expired, or its account is closed.
    """
    rows = db.read("accounts/by_token", digest=_digest(secret)) if secret.startswith(TOKEN_PREFIX) else []
    if not rows or rows[0]["expires_at"] <= now() or not rows[0]["account"]["active"]:
        raise NotSignedIn(
            "token-invalid",
            vi="Mã truy cập không đúng, đã hết hạn hoặc đã bị thu hồi.",
            en="The access token is wrong, has expired, or was revoked.",
        )
    return _account_from(rows[0])


def revoke_token(db: Database, actor: Actor, account_id: str, token_id: str) -> None:
    """Delete a token.

    Raises:
        NotAllowed: the account is somebody else's.
        NotFound: the account has no such token.
    """
    _require_own(actor, account_id)
    event = audit.event(actor, audit.Tag.TOKEN_REVOKED, token_id, detail={"account": account_id})
    try:
        db.write("accounts/revoke_token", account_id=account_id, token_id=token_id, event=event)
    except NothingWritten:
        raise NotFound("mã truy cập", "access token", token_id) from None


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _require_own(actor: Actor, account_id: str) -> None:
    if actor.account_id != account_id and not may(actor, Permission.ACCOUNT_MANAGE):
        raise NotAllowed(Permission.ACCOUNT_MANAGE.value)


def _speaks_for(draft: AccountDraft) -> tuple[str, Row]:
    match draft.office:
        case Office.EXPERT:
            return "accounts/create_for_expert", {"expert_id": draft.expert_id}
        case Office.INSTITUTE:
            return "accounts/create_for_institute", {"institute_id": draft.institute_id}
        case _:
            return "accounts/create", {}


def _nobody_to_speak_for(draft: AccountDraft) -> NotFound:
    if draft.office is Office.EXPERT:
        return NotFound("chuyên gia", "expert", str(draft.expert_id))
    return NotFound("tổ chức", "institute", str(draft.institute_id))


def _account_from(row: Row) -> Account:
    kept = {name: value for name, value in row["account"].items() if name not in {"locks", "password_hash"}}
    return Account(expert_id=row["expert_id"], institute_id=row["institute_id"], **kept)
