"""Assignments on the pages: all open roles at once, asked for, listed, and each read again with its people."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import Db, People, SignedIn
from api.negotiation import language_of
from api.pages.form_values import flattened
from api.pages.forms import Filled, Typed, drafted
from api.rendering import render
from registry import assignments
from registry.access import Actor
from registry.errors import Invalid
from registry.models.assignments import AssignmentAsk

router = APIRouter(prefix="/assignments")


@router.get("")
def listed(request: Request, db: Db, actor: SignedIn) -> Response:
    """The form and the newest assignments."""
    values = flattened(AssignmentAsk(), language_of(request)) | dict(request.query_params)
    return _listed(request, db, actor, Filled(values))


@router.post("")
def ask(request: Request, db: Db, people: People, actor: SignedIn, values: Typed) -> Response:
    """Ask for an assignment, or show the form again with everything typed."""
    try:
        run = assignments.of_all(db, people, actor, _read(values, request))
    except Invalid as error:
        return _listed(request, db, actor, Filled(values, error.errors), status=422)
    return RedirectResponse(f"/assignments/{run.id}", status_code=303)


@router.get("/{run_id}")
def assignment(request: Request, db: Db, actor: SignedIn, run_id: str) -> Response:
    """A recorded assignment: every open role with the person who could take it."""
    run, views = assignments.get(db, actor, run_id)
    again = {"most_load": str(run.most_load), "seed": str(run.seed)}
    return render(request, actor, "assignments/run.html", run=run, views=views, form=Filled(again))


def _read(values: Mapping[str, str], request: Request) -> AssignmentAsk:
    fields = {name: text for name, text in values.items() if name in AssignmentAsk.model_fields}
    return drafted(AssignmentAsk, fields, language_of(request))


def _listed(request: Request, db: Db, actor: Actor, form: Filled, *, status: int = 200) -> Response:
    runs = assignments.find(db, actor)
    return render(request, actor, "assignments/list.html", status=status, form=form, runs=runs)
