"""Accounts: the list and the form for administrators, and for everybody the own one."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api import auth
from api.dependencies import Db, SignedIn
from api.errors import status_of
from api.negotiation import language_of
from api.pages.forms import Filled, Typed, drafted
from api.pages.lists_shown import addresses
from api.rendering import render
from registry import accounts
from registry.access import Actor, Permission, require
from registry.errors import Duplicate, FieldError, Invalid, NotFound, RegistryError
from registry.models.accounts import AccountDraft

router = APIRouter()

_ROWS = 100


@router.get("/accounts")
def all_accounts(request: Request, db: Db, actor: SignedIn) -> Response:
    """Every account in the order of the logins."""
    page = accounts.find(db, actor, limit=_ROWS, cursor=request.query_params.get("cursor") or None)
    facts = {"accounts": page.rows, "count": page.count}
    return render(request, actor, "accounts/list.html", status=200, **facts, **addresses(request, page))


@router.get("/accounts/new")
def blank(request: Request, actor: SignedIn) -> Response:
    """The form of a new account."""
    require(actor, Permission.ACCOUNT_MANAGE)
    return _editor(request, actor, Filled({"language": "vi"}))


@router.post("/accounts/new")
def create(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Open the account, or show the form again."""
    kept = {name: value for name, value in values.items() if name != "password"}
    try:
        accounts.create(db, actor, drafted(AccountDraft, values, language_of(request)))
    except (Invalid, Duplicate, NotFound) as error:
        return _editor(request, actor, Filled(kept, _errors(error)), status=_status(error))
    return RedirectResponse("/accounts", status_code=303)


@router.post("/accounts/{account_id}/close")
def close(db: Db, actor: SignedIn, account_id: str) -> Response:
    """Close an account: nobody signs in with it any more."""
    require(actor, Permission.ACCOUNT_MANAGE)
    accounts.deactivate(db, actor, account_id)
    return RedirectResponse("/accounts", status_code=303)


@router.get("/account")
def own(request: Request, db: Db, actor: SignedIn) -> Response:
    """The own account and the form for a new password."""
    return _own(request, db, actor, Filled())


@router.post("/account")
def change_password(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Change the password; every other session ends."""
    old, new = values.get("old", ""), values.get("new", "")
    try:
        account = accounts.change_password(db, actor, actor.account_id, old=old, new=new)
    except Invalid as error:
        return _own(request, db, actor, Filled({}, error.errors), status=422)
    response = RedirectResponse("/account?changed=1", status_code=303)
    auth.start_session(request, response, account)
    return response


def _own(request: Request, db: Db, actor: Actor, form: Filled, *, status: int = 200) -> Response:
    facts = {"account": accounts.get(db, actor, actor.account_id), "form": form}
    changed = "changed" in request.query_params
    return render(request, actor, "accounts/own.html", status=status, changed=changed, **facts)


def _errors(error: RegistryError) -> tuple[FieldError, ...]:
    """The errors; that there is no such expert or institute stands at the code that was typed."""
    if error.errors:
        return tuple(_placed(found) for found in error.errors)
    return (FieldError("/institute_id", error.code, error.vi, error.en),)


def _placed(error: FieldError) -> FieldError:
    place = {
        "office-institute": "/institute_id",
        "office-expert": "/expert_id",
        "office": "/office",
        "office-scope": "/scope",
    }.get(error.code)
    return FieldError(place, error.code, error.vi, error.en) if place else error


def _status(error: RegistryError) -> int:
    return 422 if isinstance(error, NotFound) else status_of(error)


def _editor(request: Request, actor: Actor, form: Filled, *, status: int = 200) -> Response:
    return render(request, actor, "accounts/new.html", status=status, form=form, sentence="")
