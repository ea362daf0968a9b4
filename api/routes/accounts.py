"""Accounts and their tokens over JSON."""

from typing import Annotated

from fastapi import APIRouter, Body, Request, Response
from pydantic import ConfigDict, Field, SecretStr

from api import auth
from api.dependencies import Cursor, Db, Limit, SignedIn
from api.routes.examples import ACCOUNT_DRAFT, ID
from api.routes.shapes import Listing, listing, whole
from registry import accounts
from registry.access import PERMISSIONS
from registry.models.accounts import Account, AccountDraft, Credentials, Token
from registry.models.values import Model, Short

router = APIRouter(tags=["accounts"])
Draft = Annotated[AccountDraft, Body(examples=[ACCOUNT_DRAFT])]


class Me(Model):
    """Who is signed in, and what the office may do at all."""

    account: Account
    permissions: list[str]


class TokenRequest(Credentials):
    """The credentials for which a token is issued, its name, and how many days it is good."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "login": "vien@example.vn",
                "password": "correct horse battery staple",
                "name": "nightly export",
                "days": 30,
            }
        }
    )

    name: Short
    days: Annotated[int, Field(ge=1, le=accounts.LONGEST_TOKEN_DAYS)] = 30


class IssuedToken(Model):
    """A token with its secret, which is shown this once."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "token": {
                    "id": ID,
                    "account_id": ID,
                    "name": "nightly export",
                    "created_at": "2026-11-21T08:00:00+00:00",
                    "expires_at": "2026-12-21T08:00:00+00:00",
                },
                "secret": "vnr_…",
            }
        }
    )

    token: Token
    secret: str


class PasswordChange(Model):
    """The present password and the next one, of 12 to 200 characters."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"old": "correct horse battery staple", "new": "quite another long password"}}
    )

    old: Annotated[SecretStr, Field(max_length=200)]
    new: Annotated[SecretStr, Field(min_length=12, max_length=200)]


@router.get("/me")
def read_me(db: Db, actor: SignedIn) -> Me:
    """The account that is signed in."""
    permissions = sorted(permission.value for permission in PERMISSIONS[actor.office])
    return Me(account=accounts.account(db, actor.account_id), permissions=permissions)


@router.put("/me/password")
def change_password(db: Db, actor: SignedIn, change: PasswordChange) -> Account:
    """Replace the own password; every session ends and every token is deleted."""
    old, new = change.old.get_secret_value(), change.new.get_secret_value()
    return accounts.change_password(db, actor, actor.account_id, old=old, new=new)


@router.post("/tokens", status_code=201)
def issue_token(request: Request, response: Response, db: Db, wanted: TokenRequest) -> IssuedToken:
    """Issue a token for programs against login and password; its secret is in this answer and nowhere else."""
    credentials = Credentials(login=wanted.login, password=wanted.password)
    account = auth.sign_in(request, credentials)
    token, secret = accounts.issue_token(db, account.actor, account.id, wanted.name, wanted.days, epoch=account.epoch)
    response.headers["Cache-Control"] = "no-store"
    return IssuedToken(token=token, secret=secret)


@router.get("/tokens")
def list_tokens(db: Db, actor: SignedIn) -> Listing[Token]:
    """The own tokens, newest first, without their secrets."""
    return whole(accounts.tokens(db, actor, actor.account_id))


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(db: Db, actor: SignedIn, token_id: str) -> None:
    """Delete one of the own tokens."""
    accounts.revoke_token(db, actor, actor.account_id, token_id)


@router.post("/accounts", status_code=201)
def create_account(response: Response, db: Db, actor: SignedIn, draft: Draft) -> Account:
    """Open an account in an office, for the expert or institute that it speaks for."""
    account = accounts.create(db, actor, draft)
    response.headers["Location"] = f"/api/v1/accounts/{account.id}"
    return account


@router.get("/accounts")
def list_accounts(db: Db, actor: SignedIn, limit: Limit = 50, cursor: Cursor = None) -> Listing[Account]:
    """Accounts in the order of their logins."""
    return listing(accounts.find(db, actor, limit=limit, cursor=cursor))


@router.get("/accounts/{account_id}")
def read_account(db: Db, actor: SignedIn, account_id: str) -> Account:
    """An account: the own one, or any for those who manage accounts."""
    return accounts.get(db, actor, account_id)


@router.post("/accounts/{account_id}/deactivate")
def deactivate_account(db: Db, actor: SignedIn, account_id: str) -> Account:
    """Close an account: its sessions end, its tokens are deleted, nobody signs in with it any more."""
    return accounts.deactivate(db, actor, account_id)
