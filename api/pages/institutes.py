"""Institutes: the list, one institute with its missions, and the form for who keeps the list."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import CurrentActor, Db, SignedIn
from api.errors import status_of
from api.negotiation import language_of
from api.pages import offers, sending
from api.pages.form_values import flattened
from api.pages.forms import Filled, Typed, drafted
from api.pages.lists_shown import addresses
from api.rendering import render
from registry import institutes, lists, mission_finding
from registry.access import Actor, Permission, require
from registry.errors import Duplicate, FieldError, Invalid, RegistryError, Stale
from registry.lists import UnknownCode
from registry.models.institutes import Institute, InstituteDraft
from registry.models.pages import Page

router = APIRouter(prefix="/institutes")

_ASKED = ("text", "kind", "country", "province")
_ROWS = 50
_MISSIONS = 100


@router.get("")
def search(request: Request, db: Db, actor: CurrentActor) -> Response:
    """The institutes that fit what the address asks for."""
    asked = {name: request.query_params.get(name, "").strip() for name in _ASKED}
    form = Filled(asked)
    page: Page[Institute] = Page((), None, 0)
    try:
        page = institutes.find(
            db,
            actor,
            asked["text"] or None,
            kind=asked["kind"] or None,
            country=asked["country"] or None,
            province=asked["province"] or None,
            limit=_ROWS,
            cursor=request.query_params.get("cursor") or None,
        )
    except Invalid as error:
        form = Filled(asked, error.errors)
    return render(
        request,
        actor,
        "institutes/list.html",
        status=422 if form.errors else 200,
        form=form,
        institutes=page.rows,
        count=page.count,
        narrowed=any(asked.values()),
        countries=offers.countries(language_of(request)),
        **addresses(request, page),
    )


@router.get("/new")
def blank(request: Request, actor: SignedIn) -> Response:
    """The form of a new institute."""
    require(actor, Permission.INSTITUTE_EDIT)
    return _editor(request, actor, Filled({"country": "VN", sending.FIELD: sending.new_key()}), None)


@router.post("/new")
def register(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Register the institute."""
    try:
        draft = _draft(request, values)
        made = institutes.register(db, actor, draft, request=sending.request_key(request, actor, values))
    except (Invalid, Duplicate) as error:
        return _editor(request, actor, Filled(values, _errors(error)), None, status=status_of(error))
    return RedirectResponse(f"/institutes/{made.id}", status_code=303)


@router.get("/{institute_id}")
def institute(request: Request, db: Db, actor: CurrentActor, institute_id: str) -> Response:
    """An institute with its missions."""
    found = institutes.get(db, actor, institute_id)
    run = mission_finding.find(db, actor, institute=found.id, limit=_MISSIONS)
    facts = {"institute": found, "missions": run.rows, "parent": _parent(db, actor, found.parent, request)}
    return render(request, actor, "institutes/institute.html", status=200, **facts)


@router.get("/{institute_id}/edit")
def edit(request: Request, db: Db, actor: SignedIn, institute_id: str) -> Response:
    """The form with what is kept now."""
    require(actor, Permission.INSTITUTE_EDIT)
    found = institutes.get(db, actor, institute_id)
    values = flattened(institutes.draft_of(found), language_of(request)) | {"if_match": found.digest}
    return _editor(request, actor, Filled(values), found)


@router.post("/{institute_id}/edit")
def save(request: Request, db: Db, actor: SignedIn, institute_id: str, values: Typed) -> Response:
    """Save the corrections, or show what was typed with what is wrong."""
    found = institutes.get(db, actor, institute_id)
    try:
        institutes.update(db, actor, found.id, _draft(request, values), if_match=values.get("if_match", ""))
    except Stale as stale:
        fresh = Filled({**values, "if_match": found.digest})
        return _editor(request, actor, fresh, found, sentence=stale.sentence(language_of(request)), status=412)
    except (Invalid, Duplicate) as error:
        return _editor(request, actor, Filled(values, _errors(error)), found, status=status_of(error))
    return RedirectResponse(f"/institutes/{found.id}", status_code=303)


def _draft(request: Request, values: dict[str, str]) -> InstituteDraft:
    own = {name: value for name, value in values.items() if name not in {"if_match", sending.FIELD}}
    return drafted(InstituteDraft, own, language_of(request))


def _errors(error: RegistryError) -> tuple[FieldError, ...]:
    return error.errors or (FieldError("/ror", error.code, error.vi, error.en),)


def _parent(db: Db, actor: Actor, code: str | None, request: Request) -> tuple[str, str] | None:
    """The name of what an institute belongs to, with its address where it has a page."""
    if code is None:
        return None
    try:
        return lists.label(lists.body(code), language_of(request)), ""
    except UnknownCode:
        above = institutes.get(db, actor, code)
        return above.name.in_(language_of(request)), f"/institutes/{above.id}"


def _editor(
    request: Request,
    actor: Actor,
    form: Filled,
    before: Institute | None,
    *,
    sentence: str = "",
    status: int = 200,
) -> Response:
    facts = {"form": form, "before": before, "sentence": sentence}
    return render(
        request,
        actor,
        "institutes/edit.html",
        status=status,
        countries=offers.countries(language_of(request)),
        bodies=offers.bodies(language_of(request)),
        **facts,
    )
