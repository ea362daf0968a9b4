"""A list of candidates read closely: two of them beside each other, other weights tried, and what one of them lacks."""

from collections.abc import Mapping
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import Db, People, SignedIn
from api.pages.forms import Filled, Typed
from api.rendering import render
from registry import contrasts, counterfactuals, matches, trials
from registry.errors import FieldError, Invalid
from registry.models.matches import MatchRun

router = APIRouter(prefix="/candidates")

_PERCENT: Final = 100
_UNCHANGED: Final = "100"


@router.get("/{run_id}/compare")
def compare(request: Request, db: Db, actor: SignedIn, run_id: str) -> Response:
    """Two candidates beside each other, the weightiest difference first."""
    run, views = matches.get(db, actor, run_id)
    asked = {name: request.query_params.get(name, "") for name in ("first", "second")}
    form, told = Filled(asked), None
    if all(asked.values()):
        try:
            told = contrasts.contrast(db, actor, run_id, asked["first"], asked["second"])
        except Invalid as error:
            form = Filled(asked, error.errors)
    return render(
        request,
        actor,
        "candidates/compare.html",
        status=422 if form.errors else 200,
        run=run,
        views=views,
        form=form,
        told=told,
        largest=max((abs(part.difference) for part in told.differences), default=0.0) if told else 0.0,
    )


@router.get("/{run_id}/what-if")
def what_if(request: Request, db: Db, actor: SignedIn, run_id: str) -> Response:
    """The same people under other weights, as the address has them; nothing is kept unless it is saved."""
    return _tried_page(request, db, actor, run_id)


@router.post("/{run_id}/what-if")
def save(request: Request, db: Db, actor: SignedIn, run_id: str, values: Typed) -> Response:
    """Save the other order with a reason, and show it at its own address."""
    run, _ = matches.get(db, actor, run_id)
    typed = {name: values.get(name, _UNCHANGED).strip() for name in _features(run)} | {
        "reason": values.get("reason", "")
    }
    try:
        made = trials.save(db, actor, run_id, _factors(typed), typed["reason"])
    except Invalid as error:
        return _tried_page(request, db, actor, run_id, typed=typed, wrong=error)
    return RedirectResponse(f"/candidates/{made.id}", status_code=303)


def _tried_page(
    request: Request,
    db: Db,
    actor: SignedIn,
    run_id: str,
    *,
    typed: dict[str, str] | None = None,
    wrong: Invalid | None = None,
) -> Response:
    """The page of other weights: what was typed, the order that it gives, and what is wrong with it."""
    run, views = matches.get(db, actor, run_id)
    features = _features(run)
    given = typed or {name: request.query_params.get(name, _UNCHANGED).strip() for name in features}
    form, told = Filled(given, wrong.errors if wrong else ()), None
    try:
        told = contrasts.what_if(db, actor, run_id, _factors(given))
    except Invalid as error:
        form = Filled(given, error.errors)
    facts = {"run": run, "views": views, "form": form, "told": told, "features": features}
    return render(request, actor, "candidates/what_if.html", status=422 if form.errors else 200, **facts)


@router.get("/{run_id}/people/{expert_id}")
def shortfall(request: Request, db: Db, people: People, actor: SignedIn, *, run_id: str, expert_id: str) -> Response:
    """How many documents or confirmations a candidate is short of the first ones."""
    run, views = matches.get(db, actor, run_id)
    told = counterfactuals.shortfall(db, people, actor, run_id, expert_id)
    return render(request, actor, "candidates/shortfall.html", run=run, view=views[expert_id], told=told)


def _features(run: MatchRun) -> dict[str, object]:
    """The features that count in a run, by the name of their field; none in a run of an earlier algorithm."""
    told = next((one.reasons.features for one in run.candidates if one.reasons.features), ())
    return {f"factors.{part.feature}": part.title for part in told if part.weight}


def _factors(typed: Mapping[str, str]) -> dict[str, float]:
    factors, errors = {}, []
    for name, text in typed.items():
        if not name.startswith("factors."):
            continue
        try:
            factors[name.removeprefix("factors.")] = float(text.replace(",", ".")) / _PERCENT
        except ValueError:
            vi, en = "Hãy ghi một số từ 0 đến 1000.", "Write a number from 0 to 1000."
            errors.append(FieldError(f"/{name.replace('.', '/')}", "factor-range", vi, en))
    if errors:
        raise Invalid(*errors)
    return factors
