"""Teams on the pages: the form of limits, the team with what each member brings, and why there is none."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api.dependencies import Db, People, SignedIn
from api.negotiation import language_of
from api.pages import team_words
from api.pages.form_values import flattened
from api.pages.forms import Filled, Typed, changed_rows, drafted, without_empty_rows
from api.rendering import choices, render
from registry import lists, missions, teams
from registry.access import Actor, Permission, require
from registry.errors import FieldError, Invalid
from registry.lists import Language
from registry.models.missions import Mission, Role, RoleStatus
from registry.models.teams import Team, TeamAsk, TeamLimits, TeamRun

router = APIRouter()

_NUMBERS = ("most_load", "home", "overseas", "floor", "seed")


@router.get("/missions/{mission_id}/team")
def form(request: Request, db: Db, actor: SignedIn, mission_id: str) -> Response:
    """The form of limits, filled with what the address says, and the newest run."""
    mission = missions.get(db, actor, mission_id)
    require(actor, Permission.MATCH_RUN, of=mission.institute_id)
    values = flattened(TeamLimits(), language_of(request)) | dict(request.query_params)
    return _form(request, actor, mission, Filled(_placed(values, mission)), newest=teams.latest(db, actor, mission_id))


@router.post("/missions/{mission_id}/team")
def ask(request: Request, db: Db, people: People, actor: SignedIn, *, mission_id: str, values: Typed) -> Response:
    """Ask for a team, or show the form again with everything typed."""
    mission = missions.get(db, actor, mission_id)
    changed = changed_rows(values)
    if changed is not None:
        return _form(request, actor, mission, Filled(changed))
    typed = without_empty_rows(values, ("languages", "left_out"))
    try:
        asked = _read(typed, request)
        run = teams.propose(db, people, actor, mission_id, asked.limits, seed=asked.seed)
    except Invalid as error:
        return _form(request, actor, mission, Filled(values, _at_rows(error, values)), status=422)
    return RedirectResponse(f"/teams/{run.id}", status_code=303)


@router.get("/teams/{run_id}")
def team(request: Request, db: Db, actor: SignedIn, run_id: str) -> Response:
    """A recorded run: the team and other ones, or why there is none and what would make one possible."""
    run, views = teams.get(db, actor, run_id)
    mission = missions.get(db, actor, run.mission_id)
    language = language_of(request)
    titles = team_words.titles_of(run, language)
    none = run.none
    return render(
        request,
        actor,
        "teams/run.html",
        run=run,
        views=views,
        mission=mission,
        titles=titles,
        form=Filled(_placed(flattened(run.limits, language) | {"seed": str(run.seed)}, mission)),
        short=team_words.short,
        lost=[_lost(each, run, language) for each in run.teams],
        relaxations=[
            (team_words.relaxation(each, titles, language), flattened(each.limits, language))
            for each in (none.relaxations if none else ())
        ],
        excluding=[team_words.limit(each, run, language) for each in (none.excluding if none else ())],
        hindrances={seat.role_id: team_words.hindrances(seat, language) for seat in run.seats},
        spoken=_spoken(language),
        roles=_open(mission),
    )


def _lost(made: Team, run: TeamRun, language: Language) -> dict[str, list[str]]:
    """What a team would lose with each of its members, by role."""
    return {place.role_id: team_words.removal(place, run, language) for place in made.places if place.expert_id}


def _read(typed: Mapping[str, str], request: Request) -> TeamAsk:
    values = {name: text for name, text in typed.items() if name in _NUMBERS or name == "led"}
    rows = {name: text for name, text in typed.items() if name.partition(".")[0] in ("languages", "left_out")}
    return drafted(TeamAsk, values | rows, language_of(request))


def _at_rows(error: Invalid, values: Mapping[str, str]) -> tuple[FieldError, ...]:
    """The errors at the rows as they stand in the form, where a role that stays in the team has an empty place."""
    filled = Filled(values)
    moved = []
    for each in error.errors:
        group, _, place = each.pointer.strip("/").partition("/")
        rows = [row for row in filled.rows(group) if filled.value(f"{group}.{row}")]
        at = f"/{group}/{rows[int(place)]}" if place.isdecimal() and int(place) < len(rows) else each.pointer
        moved.append(FieldError(at, each.code, each.vi, each.en))
    return tuple(moved)


def _placed(values: Mapping[str, str], mission: Mission) -> dict[str, str]:
    """The fields with each role that is left out at the row of its tick, which is its place in the mission."""
    left_out = {text for name, text in values.items() if name.startswith("left_out.")}
    kept = {name: text for name, text in values.items() if not name.startswith("left_out.")}
    return kept | {f"left_out.{place}": role.id for place, role in enumerate(_open(mission)) if role.id in left_out}


def _spoken(language: Language) -> list[tuple[str, str]]:
    return choices(language, lists.languages(), sort=True)


def _open(mission: Mission) -> list[Role]:
    return [role for role in mission.roles if role.status is RoleStatus.OPEN]


def _form(
    request: Request, actor: Actor, mission: Mission, filled: Filled, *, newest: str | None = None, status: int = 200
) -> Response:
    return render(
        request,
        actor,
        "teams/form.html",
        status=status,
        mission=mission,
        form=filled,
        newest=newest,
        spoken=_spoken(language_of(request)),
        roles=_open(mission),
    )
