"""The form of a nomination: who is put forward for which open role, by whom, with a conflict of interest declared."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import Db, SignedIn
from api.errors import status_of
from api.negotiation import language_of
from api.pages import sending
from api.pages.forms import Filled, Typed, drafted
from api.rendering import choices, render
from graph.database import Database
from registry import cases, experts, lists, mission_finding
from registry.access import Actor, Office, Permission, may, require
from registry.errors import Conflict, FieldError, Invalid, RegistryError, RequestReused, WrongOffice
from registry.models.case_entries import NominationDraft, NominatorKind
from registry.models.missions import MissionStatus, RoleStatus

router = APIRouter(prefix="/cases")

_MOST_MISSIONS = 200
_OTHER = frozenset({"role", "identify", sending.FIELD})


@router.get("/new")
def blank(request: Request, db: Db, actor: SignedIn) -> Response:
    """The form, for the role and the person that the address names as far as it does."""
    values = {name: request.query_params.get(name, "") for name in ("role", "expert_id")}
    values |= {"kind": "self" if actor.office is Office.EXPERT else "institute", sending.FIELD: sending.new_key()}
    return _page(request, db, actor, Filled(values))


@router.post("/new")
def nominate(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Nominate the person, or only note them as one who may be the right one; or show the form again."""
    if actor.office is Office.EXPERT:
        values |= {"expert_id": actor.expert_id or "", "kind": NominatorKind.SELF.value}
    role = values.get("role", "")
    try:
        _require_chosen(values)
        if "identify" in values:
            made = cases.identify(db, actor, role, values["expert_id"])
        else:
            own = {name: value for name, value in values.items() if name not in _OTHER}
            draft = drafted(NominationDraft, own, language_of(request))
            made = cases.nominate(db, actor, role, draft, request=sending.request_key(request, actor, values))
    except (Invalid, Conflict, RequestReused, WrongOffice) as error:
        fresh = {**values, sending.FIELD: sending.new_key()}
        return _page(request, db, actor, Filled(fresh, error.errors), error=error)
    return RedirectResponse(f"/cases/{made.id}", status_code=303)


def _require_chosen(values: Mapping[str, str]) -> None:
    vi, en = "Mục này là bắt buộc.", "This is required."
    missing = [FieldError(f"/{name}", "missing", vi, en) for name in ("role", "expert_id") if not values.get(name)]
    if missing:
        raise Invalid(*missing)


def _page(
    request: Request, db: Database, actor: Actor, form: Filled, *, error: RegistryError | None = None
) -> Response:
    language = language_of(request)
    own = actor.expert_id if actor.office is Office.EXPERT else actor.institute_id
    require(actor, Permission.CASE_NOMINATE, of=own)
    expert_id = actor.expert_id if actor.office is Office.EXPERT else form.value("expert_id")
    return render(
        request,
        actor,
        "cases/nominate.html",
        status=status_of(error) if error else 200,
        form=form,
        sentence=error.sentence(language) if error and not error.errors else "",
        person=experts.get(db, actor, expert_id) if expert_id else None,
        oneself=actor.office is Office.EXPERT,
        roles=_open_roles(request, db, actor),
        kinds=[pair for pair in choices(language, lists.case_moves_file().nominators) if pair[0] != "self"],
    )


def _open_roles(request: Request, db: Database, actor: Actor) -> list[tuple[str, str]]:
    """The open roles for which the reader may put somebody forward; an institute sees its own."""
    language = language_of(request)
    page = mission_finding.find(
        db, actor, institute=actor.institute_id, status=MissionStatus.OPEN, limit=_MOST_MISSIONS
    )
    return [
        (role.id, f"{role.title.in_(language)} · {mission.title.in_(language)}")
        for mission in page.rows
        for role in mission.roles
        if role.status is RoleStatus.OPEN
        and may(actor, Permission.CASE_NOMINATE, of=actor.expert_id or mission.institute_id)
    ]
