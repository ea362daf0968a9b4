"""Conflicts of interest over JSON: of one person with others and a mission, and of the candidates of a run."""

from typing import Annotated

from fastapi import APIRouter, Query

from api.dependencies import Db, SignedIn
from api.routes.shapes import Listing, whole
from registry import conflicts, matches
from registry.models.conflicts import Conflicts

router = APIRouter(tags=["conflicts"])


@router.get("/experts/{id}/conflicts")
def read_conflicts(
    db: Db,
    actor: SignedIn,
    id: str,
    others: Annotated[
        list[str] | None,
        Query(alias="with", description="Experts, institutes or accounts to compare with; may be repeated."),
    ] = None,
    mission: Annotated[
        str | None, Query(description="Compare with the institute that runs it and whoever fills its roles.")
    ] = None,
) -> Conflicts:
    """Whether a person is tied to others or to a mission, with the facts that the reader may see.

    The kinds of relations and their years are settings of this registry (the list `conflict_rules`), not law.
    """
    return conflicts.between(db, actor, id, others=tuple(others or ()), mission_id=mission)


@router.get("/matches/{id}/conflicts")
def list_match_conflicts(db: Db, actor: SignedIn, id: str) -> Listing[Conflicts]:
    """What ties each candidate of a run, in its order, to the mission; whoever withdrew since is left out."""
    run, people = matches.get(db, actor, id)
    ids = [candidate.expert_id for candidate in run.candidates if candidate.expert_id in people]
    found = conflicts.of_many(db, actor, [id for id in ids if id], mission_id=run.mission_id)
    return whole(list(found.values()))
