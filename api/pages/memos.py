"""The decision memo from the page of a case: the paper in either language."""

from fastapi import APIRouter, Request, Response

from api import memo_paper
from api.dependencies import Db, SignedIn
from api.language import as_language
from api.negotiation import language_of
from registry import memos

router = APIRouter(prefix="/cases")


@router.get("/{case_id}/memo.pdf")
def download(request: Request, db: Db, actor: SignedIn, case_id: str) -> Response:
    """The memo as a PDF, in the language that the address names or the reader's."""
    language = as_language(request.query_params.get("lang")) or language_of(request)
    return memo_paper.response(request, memos.of_case(db, actor, case_id), language)
