"""One piece of evidence of the own profile: added, corrected, taken out, or marked as not mine."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import Db, SignedIn
from api.errors import status_of
from api.negotiation import language_of
from api.pages.claim_forms import KINDS, missing, without_incomplete
from api.pages.expert_forms import choices_of
from api.pages.form_values import flattened
from api.pages.forms import Filled, Typed, drafted
from api.pages.profile import own_id
from api.rendering import render
from graph.database import Database
from registry import claims, experts
from registry.access import Actor
from registry.errors import FieldError, Invalid, NotFound, RegistryError, Stale
from registry.models.claims import Claim, ClaimDraft
from registry.models.experts import Expert, ExpertDraft

router = APIRouter(prefix="/profile/claims")

# The one entry of the form is named as the first of a profile, so that its questions are the ones of registration.
_NAME = "claims.0"


@router.get("/new")
def blank(request: Request, db: Db, actor: SignedIn, kind: str = "work") -> Response:
    """The form of a new entry of a kind."""
    expert = experts.own(db, actor, own_id(actor))
    values = {f"{_NAME}.kind": kind if kind in KINDS else "work", "if_match": expert.digest}
    return _page(request, actor, Filled(values), None)


@router.post("/new")
def add(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Add the entry."""
    return _saved(request, db, actor, values)


@router.get("/{claim_id}")
def shown(request: Request, db: Db, actor: SignedIn, claim_id: str) -> Response:
    """The form of an entry with what it says now; what a source said can only be shown to others or rejected."""
    expert = experts.own(db, actor, own_id(actor))
    claim = _claim(expert, claim_id)
    fields = flattened(claims.draft_of(claim), language_of(request))
    values = {f"{_NAME}.{name}": value for name, value in fields.items()}
    return _page(request, actor, Filled(values | {"if_match": expert.digest}), claim)


@router.post("/{claim_id}")
def save(request: Request, db: Db, actor: SignedIn, claim_id: str, values: Typed) -> Response:
    """Save the corrections of an entry, or take it out."""
    return _saved(request, db, actor, values, claim_id=claim_id)


def _saved(
    request: Request, db: Database, actor: Actor, values: Mapping[str, str], *, claim_id: str | None = None
) -> Response:
    expert = experts.own(db, actor, own_id(actor))
    claim = _claim(expert, claim_id) if claim_id else None
    try:
        draft = None if "remove" in values else _draft(request, values, claim)
        changed = _with_claim(expert, draft, claim)
        experts.update(db, actor, expert.id, changed, if_match=values.get("if_match", ""))
    except Stale as stale:
        fresh = {**values, "if_match": expert.digest}
        return _page(request, actor, Filled(fresh), claim, error=stale)
    except Invalid as invalid:
        place = _position(expert, claim)
        errors = tuple(_placed(found, place) for found in invalid.errors)
        return _page(request, actor, Filled(values, errors), claim, status=422)
    return RedirectResponse("/profile#claims", status_code=303)


def _draft(request: Request, values: Mapping[str, str], claim: Claim | None) -> ClaimDraft:
    form = Filled(values)
    if claim is not None and claim.source != claims.SELF:
        kept = claims.draft_of(claim)
        audience = drafted(ClaimDraft, _audience_alone(claim, form, request), language_of(request)).audience
        return kept.model_copy(update={"audience": audience, "rejected": form.value(f"{_NAME}.rejected") == "on"})
    errors = missing(form, [_NAME])
    try:
        draft = drafted(ClaimDraft, values, language_of(request), within=_NAME)
    except Invalid as invalid:
        raise Invalid(*errors, *without_incomplete(invalid.errors)) from None
    if errors:
        raise Invalid(*errors)
    return draft.model_copy(update={"id": claim.id if claim else None})


def _audience_alone(claim: Claim, form: Filled, request: Request) -> dict[str, str]:
    """The fields of what a source said, with the audience that the person chose."""
    fields = flattened(claims.draft_of(claim), language_of(request))
    return fields | {"audience": form.value(f"{_NAME}.audience") or claim.audience.value}


def _with_claim(expert: Expert, draft: ClaimDraft | None, claim: Claim | None) -> ExpertDraft:
    before = experts.draft_of(expert)
    others = [kept if claim is None or kept.id != claim.id else draft for kept in before.claims]
    if claim is None and draft is not None:
        others.append(draft)
    return before.model_copy(update={"claims": tuple(kept for kept in others if kept is not None)})


def _position(expert: Expert, claim: Claim | None) -> int:
    ids = [kept.id for kept in expert.claims]
    return ids.index(claim.id) if claim else len(ids)


def _placed(error: FieldError, position: int) -> FieldError:
    """An error about the entry where it stands in the profile, as one about the entry of this form."""
    before = f"/claims/{position}"
    if position == 0 or not f"{error.pointer}/".startswith(f"{before}/"):
        return error
    return FieldError("/claims/0" + error.pointer[len(before) :], error.code, error.vi, error.en)


def _claim(expert: Expert, claim_id: str) -> Claim:
    for claim in expert.claims:
        if claim.id == claim_id:
            return claim
    raise NotFound("minh chứng", "entry", claim_id)


def _page(
    request: Request,
    actor: Actor,
    form: Filled,
    claim: Claim | None,
    *,
    error: RegistryError | None = None,
    status: int = 200,
) -> Response:
    kind = form.value(f"{_NAME}.kind")
    return render(
        request,
        actor,
        "experts/claim.html",
        status=status_of(error) if error else status,
        form=form,
        claim_before=claim,
        kind=kind if kind in KINDS else "work",
        name=_NAME,
        sentence=error.sentence(language_of(request)) if error else "",
        **choices_of(request),
    )
