"""Candidates for a role: asked for by the institute, recorded, read with reasons, taken along as a table."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from api import csv_export
from api.dependencies import Db, People, SignedIn
from api.negotiation import language_of
from api.pages import offers
from api.pages.forms import Filled, Typed
from api.pages.law import texts
from api.pages.lists_shown import sorted_rows, sorting_of
from api.pages.reasons import sentences, warnings
from api.rendering import render
from graph.database import Database
from registry import conflicts, eligible, matches, missions, rules, trials
from registry.access import Actor
from registry.errors import FieldError, Invalid
from registry.lists import Language
from registry.models.experts import ExpertView
from registry.models.matches import Candidate, Filters, KeptBy, MatchRun
from registry.models.rules import Rules
from registry.models.values import today
from registry.names import sort_key
from registry.ranking import catalogue, filtering

router = APIRouter()

_Views = Mapping[str, ExpertView]
_FILTERS = ("field", "country", "standing", "language")
# A month is written 03/2027: two parts.
_MONTH = 2


@router.post("/roles/{role_id}/candidates")
def ask(db: Db, people: People, actor: SignedIn, role_id: str, values: Typed) -> Response:
    """Ask for candidates: a suggestion is made, recorded, and shown at its own address."""
    run = matches.run(db, people, actor, role_id, filters=_filters(values))
    return RedirectResponse(f"/candidates/{run.id}", status_code=303)


@router.get("/candidates/{run_id}.csv")
def table(request: Request, db: Db, actor: SignedIn, run_id: str) -> Response:
    """The candidates as a table for a spreadsheet, in the reader's language."""
    run, views = matches.get(db, actor, run_id)
    content = csv_export.candidates(run, views, language_of(request))
    return csv_export.download(content, f"candidates-{run.id}.csv")


@router.get("/candidates/{run_id}")
def candidates(request: Request, db: Db, actor: SignedIn, run_id: str) -> Response:
    """The candidates of a run with their reasons."""
    run, views = matches.get(db, actor, run_id)
    mission = missions.get(db, actor, run.mission_id)
    language = language_of(request)
    keys = _keys(views)
    sorting = sorting_of(request, keys, "rank")
    law = _held(db, actor, run)
    return render(
        request,
        actor,
        "candidates/run.html",
        run=run,
        views=views,
        mission=mission,
        role=next(role for role in mission.roles if role.id == run.role_id),
        candidates=sorted_rows(run.candidates, sorting, keys),
        sorting=sorting,
        tied=_tied(run),
        said={candidate.expert_id: sentences(candidate.reasons, language) for candidate in run.candidates},
        trials=trials.of_run(db, actor, run_id),
        feature_title=catalogue.title,
        narrow=Filled(_narrowed(run)),
        narrowed=_said_filters(run, language),
        laws=[(kept_by.value, said[0 if language == "vi" else 1]) for kept_by, said in filtering.LAW.items()],
        fields=offers.fields(language),
        countries=offers.countries(language),
        warned={candidate.expert_id: warnings(candidate.reasons, language) for candidate in run.candidates},
        eligible=eligible.for_role(db, actor, run.role_id, list(views), on=law.on, edition=law.used.id),
        criteria=texts(law.used, law.on),
        law=law,
        conflicts=conflicts.of_many(db, actor, list(views), mission_id=run.mission_id),
        best=max((candidate.score for candidate in run.candidates), default=0.0),
        largest=_largest(run),
        titles={claim.id: claim.title for view in views.values() for claim in view.claims},
    )


@dataclass(frozen=True, slots=True)
class Law:
    """The edition of the rules by which a list is measured, on which day, and the edition that holds now.

    A list keeps the edition and the day of its making; `kept` is False for one from before editions were kept.
    """

    used: Rules
    on: date
    now: Rules
    kept: bool


def _held(db: Database, actor: Actor, run: MatchRun) -> Law:
    newest = rules.current(db)
    if run.rules_edition is None:
        return Law(newest, today(), newest, kept=False)
    used = newest if run.rules_edition == newest.id else rules.edition(db, actor, run.rules_edition)
    return Law(used, date.fromisoformat(run.on or run.at[:10]), newest, kept=True)


def _filters(values: Mapping[str, str]) -> Filters:
    """The filters that a form asks for: of each at most one value; a month as it is written in either language."""
    of = {name: (values[name],) if values.get(name) else () for name in _FILTERS}
    month = values.get("available", "").strip()
    parts = month.split("/")
    available = f"{parts[1]}-{parts[0].zfill(2)}" if len(parts) == _MONTH and parts[0].isdecimal() else month
    return Filters.model_validate(of | {"available": available or None, "law": _law(values)})


def _law(values: Mapping[str, str]) -> KeptBy | None:
    asked = values.get("law")
    if asked and asked not in set(KeptBy):
        vi, en = f"Không có cách lọc theo luật nào tên {asked}.", f"There is no way {asked} to leave out by the law."
        raise Invalid(FieldError("/law", "unknown-code", vi, en))
    return KeptBy(asked) if asked else None


def _narrowed(run: MatchRun) -> dict[str, str]:
    """The filters of a run as the form shows them."""
    values = dict(kept.split("=", 1) for kept in reversed(run.filters))
    if "available" in values:
        values["available"] = "/".join(reversed(values["available"].split("-")))
    return values


def _said_filters(run: MatchRun, language: Language) -> list[str]:
    """The filters of a run by the names of their values."""
    return [
        f"{filtering.NAMES[name][0 if language == 'vi' else 1]}: {filtering.value_name(name, code, language)}"
        for name, code in (kept.split("=", 1) for kept in run.filters)
        if name != "law"
    ]


def _keys(views: _Views) -> dict[str, Callable[[Candidate], str | float]]:
    def name(candidate: Candidate) -> str:
        view = views.get(candidate.expert_id or "")
        return sort_key(view.name) if view and view.name else "~"

    return {
        "rank": lambda candidate: candidate.rank,
        "name": name,
        "led": lambda candidate: candidate.reasons.led,
        "latest": lambda candidate: candidate.reasons.latest or "",
    }


def _largest(run: MatchRun) -> float:
    """The largest that any feature adds or takes, by which all bars are drawn so that they can be compared."""
    parts = (part for candidate in run.candidates for part in candidate.reasons.features)
    return max((abs(part.contribution) for part in parts), default=0.0)


def _tied(run: MatchRun) -> set[int]:
    """The groups of candidates whom the algorithm cannot tell apart."""
    sizes = Counter(candidate.tie_group for candidate in run.candidates)
    return {group for group, size in sizes.items() if size > 1}
