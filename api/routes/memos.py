"""Decision memos over JSON and as papers that carry the hash of that JSON."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api import memo_paper
from api.dependencies import Db, ReaderLanguage, SignedIn
from registry import memos
from registry.lists import Language
from registry.models.memos import SealedMemo

router = APIRouter(tags=["cases"])


@router.get("/cases/{id}/memo")
def read_memo(db: Db, actor: SignedIn, id: str) -> SealedMemo:
    """What a decision in a case rests on; `sha256` is the hash of the RFC 8785 canonical JSON of `memo`."""
    return memos.of_case(db, actor, id)


@router.get(
    "/cases/{id}/memo.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "The memo as PDF/UA-1 on A4."}},
)
def read_memo_paper(
    request: Request,
    db: Db,
    actor: SignedIn,
    id: str,
    *,
    preferred: ReaderLanguage,
    lang: Annotated[Language | None, Query(description="`vi` or `en`; without it, the reader's language.")] = None,
) -> Response:
    """The same memo as a paper, with that hash on every page."""
    return memo_paper.response(request, memos.of_case(db, actor, id), lang or preferred)
