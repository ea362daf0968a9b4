"""Waiting times, the funnel of cases and the ledger of departures over JSON."""

from fastapi import APIRouter

from api.dependencies import Db, SignedIn
from api.report_parameters import Day
from registry import ledger
from registry.models.departures import DepartureLedger
from registry.reports import funnel, waiting
from registry.reports.funnel import Funnel
from registry.reports.waiting import WaitingReport

router = APIRouter(tags=["reports"])


@router.get("/reports/waiting")
def read_waiting_times(db: Db, actor: SignedIn, on: Day) -> WaitingReport:
    """How long cases wait by stage, by holder and for the whole way, so that open cases count (Kaplan–Meier)."""
    return waiting.facts(db, actor, on=on)


@router.get("/reports/funnel")
def read_funnel(db: Db, actor: SignedIn, on: Day) -> Funnel:
    """How far cases came, from the suggestion to the start of the work, with the ids behind every number."""
    return funnel.facts(db, actor, on=on)


@router.get("/reports/departures")
def read_departures(db: Db, actor: SignedIn, on: Day) -> DepartureLedger:
    """Every choice that departed from the machine's order, with its reason, and by which features they disagree."""
    return ledger.read(db, actor, on=on)
