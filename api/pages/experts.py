"""Experts as institutes and the committee find and read them, and as everybody may read what is public."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from api.dependencies import CurrentActor, Db, SignedIn
from api.pages.expert_forms import choices_of
from api.pages.forms import Filled
from api.pages.lists_shown import addresses
from api.rendering import render
from registry import experts, finding
from registry.errors import FieldError, Invalid
from registry.models.experts import ExpertView
from registry.models.pages import Page

router = APIRouter(prefix="/experts")

_ASKED = ("text", "field", "technology", "country", "standing")
_ROWS = 50
_LONGEST = 200


@router.get("")
def search(request: Request, db: Db, actor: SignedIn) -> Response:
    """The experts who fit what the address asks for, in the order of Vietnamese lists."""
    asked = {name: request.query_params.get(name, "").strip() for name in _ASKED}
    cursor = request.query_params.get("cursor") or None
    form = Filled(asked)
    page: Page[ExpertView] = Page((), None)
    try:
        _require_short(asked)
        page = finding.find(
            db,
            actor,
            asked["text"] or None,
            field=asked["field"] or None,
            technology=asked["technology"] or None,
            country=asked["country"] or None,
            standing=asked["standing"] or None,
            limit=_ROWS,
            cursor=cursor,
        )
    except Invalid as error:
        form = Filled(asked, error.errors)
    return render(
        request,
        actor,
        "experts/list.html",
        status=422 if form.errors else 200,
        form=form,
        people=page.rows,
        narrowed=any(asked.values()),
        **addresses(request, page),
        **choices_of(request),
    )


def _require_short(asked: Mapping[str, str]) -> None:
    vi, en = f"Dài quá {_LONGEST} ký tự.", f"This is longer than {_LONGEST} characters."
    wrong = [FieldError(f"/{name}", "string-too-long", vi, en) for name, text in asked.items() if len(text) > _LONGEST]
    if wrong:
        raise Invalid(*wrong)


@router.get("/{expert_id}")
def expert(request: Request, db: Db, actor: CurrentActor, expert_id: str) -> Response:
    """A profile with what this reader may see of it."""
    view = experts.get(db, actor, expert_id)
    return render(request, actor, "experts/expert.html", view=view)
