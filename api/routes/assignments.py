"""Assignments over JSON: a person for every open role of all missions at once, asked for and read again."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from api.dependencies import Db, People, SignedIn
from api.routes.shapes import Listing, Suggestion, whole
from registry import assignments
from registry.access import Actor
from registry.models.assignments import Assignment, AssignmentAsk, AssignmentLine
from registry.models.experts import ExpertView
from registry.models.values import Model

router = APIRouter(prefix="/assignments", tags=["teams"])


class MadeAssignment(Model):
    """A recorded assignment, and by id the people in it as the reader may see them now."""

    run: Assignment
    people: dict[str, ExpertView]
    suggestion: Suggestion = Suggestion()


@router.post("", status_code=201)
def assign_all(
    response: Response,
    db: Db,
    people: People,
    actor: SignedIn,
    *,
    asked: Annotated[AssignmentAsk, Body(examples=[{"most_load": 2}])],
) -> MadeAssignment:
    """Assign people to all open roles of all missions at once; the answer is recorded with its load and its seed."""
    run = assignments.of_all(db, people, actor, asked)
    response.headers["Location"] = f"/api/v1/assignments/{run.id}"
    return _made(db, actor, run.id)


@router.get("")
def list_assignments(db: Db, actor: SignedIn) -> Listing[AssignmentLine]:
    """The newest assignments, at most fifty, the newest first."""
    return whole(assignments.find(db, actor))


@router.get("/{id}")
def read_assignment(db: Db, actor: SignedIn, id: str) -> MadeAssignment:
    """A recorded assignment."""
    return _made(db, actor, id)


def _made(db: Db, actor: Actor, id: str) -> MadeAssignment:
    run, people = assignments.get(db, actor, id)
    return MadeAssignment(run=run, people=people)
