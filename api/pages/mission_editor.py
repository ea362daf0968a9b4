"""The form of a mission: opened by an institute, corrected by it, with rows for outputs, criteria and roles."""

from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import Db, SignedIn
from api.errors import status_of
from api.negotiation import language_of
from api.pages import offers, sending
from api.pages.form_values import flattened
from api.pages.forms import Filled, Typed, changed_rows, drafted, without_empty_rows
from api.rendering import render
from registry import lists, missions
from registry.access import Actor, Permission, require
from registry.errors import FieldError, Invalid, RegistryError, RequestReused, Stale
from registry.models.missions import Mission, MissionDraft

router = APIRouter(prefix="/missions")

_GROUPS = ("outputs", "criteria", "roles", "fields", "technologies")
_OTHER = frozenset({"if_match", sending.FIELD})


@router.get("/new")
def blank(request: Request, actor: SignedIn) -> Response:
    """The form of a new mission."""
    require(actor, Permission.MISSION_OPEN, of=actor.institute_id)
    values = {sending.FIELD: sending.new_key(), "budget.currency": "VND"}
    return _page(request, actor, Filled(values), None)


@router.post("/new")
def open_mission(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Open the mission, or show the form again with everything typed."""
    changed = changed_rows(values)
    if changed is not None:
        return _page(request, actor, Filled(changed), None)
    typed = _compact(values)
    try:
        draft = _draft(request, typed, institute_id=actor.institute_id or typed.get("institute_id", ""))
        made = missions.open(db, actor, draft, request=sending.request_key(request, actor, typed))
    except (Invalid, RequestReused) as error:
        fresh = typed | {sending.FIELD: sending.new_key()}
        return _page(request, actor, Filled(fresh, _errors(error)), None, status=status_of(error))
    return RedirectResponse(f"/missions/{made.id}", status_code=303)


@router.get("/{mission_id}/edit")
def edit(request: Request, db: Db, actor: SignedIn, mission_id: str) -> Response:
    """The form with what the mission says now."""
    mission = missions.get(db, actor, mission_id)
    require(actor, Permission.MISSION_EDIT, of=mission.institute_id)
    values = flattened(missions.draft_of(mission), language_of(request)) | {"if_match": mission.digest}
    return _page(request, actor, Filled(values), mission)


@router.post("/{mission_id}/edit")
def save(request: Request, db: Db, actor: SignedIn, mission_id: str, values: Typed) -> Response:
    """Save the corrections, or show what was typed with what is wrong."""
    mission = missions.get(db, actor, mission_id)
    changed = changed_rows(values)
    if changed is not None:
        return _page(request, actor, Filled(changed), mission)
    typed = _compact(values)
    try:
        draft = _draft(request, typed, institute_id=mission.institute_id)
        missions.update(db, actor, mission.id, draft, if_match=typed.get("if_match", ""))
    except Stale as stale:
        fresh = Filled(typed | {"if_match": mission.digest})
        return _page(request, actor, fresh, mission, error=stale)
    except Invalid as error:
        return _page(request, actor, Filled(typed, _errors(error)), mission, status=422)
    return RedirectResponse(f"/missions/{mission.id}", status_code=303)


def _compact(values: Mapping[str, str]) -> dict[str, str]:
    """The form without empty rows, and without a budget of which only the currency is there."""
    typed = without_empty_rows(values, _GROUPS)
    if not typed.get("budget.amount", "").strip():
        typed.pop("budget.currency", None)
    return typed


def _draft(request: Request, typed: Mapping[str, str], *, institute_id: str) -> MissionDraft:
    own = {name: value for name, value in typed.items() if name not in _OTHER}
    return drafted(MissionDraft, own | {"institute_id": institute_id}, language_of(request))


def _errors(error: RegistryError) -> tuple[FieldError, ...]:
    return error.errors or (FieldError("", error.code, error.vi, error.en),)


def _page(
    request: Request,
    actor: Actor,
    form: Filled,
    mission: Mission | None,
    *,
    error: RegistryError | None = None,
    status: int = 200,
) -> Response:
    language = language_of(request)
    if "budget.currency" not in form.values:
        form = Filled({**form.values, "budget.currency": "VND"}, form.errors)
    return render(
        request,
        actor,
        "missions/edit.html",
        status=status_of(error) if error else status,
        form=form,
        empty=Filled(),
        mission=mission,
        sentence=error.sentence(language) if error else "",
        fields=offers.fields(language),
        technologies=offers.technologies(language, date.today()),
        bodies=offers.bodies(language),
        role_kinds=lists.role_kinds(date.today()),
    )
