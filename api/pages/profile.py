"""The own profile: read it, correct it, see it as others see it, agree to be matched or withdraw, close it."""

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import Db, People, SignedIn
from api.errors import status_of
from api.negotiation import language_of
from api.pages.expert_forms import choices_of, compact, draft_from
from api.pages.form_values import flattened
from api.pages.forms import Filled, Typed, changed_rows
from api.pages.reasons import sentences
from api.rendering import render
from registry import consents, counterfactuals, experts, matches, missions, receipts, role_questions
from registry.access import Actor, Office
from registry.errors import Duplicate, FieldError, Invalid, NotAllowed, RegistryError, Stale
from registry.models.values import Audience
from registry.ranking import saying

router = APIRouter(prefix="/profile")

_PREVIEWS = {
    "committee": Audience.COMMITTEE,
    "institutes": Audience.INSTITUTES,
    "public": Audience.PUBLIC,
}


def own_id(actor: Actor) -> str:
    """The expert for whom somebody speaks.

    Raises:
        NotAllowed: for none.
    """
    if actor.office is not Office.EXPERT or actor.expert_id is None:
        raise NotAllowed("expert:update")
    return actor.expert_id


@router.get("")
def profile(request: Request, db: Db, actor: SignedIn) -> Response:
    """The whole profile, with who sees which part of it."""
    expert = experts.own(db, actor, own_id(actor))
    view = experts.as_seen_by(db, actor, expert.id, Audience.SELF)
    return render(request, actor, "experts/profile.html", expert=expert, view=view, new="new" in request.query_params)


@router.get("/edit")
def edit(request: Request, db: Db, actor: SignedIn) -> Response:
    """The form with what the profile says now."""
    expert = experts.own(db, actor, own_id(actor))
    draft = experts.draft_of(expert).model_copy(update={"claims": ()})
    values = flattened(draft, language_of(request)) | {"if_match": expert.digest}
    return _editor(request, actor, Filled(values))


@router.post("/edit")
def save(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Save the corrections, or show what was typed with what is wrong; the evidence stays as it is."""
    changed = changed_rows(values)
    if changed is not None:
        return _editor(request, actor, Filled(changed))
    typed = compact(values)
    draft, errors = draft_from(request, typed)
    if draft is None:
        return _editor(request, actor, Filled(typed, tuple(errors)), status=422)
    id = own_id(actor)
    kept = experts.draft_of(experts.own(db, actor, id)).claims
    try:
        experts.update(db, actor, id, draft.model_copy(update={"claims": kept}), if_match=typed.get("if_match", ""))
    except Stale as stale:
        fresh = typed | {"if_match": experts.own(db, actor, id).digest}
        sentence = stale.sentence(language_of(request))
        return _editor(request, actor, Filled(fresh), sentence=sentence, status=status_of(stale))
    except (Invalid, Duplicate) as error:
        return _editor(request, actor, Filled(typed, errors_of(error)), status=status_of(error))
    return RedirectResponse("/profile", status_code=303)


def errors_of(error: RegistryError) -> tuple[FieldError, ...]:
    """The errors of a refusal; one without places as a single error of the whole form, or of the ORCID."""
    if error.errors:
        return error.errors
    pointer = "/orcid" if error.code == "orcid-taken" else ""
    return (FieldError(pointer, error.code, error.vi, error.en),)


def _editor(request: Request, actor: Actor, form: Filled, *, sentence: str = "", status: int = 200) -> Response:
    facts = choices_of(request)
    return render(request, actor, "experts/edit.html", status=status, form=form, sentence=sentence, **facts)


@router.get("/preview")
def preview(request: Request, db: Db, actor: SignedIn) -> Response:
    """The profile as readers of an audience see it (`?as=committee`, `institutes` or `public`)."""
    chosen = request.query_params.get("as", "institutes")
    audience = _PREVIEWS.get(chosen, Audience.INSTITUTES)
    view = experts.as_seen_by(db, actor, own_id(actor), audience)
    return render(request, actor, "experts/preview.html", view=view, chosen=audience.value)


@router.get("/consents")
def agreements(request: Request, db: Db, actor: SignedIn) -> Response:
    """What was agreed to and withdrawn, with every receipt."""
    return _agreements(request, db, actor)


@router.post("/consents")
def decide(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Agree to a purpose, to be matched by default, or withdraw."""
    purpose = values.get("purpose") or receipts.MATCHING
    agreed = values.get("agree") == "on"
    withdrawn = values.get("withdraw") == "on"
    if not (agreed or withdrawn):
        vi, en = "Hãy đánh dấu vào ô nếu bạn đồng ý.", "Tick the box if you agree."
        return _agreements(request, db, actor, Filled({}, (FieldError("/agree", "not-ticked", vi, en),)), status=422)
    try:
        consents.decide(db, actor, own_id(actor), purpose, agreed and not withdrawn, language=language_of(request))
    except Invalid as error:
        placed = tuple(FieldError("/agree", found.code, found.vi, found.en) for found in error.errors)
        return _agreements(request, db, actor, Filled(values, placed), status=422)
    return RedirectResponse("/profile/consents", status_code=303)


def _agreements(request: Request, db: Db, actor: Actor, form: Filled | None = None, *, status: int = 200) -> Response:
    expert = experts.own(db, actor, own_id(actor))
    kept = consents.history(db, actor, expert.id)
    stays = consents.stays_in_pool(db, actor, expert.id)
    facts = {"expert": expert, "receipts": kept, "stays": stays, "form": form or Filled()}
    return render(request, actor, "experts/consents.html", status=status, **facts)


@router.get("/roles")
def roles(request: Request, db: Db, people: People, actor: SignedIn) -> Response:
    """The open roles that suit, with the reasons that an institute would see."""
    expert = experts.own(db, actor, own_id(actor))
    found = matches.roles_for(db, people, actor, expert.id)
    language = language_of(request)
    said = {role.role_id: sentences(role.reasons, language) for role in found}
    why_none = saying.no_roles()
    return render(request, actor, "experts/roles.html", expert=expert, roles=found, said=said, why_none=why_none)


@router.get("/roles/{role_id}")
def steps(request: Request, db: Db, people: People, actor: SignedIn, role_id: str) -> Response:
    """What would bring the person among the first for a role."""
    told = counterfactuals.next_steps(db, people, actor, own_id(actor), role_id)
    mission = missions.get(db, actor, role_questions.role(db, role_id)["mission_id"])
    role = next(one for one in mission.roles if one.id == role_id)
    return render(request, actor, "experts/steps.html", told=told, mission=mission, role=role)


@router.post("/confirm")
def confirm(db: Db, actor: SignedIn) -> Response:
    """Say that the profile is still true."""
    experts.confirm(db, actor, own_id(actor))
    return RedirectResponse("/profile", status_code=303)


@router.get("/close")
def closing(request: Request, db: Db, actor: SignedIn) -> Response:
    """What closing means, before it is done."""
    return render(request, actor, "experts/close.html", expert=experts.own(db, actor, own_id(actor)))


@router.post("/close")
def close(request: Request, db: Db, actor: SignedIn, values: Typed) -> Response:
    """Close the profile."""
    experts.close(db, actor, own_id(actor), if_match=values.get("if_match", ""), language=language_of(request))
    return RedirectResponse("/profile", status_code=303)
