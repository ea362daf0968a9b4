"""Cases on the pages: the list, the board of what is due and who holds it, and one case with its next steps."""

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from fastapi import APIRouter, Request, Response

from api.dependencies import Db, SignedIn
from api.negotiation import language_of
from api.pages import offers
from api.pages.case_shown import show
from api.pages.forms import Filled
from api.pages.lists_shown import addresses, sorting_of
from api.rendering import render
from graph.database import Database
from registry import cases, finding, lists
from registry.access import Actor
from registry.cases import DuePage, Order
from registry.errors import Invalid
from registry.lists import Language
from registry.models.cases import CaseLine, DueCase
from registry.models.experts import ExpertView
from registry.models.pages import Page
from registry.models.values import today
from registry.names import collation_key

router = APIRouter(prefix="/cases")

_ASKED: Final = ("stage", "scope", "role", "open")
_ASKED_OF_BOARD: Final = ("stage", "scope", "holder", "overdue")
_ROWS: Final = 50
_MOST_SHOWN: Final = 200
_SORTED_BY: Final[Mapping[str, Literal["due", "since", "holder", "role"]]] = {
    "due": "due",
    "since": "since",
    "holder": "holder",
    "role": "role",
}


@router.get("")
def listed(request: Request, db: Db, actor: SignedIn) -> Response:
    """The cases that the reader has a part in, the newest first, and those on which they were asked to advise."""
    asked = {name: request.query_params.get(name, "").strip() for name in _ASKED}
    form = Filled(asked)
    page: Page[CaseLine] = Page((), None)
    try:
        page = cases.find(
            db,
            actor,
            role=asked["role"] or None,
            stage=asked["stage"] or None,
            scope=asked["scope"] or None,
            open_only=asked["open"] == "on",
            limit=_ROWS,
            cursor=request.query_params.get("cursor") or None,
        )
    except Invalid as error:
        form = Filled(asked, error.errors)
    advised = cases.asked(db, actor)
    return render(
        request,
        actor,
        "cases/list.html",
        status=422 if form.errors else 200,
        form=form,
        cases=page.rows,
        advised=advised,
        people=_people(db, actor, [*page.rows, *advised]),
        narrowed=any(asked.values()),
        today=today(),
        stages=lists.case_stages(),
        scopes=scopes_offered(language_of(request)),
        **addresses(request, page),
    )


@router.get("/due")
def board(request: Request, db: Db, actor: SignedIn) -> Response:
    """What is due, who holds it, and since when; the most overdue first unless the address sorts otherwise."""
    asked = {name: request.query_params.get(name, "").strip() for name in _ASKED_OF_BOARD}
    form = Filled(asked)
    sorting = sorting_of(request, dict.fromkeys(_SORTED_BY), "due")
    found = DuePage((), None, 0)
    try:
        found = cases.due(
            db,
            actor,
            overdue_only=asked["overdue"] == "on",
            scope=asked["scope"] or None,
            stage=asked["stage"] or None,
            holder=asked["holder"] or None,
            order=Order(_SORTED_BY[sorting.key], sorting.falling, language_of(request)),
            limit=_MOST_SHOWN,
        )
    except Invalid as error:
        form = Filled(asked, error.errors)
    return render(
        request,
        actor,
        "cases/due.html",
        status=422 if form.errors else 200,
        form=form,
        cases=found.rows,
        count=found.count,
        late=found.late,
        people=_people(db, actor, found.rows),
        sorting=sorting,
        narrowed=any(asked.values()),
        today=today(),
        stages=lists.case_stages(),
        scopes=scopes_offered(language_of(request)),
    )


@router.get("/{case_id}")
def case(request: Request, db: Db, actor: SignedIn, case_id: str) -> Response:
    """A case as this reader may see it, with the forms of what they may do now."""
    return show(request, db, actor, case_id)


def scopes_offered(language: Language) -> list[tuple[str, str]]:
    """The ministries and provinces to which a list can be narrowed."""
    ministries = [(f"ministry:{code}", label) for code, label in offers.bodies(language)]
    provinces = [(f"province:{entry.code}", lists.label(entry, language)) for entry in lists.provinces()]
    return [*ministries, *sorted(provinces, key=lambda pair: collation_key(pair[1]))]


def _people(db: Database, actor: Actor, rows: Sequence[CaseLine | DueCase]) -> dict[str, ExpertView]:
    return finding.get_many(db, actor, [row.expert_id for row in rows if row.expert_id is not None])
