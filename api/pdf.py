"""The report as a paper: the facts, the pictures and the tables of the page, typeset by typst."""

import json
from collections.abc import Iterator
from datetime import datetime, tzinfo
from importlib.resources import files
from itertools import groupby
from typing import Final
from zoneinfo import ZoneInfo

import typst

from api import charts, report_tables
from api.language import date_text, moment_text, number_text, translations
from api.report_tables import UNVERIFIED, Table
from registry.lists import Language
from registry.reports.models import Coverage, Figure, NetworkReport

_HASH_GROUP: Final = 8
_VIET_NAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


def network_report(report: NetworkReport, language: Language, *, zone: tzinfo = _VIET_NAM) -> bytes:
    """The report as PDF/UA-1 on A4 in one of the two languages; the same report gives the same bytes.

    Only letters that travel with typst are used, so that a paper looks the same wherever it is made.
    """
    made = typst.compile(
        files("api").joinpath("report_template.typ").read_bytes(),
        format="pdf",
        sys_inputs={"report": json.dumps(content_of(report, language, zone=zone), ensure_ascii=False)},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=int(datetime.fromisoformat(report.at).timestamp()),
    )
    return bytes(made)


def content_of(report: NetworkReport, language: Language, *, zone: tzinfo = _VIET_NAM) -> dict[str, object]:
    """Everything that the paper says, as `report_template.typ` takes it."""
    _ = translations(language).gettext
    title = _("Report on the network of experts")
    generated = {"mark": _("Simulated data."), "sentence": report_tables.generated_sentence(report, language)}
    return {
        "language": language,
        "title": title,
        "subtitle": _("on %(day)s") % {"day": date_text(report.on, language)},
        "short": _("event %(seq)s") % {"seq": number_text(report.as_of, language)},
        "body": _("National register of talent and experts"),
        "generated": generated if report.holds_generated else None,
        "about": _about(report, language, zone),
        "summary": report_tables.summary(report, language),
        "sections": list(_sections(report, language)),
        "method": report_tables.method(report, language),
        "words": {
            "author": _("National register of talent and experts"),
            "page": _("Page"),
            "summary": _("In short"),
            "contents": _("Contents"),
            "method": _("Method and limits"),
        },
    }


def _about(report: NetworkReport, language: Language, zone: tzinfo) -> list[tuple[str, str]]:
    _ = translations(language).gettext
    head = report.head or ""
    parted = " ".join(head[place : place + _HASH_GROUP] for place in range(0, len(head), _HASH_GROUP))
    technology = report.technology_list
    return [
        (_("Counted at"), f"{moment_text(report.at, language, zone=zone)} ({zone})"),
        (
            _("State of the register"),
            _("event %(seq)s of the audit chain") % {"seq": number_text(report.as_of, language)},
        ),
        (_("Hash of that event"), parted or _("The chain is empty.")),
        (
            _("Technology list"),
            _("Decision %(decision)s, in force since %(since)s")
            % {"decision": technology.decision, "since": date_text(technology.valid_from, language)},
        ),
    ]


def _sections(report: NetworkReport, language: Language) -> Iterator[dict[str, object]]:
    for section, figures in groupby(report.figures, key=lambda figure: figure.section):
        shown = [_figure(figure, language) for figure in figures]
        if section == "coverage":
            shown.insert(0, _coverage(report.coverage, language))
        yield {"title": report_tables.section_title(section, language), "figures": shown}


def _figure(figure: Figure, language: Language) -> dict[str, object]:
    _ = translations(language).gettext
    table = report_tables.table_of(figure, language)
    origin = _("Figure %(id)s.") % {"id": figure.id}
    return {
        "title": figure.title.in_(language),
        "finding": figure.finding.in_(language),
        "definition": figure.definition.in_(language),
        "svg": charts.for_print(charts.figure_svg(figure, language)),
        "said": figure.finding.in_(language),
        "table": _cells(table),
        "foot": " ".join((*table.notes, origin)),
    }


def _coverage(coverage: Coverage, language: Language) -> dict[str, object]:
    table = report_tables.coverage_table(coverage, language)
    return {
        "title": coverage.title.in_(language),
        "finding": coverage.finding.in_(language),
        "definition": coverage.definition.in_(language),
        "svg": charts.for_print(charts.coverage_svg(coverage, language)),
        "said": coverage.finding.in_(language),
        "table": _cells(table),
        "foot": " ".join(table.notes),
    }


def _cells(table: Table) -> dict[str, object]:
    rows = [
        [line.label if line.verified else f"{line.label} {UNVERIFIED}", *(cell.text for cell in line.cells)]
        for line in table.lines
    ]
    return {"head": table.head, "rows": rows, "total": table.total}
