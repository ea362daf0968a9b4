"""Drafts of the rules: written by an administrator criterion by criterion, weighed, released by another one."""

from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import Db, SignedIn, UnderWay
from api.errors import status_of
from api.negotiation import language_of
from api.pages.forms import Filled, Typed, changed_rows
from api.pages.rule_forms import blank, changed, examples, filled, of_form
from api.rendering import render
from graph.database import Database
from registry import lists, rule_drafts, rule_impact, rules
from registry.access import Actor, Permission, require
from registry.eligibility import PREDICATES
from registry.errors import Conflict, FieldError, Invalid, RegistryError, Stale
from registry.models.rule_drafts import RuleDraft
from registry.models.rules import Criterion
from registry.rule_weighings import Weighings

router = APIRouter(prefix="/law/drafts")

# So long a reader waits for the answer itself; from then on for a page that says how far it is.
_QUICK_S: Final = 2.0


@router.get("")
def drafts(request: Request, db: Db, actor: SignedIn) -> Response:
    """Every draft, and the criteria that a new one may begin with."""
    found = rule_drafts.find(db, actor)
    criteria = sorted({each.id for each in rules.current(db).criteria})
    return render(request, actor, "law/drafts.html", drafts=found, criteria=criteria)


@router.get("/new")
def new(request: Request, db: Db, actor: SignedIn) -> Response:
    """The form with a criterion as it holds, or blank for a new one."""
    require(actor, Permission.RULE_EDIT)
    before = _version(db, request.query_params.get("criterion", ""), None)
    values = filled(before, language_of(request)) if before else blank()
    return _form(request, db, actor, Filled(values), before=before, found=None)


@router.post("/new")
def open_draft(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Open a draft with the criterion as it was typed."""
    require(actor, Permission.RULE_EDIT)
    before = _version(db, request.query_params.get("criterion", ""), None)
    rows = changed_rows(values)
    if rows is not None:
        return _form(request, db, actor, Filled(rows), before=before, found=None)
    try:
        changes = changed(rules.current(db), before, values, None, language_of(request))
        made = rule_drafts.open(db, actor, changes)
    except Invalid as error:
        return _form(
            request, db, actor, Filled(values, of_form(error.errors)), before=before, found=None, refused=error
        )
    return RedirectResponse(f"/law/drafts/{made.id}", status_code=303)


@router.get("/{draft_id}")
def draft(request: Request, db: Db, under_way: UnderWay, actor: SignedIn, draft_id: str) -> Response:
    """A draft: what it changes, whom it would affect as far as that was weighed, and what may be done with it."""
    return _shown(request, db, under_way, actor, draft_id)


@router.post("/{draft_id}/weigh")
def weigh(request: Request, db: Db, under_way: UnderWay, actor: SignedIn, draft_id: str) -> Response:
    """Begin to weigh the draft over everybody, or say why that cannot be."""
    try:
        under_way.begin(db, actor, draft_id, wait_s=_QUICK_S)
    except (Invalid, Conflict) as error:
        return _shown(request, db, under_way, actor, draft_id, refused=error)
    return RedirectResponse(f"/law/drafts/{draft_id}#impact", status_code=303)


@router.post("/{draft_id}/stop")
def stop(db: Db, under_way: UnderWay, actor: SignedIn, draft_id: str) -> Response:
    """Stop the weighing that is under way."""
    under_way.stop(db, actor, draft_id)
    return RedirectResponse(f"/law/drafts/{draft_id}#impact", status_code=303)


@router.get("/{draft_id}/edit")
def edit(request: Request, db: Db, actor: SignedIn, draft_id: str) -> Response:
    """The form with a criterion as the draft, or else the edition, has it; blank for a new one."""
    found = rule_drafts.get(db, actor, draft_id)
    before = _version(db, request.query_params.get("criterion", ""), found)
    reason = found.changes.reason
    values = filled(before, language_of(request), reason) if before else blank(reason)
    return _form(request, db, actor, Filled(values | {"if_match": found.digest}), before=before, found=found)


@router.post("/{draft_id}/edit")
def save(request: Request, db: Db, actor: SignedIn, draft_id: str, values: Typed) -> Response:
    """Save the criterion into the draft."""
    found = rule_drafts.get(db, actor, draft_id)
    before = _version(db, request.query_params.get("criterion", ""), found)
    rows = changed_rows(values)
    if rows is not None:
        return _form(request, db, actor, Filled(rows), before=before, found=found)
    try:
        changes = changed(rules.current(db), before, values, found.changes, language_of(request))
        rule_drafts.change(db, actor, draft_id, changes, if_match=values.get("if_match", ""))
    except (Invalid, Stale) as error:
        return _form(
            request, db, actor, Filled(values, of_form(error.errors)), before=before, found=found, refused=error
        )
    return RedirectResponse(f"/law/drafts/{draft_id}", status_code=303)


@router.post("/{draft_id}/release")
def release(
    request: Request, db: Db, under_way: UnderWay, actor: SignedIn, *, draft_id: str, values: Typed
) -> Response:
    """Release the draft, or say why not."""
    try:
        made = rule_drafts.release(db, actor, draft_id, if_match=values.get("if_match", ""))
    except (Invalid, Conflict) as error:
        return _shown(request, db, under_way, actor, draft_id, refused=error)
    return RedirectResponse(f"/law?edition={made.id}", status_code=303)


@router.post("/{draft_id}/withdraw")
def withdraw(request: Request, db: Db, actor: SignedIn, draft_id: str, values: Typed) -> Response:
    """Give the draft up."""
    rule_drafts.withdraw(db, actor, draft_id, if_match=values.get("if_match", ""))
    return RedirectResponse("/law/drafts", status_code=303)


def _shown(
    request: Request,
    db: Database,
    under_way: Weighings,
    actor: Actor,
    draft_id: str,
    *,
    refused: RegistryError | None = None,
) -> Response:
    found = rule_drafts.get(db, actor, draft_id)
    return render(
        request,
        actor,
        "law/draft.html",
        status=status_of(refused) if refused else 200,
        draft=found,
        weighing=under_way.latest(db, actor, draft_id),
        day=rule_impact.first_day(found.changes),
        refused=refused,
        form=Filled(),
        before={(each.id, each.valid_from): each for each in rules.edition(db, actor, found.base).criteria},
        criteria=sorted({each.id for each in rules.current(db).criteria}),
        author=actor.signature in found.edited_by,
    )


def _form(
    request: Request,
    db: Database,
    actor: Actor,
    form: Filled,
    *,
    before: Criterion | None,
    found: RuleDraft | None,
    refused: RegistryError | None = None,
) -> Response:
    base = rules.current(db)
    known = before is not None and before.id in {each.id for each in base.criteria}
    return render(
        request,
        actor,
        "law/draft_form.html",
        status=status_of(refused) if refused else 200,
        form=form,
        sentence=_sentence(form, refused),
        criterion=before if known else None,
        draft=found,
        instruments=[(each.id, each.number) for each in base.instruments],
        role_kinds=lists.role_kinds(),
        examples=examples(base),
        predicates={name: (each.__doc__ or "").split(":")[0].strip() for name, each in PREDICATES.items()},
    )


def _sentence(form: Filled, refused: RegistryError | None) -> FieldError | None:
    """What was refused, where no field is to blame."""
    if refused is None or form.errors:
        return None
    return FieldError("", refused.code, refused.vi, refused.en)


def _version(db: Database, id: str, found: RuleDraft | None) -> Criterion | None:
    """The criterion as the draft has it, else its newest version; None where none is named, for a new one."""
    if not id:
        return None
    put = [each for each in found.changes.put if each.id == id] if found else []
    return put[-1] if put else rules.criterion(rules.current(db), id)[0]
