"""Teams over JSON: asked for, read, and where there is none, the changes that would make one possible."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from api.dependencies import Db, People, SignedIn
from api.routes.shapes import Listing, Suggestion, whole
from registry import teams
from registry.models.experts import ExpertView
from registry.models.teams import TeamAsk, TeamRun
from registry.models.values import Model

router = APIRouter(tags=["teams"])


class ProposedTeam(Model):
    """A recorded run, and by id the people in it as the reader may see them now."""

    run: TeamRun
    people: dict[str, ExpertView]
    suggestion: Suggestion = Suggestion()


@router.post("/missions/{id}/teams", status_code=201)
def propose_team(
    response: Response,
    db: Db,
    people: People,
    actor: SignedIn,
    id: str,
    *,
    asked: Annotated[TeamAsk, Body(examples=[{"most_load": 2, "overseas": 1, "languages": ["en"]}])],
) -> ProposedTeam:
    """Ask who could take all open roles of a mission together; the run is recorded with its limits and its seed."""
    run = teams.propose(db, people, actor, id, asked.limits, seed=asked.seed)
    response.headers["Location"] = f"/api/v1/teams/{run.id}"
    return _proposed(teams.get(db, actor, run.id))


@router.get("/missions/{id}/teams")
def read_newest_team(db: Db, actor: SignedIn, id: str) -> Listing[ProposedTeam]:
    """The newest run of a mission, as a list that is empty where nobody asked yet."""
    newest = teams.latest(db, actor, id)
    return whole([_proposed(teams.get(db, actor, newest))] if newest else [])


@router.get("/teams/{id}")
def read_team(db: Db, actor: SignedIn, id: str) -> ProposedTeam:
    """A recorded run."""
    return _proposed(teams.get(db, actor, id))


def _proposed(found: tuple[TeamRun, dict[str, ExpertView]]) -> ProposedTeam:
    run, people = found
    return ProposedTeam(run=run, people=people)
