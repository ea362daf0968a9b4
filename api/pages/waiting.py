"""How long cases wait, how far they come and where people depart from the machine, as pages with their tables."""

from collections.abc import Sequence
from textwrap import shorten
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from markupsafe import Markup

from api import charts, curves, waiting_tables
from api.charts import Bar, Panel
from api.dependencies import Db, SignedIn
from api.language import translations
from api.negotiation import language_of
from api.rendering import render
from api.report_parameters import Day
from registry import cases, ledger
from registry.lists import Language
from registry.models.cases import CaseLine
from registry.models.departures import CriterionDisagreement
from registry.reports import funnel, waiting
from registry.reports.funnel import Funnel
from registry.reports.waiting import Waiting

router = APIRouter(prefix="/reports")

_LETTERS: Final = 80
Key = Annotated[str | None, Query(max_length=200)]


@router.get("/waiting")
def waiting_times(request: Request, db: Db, actor: SignedIn, on: Day, key: Key = None) -> Response:
    """The waiting times; with a key, the cases behind that line."""
    report = waiting.facts(db, actor, on=on)
    opened = {each.key: each for each in (*report.ways, *report.stages, *report.holders)}.get(key or "")
    return render(
        request,
        actor,
        "reports/waiting.html",
        report=report,
        curve=_curve,
        key=key,
        opened=opened,
        lines=cases.lines(db, actor, opened.cases) if opened else (),
    )


@router.get("/waiting.csv")
def waiting_table(request: Request, db: Db, actor: SignedIn, on: Day) -> Response:
    """The waiting times as a table for a spreadsheet."""
    return waiting_tables.waiting_csv(waiting.facts(db, actor, on=on), language_of(request))


@router.get("/funnel")
def how_far(request: Request, db: Db, actor: SignedIn, on: Day, key: Key = None) -> Response:
    """The funnel; with a stage as the key, the cases that came so far."""
    report = funnel.facts(db, actor, on=on)
    opened = {each.stage: each for each in report.milestones}.get(key or "")
    lines: list[CaseLine] = cases.lines(db, actor, opened.cases) if opened else []
    return render(
        request,
        actor,
        "reports/funnel.html",
        report=report,
        picture=_bars(report, language_of(request)),
        key=key,
        opened=opened,
        lines=lines,
    )


@router.get("/funnel.csv")
def funnel_table(request: Request, db: Db, actor: SignedIn, on: Day) -> Response:
    """The funnel as a table for a spreadsheet."""
    return waiting_tables.funnel_csv(funnel.facts(db, actor, on=on), language_of(request))


@router.get("/departures")
def departures(
    request: Request, db: Db, actor: SignedIn, on: Day, *, month: Key = None, criterion: Key = None, of: Key = None
) -> Response:
    """The ledger of departures; with a month, its criteria; with a criterion, the cases behind its line."""
    told, language = ledger.read(db, actor, on=on), language_of(request)
    found = next((each for each in told.months if each.month == month), None)
    criteria = found.criteria if found else told.criteria
    opened = next((each for each in criteria if each.criterion_id == criterion), None)
    ids = (opened.judgements if of == "judgements" else opened.departures) if opened else ()
    return render(
        request,
        actor,
        "reports/departures.html",
        ledger=told,
        month=found,
        criteria=criteria,
        picture=_criteria(criteria, language),
        opened=opened,
        of=of,
        lines=cases.lines(db, actor, ids),
    )


@router.get("/departures.csv")
def departures_table(request: Request, db: Db, actor: SignedIn, on: Day) -> Response:
    """The ledger as a table for a spreadsheet."""
    return waiting_tables.departures_csv(ledger.read(db, actor, on=on), language_of(request))


@router.get("/departures-by-criterion.csv")
def criteria_table(request: Request, db: Db, actor: SignedIn, on: Day) -> Response:
    """The criteria of every month as a table for a spreadsheet."""
    return waiting_tables.criteria_csv(ledger.read(db, actor, on=on), language_of(request))


def _curve(wait: Waiting, title: str, language: Language) -> Markup:
    """The curve of a wait; every text in it was escaped when it was drawn."""
    return Markup(charts.for_page(curves.curve_svg(wait, title, language)))  # noqa: S704


def _bars(report: Funnel, language: Language) -> Markup:
    bars = [Bar(each.label.in_(language), each.reached, each.generated) for each in report.milestones]
    title = translations(language).gettext("How far the cases came")
    return Markup(charts.for_page(charts.bars_svg("funnel", title, bars, language)))  # noqa: S704


def _criteria(criteria: Sequence[CriterionDisagreement], language: Language) -> Markup | None:
    """Where choices and where verdicts of people go another way, one line for each criterion on which any does."""
    told = [each for each in criteria if each.differed or each.overturned]
    if not told:
        return None
    _ = translations(language).gettext
    label = {each.criterion_id: f"{each.criterion_id}: {shorten(each.text.in_(language), _LETTERS)}" for each in told}
    panels = (
        Panel(_("Choices"), tuple(Bar(label[each.criterion_id], each.differed, each.generated) for each in told)),
        Panel(
            _("Verdicts of people"),
            tuple(Bar(label[each.criterion_id], each.overturned, each.overturned_generated) for each in told),
        ),
    )
    title = _("Where people and machine disagree, by criterion")
    return Markup(charts.for_page(charts.panels_svg("criteria", title, panels, language)))  # noqa: S704
