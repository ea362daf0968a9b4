"""Match runs over JSON and CSV: asked for, read closely, taken out as a table."""

from typing import Annotated

from fastapi import APIRouter, Body, Query, Response

from api import csv_export
from api.dependencies import Db, People, ReaderLanguage, SignedIn
from api.routes.shapes import Listing, Suggestion, whole
from registry import contrasts, counterfactuals, matches, trials
from registry.models.contrasts import Contrast, Trial, WhatIf
from registry.models.counterfactuals import NextSteps, Shortfall
from registry.models.experts import ExpertView
from registry.models.matches import Filters, KeptBy, MatchRun
from registry.models.values import Line, Model

router = APIRouter(tags=["matches"])
Codes = tuple[str, ...]
First = Annotated[
    int, Query(ge=1, le=counterfactuals.MOST_FIRST, description="How many places count as the first, 1 to 50.")
]


class Factors(Model):
    """What the weights of features are multiplied by: 1 leaves one as it is, 0 takes it out."""

    factors: dict[str, float]


class TrialBody(Factors):
    """Other weights to be saved, and why."""

    reason: Line


class Match(Model):
    """A recorded run, and by id the people in it as the reader may see them now."""

    run: MatchRun
    people: dict[str, ExpertView]
    suggestion: Suggestion = Suggestion()


@router.post("/roles/{id}/matches", status_code=201)
def run_match(
    response: Response,
    db: Db,
    people: People,
    actor: SignedIn,
    id: str,
    *,
    limit: Annotated[int, Query(ge=1, le=matches.MOST, description="How many people at most, 1 to 200.")] = 20,
    field: Annotated[Codes, Query(description="Codes of the classification, each with all below it.")] = (),
    country: Annotated[Codes, Query(description="Countries of residence, ISO 3166-1 alpha-2.")] = (),
    standing: Annotated[Codes, Query(description="Standings to Viet Nam, of the list `standings`.")] = (),
    language: Annotated[Codes, Query(description="Languages that somebody works in.")] = (),
    available: Annotated[str | None, Query(description="The month by which they can begin, as 2027-03.")] = None,
    law: Annotated[
        KeptBy | None,
        Query(description="Whom the law keeps: `not_excluded` leaves out a criterion not met, `no_gap` also a gap."),
    ] = None,
) -> Match:
    """Ask who could take a role; the run is recorded with its algorithm, weights and the state that it saw.

    Of each filter at least one value must hold. Filters that leave nobody are refused, and each says what it did; so
    is `law` where it leaves nobody, with how many each criterion kept out.
    """
    filters = Filters(field=field, country=country, standing=standing, language=language, available=available, law=law)
    run = matches.run(db, people, actor, id, limit=limit, filters=filters)
    response.headers["Location"] = f"/api/v1/matches/{run.id}"
    return _match(matches.get(db, actor, run.id))


@router.get("/roles/{id}/matches")
def read_newest_match(db: Db, actor: SignedIn, id: str) -> Listing[Match]:
    """The newest run of a role, as a list that is empty where nobody asked yet."""
    newest = matches.latest(db, actor, id)
    return whole([_match(matches.get(db, actor, newest))] if newest else [])


@router.get(
    "/matches/{id}.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The candidates."}},
)
def export_match(db: Db, actor: SignedIn, language: ReaderLanguage, id: str) -> Response:
    """The candidates of a run as a table for spreadsheets, headed in the reader's language."""
    run, people = matches.get(db, actor, id)
    return csv_export.download(csv_export.candidates(run, people, language), f"match-{run.id}.csv")


@router.get("/matches/{id}/contrast")
def read_contrast(
    db: Db,
    actor: SignedIn,
    id: str,
    first: Annotated[str, Query(description="Id of one candidate.")],
    second: Annotated[str, Query(description="Id of the other one.")],
) -> Contrast:
    """Why one candidate stands before another: every feature with both values and what it adds to the distance."""
    return contrasts.contrast(db, actor, id, first, second)


@router.post("/matches/{id}/what-if")
def try_weights(
    db: Db, actor: SignedIn, id: str, given: Annotated[Factors, Body(examples=[{"factors": {"best_works": 1.5}}])]
) -> WhatIf:
    """The people of a run in the order that other weights would give; nothing is kept."""
    return contrasts.what_if(db, actor, id, given.factors)


@router.post("/matches/{id}/what-ifs", status_code=201)
def save_weights(
    response: Response,
    db: Db,
    actor: SignedIn,
    id: str,
    given: Annotated[TrialBody, Body(examples=[{"factors": {"recent": 0.0}, "reason": "How much recency decides."}])],
) -> Match:
    """Save the order that other weights would give, with a reason, as a run marked `tried`; no weights change by it.

    It never counts as the newest list of its role, neither for a decision nor for what is learned from decisions.
    """
    made = trials.save(db, actor, id, given.factors, given.reason)
    response.headers["Location"] = f"/api/v1/matches/{made.id}"
    return _match(matches.get(db, actor, made.id))


@router.get("/matches/{id}/what-ifs")
def list_saved_weights(db: Db, actor: SignedIn, id: str) -> Listing[Trial]:
    """The orders by other weights that were saved of a run, the newest first."""
    return whole(list(trials.of_run(db, actor, id)))


@router.get("/matches/{id}/people/{expert_id}/shortfall")
def read_shortfall(
    db: Db, people: People, actor: SignedIn, id: str, expert_id: str, *, first: First = counterfactuals.FIRST
) -> Shortfall:
    """How many documents or confirmations a candidate is short of the first, as of now; never which ones."""
    return counterfactuals.shortfall(db, people, actor, id, expert_id, first=first)


@router.get("/experts/{id}/roles/{role_id}/next-steps")
def read_next_steps(
    db: Db, people: People, actor: SignedIn, id: str, role_id: str, *, first: First = counterfactuals.FIRST
) -> NextSteps:
    """The fewest steps of their own that would bring a person among the first for an open role; they alone read it."""
    return counterfactuals.next_steps(db, people, actor, id, role_id, first=first)


@router.get("/matches/{id}")
def read_match(db: Db, actor: SignedIn, id: str) -> Match:
    """A recorded run."""
    return _match(matches.get(db, actor, id))


def _match(found: tuple[MatchRun, dict[str, ExpertView]]) -> Match:
    run, people = found
    return Match(run=run, people=people)
