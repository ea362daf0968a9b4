"""National missions: the list, and one mission with its roles."""

import re
from collections.abc import Callable
from typing import Final

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import CurrentActor, Db, SignedIn
from api.negotiation import language_of
from api.pages import offers
from api.pages.forms import Filled, Typed
from api.pages.lists_shown import addresses, sorted_rows, sorting_of, whole
from api.rendering import render
from graph.database import Database
from registry import matches, mission_finding, missions, teams
from registry.access import Actor
from registry.errors import Invalid
from registry.lists import Language
from registry.models.missions import Mission, MissionStatus
from registry.models.pages import Page
from registry.names import collation_key

router = APIRouter(prefix="/missions")

_ASKED: Final = ("text", "institute", "system", "technology", "status")
_ROWS: Final = 50


def _keys(language: Language) -> dict[str, Callable[[Mission], str | float]]:
    return {
        "deadline": lambda mission: mission.deadline,
        "title": lambda mission: collation_key(mission.title.in_(language)),
        "institute": lambda mission: collation_key(
            mission.institute_name.in_(language) if mission.institute_name else ""
        ),
    }


@router.get("")
def search(request: Request, db: Db, actor: CurrentActor) -> Response:
    """The missions that fit what the address asks for."""
    asked = {name: request.query_params.get(name, "").strip() for name in _ASKED}
    cursor = request.query_params.get("cursor") or None
    form = Filled(asked)
    page: Page[Mission] = Page((), None, 0)
    try:
        page = mission_finding.find(
            db,
            actor,
            asked["text"] or None,
            institute=asked["institute"] or None,
            system=int(asked["system"]) if re.fullmatch(r"[1-6]", asked["system"]) else None,
            technology=asked["technology"] or None,
            status=MissionStatus(asked["status"]) if asked["status"] in set(MissionStatus) else None,
            limit=_ROWS,
            cursor=cursor,
        )
    except Invalid as error:
        form = Filled(asked, error.errors)
    keys = _keys(language_of(request))
    sorting = sorting_of(request, keys, "deadline") if whole(page, cursor) else None
    rows = sorted_rows(page.rows, sorting, keys) if sorting and "sort" in request.query_params else list(page.rows)
    return render(
        request,
        actor,
        "missions/list.html",
        status=422 if form.errors else 200,
        form=form,
        missions=rows,
        count=page.count,
        sorting=sorting,
        narrowed=any(asked.values()),
        technologies=offers.technologies_of_all_lists(language_of(request)),
        **addresses(request, page),
    )


@router.get("/{mission_id}")
def mission(request: Request, db: Db, actor: CurrentActor, mission_id: str) -> Response:
    """A mission with its roles, and for the institute that runs it the way to candidates."""
    found = missions.get(db, actor, mission_id)
    reads = matches.may_read(db, actor, mission_id)
    return render(
        request,
        actor,
        "missions/mission.html",
        mission=found,
        runs=_runs(db, actor, found) if reads else {},
        newest_team=teams.latest(db, actor, mission_id) if reads else None,
    )


def _runs(db: Database, actor: Actor, mission: Mission) -> dict[str, str]:
    """The newest list of candidates of each role."""
    found = {role.id: matches.latest(db, actor, role.id) for role in mission.roles}
    return {role_id: run_id for role_id, run_id in found.items() if run_id}


@router.post("/{mission_id}/close")
def close(db: Db, actor: SignedIn, mission_id: str, values: Typed) -> Response:
    """Close the mission: nobody is sought for it any more."""
    missions.close(db, actor, mission_id, if_match=values.get("if_match", ""))
    return RedirectResponse(f"/missions/{mission_id}", status_code=303)
