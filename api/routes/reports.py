"""The report on the network over JSON: the whole, each figure, the rows behind each number, and the paper."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.dependencies import Cursor, Limit, ReaderLanguage
from api.report_parameters import Asked, Key, paper, spreadsheet
from api.routes.shapes import Listing, listing
from registry.lists import Language
from registry.reports.models import Figure, NetworkReport, ReportRow

router = APIRouter(tags=["reports"])


@router.get("/reports/network")
def read_network_report(asked: Asked) -> NetworkReport:
    """All figures of the network, as of the audit event that they name."""
    return asked.facts()


@router.get(
    "/reports/network.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}, "description": "The report as PDF/UA-1 on A4."}},
)
def read_network_paper(
    request: Request,
    asked: Asked,
    preferred: ReaderLanguage,
    lang: Annotated[Language | None, Query(description="`vi` or `en`; without it, the reader's language.")] = None,
) -> Response:
    """The same report as a paper, with charts, tables and method."""
    return paper(request, asked.facts(), lang or preferred)


@router.get("/figures/{figure_id}")
def read_figure(asked: Asked, figure_id: str) -> Figure:
    """One figure: its definition in both languages, its query, and its numbers."""
    return asked.figure(figure_id)


@router.get("/figures/{figure_id}/rows")
def list_figure_rows(
    asked: Asked, figure_id: str, key: Key, limit: Limit = 50, cursor: Cursor = None
) -> Listing[ReportRow]:
    """The rows behind one number; `meta.count` is that number, the sum of the rows' `count`."""
    return listing(asked.rows(figure_id, key, limit=limit, cursor=cursor))


@router.get(
    "/figures/{figure_id}/rows.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "All rows as CSV in UTF-8."}},
)
def read_figure_rows_csv(asked: Asked, figure_id: str, key: Key, language: ReaderLanguage) -> Response:
    """All rows behind one number as a table for a spreadsheet."""
    return spreadsheet(asked.figure(figure_id), key, asked.rows(figure_id, key, limit=None).rows, language)
