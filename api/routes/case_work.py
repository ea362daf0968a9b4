"""Cases over JSON, the rest of them: the council, what was promised, the yearly assessment, reviews and erasure."""

from typing import Annotated

from fastapi import APIRouter, Body
from pydantic import ConfigDict

from api.dependencies import Db, SignedIn
from api.routes import case_examples as examples
from registry import cases
from registry.models.case_entries import (
    AssessmentDraft,
    CouncilDraft,
    Declaration,
    MoveDraft,
    PromiseDraft,
    ReviewAnswer,
    ReviewDraft,
    ScorecardDraft,
)
from registry.models.cases import Case, Purge
from registry.models.values import Model

router = APIRouter(tags=["cases"])
_CLOSING = {"move": "close_council"}


class Done(Model):
    """Whether a promise was kept."""

    model_config = ConfigDict(json_schema_extra={"example": {"done": True}})

    done: bool


@router.post("/cases/{id}/council", status_code=201)
def convene_council(
    db: Db, actor: SignedIn, id: str, draft: Annotated[CouncilDraft, Body(examples=[examples.COUNCIL])]
) -> Case:
    """Put an accepted file before a council of accounts; known conflicts of interest are refused."""
    return cases.convene(db, actor, id, draft)


@router.put("/cases/{id}/council/declaration", status_code=204)
def declare_conflict(
    db: Db, actor: SignedIn, id: str, draft: Annotated[Declaration, Body(examples=[examples.DECLARATION])]
) -> None:
    """Say, as a member, whether one has a conflict of interest; with one, the case is closed to the member."""
    cases.declare(db, actor, id, draft)


@router.post("/cases/{id}/council/scorecards", status_code=201)
def send_scorecard(
    db: Db, actor: SignedIn, id: str, draft: Annotated[ScorecardDraft, Body(examples=[examples.SCORECARD])]
) -> Case:
    """Send the own scorecard, once; those of the others are readable from then on."""
    return cases.score(db, actor, id, draft)


@router.post("/cases/{id}/council/closing")
def close_case_council(
    db: Db, actor: SignedIn, id: str, draft: Annotated[MoveDraft, Body(examples=[_CLOSING])]
) -> Case:
    """End the work of the council; all scorecards are readable from then on."""
    return cases.close_council(db, actor, id, draft)


@router.post("/cases/{id}/promises", status_code=201)
def add_promise(
    db: Db, actor: SignedIn, id: str, draft: Annotated[PromiseDraft, Body(examples=[examples.PROMISE])]
) -> Case:
    """Put something promised on the checklist, with who sees to it and by when."""
    return cases.promise(db, actor, id, draft)


@router.put("/cases/{id}/promises/{promise_id}")
def tick_promise(db: Db, actor: SignedIn, id: str, promise_id: str, done: Done) -> Case:
    """Tick a promise off, or open it again."""
    return cases.set_done(db, actor, id, promise_id, done=done.done)


@router.post("/cases/{id}/assessments", status_code=201)
def assess_case(
    db: Db, actor: SignedIn, id: str, draft: Annotated[AssessmentDraft, Body(examples=[examples.ASSESSMENT])]
) -> Case:
    """Record the grade of a year; a bonus above the ceiling that was read in the law is refused."""
    return cases.assess(db, actor, id, draft)


@router.post("/cases/{id}/reviews", status_code=201)
def request_review(
    db: Db, actor: SignedIn, id: str, request: Annotated[ReviewDraft, Body(examples=[examples.REVIEW])]
) -> Case:
    """Ask that another human look again at an adverse result; its last day is this registry's own target."""
    return cases.ask_review(db, actor, id, request.text)


@router.post("/cases/{id}/reviews/{review_id}/answer")
def answer_case_review(
    db: Db,
    actor: SignedIn,
    id: str,
    review_id: str,
    *,
    answer: Annotated[ReviewAnswer, Body(examples=[examples.ANSWER])],
) -> Case:
    """Uphold the result or open the case again; for another account than the one that made it."""
    return cases.answer_review(db, actor, id, review_id, answer)


@router.post("/cases/purge")
def purge_cases(db: Db, actor: SignedIn) -> Purge:
    """Close what filled or closed roles leave, and erase the personal data of those not chosen whose days are over."""
    return cases.purge(db, actor)
