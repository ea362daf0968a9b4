"""How figures become tables and sentences in the reader's language, the same for the page and for the paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from api.language import date_text, number_text, percent_text, translations
from registry import lists
from registry.lists import Language
from registry.reports.models import Count, Coverage, Figure, NetworkReport, Section

# Marks a line whose name was not verified in a source.
UNVERIFIED: Final = "†"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it is written; with a figure and a key, it opens to its rows."""

    text: str
    figure: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: its label and its numbers."""

    label: str
    cells: tuple[Cell, ...]
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its head, its lines, its last line, and the notes below it."""

    head: tuple[str, ...]
    lines: tuple[Line, ...]
    total: tuple[str, ...]
    notes: tuple[str, ...]


def section_title(section: Section, language: Language) -> str:
    """What a part of the report is called."""
    _ = translations(language).gettext
    titles: dict[Section, str] = {
        "coverage": _("Supply and demand"),
        "experts": _("Experts"),
        "expertise": _("What the experts know"),
        "institutes": _("Institutes"),
        "missions": _("Missions and leading roles"),
        "freshness": _("How fresh and how sure the profiles are"),
    }
    return titles[section]


def table_of(figure: Figure, language: Language) -> Table:
    """The table of a figure: for one dimension numbers and shares, for two a column for each state."""
    return _crossed(figure, language) if figure.columns else _listed(figure, language)


def coverage_table(coverage: Coverage, language: Language) -> Table:
    """Demand beside supply, each number opening in the figure that it is of."""
    _ = translations(language).gettext

    def cell(count: Count, figure: str, key: str) -> Cell:
        return Cell(number_text(count.value, language), figure, key)

    lines = tuple(
        Line(
            gap.label.in_(language),
            (cell(gap.roles, coverage.roles_figure, gap.key), cell(gap.experts, coverage.experts_figure, gap.key)),
            gap.verified,
        )
        for gap in coverage.gaps
    )
    notes = () if all(line.verified for line in lines) else (_unverified(language),)
    return Table((_("Technology group"), _("Open roles"), _("Experts who agreed to be matched")), lines, (), notes)


def notes_of(figure: Figure, language: Language) -> tuple[str, ...]:
    """What a reader of the table must know: what was counted, whose names are not verified, and where it comes from."""
    _ = translations(language).gettext
    notes = []
    if figure.several:
        notes.append(
            _("Counted are %(unit)s; different ones among them: %(subjects)s.")
            % {"unit": figure.unit.in_(language), "subjects": number_text(figure.subjects, language)}
        )
    if not all(entry.verified for entry in figure.entries):
        notes.append(_unverified(language))
    return tuple(notes)


def summary(report: NetworkReport, language: Language) -> tuple[str, ...]:
    """The whole network in a few sentences."""
    _ = translations(language).gettext
    numbers = {
        "experts": number_text(report.experts.value, language),
        "agreed": number_text(report.agreed.value, language),
        "institutes": number_text(report.institutes.value, language),
        "missions": number_text(report.missions.value, language),
        "roles": number_text(report.roles.value, language),
        "open": number_text(report.open_roles.value, language),
    }
    return (
        _("Experts: %(experts)s, of whom %(agreed)s agreed to be matched.") % numbers,
        _("Institutes: %(institutes)s. Missions: %(missions)s. Leading roles: %(roles)s, of which %(open)s open.")
        % numbers,
        report.coverage.finding.in_(language),
    )


def generated_sentence(report: NetworkReport, language: Language) -> str:
    """How much of the network was generated; empty where nothing was."""
    if not report.holds_generated:
        return ""
    _ = translations(language).gettext
    return _(
        "%(experts)s of the experts, %(institutes)s of the institutes and %(missions)s of the missions were made up "
        "for demonstration and do not exist. Tables count them apart, charts draw them with a dashed outline."
    ) % {
        "experts": number_text(report.experts.generated, language),
        "institutes": number_text(report.institutes.generated, language),
        "missions": number_text(report.missions.generated, language),
    }


def method(report: NetworkReport, language: Language) -> tuple[str, ...]:
    """How the report was made and what it cannot say."""
    _ = translations(language).gettext
    technology = report.technology_list
    facts = {
        "seq": number_text(report.as_of, language),
        "until": number_text(report.until, language),
        "decision": technology.decision,
        "since": date_text(technology.valid_from, language),
        "day": date_text(report.on, language),
    }
    notes = [
        _(
            "Every figure and the rows behind it come from one pass over the graph, so that the rows add up to the "
            "figure."
        ),
        _("Everything up to event %(seq)s of the audit chain is counted; its hash stands on the first page.") % facts,
        _("Technologies are counted by the list of Decision %(decision)s, in force since %(since)s.") % facts,
        _(
            "The state of the records is that of the moment of counting; the day %(day)s decides the list in force and "
            "how old a confirmation is."
        )
        % facts,
        _(
            "A row names a person only if that person shows the name to the committee. Where the fact itself is not "
            "shown to the committee, the row counts but does not say whose it is."
        ),
        *_sources(language),
    ]
    if report.until != report.as_of:
        notes.append(
            _("While it was counted, changes up to event %(until)s came in; some of them are included.") % facts
        )
    return tuple(notes)


def _sources(language: Language) -> Iterator[str]:
    """The lists that the report counts by, as their files say where they come from."""
    _ = translations(language).gettext
    for name in ("technologies", "fields", "systems", "phases", "provinces", "role_kinds", "bodies"):
        origin = lists.provenance(name)
        title = origin.title_vi if language == "vi" else origin.title
        yield _("List: %(title)s (compiled on %(day)s).") % {"title": title, "day": date_text(origin.as_of, language)}


def _listed(figure: Figure, language: Language) -> Table:
    _ = translations(language).gettext
    generated = figure.generated > 0
    lines = []
    for entry in figure.entries:
        cells = [
            Cell(number_text(entry.value, language), figure.id, entry.key),
            Cell(_share(entry.value, figure.whole, language)),
        ]
        if generated:
            cells.append(Cell(number_text(entry.generated, language)))
        lines.append(Line(entry.label.in_(language), tuple(cells), entry.verified))
    total = [_("Sum"), number_text(figure.value, language), _share(figure.value, figure.value, language)]
    if figure.several and figure.whole != figure.value:
        total[2] = ""
    head = [_("Line"), _("How many"), _("Share")]
    if generated:
        head.append(_("of which simulated"))
        total.append(number_text(figure.generated, language))
    return Table(tuple(head), tuple(lines), tuple(total), notes_of(figure, language))


def _crossed(figure: Figure, language: Language) -> Table:
    _ = translations(language).gettext
    generated = figure.generated > 0
    lines = []
    for heading in figure.lines:
        entries = [entry for entry in figure.entries if entry.line == heading.key]
        cells = [Cell(number_text(entry.value, language), figure.id, entry.key) for entry in entries]
        if generated:
            cells.append(Cell(number_text(sum(entry.generated for entry in entries), language)))
        lines.append(Line(heading.label.in_(language), tuple(cells), heading.verified))
    head = [_("Line"), *(column.label.in_(language) for column in figure.columns)]
    sums = [sum(e.value for e in figure.entries if e.column == column.key) for column in figure.columns]
    if generated:
        head.append(_("of which simulated"))
        sums.append(figure.generated)
    total = (_("Sum"), *(number_text(number, language) for number in sums))
    return Table(tuple(head), tuple(lines), total, notes_of(figure, language))


def _unverified(language: Language) -> str:
    _ = translations(language).gettext
    return _("%(mark)s The name was not verified in an official source.") % {"mark": UNVERIFIED}


def _share(part: int, whole: int, language: Language) -> str:
    return percent_text(part / whole, language) if whole else ""
