"""The report on the whole network: its figures, and the rows that each of them opens to."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from graph.database import Database
from registry import visibility
from registry.access import Actor, Permission, require
from registry.errors import FieldError, Invalid, NotFound
from registry.models.pages import Page, cursor_after, key_of
from registry.models.values import Bilingual, now
from registry.reports.counting import Counted, ReportCache, count
from registry.reports.figures import BREAKDOWNS, AnyBreakdown, coverage, drawn, keys_of, summed
from registry.reports.models import Count, Figure, NetworkReport, ReportRow, SubjectKind, TechnologyList
from registry.reports.strategic import list_in_force
from registry.reports.subjects import READER

_SECTIONS: Final = ("coverage", "experts", "expertise", "institutes", "missions", "freshness")
_NAMES: Final[dict[SubjectKind, str]] = {
    "expert": "reports/expert_names",
    "institute": "reports/institute_names",
    "mission": "reports/mission_names",
    "role": "reports/role_names",
}
_NAME_SETTINGS: Final = visibility.openness(READER)["name"]
# How many names are read in one query.
_BATCH: Final = 2000


def facts(db: Database, actor: Actor, *, on: date, cache: ReportCache | None = None) -> NetworkReport:
    """The whole report as of now; `on` decides the list of technologies in force and how old a confirmation is.

    With a `cache`, the graph is read again only if something that is counted has changed.

    Raises:
        NotAllowed: the actor may not read reports.
        Invalid: there was no list of strategic technologies on that day.
    """
    require(actor, Permission.REPORT_READ)
    list_in_force(on)
    return report_of(cache.counted(db, on) if cache else count(db, on))


def report_of(counted: Counted) -> NetworkReport:
    """The report that these counts make."""
    taxonomy = list_in_force(counted.on)
    figures = tuple(drawn(breakdown, counted) for breakdown in BREAKDOWNS)
    by_id = {figure.id: figure for figure in figures}
    roles = by_id["roles-by-kind"]
    agreed = next(entry for entry in by_id["experts-by-agreement"].entries if entry.key == "agreed")
    return NetworkReport(
        on=counted.on,
        as_of=counted.seq,
        until=counted.until,
        head=counted.head,
        at=now(),
        technology_list=TechnologyList(
            id=taxonomy.taxonomy_id,
            decision=taxonomy.decision,
            valid_from=taxonomy.valid_from,
            verified=taxonomy.verified,
        ),
        experts=_everyone(counted, "expert"),
        institutes=_everyone(counted, "institute"),
        missions=_everyone(counted, "mission"),
        roles=_everyone(counted, "role"),
        open_roles=summed([entry for entry in roles.entries if entry.column == "open"]),
        agreed=Count(value=agreed.value, generated=agreed.generated),
        figures=tuple(sorted(figures, key=lambda figure: _SECTIONS.index(figure.section))),
        coverage=coverage(by_id["open-roles-by-technology"], by_id["agreed-experts-by-technology"]),
    )


def figure(db: Database, actor: Actor, figure_id: str, *, on: date, cache: ReportCache | None = None) -> Figure:
    """One figure with its definition, its query and its numbers.

    Raises:
        NotFound: there is no such figure.
        NotAllowed, Invalid: as `facts`.
    """
    require(actor, Permission.REPORT_READ)
    breakdown = _breakdown(figure_id)
    list_in_force(on)
    return drawn(breakdown, cache.counted(db, on) if cache else count(db, on))


def rows(
    db: Database,
    actor: Actor,
    figure_id: str,
    key: str,
    *,
    on: date,
    limit: int | None = 50,
    cursor: str | None = None,
    cache: ReportCache | None = None,
) -> Page[ReportRow]:
    """The rows behind one number; the page's `count` is that number, the sum of the counts of all rows.

    People stand in the order of their names, after them those whose name or identity the committee may not see.
    All pages of a list come from one state of the graph, or they would not add up. No limit is all rows.

    Raises:
        NotFound: there is no such figure, or it has no such key.
        Invalid: the cursor is none of this list, or the network changed since the page before.
        NotAllowed: the actor may not read reports.
    """
    require(actor, Permission.REPORT_READ)
    breakdown = _breakdown(figure_id)
    list_in_force(on)
    counted = cache.counted(db, on) if cache else count(db, on)
    tally = counted.tallies[figure_id]
    if key not in tally.members and key not in keys_of(breakdown, on):
        raise NotFound(f"mục trong số liệu {figure_id}", f"line in the figure {figure_id}", key)
    units = counted.units(breakdown.subject, tally, key)
    begin = _place(cursor, counted)
    end = len(units) if limit is None else min(begin + limit, len(units))
    following = cursor_after(str(counted.seq), counted.on.isoformat(), str(end)) if end < len(units) else None
    value = sum(number for _, number, _ in units)
    return Page(tuple(_named(db, breakdown.subject, units[begin:end])), following, value)


def _breakdown(figure_id: str) -> AnyBreakdown:
    for breakdown in BREAKDOWNS:
        if breakdown.id == figure_id:
            return breakdown
    raise NotFound("số liệu", "figure", figure_id)


def _everyone(counted: Counted, kind: SubjectKind) -> Count:
    everyone = counted.kinds[kind]
    return Count(value=len(everyone.ids), generated=sum(everyone.generated))


def _place(cursor: str | None, counted: Counted) -> int:
    """Where the page begins, if the page before came from the same counts."""
    key = key_of(cursor, parts=3)
    if key is None:
        return 0
    if key[:2] != (str(counted.seq), counted.on.isoformat()) or not key[2].isdecimal():
        raise Invalid(
            FieldError(
                "/cursor",
                "counts-changed",
                "Mạng lưới đã thay đổi từ khi bạn mở danh sách này; hãy bắt đầu lại từ trang đầu, để các dòng cộng lại "
                "đúng bằng số liệu.",
                "The network changed since you opened this list; begin again at the first page, so that the rows add "
                "up to the figure.",
            )
        )
    return int(key[2])


def _named(db: Database, kind: SubjectKind, units: Sequence[tuple[str | None, int, bool]]) -> list[ReportRow]:
    """Rows with the names as they are now; the counts keep none."""
    ids = [id for id, _, _ in units if id is not None]
    openness = {"openness": _NAME_SETTINGS} if kind == "expert" else {}
    names = {
        row["id"]: row
        for begin in range(0, len(ids), _BATCH)
        for row in db.read(_NAMES[kind], ids=ids[begin : begin + _BATCH], **openness)
    }
    made = []
    for id, number, generated in units:
        name = names.get(id or "", {})
        texts = {"vi": name.get("name_vi"), "en": name.get("name_en")}
        made.append(
            ReportRow(
                kind=kind,
                id=id,
                label=Bilingual(**texts) if any(texts.values()) else None,
                mission_id=name.get("mission_id"),
                count=number,
                generated=generated,
            )
        )
    return made
