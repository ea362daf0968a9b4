"""What routes and pages of the report ask for and give: the facts of a day, the paper, the table of rows."""

from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response

from api import csv_export, pdf
from api.dependencies import Db, SignedIn
from api.language import translations, zone_of
from graph.database import Database
from registry.access import Actor
from registry.lists import Language
from registry.models.pages import Page
from registry.reports import network
from registry.reports.counting import ReportCache
from registry.reports.models import Figure, NetworkReport, ReportRow

_MAKING = Lock()


def _counts(request: Request) -> ReportCache:
    """The counts of this application's database, kept with the application."""
    with _MAKING:
        kept: ReportCache | None = getattr(request.app.state, "report_cache", None)
        if kept is None:
            kept = request.app.state.report_cache = ReportCache()
        return kept


def _day(
    request: Request,
    on: Annotated[
        date | None,
        Query(description="Day that decides the technology list and the age of confirmations; without it, today."),
    ] = None,
) -> date:
    return on or datetime.now(zone_of(request)).date()


Day = Annotated[date, Depends(_day)]


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody reads the report of a day."""

    db: Database
    actor: Actor
    on: date
    cache: ReportCache

    def facts(self) -> NetworkReport:
        """The whole report."""
        return network.facts(self.db, self.actor, on=self.on, cache=self.cache)

    def figure(self, id: str) -> Figure:
        """One figure."""
        return network.figure(self.db, self.actor, id, on=self.on, cache=self.cache)

    def rows(self, id: str, key: str, *, limit: int | None, cursor: str | None = None) -> Page[ReportRow]:
        """The rows behind one number."""
        return network.rows(self.db, self.actor, id, key, on=self.on, limit=limit, cursor=cursor, cache=self.cache)


def _reading(
    db: Db,
    actor: SignedIn,
    on: Day,
    cache: Annotated[ReportCache, Depends(_counts)],
) -> Reading:
    return Reading(db, actor, on, cache)


Asked = Annotated[Reading, Depends(_reading)]
Key = Annotated[str, Query(max_length=200, description="Key of an entry of the figure.")]


def paper(request: Request, report: NetworkReport, language: Language) -> Response:
    """The report as a PDF to be kept."""
    name = f"{'bao-cao-mang-luoi' if language == 'vi' else 'network-report'}-{report.on.isoformat()}.pdf"
    return Response(
        pdf.network_report(report, language, zone=zone_of(request)),
        media_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def spreadsheet(figure: Figure, key: str, rows: tuple[ReportRow, ...], language: Language) -> Response:
    """All rows behind a number as a table for a spreadsheet."""
    _ = translations(language).gettext
    head = (_("Kind"), _("Id"), _("Name"), _("Counts for"), _("Simulated"))
    lines = [
        (row.kind, row.id or "", name_of(row, language), row.count, _("yes") if row.generated else _("no"))
        for row in rows
    ]
    safe = "".join(letter if letter.isalnum() else "-" for letter in key)
    return csv_export.download(csv_export.table([head, *lines]), f"{figure.id}-{safe}.csv")


def name_of(row: ReportRow, language: Language) -> str:
    """The name of a row, or why it has none."""
    _ = translations(language).gettext
    if row.id is None:
        return _("identity not shown")
    return row.label.in_(language) if row.label else _("name not shown")


def address_of(row: ReportRow) -> str:
    """The page of a row's subject; empty where it may not be known who it is."""
    if row.id is None:
        return ""
    if row.kind == "role":
        return f"/missions/{row.mission_id}#role-{row.id}" if row.mission_id else ""
    return f"/{row.kind}s/{row.id}"


def rows_address(figure_id: str, key: str, on: date) -> str:
    """The page of the rows behind a number."""
    return f"/reports/network/{figure_id}?{urlencode({'key': key, 'on': on.isoformat()})}"
