"""Signing in and out."""

import re

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api import auth
from api.dependencies import CurrentAccount, CurrentActor, Db
from api.errors import status_of
from api.language import COOKIE
from api.negotiation import language_of
from api.pages.forms import Filled, Typed, drafted
from api.rendering import render
from registry import sessions
from registry.access import NOBODY, Office
from registry.errors import Invalid, NotSignedIn
from registry.models.accounts import Account, Credentials

router = APIRouter()


@router.get("/sign-in")
def form(request: Request, actor: CurrentActor, next: str = "") -> Response:
    """The form, which leads to `next` afterwards."""
    return _page(request, Filled(), next=next)


@router.post("/sign-in")
def sign_in(request: Request, values: Typed) -> Response:
    """Start a session, or show the form again with what was wrong."""
    following = values.pop("next", "")
    kept = {"login": values.get("login", "")}
    try:
        account = auth.sign_in(request, _credentials(request, values))
    except (Invalid, NotSignedIn) as error:
        sentence = error.sentence(language_of(request))
        return _page(request, Filled(kept), next=following, sentence=sentence, status=status_of(error))
    response = RedirectResponse(_own_address(following) or desk_of(account), status_code=303)
    auth.start_session(request, response, account)
    if request.cookies.get(COOKIE) is None:
        response.set_cookie(COOKIE, account.language, samesite="lax", httponly=True)
    return response


@router.post("/sign-out")
def sign_out(request: Request, db: Db, account: CurrentAccount) -> Response:
    """End every session of the account, so that no copy of the cookie is good any longer."""
    if account is not None:
        sessions.end(db, account.actor)
    response = RedirectResponse("/", status_code=303)
    auth.end_session(request, response)
    return response


def desk_of(account: Account) -> str:
    """Where somebody begins: the own profile, the own institute, or the first page."""
    if account.office is Office.EXPERT:
        return "/profile"
    if account.office is Office.INSTITUTE:
        return f"/institutes/{account.institute_id}"
    return "/"


def _credentials(request: Request, values: dict[str, str]) -> Credentials:
    """What was typed; what cannot be anybody's credentials is refused as wrong ones are."""
    try:
        return drafted(Credentials, values, language_of(request))
    except Invalid:
        raise sessions.refused() from None


def _own_address(address: str) -> str:
    """The address if it leads to a page of ours; a foreign one would be a trap after signing in."""
    return address if re.fullmatch(r"/(?![/\\])[^\\\s]*", address) else ""


def _page(request: Request, typed: Filled, *, next: str, sentence: str = "", status: int = 200) -> Response:
    facts = {"form": typed, "next": next, "sentence": sentence, "reason": ""}
    return render(request, NOBODY, "sign_in.html", status=status, **facts)
