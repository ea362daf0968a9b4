"""The committee's report as pages: charts with their tables, and the rows behind every number."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from api import charts, report_tables
from api.dependencies import Cursor
from api.language import as_language
from api.negotiation import language_of
from api.pages.lists_shown import addresses
from api.rendering import render
from api.report_parameters import Asked, Key, address_of, name_of, paper, rows_address, spreadsheet
from registry.lists import Language
from registry.reports.models import Coverage, Figure, NetworkReport, Section

router = APIRouter(prefix="/reports")

_ROWS = 100


@router.get("/network")
def report(request: Request, asked: Asked) -> Response:
    """The whole report."""
    facts = asked.facts()
    language = language_of(request)
    return render(
        request,
        asked.actor,
        "reports/network.html",
        report=facts,
        sections=_sections(facts, language),
        summary=report_tables.summary(facts, language),
        generated=report_tables.generated_sentence(facts, language),
        method=report_tables.method(facts, language),
        coverage_table=report_tables.coverage_table(facts.coverage, language),
        picture=_picture,
        table_of=report_tables.table_of,
        rows_address=rows_address,
    )


@router.get("/network.pdf")
def download(request: Request, asked: Asked) -> Response:
    """The report as a PDF, in the language that the address names or the reader's."""
    language = as_language(request.query_params.get("lang")) or language_of(request)
    return paper(request, asked.facts(), language)


@router.get("/network/{figure_id}.csv")
def table(request: Request, asked: Asked, figure_id: str, key: Key) -> Response:
    """All rows behind a number as a table for a spreadsheet, in the reader's language."""
    return spreadsheet(asked.figure(figure_id), key, asked.rows(figure_id, key, limit=None).rows, language_of(request))


@router.get("/network/{figure_id}")
def rows(
    request: Request,
    asked: Asked,
    figure_id: str,
    key: Annotated[str | None, Query(max_length=200)] = None,
    cursor: Cursor = None,
) -> Response:
    """One figure with all that is to be known of it, and with a key the rows behind that number."""
    figure = asked.figure(figure_id)
    page = asked.rows(figure_id, key, limit=_ROWS, cursor=cursor) if key else None
    ways = addresses(request, page) if page else {}
    return render(
        request,
        asked.actor,
        "reports/figure.html",
        figure=figure,
        table=report_tables.table_of(figure, language_of(request)),
        key=key,
        entry=figure.entry(key) if key else None,
        page=page,
        on=asked.on,
        picture=_picture,
        name_of=name_of,
        address_of=address_of,
        rows_address=rows_address,
        next_address=ways.get("next_address", ""),
        first_address=ways.get("first_address", ""),
    )


def _sections(facts: NetworkReport, language: Language) -> list[tuple[Section, str, list[Figure]]]:
    """The parts of the report with their titles, in order."""
    parts: dict[Section, list[Figure]] = {}
    for figure in facts.figures:
        parts.setdefault(figure.section, []).append(figure)
    return [(section, report_tables.section_title(section, language), figures) for section, figures in parts.items()]


def _picture(drawn: Figure | Coverage, language: Language) -> Markup:
    """The picture of a figure for a page; every text in it was escaped when it was drawn."""
    if isinstance(drawn, Coverage):
        return Markup(charts.for_page(charts.coverage_svg(drawn, language)))  # noqa: S704
    return Markup(charts.for_page(charts.figure_svg(drawn, language)))  # noqa: S704
