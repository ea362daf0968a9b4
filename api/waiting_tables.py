"""Waiting times, the funnel and the ledger of departures as tables for spreadsheets."""

from collections.abc import Iterable, Sequence

from fastapi import Response

from api import csv_export
from api.language import translations
from registry.lists import Language
from registry.models.departures import DepartureLedger
from registry.reports.funnel import Funnel
from registry.reports.waiting import WaitingReport


def waiting_csv(report: WaitingReport, language: Language) -> Response:
    """One line for each kind of wait."""
    _ = translations(language).gettext
    head = (
        *(_("Wait"), _("Regime"), _("Key"), _("Waits"), _("Answered"), _("Still open"), _("Ended otherwise")),
        *(_("Median days (open cases count)"), _("Median days of the answered alone"), _("Our target in days")),
    )
    lines = [
        (
            *(wait.label.in_(language), wait.regime or "", wait.key),
            *(wait.waits, wait.answered, wait.open, wait.dropped),
            *(_said(number) for number in (wait.median, wait.naive_median, wait.target_days)),
        )
        for wait in (*report.ways, *report.stages, *report.holders)
    ]
    return _sent(head, lines, f"waiting-{report.on.isoformat()}.csv")


def funnel_csv(report: Funnel, language: Language) -> Response:
    """One line for each milestone."""
    _ = translations(language).gettext
    head = (
        *(_("Milestone"), _("Came so far"), _("Simulated")),
        *(_("Still open"), _("Refused"), _("Not chosen"), _("Withdrawn")),
    )
    lines = [
        (
            *(each.label.in_(language), each.reached, each.generated),
            *(each.open, each.refused, each.not_chosen, each.withdrawn),
        )
        for each in report.milestones
    ]
    return _sent(head, lines, f"funnel-{report.on.isoformat()}.csv")


def departures_csv(ledger: DepartureLedger, language: Language) -> Response:
    """One line for each departure."""
    _ = translations(language).gettext
    head = (
        *(_("Decided on"), _("Case"), _("Kind of role"), _("Decree"), _("Match run"), _("Rank of the chosen")),
        *(_("People passed over"), _("Reason"), _("In words"), _("Simulated")),
    )
    lines = [
        (
            *(entry.on.isoformat(), entry.case_id, entry.role_kind, entry.regime, entry.run_id or ""),
            *(_said(entry.rank), entry.passed_over, entry.reason.in_(language) if entry.reason else ""),
            *(entry.text or "", int(entry.generated)),
        )
        for entry in ledger.entries
    ]
    return _sent(head, lines, f"departures-{ledger.on.isoformat()}.csv")


def criteria_csv(ledger: DepartureLedger, language: Language) -> Response:
    """One line for each criterion of each month."""
    _ = translations(language).gettext
    head = (
        *(_("Month"), _("Criterion"), _("Text"), _("Decree"), _("Article"), _("Wording verified")),
        *(_("Departures on which the verdicts differ"), _("Speaks for the chosen"), _("Speaks for those passed over")),
        *(_("Verdicts of people"), _("Left to people"), _("Against the machine"), _("Simulated")),
    )
    lines = [
        (
            *(month.month, each.criterion_id, each.text.in_(language), each.instrument, each.article or ""),
            *(int(each.verified), each.differed, each.for_chosen, each.for_passed_over),
            *(each.judged, each.left, each.overturned, each.generated + each.overturned_generated),
        )
        for month in ledger.months
        for each in month.criteria
    ]
    return _sent(head, lines, f"departures-by-criterion-{ledger.on.isoformat()}.csv")


def _said(number: float | None) -> str | float:
    return "" if number is None else number


def _sent(head: Sequence[str], lines: Iterable[Sequence[object]], name: str) -> Response:
    return csv_export.download(csv_export.table([head, *lines]), name)
