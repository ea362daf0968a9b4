"""The law: the criteria of each kind of role with their sources, and people measured against them."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from fastapi import APIRouter, Request, Response

from api.dependencies import CurrentActor, Db, SignedIn
from api.pages.profile import own_id
from api.rendering import render
from graph.database import Database
from registry import eligible, experts, lists, missions, rules
from registry.access import Actor
from registry.errors import NotFound
from registry.models.eligibility import Eligibility, Verdict
from registry.models.experts import ExpertView
from registry.models.rules import Criterion, RulePart, Rules, Wording
from registry.models.values import Audience, Title, today

router = APIRouter()


@router.get("/law")
def law(request: Request, db: Db, actor: CurrentActor) -> Response:
    """The kinds of roles, the decrees and the editions of the rules."""
    found, day = _edition(request, db, actor), today()
    kinds = [(kind, _of_kind(found, kind.code, day)) for kind in lists.role_kinds(day)]
    editions = rules.editions(db, actor)
    return render(
        request,
        actor,
        "law/index.html",
        rules=found,
        newest=editions[0].id,
        editions=editions,
        kinds=[(kind, len(of_kind), _unverified(of_kind)) for kind, of_kind in kinds],
        query=_query(request),
    )


@router.get("/law/kinds/{code}")
def kind(request: Request, db: Db, actor: CurrentActor, code: str) -> Response:
    """The criteria of a kind of role, part by part, and what is promised."""
    known = {each.code: each for each in lists.role_kinds()}
    if code not in known:
        raise NotFound("loại vị trí", "kind of role", code)
    found, day = _edition(request, db, actor), today()
    criteria = _of_kind(found, code, day)
    parts = [(part.value, [each for each in criteria if each.part is part]) for part in RulePart]
    return render(
        request,
        actor,
        "law/kind.html",
        kind=known[code],
        rules=found,
        parts=[(part, rows) for part, rows in parts if rows],
        benefits=lists.benefits(code, day),
        query=_query(request),
    )


@router.get("/law/criteria/{criterion_id}")
def criterion(request: Request, db: Db, actor: CurrentActor, criterion_id: str) -> Response:
    """A criterion in every version: text, source, how it is checked, and its test cases."""
    found = _edition(request, db, actor)
    versions = rules.criterion(found, criterion_id)
    codes = {code for each in versions for code in each.role_kinds}
    return render(
        request,
        actor,
        "law/criterion.html",
        id=criterion_id,
        versions=versions,
        kinds=[each for each in lists.role_kinds() if each.code in codes],
        alternatives=_alternatives(found),
        query=_query(request),
    )


@router.get("/roles/{role_id}/eligibility/{expert_id}")
def person(request: Request, db: Db, actor: SignedIn, role_id: str, expert_id: str) -> Response:
    """A person measured against the law for a role, on the entries that the reader may see."""
    found = eligible.check(db, actor, role_id, expert_id)
    view = experts.get(db, actor, expert_id)
    return render(
        request,
        actor,
        "law/person.html",
        found=found,
        view=view,
        role=missions.role(db, actor, role_id),
        criteria=texts(rules.current(db), found.on),
        titles=_titles(view),
    )


@router.get("/profile/law")
def own(request: Request, db: Db, actor: SignedIn) -> Response:
    """The own record against every kind of role: what is met and what is missing."""
    id = own_id(actor)
    mine = eligible.for_expert(db, actor, id)
    view = experts.as_seen_by(db, actor, id, Audience.SELF)
    return render(
        request,
        actor,
        "law/own.html",
        mine=mine,
        counts={each.role_kind: _counted(each) for each in mine},
        criteria=texts(rules.current(db), today()),
        titles=_titles(view),
    )


def texts(found: Rules, day: date) -> Mapping[str, Criterion]:
    """The criteria in force on a day, by id: what a table of eligibility needs beside the verdicts."""
    return {each.id: each for each in found.criteria if lists.in_force(each, day)}


def _edition(request: Request, db: Database, actor: Actor) -> Rules:
    asked = request.query_params.get("edition", "")
    return rules.edition(db, actor, asked) if asked else rules.current(db)


def _query(request: Request) -> str:
    """What keeps the edition on the way from page to page; an id of ours holds nothing that an address must escape."""
    asked = request.query_params.get("edition", "")
    return f"?edition={asked}" if asked else ""


def _of_kind(found: Rules, code: str, day: date) -> list[Criterion]:
    return [each for each in found.criteria if code in each.role_kinds and lists.in_force(each, day)]


def _unverified(criteria: list[Criterion]) -> int:
    return sum(each.wording is Wording.UNVERIFIED for each in criteria)


def _alternatives(found: Rules) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for each in found.criteria:
        if each.group and each.id not in groups.setdefault(each.group, []):
            groups[each.group].append(each.id)
    return groups


def _counted(found: Eligibility) -> dict[str, int]:
    counted = Counter(each.verdict for each in found.verdicts)
    return {verdict.value: counted[verdict] for verdict in Verdict}


def _titles(view: ExpertView) -> dict[str, Title]:
    return {claim.id: claim.title for claim in view.claims}
